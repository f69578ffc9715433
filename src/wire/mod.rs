//! Messages to bytes and back: parameters, then the body by its media type. No sockets.

mod answer;
mod json;
mod json_answer;
mod media;
mod outside;
mod url;
mod writing;
mod xml;
mod xml_answer;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::contract::{Media, Operation, Place};
use crate::exchange::{Message, Request};
use crate::xml::{Element, Limits, Style, read, write};

pub use answer::{Body, BodyFault, Nature, body, coding, document_of, free_body, nature};
pub use json::JsonFault;
pub use json_answer::parse_json;
pub use media::{Kind, MediaType};
pub use outside::{LONGEST_TARGET, LONGEST_VALUE, faithful};
pub use writing::Writing;

/// Place of the header that names the wanted media type; null leaves it out.
pub const ACCEPT: &str = "/header/Accept";
/// Place of the header that names the body's media type; null leaves it out.
pub const CONTENT_TYPE: &str = "/header/Content-Type";

/// Writes a message for the wire.
pub fn encode(operation: &Operation, message: &Message, writing: &Writing) -> Request {
    let body = message
        .body
        .as_ref()
        .map(|body| write_body(operation, body, writing));
    with_body(operation, message, body)
}

/// The document that an XML body is written as; `None` when the operation takes none.
pub fn document(operation: &Operation, body: &Value, writing: &Writing) -> Option<Element> {
    let media = request_media(operation)?;
    (Kind::of(&media.media_type) == Kind::Xml).then(|| xml::element(&media.schema, body, writing))
}

/// The value that a JSON body is written as; `None` when the operation takes none.
pub fn json_body(operation: &Operation, body: &Value, writing: &Writing) -> Option<Value> {
    let media = request_media(operation)?;
    (Kind::of(&media.media_type) != Kind::Xml).then(|| {
        let body = json::outward(&media.schema, body, writing);
        match writing.wrapper.get(&operation.id) {
            Some(name) => json!({ name.as_str(): body }),
            None => body,
        }
    })
}

/// Writes the body of a request in its operation's media type.
pub fn write_body(operation: &Operation, body: &Value, writing: &Writing) -> Bytes {
    if let Some(element) = document(operation, body, writing) {
        return write(&element, &Style::default()).into();
    }
    match json_body(operation, body, writing) {
        Some(body) => json::write(&body).into(),
        None => json::write(body).into(),
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
    // A documented media type is named without a body too: the pages show it so.
    if (body.is_some() || operation.names_media_type) && !given(CONTENT_TYPE) {
        let media = request_media(operation).or_else(|| answer_media(operation));
        let media = media.map_or("application/json", |m| m.media_type.as_str());
        headers.push(("Content-Type".to_owned(), media::concrete(media).to_owned()));
    }
    if !given(ACCEPT) {
        let media = answer_media(operation);
        let media = media.map_or("application/json", |m| m.media_type.as_str());
        headers.push(("Accept".to_owned(), media.to_owned()));
    }
    for (pointer, value) in &message.parameters {
        if let Some(name) = pointer.strip_prefix("/header/")
            && !value.is_null()
        {
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
        message.body = Some(read_body(operation, body, writing)?);
    }
    Some(message)
}

/// Reads the body of a request.
pub fn read_body(operation: &Operation, bytes: &[u8], writing: &Writing) -> Option<Value> {
    let media = request_media(operation);
    if let Some(media) = media.filter(|m| Kind::of(&m.media_type) == Kind::Xml) {
        let element = read(bytes, &Limits::default()).ok()?;
        let named = media.schema.xml.name.as_deref();
        if named.is_some_and(|n| element.name.rsplit(':').next() != Some(n)) {
            return None;
        }
        return Some(xml::value(&media.schema, element, writing));
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
