//! JSON bodies: written compactly, read strictly with the place of a fault.

use serde_json::Value;

/// Why bytes are not JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line}, column {column}")]
pub struct JsonFault {
    /// What is wrong.
    pub what: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Writes a value without white space; members keep their order.
pub fn write(value: &Value) -> Vec<u8> {
    // A `Value` always serialises: its keys are strings and it holds no foreign types.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// The fault and where it stands.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonFault> {
    serde_json::from_slice(bytes).map_err(|e| {
        let text = e.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
        JsonFault {
            what,
            line: e.line(),
            column: e.column(),
        }
    })
}
