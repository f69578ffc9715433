//! Messages to bytes and back: parameters, then the body by its media type. No sockets.

mod json;
mod url;

use bytes::Bytes;
use serde_json::Value;

use crate::contract::{Operation, Place};
use crate::exchange::{Message, Request};

pub use json::{JsonFault, parse as parse_json};

/// How the target wants messages written, where the documents leave it open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writing {
    /// The body's members stand inside this one.
    pub wrapper: Option<String>,
}

/// Writes a message for the wire.
pub fn encode(operation: &Operation, message: &Message, writing: &Writing) -> Request {
    let mut headers = Vec::with_capacity(4);
    let body = message.body.as_ref().map(|body| {
        let media = operation.body.as_ref().and_then(|b| b.media.first());
        let media = media.map_or("application/json", |m| m.media_type.as_str());
        headers.push(("Content-Type".to_owned(), media.to_owned()));
        Bytes::from(match &writing.wrapper {
            Some(name) => json::write(&serde_json::json!({ name.as_str(): body })),
            None => json::write(body),
        })
    });
    headers.push(("Accept".to_owned(), accept(operation)));
    for (pointer, value) in &message.parameters {
        if let Some(name) = pointer.strip_prefix("/header/") {
            headers.push((name.to_owned(), plain(value)));
        }
    }
    Request {
        method: operation.method.clone(),
        target: url::target(operation, message),
        headers,
        body,
        anonymous: false,
    }
}

/// Reads a request back into the message it carries; `None` when the bytes hold no JSON body.
///
/// Parameters take the JSON type that their schema asks for where the text allows it.
pub fn decode(operation: &Operation, request: &Request, writing: &Writing) -> Option<Message> {
    let mut message = Message {
        operation: operation.id.clone(),
        ..Message::default()
    };
    for parameter in &operation.parameters {
        let text = match parameter.place {
            Place::Header => request
                .headers
                .iter()
                .find(|(n, _)| n.eq_ignore_ascii_case(&parameter.name))
                .map(|(_, v)| v.clone()),
            Place::Path => url::path_value(operation, &request.target, &parameter.name),
            Place::Query => url::query_value(&request.target, &parameter.name),
            Place::Cookie => None,
        };
        if let Some(text) = text {
            message
                .parameters
                .push((parameter.pointer(), typed(&text, &parameter.schema.types)));
        }
    }
    if let Some(body) = &request.body {
        let value: Value = serde_json::from_slice(body).ok()?;
        message.body = Some(match (&writing.wrapper, value) {
            (Some(name), Value::Object(mut map)) => map.shift_remove(name)?,
            (None, value) => value,
            _ => return None,
        });
    }
    Some(message)
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

/// The value that a text stands for under a schema type.
fn typed(text: &str, types: &[String]) -> Value {
    let wants = |kind: &str| types.iter().any(|t| t == kind);
    if wants("integer") || wants("number") {
        if let Ok(number) = text.parse::<i64>() {
            return number.into();
        }
        if let Ok(number) = text.parse::<f64>() {
            return serde_json::Number::from_f64(number).map_or(text.into(), Value::Number);
        }
    }
    match text {
        "true" | "false" if wants("boolean") => (text == "true").into(),
        _ if wants("array") => text.split(',').map(Value::from).collect(),
        _ => text.into(),
    }
}

/// The media types of the documented success, else JSON.
fn accept(operation: &Operation) -> String {
    let media = operation.success_response().and_then(|r| r.media.first());
    media.map_or_else(|| "application/json".to_owned(), |m| m.media_type.clone())
}
