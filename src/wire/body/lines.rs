//! JSON values one after the other: each on a line, or behind a record separator (RFC 7464). A list
//! is a value for each entry; anything else is one value.

use serde_json::Value;

use crate::contract::Media;
use crate::wire::json;
use crate::wire::media::MediaType;

/// What begins a record of a JSON text sequence.
const RECORD: u8 = 0x1E;

/// Whether a media type is one of these.
pub(super) fn is(essence: &str) -> bool {
    let known = [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/jsonlines",
    ];
    known.contains(&essence) || is_sequence(essence)
}

fn is_sequence(essence: &str) -> bool {
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

pub(super) fn write(media_type: &str, value: &Value) -> Result<Vec<u8>, String> {
    let values = match value {
        Value::Array(list) if list.is_empty() => {
            return Err("an empty body cannot be told from none".to_owned());
        }
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    let records = is_sequence(&MediaType::parse(media_type).essence);
    let mut out = Vec::new();
    for value in values {
        if records {
            out.push(RECORD);
        }
        out.extend(json::write(value));
        out.push(b'\n');
    }
    Ok(out)
}

pub(super) fn read(media: &Media, bytes: &[u8]) -> Option<Value> {
    let lines = bytes.split(|b| *b == b'\n').map(|line| match line {
        [RECORD, rest @ ..] => rest,
        line => line,
    });
    let values = lines.filter(|line| !line.is_empty());
    let values: Vec<Value> = values
        .map(|line| json::parse(line).ok())
        .collect::<Option<_>>()?;
    let is_list = media.schema.types.iter().any(|t| t == "array");
    match (values.as_slice(), is_list) {
        ([one], false) => Some(one.clone()),
        _ => Some(Value::Array(values)),
    }
}
