//! Bodies of requests: one file per syntax, each of which writes a value and reads it back.

mod binary;
mod fields;
mod form;
mod json;
mod lines;
mod multipart;
mod text;
mod xml;

use serde_json::Value;

use super::media::{self, Kind, MediaType};
use super::writing::Writing;
use crate::contract::{Media, Schema};

/// The syntax that a body of a request is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Names and values, percent-encoded.
    Form,
    /// Parts with headers of their own.
    Multipart,
    /// One text.
    Text,
    /// Octets of any kind.
    Binary,
    /// JSON values, one a line.
    Lines,
}

impl Syntax {
    /// The syntax of a media type; `None` where no writer is known.
    pub fn of(media_type: &str) -> Option<Self> {
        match Kind::of(media_type) {
            Kind::Json => return Some(Syntax::Json),
            Kind::Xml => return Some(Syntax::Xml),
            Kind::Other => {}
        }
        let essence = MediaType::parse(media_type).essence;
        Some(match essence.as_str() {
            "application/x-www-form-urlencoded" => Syntax::Form,
            "multipart/form-data" | "multipart/mixed" => Syntax::Multipart,
            "text/plain" | "text/html" | "text/markdown" | "text/css" | "text/javascript" => {
                Syntax::Text
            }
            "application/octet-stream" | "binary/octet-stream" => Syntax::Binary,
            other if lines::is(other) => Syntax::Lines,
            _ => return None,
        })
    }

    /// The syntax of a body as it is sent: a range stands for one of its media types.
    pub fn of_media(media: &Media) -> Option<Self> {
        let octets = is_binary(&media.schema) || is_of_octets(&media.media_type);
        Syntax::of(&label(media)).or_else(|| octets.then_some(Syntax::Binary))
    }

    /// What bodies of this syntax are called in ids.
    pub fn word(self) -> &'static str {
        match self {
            Syntax::Json => "json",
            Syntax::Xml => "xml",
            Syntax::Form => "form",
            Syntax::Multipart => "multipart",
            Syntax::Text => "text",
            Syntax::Binary => "binary",
            Syntax::Lines => "lines",
        }
    }

    /// Whether values of members are texts, whatever their type.
    pub fn holds_texts(self) -> bool {
        !matches!(self, Syntax::Json | Syntax::Lines)
    }
}

/// What a body of a media type is labelled as.
pub fn label(media: &Media) -> String {
    let essence = MediaType::parse(&media.media_type).essence;
    let takes_octets = matches!(essence.as_str(), "*/*" | "application/*");
    match takes_octets && is_binary(&media.schema) {
        true => "application/octet-stream".to_owned(),
        false => media::concrete(&media.media_type).to_owned(),
    }
}

/// The bytes of a value.
///
/// # Errors
/// Why the media type has no writing of the value, in words.
pub(super) fn write(media: &Media, value: &Value, writing: &Writing) -> Result<Vec<u8>, String> {
    match Syntax::of_media(media) {
        Some(Syntax::Json) => Ok(json::write(&media.schema, value, writing)),
        Some(Syntax::Xml) => Ok(xml::write(&media.schema, value, writing)),
        Some(Syntax::Form) => form::write(media, value),
        Some(Syntax::Multipart) => multipart::write(media, value),
        Some(Syntax::Text) => text::write(value),
        Some(Syntax::Binary) => binary::write(value),
        Some(Syntax::Lines) => lines::write(&media.media_type, value),
        None => Err(unwritten(&media.media_type)),
    }
}

/// The value of a body with this label.
pub(super) fn read(media: &Media, label: &str, bytes: &[u8], writing: &Writing) -> Option<Value> {
    match Syntax::of_media(media)? {
        Syntax::Json => json::read(&media.schema, bytes, writing),
        Syntax::Xml => xml::read(&media.schema, bytes, writing),
        Syntax::Form => form::read(media, bytes),
        Syntax::Multipart => multipart::read(media, label, bytes),
        Syntax::Text => text::read(&media.schema, bytes),
        Syntax::Binary => binary::read(bytes),
        Syntax::Lines => lines::read(media, bytes),
    }
}

/// Whether a value reaches the target as it is.
///
/// # Errors
/// Why not, in words.
pub(super) fn carries(media: &Media, value: &Value, writing: &Writing) -> Result<(), String> {
    let bytes = match Syntax::of_media(media) {
        // What breaks these on the way shows when they are read back.
        Some(Syntax::Json | Syntax::Xml) => return Ok(()),
        _ => write(media, value, writing)?,
    };
    let full = labelled(media, &bytes);
    let back = read(media, &full, &bytes, writing).ok_or("its body cannot be read back")?;
    match plainly(&back) == plainly(value) {
        true => Ok(()),
        false => Err(format!("{} cannot carry such a body", media.media_type)),
    }
}

/// The label of bytes that were written: parts tell what stands between them.
pub(super) fn labelled(media: &Media, bytes: &[u8]) -> String {
    let label = label(media);
    match (Syntax::of(&label), multipart::boundary(bytes)) {
        (Some(Syntax::Multipart), Some(boundary)) => format!("{label}; boundary={boundary}"),
        _ => label,
    }
}

/// Why a media type is not sent.
pub fn unwritten(media_type: &str) -> String {
    format!("no writer is known for bodies of {media_type}")
}

/// Whether bodies of a media type are octets, whatever is said of their schema.
fn is_of_octets(media_type: &str) -> bool {
    let essence = MediaType::parse(media_type).essence;
    let kind = essence.split('/').next().unwrap_or_default();
    matches!(kind, "image" | "audio" | "video" | "font")
        || matches!(
            essence.as_str(),
            "application/pdf" | "application/zip" | "application/gzip"
        )
}

/// Whether a schema is of octets, or of what stands for them.
fn is_binary(schema: &Schema) -> bool {
    let says = |key: &str| schema.json.get(key).is_some();
    matches!(schema.format.as_deref(), Some("binary" | "byte"))
        || says("contentEncoding")
        || says("contentMediaType")
}

/// A value with every scalar as its text, for a comparison across syntaxes that know texts alone.
fn plainly(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(plainly).collect(),
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(name, value)| (name.clone(), plainly(value)));
            Value::Object(members.collect())
        }
        Value::Null => Value::Null,
        scalar => super::plain(scalar).into(),
    }
}
