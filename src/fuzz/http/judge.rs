//! What is wrong with a reply, and what kind of reply it is.

use super::answer::Reply;
use super::input::{Due, Input, lines};
use crate::fuzz::parser::masked;

/// How a server is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It takes no connection any more.
    Gone,
    /// No complete answer came in time.
    Hang,
    /// The connection ended without an answer to a well-formed request.
    Dropped,
    /// The connection ended within the answer.
    Cut,
    /// A status of the 500s that no overload or unknown method or version explains.
    Fault,
    /// What came for a well-formed request is not HTTP.
    NoHttp,
}

impl Outcome {
    /// Its name in reports and file names.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Gone => "gone",
            Outcome::Hang => "hang",
            Outcome::Dropped => "dropped",
            Outcome::Cut => "cut",
            Outcome::Fault => "fault",
            Outcome::NoHttp => "no-http",
        }
    }

    /// What is right instead.
    pub fn expected(self) -> &'static str {
        match self {
            Outcome::Gone => "the server still takes connections",
            Outcome::Hang => "an answer, or the end of the connection, in time",
            Outcome::Dropped => "an answer to a well-formed request",
            Outcome::Cut => "an answer that is complete",
            Outcome::Fault => "an answer below 500",
            Outcome::NoHttp => "an answer in HTTP",
        }
    }
}

/// What a reply shows; `methods` are those that the contracts know.
pub(super) fn judge(input: &Input, reply: &Reply, methods: &[String]) -> Option<Outcome> {
    let is_due = input.due == Due::Answer;
    match reply {
        Reply::Answer { status, .. } => {
            (*status >= 500 && !is_explained(input, *status, methods)).then_some(Outcome::Fault)
        }
        Reply::Hang => (is_due || input.due == Due::Close).then_some(Outcome::Hang),
        Reply::Closed => is_due.then_some(Outcome::Dropped),
        Reply::Cut => is_due.then_some(Outcome::Cut),
        Reply::NoHttp(_) => is_due.then_some(Outcome::NoHttp),
        Reply::Refused(_) => Some(Outcome::Gone),
        Reply::Left => None,
    }
}

/// Whether a server says so for lack of time, or as it does not know the method, the version or
/// the transfer coding (RFC 9110, 15.6.2 and 15.6.6; RFC 9112, 6.1).
fn is_explained(input: &Input, status: u16, methods: &[String]) -> bool {
    let first = lines(&input.bytes).next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let is_known = first
        .split_once(' ')
        .is_some_and(|(method, _)| methods.iter().any(|m| m == method));
    match status {
        503 => true,
        501 => !is_known || input.due != Due::Answer,
        505 => !first.ends_with(" HTTP/1.1"),
        _ => false,
    }
}

/// Whether the server asks for less work.
pub(super) fn is_overload(reply: &Reply) -> bool {
    matches!(
        reply,
        Reply::Answer {
            status: 429 | 503,
            ..
        }
    )
}

/// The kind of a reply: status and words, without what is the request's own.
pub(super) fn kind(reply: &Reply) -> String {
    match reply {
        Reply::Answer { status, .. } if *status < 300 => status.to_string(),
        Reply::Answer { status, body, .. } => format!("{status} {}", words(body)),
        Reply::Hang => "hang".into(),
        Reply::Closed => "closed".into(),
        Reply::Cut => "cut".into(),
        Reply::NoHttp(bytes) => format!("no HTTP {}", words(bytes)),
        Reply::Refused(_) => "gone".into(),
        Reply::Left => "left".into(),
    }
}

/// The words of a body, with numbers, names with digits and quotations in them masked.
fn words(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let plain = match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(value) => {
            let mut strings = Vec::new();
            collect(&value, &mut strings);
            strings.join(" ")
        }
        Err(_) => text.into_owned(),
    };
    let has_digit = |word: &&str| word.bytes().any(|b| b.is_ascii_digit());
    let words = plain.split_whitespace();
    let words = words.map(|w| if has_digit(&w) { "#" } else { w });
    masked(&words.collect::<Vec<_>>().join(" "))
}

/// Member names and texts, in order.
fn collect(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(name, value)| {
            out.push(name.clone());
            collect(value, out);
        }),
        serde_json::Value::Array(list) => list.iter().take(3).for_each(|v| collect(v, out)),
        serde_json::Value::String(text) => out.push(masked(text)),
        _ => {}
    }
}
