//! Reading an answer off a socket, in bounded time and memory.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::input::{lines, split};

/// Bytes of an answer that are read at most; what follows tells nothing more.
const LARGEST: usize = 1 << 20;

/// What came of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// An answer in HTTP.
    Answer {
        status: u16,
        body: Vec<u8>,
        /// Whether the connection can be used again.
        keeps: bool,
    },
    /// The time was up before the answer was complete.
    Hang,
    /// The connection ended without a byte.
    Closed,
    /// The connection ended within the answer.
    Cut,
    /// Something that is not HTTP.
    NoHttp(Vec<u8>),
    /// No connection could be made.
    Refused(String),
    /// Nothing was awaited.
    Left,
}

/// Reads one answer; `is_head` tells that it has no body whatever its headers say.
pub(super) fn read(stream: &mut TcpStream, is_head: bool, timeout: Duration) -> Reply {
    let ends = Instant::now() + timeout;
    let mut got = Vec::new();
    let mut is_open = true;
    loop {
        if let Some(reply) = whole(&mut got, is_head, is_open) {
            return reply;
        }
        if !is_open {
            return if got.is_empty() {
                Reply::Closed
            } else {
                Reply::Cut
            };
        }
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Reply::Hang;
        }
        let mut part = [0; 16 << 10];
        match stream.read(&mut part) {
            Ok(0) => is_open = false,
            Ok(n) => got.extend_from_slice(&part[..n]),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Reply::Hang;
            }
            Err(_) => is_open = false,
        }
    }
}

/// The answer, once it is complete; interim answers are taken off.
fn whole(got: &mut Vec<u8>, is_head: bool, is_open: bool) -> Option<Reply> {
    loop {
        if !got.is_empty() && !got.starts_with(&b"HTTP/1."[..got.len().min(7)]) {
            return Some(Reply::NoHttp(got.clone()));
        }
        let (head, rest) = match split(got) {
            Some(parts) => parts,
            None if got.len() > LARGEST => return Some(Reply::NoHttp(got.clone())),
            None => return None,
        };
        let Some(status) = status(head) else {
            return Some(Reply::NoHttp(got.clone()));
        };
        if (100..200).contains(&status) && status != 101 {
            *got = rest.to_vec();
            continue;
        }
        let value = |name: &str| {
            lines(head).find_map(|line| {
                let text = String::from_utf8_lossy(line);
                let (n, v) = text.split_once(':')?;
                n.eq_ignore_ascii_case(name)
                    .then(|| v.trim().to_ascii_lowercase())
            })
        };
        let closes = value("connection").is_some_and(|v| v.contains("close"));
        let keeps = !closes && head.starts_with(b"HTTP/1.1");
        let answer = |body: &[u8], keeps| {
            let body = body.to_vec();
            Some(Reply::Answer {
                status,
                body,
                keeps,
            })
        };
        if is_head || status == 204 || status == 304 {
            return answer(b"", keeps && rest.is_empty());
        }
        if value("transfer-encoding").is_some_and(|v| v.contains("chunked")) {
            return match rest.ends_with(b"0\r\n\r\n") || rest.len() > LARGEST {
                true => answer(rest, keeps),
                false => None,
            };
        }
        return match value("content-length").and_then(|v| v.parse::<usize>().ok()) {
            Some(n) if rest.len() >= n => answer(&rest[..n], keeps && rest.len() == n),
            Some(_) | None if rest.len() > LARGEST => answer(&rest[..LARGEST], false),
            None if !is_open => answer(rest, false),
            _ => None,
        };
    }
}

fn status(head: &[u8]) -> Option<u16> {
    let digits = head.get(9..12)?;
    let is_apart = head[8] == b' ' && head.get(12).is_none_or(|b| b" \r\n".contains(b));
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (is_apart && (100..600).contains(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, is_open: bool) -> Option<Reply> {
        whole(&mut text.as_bytes().to_vec(), false, is_open)
    }

    #[test]
    fn an_answer_ends_where_it_says() {
        let is = |text: &str, body: &str, keeps| {
            let wanted = Reply::Answer {
                status: 200,
                body: body.into(),
                keeps,
            };
            assert_eq!(of(text, false), Some(wanted), "{text}");
        };
        is("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab", "ab", true);
        is(
            "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest",
            "rest",
            false,
        );
        assert_eq!(
            of("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", true),
            None
        );
        assert_eq!(of("HTT", true), None);
        assert!(matches!(of("<html>", true), Some(Reply::NoHttp(_))));
        assert!(matches!(
            of("HTTP/1.1 abc\r\n\r\n", true),
            Some(Reply::NoHttp(_))
        ));
    }
}
