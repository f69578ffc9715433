//! Messages to bytes and back: parameters, then the body by its media type. No sockets.

mod access;
mod answer;
mod body;
mod json;
mod json_answer;
mod media;
mod outside;
mod parameter;
mod told;
mod url;
#[cfg(test)]
mod witness;
mod writing;
mod xml;
mod xml_answer;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::contract::{Media, Operation, Place, Schema};
use crate::exchange::{Message, Request, steps};
use crate::xml::{Element, Style, write};

pub use access::{Credential, Form, about_mark, access, header_mark, mark, near_header};
pub use answer::{Body, BodyFault, Nature, UNPACKED, body, coding, document_of, free_body, nature};
pub use body::{Syntax, label, unwritten};
pub use json::JsonFault;
pub use json_answer::parse_json;
pub use media::{Kind, MediaType};
pub use outside::{LONGEST_TARGET, LONGEST_VALUE, faithful};
use parameter::Named;
pub use told::{entries, told};
pub use url::path_value;
pub use writing::Writing;

/// Place of the header that names the wanted media type; null leaves it out.
pub const ACCEPT: &str = "/header/Accept";
/// Place of the header that names the body's media type; null leaves it out.
pub const CONTENT_TYPE: &str = "/header/Content-Type";

/// Writes a message for the wire.
pub fn encode(operation: &Operation, message: &Message, writing: &Writing) -> Request {
    let media = media_of(operation, message);
    let body = message.body.as_ref().map(|value| match media {
        Some(media) if !is_first(operation, media) => written(media, value, writing),
        _ => write_body(operation, value, writing),
    });
    let mut request = with_body(operation, message, body);
    let credentials = writing.credentials(&operation.id).iter();
    credentials.for_each(|credential| credential.add(&mut request));
    request.base = writing.bases.get(&operation.id).cloned();
    request
}

/// The media type that a message is written in: the one it names, if that is one of several that the
/// operation takes, else the first.
pub fn media_of<'o>(operation: &'o Operation, message: &Message) -> Option<&'o Media> {
    let all = &operation.body.as_ref()?.media;
    let named = message.get(CONTENT_TYPE).and_then(Value::as_str);
    let other = named.and_then(|name| all.iter().skip(1).find(|m| m.media_type == name));
    other.or(all.first())
}

fn is_first(operation: &Operation, media: &Media) -> bool {
    request_media(operation).is_some_and(|first| std::ptr::eq(first, media))
}

/// The bytes of a value; what the media type has no writing of stands as plain text: such messages
/// are not sent as what they are (`faithful`).
fn written(media: &Media, value: &Value, writing: &Writing) -> Bytes {
    let bytes = body::write(media, value, writing);
    bytes.unwrap_or_else(|_| plain(value).into_bytes()).into()
}

/// The document that an XML body is written as; `None` when the operation takes none.
pub fn document(operation: &Operation, body: &Value, writing: &Writing) -> Option<Element> {
    let media = request_media(operation)?;
    (Kind::of(&media.media_type) == Kind::Xml).then(|| xml::element(&media.schema, body, writing))
}

/// The value that a JSON body is written as; `None` when the operation takes none.
pub fn json_body(operation: &Operation, body: &Value, writing: &Writing) -> Option<Value> {
    let media = request_media(operation)?;
    (Syntax::of_media(media) == Some(Syntax::Json)).then(|| {
        let body = json::outward(&media.schema, body, writing);
        match writing.wrapper.get(&operation.id) {
            Some(name) => json!({ name.as_str(): body }),
            None => body,
        }
    })
}

/// Writes the body of a request in its operation's first media type.
pub fn write_body(operation: &Operation, body: &Value, writing: &Writing) -> Bytes {
    if let Some(element) = document(operation, body, writing) {
        return write(&element, &Style::default()).into();
    }
    match (
        json_body(operation, body, writing),
        request_media(operation),
    ) {
        (Some(body), _) => json::write(&body).into(),
        (None, Some(media)) => written(media, body, writing),
        (None, None) => json::write(body).into(),
    }
}

