//! Path templates and query strings.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

use super::plain;
use crate::contract::Operation;
use crate::exchange::Message;

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

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

/// Path and query of a message.
pub fn target(operation: &Operation, message: &Message) -> String {
    let mut path = template(operation);
    let mut query = String::new();
    for (pointer, value) in &message.parameters {
        if let Some(name) = pointer.strip_prefix("/path/") {
            path = path.replace(&format!("{{{name}}}"), &encode(&plain(value)));
        } else if let Some(name) = pointer.strip_prefix("/query/") {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&encode(name));
            query.push('=');
            query.push_str(&encode(&plain(value)));
        }
    }
    path + &query
}

/// The value of a path parameter, read back from a target.
pub fn path_value(operation: &Operation, target: &str, name: &str) -> Option<String> {
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
            return decode(&rest[..end]);
        }
        rest = &rest[end..];
        template = behind;
    }
    None
}

/// The value of a query parameter, read back from a target.
pub fn query_value(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (decode(key)? == name).then(|| decode(value)).flatten()
    })
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
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
        assert_eq!(path_value(operation, &sent, "id").as_deref(), Some("日/é"));
    }
}
