//! Requests that are no HTTP, or HTTP that few clients write.

use super::input::{Due, HTTP, Input, split, with_body};

/// Repeats of what is made huge.
const HUGE: usize = 100_000;
/// Lengths that are right as they are written: a server may wait for so much.
const LARGE: [&str; 2] = ["a length beyond 64 bits", "a chunk size beyond 64 bits"];

/// Every kind, made of a well-formed request.
pub(super) fn all(sample: &Input) -> Vec<Input> {
    let Some((head, body)) = split(&sample.bytes) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(head).into_owned();
    let (line, headers) = text.split_once("\r\n").unwrap_or((&text, ""));
    let target = line.split(' ').nth(1).unwrap_or("/");
    let method = line.split(' ').next().unwrap_or("GET");
    let plain: Vec<&str> = headers
        .split("\r\n")
        .filter(|l| !l.to_ascii_lowercase().starts_with("content-length"))
        .collect();
    let plain = plain.join("\r\n");
    let mut list = Vec::new();
    let mut put = |about: &str, due: Due, bytes: Vec<u8>| {
        let due = if LARGE.contains(&about) {
            Due::Any
        } else {
            due
        };
        list.push(Input {
            bytes,
            due,
            about: about.to_owned(),
            place: HTTP.to_owned(),
        });
    };
    // Request lines (RFC 9112, 3).
    for (about, line) in [
        ("no version", format!("{method} {target}")),
        ("no target", format!("{method} HTTP/1.1")),
        ("an empty request line", String::new()),
        ("two spaces", format!("{method}  {target} HTTP/1.1")),
        ("a tab for a space", format!("{method}\t{target}\tHTTP/1.1")),
        (
            "a space in the target",
            format!("{method} {target} x HTTP/1.1"),
        ),
        ("version 9.9", format!("{method} {target} HTTP/9.9")),
        ("version 1.x", format!("{method} {target} HTTP/1.x")),
        (
            "a lower-case version",
            format!("{method} {target} http/1.1"),
        ),
        ("a method of signs", format!("({method}) {target} HTTP/1.1")),
        ("an unknown method", format!("CLAUSAL {target} HTTP/1.1")),
        (
            "a zero byte in the target",
            format!("{method} {target}\0 HTTP/1.1"),
        ),
        (
            "a broken percent",
            format!("{method} {target}%zz% HTTP/1.1"),
        ),
        (
            "parent folders",
            format!("{method} {target}/../../../../ HTTP/1.1"),
        ),
        ("an asterisk", format!("{method} * HTTP/1.1")),
        ("an authority alone", format!("CONNECT {target} HTTP/1.1")),
        (
            "a huge target",
            format!("{method} {target}{} HTTP/1.1", "/a".repeat(HUGE)),
        ),
        (
            "a huge method",
            format!("{} {target} HTTP/1.1", "A".repeat(HUGE)),
        ),
    ] {
        put(
            about,
            Due::Close,
            format!("{line}\r\n{plain}\r\n\r\n").into(),
        );
    }
    // What clients write, and the contract does not ask for (RFC 9110, 9, 10 and 12 to 14).
    for other in ["HEAD", "OPTIONS", "GET", "DELETE", "TRACE"] {
        let about = format!("{other} of the same target");
        let head = format!("{other} {target} HTTP/1.1\r\n{plain}\r\n\r\n");
        put(&about, Due::Answer, head.into());
    }
    for more in [
        "Expect: 100-continue",
        "Accept-Language: de, en;q=0.5",
        "Accept-Encoding: gzip, br;q=0.1, identity;q=0",
        "Accept-Charset: utf-8",
        "Cookie: a=b; c=\"d\"",
        "Range: bytes=0-0",
        "If-None-Match: \"a\", W/\"b\"",
        "If-Modified-Since: Sat, 29 Oct 1994 19:43:31 GMT",
        "Cache-Control: no-cache",
        "Via: 1.1 a",
        "X-Forwarded-For: 127.0.0.1",
        "TE: trailers",
        "Origin: http://a.test",
        "Referer: http://a.test/b",
    ] {
        let name = more.split(':').next().unwrap_or_default();
        let bytes = with_header(&sample.bytes, more);
        put(&format!("a header {name}"), Due::Answer, bytes);
    }
    // Headers and lengths (RFC 9112, 5 and 6).
    for (about, more) in [
        ("a header without colon", "Clausal".to_owned()),
        ("a header without name", ": clausal".into()),
        ("a space before the colon", "Clausal : a".into()),
        ("a folded header", "Clausal: a\r\n b\r\n\tc".into()),
        ("a zero byte in a header", "Clausal: a\0b".into()),
        ("a bare carriage return", "Clausal: a\rb".into()),
        ("signs in a header name", "Clau(s)al: a".into()),
        ("a second host", "Host: other".into()),
        ("an unknown expectation", "Expect: clausal".into()),
        (
            "an upgrade",
            "Connection: Upgrade\r\nUpgrade: clausal".into(),
        ),
        ("a negative length", "Content-Length: -1".into()),
        ("a length of letters", "Content-Length: abc".into()),
        ("a signed length", "Content-Length: +0".into()),
        (
            "a length beyond 64 bits",
            "Content-Length: 99999999999999999999".into(),
        ),
        (
            "two lengths",
            "Content-Length: 0\r\nContent-Length: 5".into(),
        ),
        ("a list of lengths", "Content-Length: 0, 5".into()),
        ("an unknown coding", "Transfer-Encoding: clausal".into()),
        ("a huge header", format!("Clausal: {}", "a".repeat(HUGE))),
        ("a huge header name", format!("{}: a", "a".repeat(HUGE))),
        (
            "many headers",
            "Clausal: a\r\n".repeat(HUGE / 20) + "Clausal: b",
        ),
    ] {
        put(
            about,
            Due::Close,
            format!("{line}\r\n{plain}\r\n{more}\r\n\r\n").into(),
        );
    }
    // Chunks (RFC 9112, 7.1). Their data are no digits: a server that takes them for a size waits for
    // so much.
    for (about, chunks) in [
        (
            "a chunk size of letters",
            "zz\r\nxy\r\n0\r\n\r\n".to_owned(),
        ),
        ("a negative chunk size", "-1\r\nxy\r\n0\r\n\r\n".into()),
        ("an empty chunk size", "\r\nxy\r\n0\r\n\r\n".into()),
        ("a chunk without end", "2\r\nxyxy\r\n0\r\n\r\n".into()),
        (
            "a chunk size beyond 64 bits",
            "fffffffffffffffff\r\nxy\r\n0\r\n\r\n".into(),
        ),
        (
            "a huge chunk extension",
            format!("2;{}\r\nxy\r\n0\r\n\r\n", "x".repeat(HUGE)),
        ),
        ("a bad trailer", "0\r\nno colon\r\n\r\n".into()),
    ] {
        let head = format!("{line}\r\n{plain}\r\nTransfer-Encoding: chunked\r\n\r\n");
        put(about, Due::Close, (head + &chunks).into());
    }
    let mut chunked =
        format!("{line}\r\n{plain}\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
    for byte in body {
        chunked.extend_from_slice(b"1\r\n");
        chunked.push(*byte);
        chunked.extend_from_slice(b"\r\n");
    }
    let cut = chunked.clone();
    chunked.extend_from_slice(b"0\r\n\r\n");
    put("a chunk for each byte", Due::Answer, chunked);
    put("chunks without end", Due::Any, cut);
    // Whole by either: a server of HTTP/1.0 knows no chunks.
    let both = format!(
        "{line}\r\n{plain}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    );
    put("a length and chunks", Due::Close, both.into());
    // Lengths that are wrong, and requests that end early.
    let mut long = with_body(&sample.bytes, &[body, b"clausal"].concat()).unwrap_or_default();
    long.truncate(long.len().saturating_sub(7));
    put("a length that is too large", Due::Any, long.clone());
    put("a length that is too large, then gone", Due::Leave, long);
    let mut after = sample.bytes.clone();
    after.extend_from_slice(b"\0\x01garbage\r\n\r\n\xff");
    put("garbage after the request", Due::Answer, after);
    put("the request twice", Due::Answer, sample.bytes.repeat(2));
    put(
        "the request many times, then gone",
        Due::Leave,
        sample.bytes.repeat(50),
    );
    for part in [0, 1, 3, head.len() / 2, head.len(), head.len() + 4] {
        let bytes = sample.bytes[..part.min(sample.bytes.len())].to_vec();
        put("a request cut short", Due::Any, bytes.clone());
        put("a request cut short, then gone", Due::Leave, bytes);
    }
    put("gone before the answer", Due::Leave, sample.bytes.clone());
    // Other protocols, and ends of lines.
    put(
        "ends of lines without carriage return",
        Due::Any,
        text.replace('\r', "").into_bytes(),
    );
    put(
        "HTTP/2",
        Due::Any,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(),
    );
    put(
        "TLS",
        Due::Any,
        b"\x16\x03\x01\0\x05\x01\0\0\x01\0".to_vec(),
    );
    put("empty lines", Due::Any, b"\r\n".repeat(HUGE / 10));
    put("zero bytes", Due::Any, vec![0; 4096]);
    list
}

/// The request with one more header.
fn with_header(request: &[u8], header: &str) -> Vec<u8> {
    let at = memchr::memmem::find(request, b"\r\n").unwrap_or(0);
    [&request[..at], b"\r\n", header.as_bytes(), &request[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::super::input::is_whole;
    use super::*;

    #[test]
    fn a_request_that_is_owed_an_answer_begins_well() {
        let sample = Input {
            bytes: b"POST /a HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\n\r\n{}".to_vec(),
            due: Due::Answer,
            about: String::new(),
            place: String::new(),
        };
        assert!(is_whole(&sample.bytes));
        let all = all(&sample);
        assert!(all.len() > 60, "{}", all.len());
        for input in all.iter().filter(|i| i.due == Due::Answer) {
            assert!(
                input.bytes.starts_with(b"POST /a HTTP/1.1\r\n")
                    || input.about.ends_with(" of the same target"),
                "{}",
                input.about
            );
        }
        let large = all.iter().filter(|i| LARGE.contains(&i.about.as_str()));
        assert!(large.clone().count() == 2 && large.clone().all(|i| i.due == Due::Any));
        let chunked = all.iter().find(|i| i.about == "a chunk for each byte");
        assert!(
            chunked
                .unwrap()
                .bytes
                .ends_with(b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
        );
    }
}
