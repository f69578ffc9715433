//! Path templates and query strings.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::plain;
use crate::contract::Operation;
use crate::exchange::Message;

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Path and query of a message.
pub fn target(operation: &Operation, message: &Message) -> String {
    let mut path = operation.path.clone();
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
    let mut template = operation.path.as_str();
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
