//! Where a fault is, in lines and columns and in bytes as they came.

use crate::xml::error::{Fault, XmlError};

/// How the decoded text stood in bytes. The numbers are the bytes of the byte order mark.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Utf8(usize),
    Utf16(usize),
    /// ISO-8859-1 or US-ASCII: a byte for a character.
    Latin,
}

/// The error that tells of a fault in this text.
#[cold]
pub(super) fn told(fault: Fault, text: &str, source: Source) -> XmlError {
    let mut at = fault.at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let offset = match source {
        Source::Utf8(mark) => mark + fault.at,
        Source::Utf16(mark) => mark + before.encode_utf16().count() * 2,
        Source::Latin => before.chars().count(),
    };
    let (line, column) = line_and_column(before);
    XmlError {
        kind: fault.kind,
        rule: fault.rule,
        section: fault.section,
        message: fault.message,
        line,
        column,
        offset,
    }
}

/// Where the text after this one starts. `\r\n`, `\r` and `\n` each end a line (section 2.11).
fn line_and_column(before: &str) -> (usize, usize) {
    let bytes = before.as_bytes();
    let mut line = 1;
    let mut start = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let second = *byte == b'\n' && i > 0 && bytes[i - 1] == b'\r';
        if matches!(byte, b'\n' | b'\r') {
            start = i + 1;
            line += usize::from(!second);
        }
    }
    (line, before[start..].chars().count() + 1)
}
