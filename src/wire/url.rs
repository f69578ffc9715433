//! Path templates and query strings.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::parameter::{Named, encoded};
use super::plain;
use crate::contract::Operation;
use crate::exchange::{Message, steps};

/// What a path template may not hold as it is: it is sent percent-encoded.
const FOREIGN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'|');

/// The path template as it is sent: what stands in braces stays.
fn template(operation: &Operation) -> String {
    let mut out = String::new();
    for part in operation.path.split_inclusive('}') {
        let (text, name) = part
            .split_once('{')
            .map_or((part, None), |(t, n)| (t, Some(n)));
        out.extend(utf8_percent_encode(text, FOREIGN));
        if let Some(name) = name {
            out.push('{');
            out.push_str(name);
        }
    }
    out
}

/// Path and query of a message. What a style has no writing for stands as plain text: such messages
/// are not sent as what they are (`faithful`).
pub fn target(operation: &Operation, message: &Message) -> String {
    let mut path = template(operation);
    let mut query = Vec::new();
    for (pointer, value) in &message.parameters {
        let named = operation.parameter(pointer).map(Named::of);
        let name = || steps(pointer).pop().unwrap_or_default();
        if pointer.starts_with("/path/") {
            let segment = named.and_then(|n| n.segment(value).ok());
            let segment = segment.unwrap_or_else(|| encoded(&plain(value)));
            path = path.replace(&format!("{{{}}}", name()), &segment);
        } else if pointer.starts_with("/query/") {
            let pairs = named.and_then(|n| n.pairs(value).ok());
            let plainly = || vec![format!("{}={}", encoded(&name()), encoded(&plain(value)))];
            query.extend(pairs.unwrap_or_else(plainly));
        }
    }
    if !query.is_empty() {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(&query.join("&"));
    }
    path
}

/// The text of a path parameter in a target, percent-encoded as it is.
pub fn path_value<'t>(operation: &Operation, target: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = target.split('?').next()?;
    let template = template(operation);
    let mut template = template.as_str();
    // Values are percent-encoded, so the letters of the template behind one mark its end.
    while let Some((before, behind)) = template.split_once('{') {
        rest = rest.strip_prefix(before)?;
        let (parameter, behind) = behind.split_once('}')?;
        let mark = behind.split('{').next().unwrap_or(behind);
        let end = if mark.is_empty() {
            rest.len()
        } else {
            rest.find(mark)?
        };
        if parameter == name {
            return Some(&rest[..end]);
        }
        rest = &rest[end..];
        template = behind;
    }
    None
}

/// The names and values of a query, decoded by another reader than the writer's.
pub fn query_pairs(target: &str) -> Vec<(String, String)> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.map(|(n, v)| (n.into(), v.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::{path_value, target};
    use crate::contract::load_text;
    use crate::exchange::Message;

    #[test]
    fn a_path_outside_ascii_is_sent_percent_encoded() {
        let text = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/größe x/{id}/z%20": {"get": {
            "parameters": [{"in": "path", "name": "id", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "done"}}}}}}"#;
        let contract = load_text("t.json", text, &|_| Err(String::new())).ok();
        let operation = &contract.as_ref().map(|c| &c.operations[0]);
        let Some(operation) = operation else {
            panic!("the contract loads");
        };
        let mut message = Message::default();
        message.set("/path/id", Some("日/é".into()));
        let sent = target(operation, &message);
        assert_eq!(sent, "/gr%C3%B6%C3%9Fe%20x/%E6%97%A5%2F%C3%A9/z%20");
        let read = path_value(operation, &sent, "id").and_then(super::super::parameter::decoded);
        assert_eq!(read.as_deref(), Some("日/é"));
    }
}
