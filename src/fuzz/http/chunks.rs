//! Bodies in chunks (RFC 9112, 7.1).

/// What stands where a body in chunks is expected.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunks {
    /// All of it: the body, and how many bytes it took with its frames.
    Whole { body: Vec<u8>, used: usize },
    /// More is to come.
    Part,
    /// It is no chunks.
    Wrong,
}

/// Reads chunks, their extensions and trailers.
pub(super) fn read(bytes: &[u8]) -> Chunks {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let Some((line, next)) = line(bytes, at) else {
            return Chunks::Part;
        };
        let size = line.split(|b| *b == b';').next().unwrap_or_default();
        let size = std::str::from_utf8(size.trim_ascii()).ok();
        let is_plain = |text: &&str| text.bytes().all(|b| b.is_ascii_hexdigit());
        let size = size.filter(is_plain);
        let Some(size) = size.and_then(|text| usize::from_str_radix(text, 16).ok()) else {
            return Chunks::Wrong;
        };
        if size == 0 {
            return trailers(bytes, next, body);
        }
        let Some(end) = next.checked_add(size) else {
            return Chunks::Wrong;
        };
        let Some(data) = bytes.get(next..end) else {
            return Chunks::Part;
        };
        body.extend_from_slice(data);
        match self::line(bytes, end) {
            Some(([], next)) => at = next,
            Some(_) => return Chunks::Wrong,
            None if bytes.len() > end + 1 => return Chunks::Wrong,
            None => return Chunks::Part,
        }
    }
}

/// The lines below the last chunk, up to an empty one.
fn trailers(bytes: &[u8], mut at: usize, body: Vec<u8>) -> Chunks {
    loop {
        match line(bytes, at) {
            Some(([], used)) => return Chunks::Whole { body, used },
            Some((_, next)) => at = next,
            None => return Chunks::Part,
        }
    }
}

/// The line that begins there, without its end, and where the next one begins.
fn line(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(at..)?;
    let length = memchr::memchr(b'\n', rest)?;
    let line = &rest[..length];
    Some((line.strip_suffix(b"\r").unwrap_or(line), at + length + 1))
}

#[cfg(test)]
mod tests {
    use super::{Chunks, read};

    #[test]
    fn nothing_but_chunks_is_taken() {
        let whole = |body: &[u8], used| Chunks::Whole {
            body: body.to_vec(),
            used,
        };
        assert_eq!(read(b"0\r\n\r\nrest"), whole(b"", 5));
        assert_eq!(
            read(b"A\r\n0123456789\r\n0\r\nA: b\r\n\r\n"),
            whole(b"0123456789", 26)
        );
        for part in [
            "",
            "1",
            "1\r\n",
            "1\r\na",
            "1\r\na\r",
            "1\r\na\r\n0\r\n",
            "0\r\nA: b\r\n",
        ] {
            assert_eq!(read(part.as_bytes()), Chunks::Part, "{part:?}");
        }
        for wrong in [
            "\r\n",
            "-1\r\n",
            "g\r\n",
            "1\r\nab\r\n",
            "ffffffffffffffffff\r\n",
        ] {
            assert_eq!(read(wrong.as_bytes()), Chunks::Wrong, "{wrong:?}");
        }
    }
}
