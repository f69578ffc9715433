//! What can travel in a URL, a header or a body, and be the same at the other end.

use super::parameter::{self, Named};
use super::{Writing, plain, url};
use crate::contract::Operation;
use crate::exchange::Message;

/// Longest value in a URL or a header, in characters: what widespread servers and proxies take.
pub const LONGEST_VALUE: usize = 4_000;
/// Longest path with its query, in octets: RFC 9110 (section 4.1) asks every server for 8,000.
pub const LONGEST_TARGET: usize = 8_000;

/// Whether every value reaches the target as it is.
///
/// # Errors
/// What cannot be sent, in words.
pub fn faithful(operation: &Operation, message: &Message, writing: &Writing) -> Result<(), String> {
    for (pointer, value) in message.parameters.iter().filter(|(_, v)| !v.is_null()) {
        let parameter = operation.parameter(pointer);
        let is_empty = parameter.is_some_and(|p| p.serial.empty) && value == "";
        if let Some(parameter) = parameter.filter(|_| !is_empty) {
            parameter::carries(parameter, value)
                .map_err(|why| format!("{pointer} is not sent: {why}"))?;
        }
        let length = plain(value).chars().count();
        if length > LONGEST_VALUE {
            return Err(format!(
                "a value of {length} characters outside a body is not sent: {LONGEST_VALUE} are the most"
            ));
        }
        let is_header = pointer.starts_with("/header/") || pointer.starts_with("/cookie/");
        let text = parameter.and_then(|p| Named::of(p).header(value).ok());
        let text = text.unwrap_or_else(|| plain(value));
        if is_header && let Some(why) = unlike_header(&text) {
            return Err(format!("a header cannot carry {why}"));
        }
    }
    if let (Some(value), Some(media)) = (&message.body, super::media_of(operation, message)) {
        super::body::carries(media, value, writing)?;
    }
    let target = url::target(operation, message);
    if target.len() > LONGEST_TARGET {
        return Err(format!(
            "a URL of {} octets is not sent: {LONGEST_TARGET} are the most",
            target.len()
        ));
    }
    let path = target.split('?').next().unwrap_or_default();
    let template = operation.path.split('/');
    for (written, sent) in template.zip(path.split('/')) {
        let moves = matches!(sent, "" | "." | "..");
        if written.contains('{') && moves {
            let told = if sent.is_empty() { "nothing" } else { sent };
            return Err(format!("`{told}` for a segment makes another path of it"));
        }
    }
    Ok(())
}

/// Why a header cannot carry a text, if it cannot.
fn unlike_header(text: &str) -> Option<&'static str> {
    if text.chars().any(|c| c.is_ascii_control() && c != '\t') {
        return Some("control characters");
    }
    // RFC 9110, section 5.5: what other octets mean is defined nowhere.
    if !text.is_ascii() {
        return Some("characters beyond ASCII in a defined way");
    }
    let ends = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
    ends.then_some("blanks at its ends: they are no part of the value")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Writing, faithful};
    use crate::contract::{Operation, load_text};
    use crate::exchange::Message;

    fn operation() -> Option<Operation> {
        let text = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a/{id}/b": {"get": {
            "parameters": [{"in": "path", "name": "id", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "done"}}}}}}"#;
        let contract = load_text("t.json", text, &|_| Err(String::new())).ok()?;
        contract.operations.into_iter().next()
    }

    fn sent(at: &str, value: &str) -> bool {
        let Some(operation) = operation() else {
            return false;
        };
        let mut message = Message::default();
        message.set("/path/id", Some("x".into()));
        message.set(at, Some(Value::from(value)));
        faithful(&operation, &message, &Writing::default()).is_ok()
    }

    #[test]
    fn what_would_not_arrive_is_not_sent() {
        for (at, value, wanted) in [
            ("/path/id", "a b/ü", true),
            ("/path/id", "...", true),
            ("/path/id", ".", false),
            ("/path/id", "..", false),
            ("/path/id", "", false),
            ("/query/q", "", true),
            ("/query/q", "\0\r\n", true),
            ("/header/h", "", true),
            ("/header/h", "a\tb c", true),
            ("/header/h", "a\r\nb: c", false),
            ("/header/h", "\0", false),
            ("/header/h", "\u{7f}", false),
            ("/header/h", " a", false),
            ("/header/h", "a ", false),
            ("/header/h", "ü", false),
        ] {
            assert_eq!(sent(at, value), wanted, "{at} {value:?}");
        }
        for (at, letter, length, wanted) in [
            ("/query/q", "a", 4_000, true),
            ("/query/q", "a", 4_001, false),
            ("/query/q", "ü", 1_000, true),
            ("/query/q", "ü", 1_400, false),
            ("/header/h", "a", 4_000, true),
            ("/header/h", "a", 4_001, false),
        ] {
            assert_eq!(sent(at, &letter.repeat(length)), wanted, "{at} {length}");
        }
    }
}
