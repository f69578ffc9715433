//! `content`: the value in a media type of its own, percent-encoded where it stands in a URL.

use serde_json::Value;

use super::shape::{Shape, typed};
use crate::contract::Schema;
use crate::wire::{Kind, MediaType, json};

/// The text of a value.
///
/// # Errors
/// A media type that has no writer here, in words.
pub(super) fn write(media_type: &str, value: &Value) -> Result<String, String> {
    if Kind::of(media_type) == Kind::Json {
        let text = String::from_utf8_lossy(&json::write(value)).into_owned();
        return Ok(text);
    }
    match (is_text(media_type), Shape::of(value)) {
        (true, Ok(Shape::One(text))) => Ok(text),
        (true, _) => Err(format!("{media_type} holds one text")),
        _ => Err(format!("no writer is known for {media_type}")),
    }
}

pub(super) fn read(media_type: &str, text: &str, schema: &Schema) -> Option<Value> {
    if Kind::of(media_type) == Kind::Json {
        return json::parse(text.as_bytes()).ok();
    }
    is_text(media_type).then(|| typed(text, schema))
}

fn is_text(media_type: &str) -> bool {
    MediaType::parse(media_type).essence == "text/plain"
}
