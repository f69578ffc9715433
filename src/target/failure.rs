//! What went wrong with an exchange, in the words of [`Failure`].

use super::line::MAX_HEAD;
use super::meter::{Flood, Meter};
use crate::exchange::Failure;

/// A failure of hyper's, before the head of the answer was complete.
pub(super) fn of_head(error: &hyper::Error, meter: &Meter) -> Failure {
    if error.is_parse_too_large() || is_flood(error) {
        return Failure::HeadTooLarge(MAX_HEAD);
    }
    if error.is_parse() {
        // A port of something else is no server that breaks its promises.
        return match other_protocol(meter.first()) {
            Some(protocol) => {
                Failure::Unreachable(format!("it speaks {protocol} there, not HTTP/1.1"))
            }
            None => Failure::Malformed(words(error)),
        };
    }
    Failure::Closed(words(error))
}

/// A failure of hyper's in the body, of which `limit` bytes are taken.
pub(super) fn of_body(error: &hyper::Error, limit: usize) -> Failure {
    if is_flood(error) {
        return Failure::TooLarge(limit);
    }
    match io_kind(error) {
        Some(std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput) => {
            Failure::Malformed(words(error))
        }
        _ => Failure::Closed(words(error)),
    }
}

/// Whether the target has torn the connection down.
pub(super) fn is_reset(error: &hyper::Error) -> bool {
    matches!(
        io_kind(error),
        Some(std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe)
    )
}

/// A protocol that is known by its first bytes.
fn other_protocol(first: &[u8]) -> Option<&'static str> {
    match first {
        [0x14..=0x17, 3, 0..=4, ..] => Some("TLS"),
        [b'P', b'R', b'I', b' ', ..] | [0, 0, _, 4, 0, 0, 0, 0, 0, ..] => Some("HTTP/2"),
        [b'S', b'S', b'H', b'-', ..] => Some("SSH"),
        [b'2', b'2', b'0', b' ' | b'-', ..] => Some("SMTP or FTP"),
        [b'-', b'E', b'R', b'R', ..] => Some("the protocol of Redis or POP3"),
        _ => None,
    }
}

fn io_errors(error: &hyper::Error) -> impl Iterator<Item = &std::io::Error> {
    let first = std::error::Error::source(error);
    std::iter::successors(first, |e| e.source()).filter_map(|e| e.downcast_ref())
}

fn io_kind(error: &hyper::Error) -> Option<std::io::ErrorKind> {
    io_errors(error).next().map(std::io::Error::kind)
}

fn is_flood(error: &hyper::Error) -> bool {
    io_errors(error).any(|e| e.get_ref().is_some_and(|inner| inner.is::<Flood>()))
}

/// An error with its causes.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}
