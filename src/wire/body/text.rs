//! One text for a body.

use serde_json::Value;

use crate::contract::Schema;
use crate::wire::parameter::shape::{Shape, typed};

pub(super) fn write(value: &Value) -> Result<Vec<u8>, String> {
    match Shape::of(value)? {
        Shape::One(text) if text.is_empty() => {
            Err("an empty body cannot be told from none".to_owned())
        }
        Shape::One(text) => Ok(text.into_bytes()),
        _ => Err("a text holds no list and no object".to_owned()),
    }
}

pub(super) fn read(schema: &Schema, bytes: &[u8]) -> Option<Value> {
    Some(typed(std::str::from_utf8(bytes).ok()?, schema))
}
