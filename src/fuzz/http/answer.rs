//! Reading an answer off a socket, in bounded time and memory.

use std::io::{self, ErrorKind, Read, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::chunks::{Chunks, read as read_chunks};
use super::input::{lines, split};

/// Bytes of an answer that are read at most; what follows tells nothing more.
const LARGEST: usize = 1 << 20;

/// How often it is looked whether the run was asked to end.
const LOOK: Duration = Duration::from_millis(200);

/// What came of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// An answer in HTTP.
    Answer {
        status: u16,
        /// Status line and headers, without the empty line below them.
        head: Vec<u8>,
        /// The body, without the frames of chunks.
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
    /// Nothing was awaited, or no longer, as the run was asked to end: it tells nothing.
    Left,
}

impl Reply {
    /// What came, as it is shown.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Reply::Answer { head, body, .. } => Some([head, &b"\r\n\r\n"[..], body].concat()),
            Reply::NoHttp(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

/// The value of the first header of that name (lower case).
pub(super) fn header(head: &[u8], name: &str) -> Option<String> {
    lines(head).skip(1).find_map(|line| {
        let text = String::from_utf8_lossy(line);
        let (n, v) = text.split_once(':')?;
        n.eq_ignore_ascii_case(name).then(|| v.trim().to_owned())
    })
}

/// Reads the answer to a request, whose method tells whether it has a body.
pub(super) fn read(
    stream: &mut TcpStream,
    request: &[u8],
    timeout: Duration,
    stop: &AtomicBool,
) -> Reply {
    let ends = Instant::now() + timeout;
    let mut got = Vec::new();
    let mut is_open = true;
    loop {
        if let Some(reply) = whole(&mut got, request, is_open) {
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
        if stop.load(Ordering::Relaxed) {
            return Reply::Left;
        }
        if left.is_zero() || stream.set_read_timeout(Some(left.min(LOOK))).is_err() {
            return Reply::Hang;
        }
        quick(stream);
        let mut part = [0; 16 << 10];
        match stream.read(&mut part) {
            Ok(0) => is_open = false,
            Ok(n) => got.extend_from_slice(&part[..n]),
            Err(e) if is_late(&e) || e.kind() == ErrorKind::Interrupted => {}
            Err(_) => is_open = false,
        }
    }
}

/// Sends as much as is taken until the time is up.
pub(super) fn write(
    stream: &mut TcpStream,
    mut bytes: &[u8],
    timeout: Duration,
    stop: &AtomicBool,
) {
    let ends = Instant::now() + timeout;
    while !bytes.is_empty() && !stop.load(Ordering::Relaxed) {
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_write_timeout(Some(left.min(LOOK))).is_err() {
            return;
        }
        match stream.write(bytes) {
            Ok(taken) => bytes = &bytes[taken..],
            Err(e) if is_late(&e) || e.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Acknowledges at once what comes: a server that writes head and body apart may wait for it before
/// it writes the body.
fn quick(stream: &TcpStream) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = rustix::net::sockopt::set_tcp_quickack(stream, true);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = stream;
}

/// The answer, once it is complete; interim answers are taken off.
fn whole(got: &mut Vec<u8>, request: &[u8], is_open: bool) -> Option<Reply> {
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
        let value = |name: &str| header(head, name).map(|value| value.to_ascii_lowercase());
        let closes = value("connection").is_some_and(|v| v.contains("close"));
        let keeps = !closes && head.starts_with(b"HTTP/1.1");
        let answer = |body: &[u8], keeps| {
            Some(Reply::Answer {
                status,
                head: head.to_vec(),
                body: body.to_vec(),
                keeps,
            })
        };
        // What follows these is no HTTP any more (RFC 9110, 9.3.6 and 15.2.2).
        if status == 101 || (request.starts_with(b"CONNECT ") && status < 300) {
            return answer(b"", false);
        }
        // These have no body whatever their headers say (RFC 9112, 6.3).
        if request.starts_with(b"HEAD ") || status == 204 || status == 304 {
            return answer(b"", keeps && rest.is_empty());
        }
        if value("transfer-encoding").is_some_and(|v| v.contains("chunked")) {
            return match read_chunks(rest) {
                Chunks::Whole { body, used } => answer(&body, keeps && used == rest.len()),
                Chunks::Wrong => Some(Reply::NoHttp(got.clone())),
                Chunks::Part if rest.len() > LARGEST => answer(&rest[..LARGEST], false),
                Chunks::Part => None,
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

    fn of(text: &str, request: &str, is_open: bool) -> Option<Reply> {
        whole(&mut text.as_bytes().to_vec(), request.as_bytes(), is_open)
    }

    fn is(text: &str, request: &str, is_open: bool, wanted: &str, keeps_on: bool) {
        match of(text, request, is_open) {
            Some(Reply::Answer { body, keeps, .. }) => {
                let got = String::from_utf8(body).unwrap();
                assert_eq!((got.as_str(), keeps), (wanted, keeps_on), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn an_answer_ends_where_it_says() {
        let plain = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab";
        is(plain, "GET /", true, "ab", true);
        let interim = "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest";
        is(interim, "GET /", false, "rest", false);
        assert_eq!(
            of(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                "GET /",
                true
            ),
            None
        );
        assert_eq!(of("HTT", "GET /", true), None);
        assert!(matches!(
            of("<html>", "GET /", true),
            Some(Reply::NoHttp(_))
        ));
        assert!(matches!(
            of("HTTP/1.1 abc\r\n\r\n", "GET /", true),
            Some(Reply::NoHttp(_))
        ));
    }

    #[test]
    fn chunks_with_trailers_end_where_they_say() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let whole = |text: &str| is(&(head.to_owned() + text), "GET /", true, "0\r\n\r\nb", true);
        whole("5\r\n0\r\n\r\n\r\n1\r\nb\r\n0\r\n\r\n");
        whole("6;a=b\r\n0\r\n\r\nb\r\n000;c\r\nDigest: d\r\nE: f\r\n\r\n");
        // Bytes that look like the end stand in the data.
        assert_eq!(
            of(&(head.to_owned() + "6\r\n0\r\n\r\n"), "GET /", true),
            None
        );
        let wrong = of(&(head.to_owned() + "zz\r\n"), "GET /", true);
        assert!(matches!(wrong, Some(Reply::NoHttp(_))));
    }

    #[test]
    fn an_answer_without_body_is_not_waited_for() {
        is(
            "HTTP/1.1 101 S\r\nUpgrade: a\r\n\r\n",
            "GET / HTTP/1.1",
            true,
            "",
            false,
        );
        is(
            "HTTP/1.1 200 Connected\r\n\r\n",
            "CONNECT a HTTP/1.1",
            true,
            "",
            false,
        );
        let length = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
        is(length, "HEAD / HTTP/1.1", true, "", true);
        assert_eq!(of(length, "GET / HTTP/1.1", true), None);
    }
}
