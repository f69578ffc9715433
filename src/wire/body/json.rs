//! JSON, as the target wants its values written.

use serde_json::Value;

use crate::contract::Schema;
use crate::wire::json;
use crate::wire::writing::Writing;

pub(super) fn write(schema: &Schema, value: &Value, writing: &Writing) -> Vec<u8> {
    json::write(&json::outward(schema, value, writing))
}

pub(super) fn read(schema: &Schema, bytes: &[u8], writing: &Writing) -> Option<Value> {
    Some(json::inward(schema, json::parse(bytes).ok()?, writing))
}