/// A message with these bytes for a body.
pub fn with_body(operation: &Operation, message: &Message, body: Option<Bytes>) -> Request {
    let mut headers = Vec::with_capacity(4);
    let given = |place: &str| {
        let name = place.trim_start_matches("/header/");
        message.parameters.iter().any(|(p, _)| {
            p.strip_prefix("/header/")
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
        })
    };
    let chosen = media_of(operation, message).filter(|m| !is_first(operation, m));
    // A documented media type is named without a body too: the pages show it so.
    if (body.is_some() || operation.names_media_type) && (chosen.is_some() || !given(CONTENT_TYPE))
    {
        let bytes = body.as_deref().unwrap_or_default();
        let label = match (
            chosen.or_else(|| request_media(operation)),
            answer_media(operation),
        ) {
            (Some(media), _) => body::labelled(media, bytes),
            (None, Some(media)) => media::concrete(&media.media_type).to_owned(),
            (None, None) => "application/json".to_owned(),
        };
        headers.push(("Content-Type".to_owned(), label));
    }
    if !given(ACCEPT) {
        let media = answer_media(operation);
        let media = media.map_or("application/json", |m| m.media_type.as_str());
        headers.push(("Accept".to_owned(), media.to_owned()));
    }
    let mut cookies = Vec::new();
    for (pointer, value) in message.parameters.iter().filter(|(_, v)| !v.is_null()) {
        if pointer == CONTENT_TYPE && chosen.is_some() {
            continue;
        }
        let named = operation.parameter(pointer).map(Named::of);
        let name = || steps(pointer).pop().unwrap_or_default();
        if pointer.starts_with("/header/") {
            let text = named.and_then(|n| n.header(value).ok());
            headers.push((name(), text.unwrap_or_else(|| plain(value))));
        } else if pointer.starts_with("/cookie/") {
            let pairs = named.and_then(|n| n.cookies(value).ok());
            cookies.extend(pairs.unwrap_or_else(|| vec![format!("{}={}", name(), plain(value))]));
        }
    }
    if !cookies.is_empty() {
        headers.push(("Cookie".to_owned(), cookies.join("; ")));
    }
    Request {
        method: operation.method.clone(),
        target: url::target(operation, message),
        headers,
        body,
        base: None,
        anonymous: false,
    }
}

/// Whether a schema takes texts, numbers and flags alone.
pub fn is_scalar(schema: &Schema) -> bool {
    parameter::shape::wanted(schema) == [parameter::shape::Want::One]
}

fn request_media(operation: &Operation) -> Option<&Media> {
    operation.body.as_ref()?.media.first()
}

fn answer_media(operation: &Operation) -> Option<&Media> {
    operation.success_response()?.media.first()
}

/// Reads a request back into the message it carries; `None` when the bytes hold no body of the
/// operation's media type.
///
/// Values take the type that their schema asks for where the text allows it.
pub fn decode(operation: &Operation, request: &Request, writing: &Writing) -> Option<Message> {
    let mut message = Message {
        operation: operation.id.clone(),
        ..Message::default()
    };
    let query = url::query_pairs(&request.target);
    let cookies = parameter::cookie_pairs(&request.headers);
    for parameter in &operation.parameters {
        let named = Named::of(parameter);
        let foreign = |name: &str| parameter::is_foreign(operation, parameter, name);
        let value = match parameter.place {
            Place::Header => {
                let named_so = |n: &str| n.eq_ignore_ascii_case(&parameter.name);
                let header = request.headers.iter().find(|(n, _)| named_so(n));
                header.and_then(|(_, text)| named.read_header(text))
            }
            Place::Path => url::path_value(operation, &request.target, &parameter.name)
                .and_then(|text| named.read_segment(text)),
            Place::Query => named.read_pairs(&query, &foreign),
            Place::Cookie => named.read_cookies(&cookies, &foreign),
        };
        let value = value.map(|value| (parameter.pointer(), value));
        message.parameters.extend(value);
    }
    if let Some(bytes) = &request.body {
        let labels = request
            .headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("content-type"));
        let label = labels.map(|(_, v)| v.as_str()).next().unwrap_or_default();
        message.body = Some(match labelled_so(operation, label) {
            Some(media) => {
                let named = Value::from(media.media_type.as_str());
                message.parameters.push((CONTENT_TYPE.to_owned(), named));
                body::read(media, label, bytes, writing)?
            }
            None => match request_media(operation) {
                Some(first) if Syntax::of_media(first) == Some(Syntax::Multipart) => {
                    body::read(first, label, bytes, writing)?
                }
                _ => read_body(operation, bytes, writing)?,
            },
        });
    }
    Some(message)
}

/// The media type beside the first one that a label names.
fn labelled_so<'o>(operation: &'o Operation, label: &str) -> Option<&'o Media> {
    let label = MediaType::parse(label).essence;
    let (first, others) = operation.body.as_ref()?.media.split_first()?;
    let essence = |m: &Media| MediaType::parse(&body::label(m)).essence;
    let other = others.iter().find(|m| essence(m) == label);
    other.filter(|_| essence(first) != label)
}

/// Reads the body of a request in its operation's first media type.
pub fn read_body(operation: &Operation, bytes: &[u8], writing: &Writing) -> Option<Value> {
    let media = request_media(operation);
    if let Some(media) = media.filter(|m| Syntax::of_media(m) != Some(Syntax::Json)) {
        return body::read(media, "", bytes, writing);
    }
    let value = json::parse(bytes).ok()?;
    let value = match (writing.wrapper.get(&operation.id), value) {
        (Some(name), Value::Object(mut map)) => map.shift_remove(name)?,
        (None, value) => value,
        _ => return None,
    };
    Some(match media {
        Some(media) => json::inward(&media.schema, value, writing),
        None => value,
    })
}

/// The text of a value outside a body.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
