//! Members of a form or of a message of parts, as texts with a media type each.

use serde_json::Value;

use super::is_binary;
use crate::contract::{Encoding, Media, Schema};
use crate::wire::media::{Kind, MediaType};
use crate::wire::parameter::shape::{Shape, Want, typed, wanted};
use crate::wire::writing::Writing;
use crate::wire::{json, plain};

/// One text of a member.
pub(super) struct Field {
    pub(super) bytes: Vec<u8>,
    /// Its media type; `None` for plain text.
    pub(super) media_type: Option<String>,
    /// Whether it stands for a file.
    pub(super) is_file: bool,
}

/// The schema of a member.
pub(super) fn schema_of<'m>(media: &'m Media, member: &str, nothing: &'m Schema) -> &'m Schema {
    let place = crate::exchange::below("", member);
    media.schema.descend(&place).unwrap_or(nothing)
}

/// The texts of a member: one for each entry of a list.
///
/// # Errors
/// Why it has no writing, in words.
pub(super) fn write(
    schema: &Schema,
    encoding: Option<&Encoding>,
    value: &Value,
) -> Result<Vec<Field>, String> {
    let content = encoding.and_then(|e| e.content.as_deref());
    // One media type for the whole list, where that is what it holds.
    let whole = content.is_some_and(|c| Kind::of(first(c)) == Kind::Json);
    match value {
        Value::Array(list) if list.is_empty() && !whole => {
            Err("an empty list leaves nothing to send".to_owned())
        }
        Value::Array(list) if !whole => {
            let nothing = Schema::default();
            let items = schema.items.as_deref().unwrap_or(&nothing);
            list.iter().map(|v| field(items, content, v)).collect()
        }
        value => Ok(vec![field(schema, content, value)?]),
    }
}

fn field(schema: &Schema, content: Option<&str>, value: &Value) -> Result<Field, String> {
    let is_file = is_binary(schema);
    let said = schema.json.get("contentMediaType").and_then(Value::as_str);
    let compound = matches!(value, Value::Object(_) | Value::Array(_));
    let media_type = match content.map(first).or(said.filter(|_| is_file)) {
        Some(media_type) => Some(crate::wire::media::concrete(media_type).to_owned()),
        None if compound => Some("application/json".to_owned()),
        None if is_file => Some("application/octet-stream".to_owned()),
        None => None,
    };
    let as_text = |value: &Value| match Shape::of(value)? {
        Shape::One(text) => Ok(text.into_bytes()),
        _ => Err("a text holds no list and no object".to_owned()),
    };
    let bytes = match media_type.as_deref() {
        Some(media_type) => match Kind::of(media_type) {
            Kind::Json => json::write(value),
            Kind::Xml => super::xml::write(schema, value, &Writing::default()),
            // Octets of any kind are as good as others to whoever does not look inside.
            Kind::Other if is_file || is_plain(media_type) => as_text(value)?,
            Kind::Other => return Err(super::unwritten(media_type)),
        },
        None => as_text(value)?,
    };
    Ok(Field {
        bytes,
        media_type,
        is_file,
    })
}

/// The value of a member, of all its texts with the media types they bear.
pub(super) fn read(schema: &Schema, texts: &[(String, Option<String>)]) -> Option<Value> {
    let one = |schema: &Schema, (text, media_type): &(String, Option<String>)| {
        Some(match media_type.as_deref().map(Kind::of) {
            Some(Kind::Json) => json::parse(text.as_bytes()).ok()?,
            Some(Kind::Xml) => super::xml::read(schema, text.as_bytes(), &Writing::default())?,
            _ => typed(text, schema),
        })
    };
    let nothing = Schema::default();
    let items = schema.items.as_deref().unwrap_or(&nothing);
    let wanted = wanted(schema);
    match texts {
        [] => None,
        [single] => {
            let whole = one(schema, single)?;
            let wants_list = wanted.contains(&Want::Many) && !wanted.contains(&Want::One);
            match wants_list && !whole.is_array() {
                true => Some(Value::Array(vec![one(items, single)?])),
                false => Some(whole),
            }
        }
        several => several.iter().map(|text| one(items, text)).collect(),
    }
}

/// The first of several media types.
fn first(content: &str) -> &str {
    content.split(',').next().unwrap_or(content).trim()
}

/// Whether any text is a body of this media type.
fn is_plain(media_type: &str) -> bool {
    let essence = MediaType::parse(media_type).essence;
    essence.starts_with("text/") || essence == "application/octet-stream"
}

/// The text of a header of a part, where one is known.
pub(super) fn known(schema: &Schema) -> Option<String> {
    let listed = schema.constant.iter().chain(&schema.enumeration);
    let known = listed.chain(&schema.examples).chain(&schema.default);
    let mut texts = known.filter(|v| !v.is_array() && !v.is_object() && !v.is_null());
    texts.next().map(plain)
}
