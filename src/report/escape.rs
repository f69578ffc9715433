//! Text from a server made harmless: what a terminal would obey or hide is shown as an escape.
//!
//! This is for the eye. It cannot be turned back, since backslashes stay as they are.

use std::io::{self, Write};

pub(super) use crate::exchange::plain::{json, line, lines, uncommanded};

use crate::exchange::plain::visible;

/// Bytes as [`lines`]; those that are not UTF-8 stand as `\xff`.
pub(super) fn byte_lines(bytes: &[u8]) -> String {
    let lines = bytes.split(|b| *b == b'\n').map(self::bytes);
    lines.collect::<Vec<_>>().join("\n")
}

/// Bytes as text; those that are not UTF-8 stand as `\xff`.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| visible(&mut out, c));
        for byte in chunk.invalid() {
            out += &format!("\\x{byte:02x}");
        }
    }
    out
}

/// Writes a JSON document of the same meaning that no terminal obeys: characters which do not print
/// stand as `\u` escapes. Outside of strings JSON has none of them but white space.
pub(super) struct Json<W> {
    out: W,
    /// The beginning of a character.
    begun: Vec<u8>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Write for Json<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(e) => return Err(io::Error::new(io::ErrorKind::InvalidData, e)),
        };
        let text = String::from_utf8_lossy(&self.begun[..whole]);
        self.out.write_all(json(&text).as_bytes())?;
        self.begun.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The first `limit` characters, and how many were left out.
pub(super) fn cut(text: &str, limit: usize) -> (&str, usize) {
    match text.char_indices().nth(limit) {
        Some((at, _)) => (&text[..at], text[at..].chars().count()),
        None => (text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_stays_hidden() {
        assert_eq!(
            line("\u{1b}[31m\u{202e}\u{200b}\0\r\n\t"),
            r"\u{1b}[31m\u{202e}\u{200b}\0\r\n\t"
        );
        assert_eq!(
            line("\u{9b}\u{7f}\u{2028}\u{feff}\u{ffff}"),
            r"\u{9b}\u{7f}\u{2028}\u{feff}\u{ffff}"
        );
    }

    #[test]
    fn a_json_document_keeps_its_meaning() {
        let value =
            serde_json::json!({"a": "\u{9b}\u{202e}\u{7f}\u{e0001} é \"\\", "b\u{feff}": [1]});
        let shown = json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(
            shown.contains(r"\u009b\u202e\u007f\udb40\udc01 é"),
            "{shown}"
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
        // Pieces may end inside a character.
        let mut out = Json::new(Vec::new());
        let document = serde_json::to_vec_pretty(&value).unwrap();
        document
            .chunks(1)
            .for_each(|piece| out.write_all(piece).unwrap());
        assert_eq!(String::from_utf8(out.out).unwrap(), shown);
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = r#"{"name": "it's é 中 <b>&amp; \n 100%"}"#;
        assert_eq!(line(text), text);
        assert_eq!(lines("a\n\u{1b}b\n"), "a\n\\u{1b}b\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_bytes() {
        assert_eq!(bytes(b"a\xff\0\xc3\xa9"), r"a\xff\0é");
    }

    #[test]
    fn cutting_counts_characters() {
        assert_eq!(cut("éé", 2), ("éé", 0));
        assert_eq!(cut("ééé", 2), ("éé", 1));
    }
}
