//! Octets: a value of ours is a text, which is sent as UTF-8.

use serde_json::Value;

pub(super) fn write(value: &Value) -> Result<Vec<u8>, String> {
    match value {
        Value::String(text) if text.is_empty() => {
            Err("an empty body cannot be told from none".to_owned())
        }
        Value::String(text) => Ok(text.clone().into_bytes()),
        _ => Err("only a text stands for octets".to_owned()),
    }
}

pub(super) fn read(bytes: &[u8]) -> Option<Value> {
    std::str::from_utf8(bytes).ok().map(Value::from)
}
