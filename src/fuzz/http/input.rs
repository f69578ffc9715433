//! Inputs: the bytes of a request, and what is due for them.

use super::finding::Key;
use super::judge::Outcome;
use crate::contract::Operation;

/// What requests are called that are none of an operation's.
pub(super) const HTTP: &str = "HTTP";

/// What a server owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// An answer in HTTP: the request is well-formed.
    Answer,
    /// An answer or the end of the connection: nothing more is to come, and it is not HTTP.
    Close,
    /// Nothing: the request may be cut short. It may only not fail.
    Any,
    /// Nothing, and the connection ends as soon as the bytes are sent.
    Leave,
}

impl Due {
    pub fn name(self) -> &'static str {
        match self {
            Due::Answer => "answer",
            Due::Close => "close",
            Due::Any => "any",
            Due::Leave => "leave",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        let all = [Due::Answer, Due::Close, Due::Any, Due::Leave];
        all.into_iter().find(|due| due.name() == name)
    }
}

/// One input. Headers that the profile gives stand in it as `${contract:name}`.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub bytes: Vec<u8>,
    pub due: Due,
    /// Where it comes from: a clause and its case, or a kind of malformed HTTP.
    pub about: String,
    /// Method and operation, or "HTTP": faults of different ones are different.
    pub place: String,
}

impl Input {
    /// What makes a fault that it shows the same as another one. Malformed requests are told apart by
    /// what is wrong with them: they come to different parts of a server.
    pub fn key(&self, outcome: Outcome, words: &str) -> Key {
        let about = match self.place.as_str() {
            HTTP => self.about.clone(),
            _ => String::new(),
        };
        (outcome, self.place.clone(), words.to_owned(), about)
    }
}

/// What an operation's requests are called.
pub(super) fn place(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.id)
}

/// Where the head ends and the body begins.
pub(super) fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memmem::find(bytes, b"\r\n\r\n")?;
    Some((&bytes[..at], &bytes[at + 4..]))
}

/// The same request with another body, whose length the head tells.
pub(super) fn with_body(bytes: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let (head, _) = split(bytes)?;
    let mut out = Vec::with_capacity(head.len() + body.len() + 32);
    for (number, line) in lines(head).enumerate() {
        if number > 0 {
            out.extend_from_slice(b"\r\n");
        }
        if line.len() < 15 || !line[..15].eq_ignore_ascii_case(b"content-length:") {
            out.extend_from_slice(line);
        } else {
            out.extend_from_slice(format!("Content-Length: {}", body.len()).as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n\r\n");
    out.extend_from_slice(body);
    Some(out)
}

/// The lines of a head.
pub(super) fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|b| *b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Whether this is one whole request with a length that is right, as far as a glance tells: with
/// another body it then is as whole as before.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let Some((head, body)) = split(bytes) else {
        return false;
    };
    let first = lines(head).next().unwrap_or_default();
    let length = lines(head).find_map(|line| {
        let text = std::str::from_utf8(line).ok()?;
        let (name, value) = text.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    let is_chunked = |line: &[u8]| line.to_ascii_lowercase().starts_with(b"transfer-encoding");
    !lines(head).any(is_chunked)
        && first.ends_with(b" HTTP/1.1")
        && length.unwrap_or(0) == body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_body_has_its_length() {
        let bytes = b"POST / HTTP/1.1\r\nContent-Length: 2\r\nA: b\r\n\r\n{}";
        let other = with_body(bytes, b"[1]").unwrap();
        assert_eq!(
            other,
            b"POST / HTTP/1.1\r\nContent-Length: 3\r\nA: b\r\n\r\n[1]"
        );
        assert!(is_whole(bytes) && is_whole(&other));
        assert!(!is_whole(&bytes[..bytes.len() - 1]));
    }
}
