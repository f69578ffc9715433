//! Bytes to characters (section 4.3.3 and appendix F).

use std::borrow::Cow;

use super::declaration::named_encoding;
use super::place::{Source, told};
use crate::xml::error::{Fault, XmlError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    Utf8,
    /// By name only; which end comes first is for the byte order mark to say.
    Utf16,
    Utf16Le,
    Utf16Be,
    Latin1,
    Ascii,
}

impl Charset {
    fn of(name: &str) -> Option<Charset> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Charset::Utf8,
            "utf-16" | "iso-10646-ucs-2" => Charset::Utf16,
            "utf-16le" => Charset::Utf16Le,
            "utf-16be" => Charset::Utf16Be,
            "iso-8859-1" | "iso_8859-1" | "latin1" | "l1" => Charset::Latin1,
            "us-ascii" | "ascii" | "ansi_x3.4-1968" => Charset::Ascii,
            _ => return None,
        })
    }

    fn is_wide(self) -> bool {
        matches!(self, Charset::Utf16 | Charset::Utf16Le | Charset::Utf16Be)
    }
}

/// The text of the bytes, without the byte order mark, and how it stood in them.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    label: Option<&str>,
) -> Result<(Cow<'b, str>, Source), XmlError> {
    let (charset, mark) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Charset::Utf8, 3),
        [0xFE, 0xFF, ..] => (Charset::Utf16Be, 2),
        [0xFF, 0xFE, ..] => (Charset::Utf16Le, 2),
        _ => {
            if let Some(label) = label {
                let label = label.trim_matches(['"', ' ']);
                return labelled(bytes, label);
            }
            match bytes {
                [b'<', 0, b'?', 0, ..] => (Charset::Utf16Le, 0),
                [0, b'<', 0, b'?', ..] => (Charset::Utf16Be, 0),
                _ => return declared(bytes),
            }
        }
    };
    let (text, source) = as_charset(bytes, charset, mark)?;
    let says = named_encoding(text.as_bytes());
    let agrees = match says.map(|name| (name, Charset::of(name))) {
        // Without a mark only the two names that need none will do.
        None => mark > 0,
        Some((_, Some(Charset::Utf16))) => charset.is_wide() && mark > 0,
        Some((_, Some(other))) => other == charset,
        Some((name, None)) => return Err(unknown(name, &text, source)),
    };
    if agrees {
        return Ok((text, source));
    }
    let found = match charset {
        Charset::Utf8 => "UTF-8",
        Charset::Utf16Be => "UTF-16 with the big end first",
        _ => "UTF-16 with the little end first",
    };
    let message = match says {
        Some(name) if mark > 0 => {
            format!("the encoding is declared as {name}, and the byte order mark says {found}")
        }
        _ => format!("the bytes are {found} and have no byte order mark"),
    };
    let rule = if mark > 0 {
        CONTRADICTION
    } else {
        "utf-16-without-byte-order-mark"
    };
    Err(told(Fault::new(0, rule, "4.3.3", message), &text, source))
}

const CONTRADICTION: &str = "encoding-contradicts-bytes";

/// Bytes whose charset stands in the Content-Type; what the declaration names does not count then.
fn labelled<'b>(bytes: &'b [u8], label: &str) -> Result<(Cow<'b, str>, Source), XmlError> {
    match Charset::of(label) {
        Some(Charset::Utf16) => {
            let message = "the charset is utf-16, and there is no byte order mark";
            let fault = Fault::new(0, "utf-16-without-byte-order-mark", "4.3.3", message);
            Err(told(fault, "", Source::Utf8(0)))
        }
        Some(charset) => as_charset(bytes, charset, 0),
        None => Err(unknown(label, "", Source::Utf8(0))),
    }
}

/// Bytes of which at most the declaration says what they are.
fn declared(bytes: &[u8]) -> Result<(Cow<'_, str>, Source), XmlError> {
    let Some(name) = named_encoding(bytes) else {
        return as_charset(bytes, Charset::Utf8, 0);
    };
    match Charset::of(name) {
        Some(charset) if charset.is_wide() => {
            let message = format!("the encoding is declared as {name}, and the bytes are not");
            let fault = Fault::new(0, CONTRADICTION, "4.3.3", message);
            Err(told(fault, "", Source::Utf8(0)))
        }
        Some(charset) => as_charset(bytes, charset, 0),
        None => Err(unknown(name, "", Source::Utf8(0))),
    }
}

#[cold]
fn unknown(name: &str, text: &str, source: Source) -> XmlError {
    let message = format!("the encoding {name:?} is none that this reader knows");
    told(Fault::refused(0, "unknown-encoding", message), text, source)
}

fn as_charset(
    bytes: &[u8],
    charset: Charset,
    mark: usize,
) -> Result<(Cow<'_, str>, Source), XmlError> {
    let rest = &bytes[mark..];
    match charset {
        Charset::Utf8 => match std::str::from_utf8(rest) {
            Ok(text) => Ok((Cow::Borrowed(text), Source::Utf8(mark))),
            Err(error) => {
                let at = error.valid_up_to();
                let text = String::from_utf8_lossy(&rest[..at]);
                let message = format!("byte {:#04X} starts no character of UTF-8 here", rest[at]);
                let fault = Fault::new(at, "invalid-utf-8", "4.3.3", message);
                Err(told(fault, &text, Source::Utf8(mark)))
            }
        },
        Charset::Utf16Le => wide(rest, mark, u16::from_le_bytes),
        Charset::Utf16Be | Charset::Utf16 => wide(rest, mark, u16::from_be_bytes),
        Charset::Latin1 => {
            let text = rest.iter().map(|b| char::from(*b)).collect();
            Ok((Cow::Owned(text), Source::Latin))
        }
        Charset::Ascii => match rest.iter().position(|b| !b.is_ascii()) {
            None => Ok((String::from_utf8_lossy(rest), Source::Latin)),
            Some(at) => {
                let text = String::from_utf8_lossy(&rest[..at]);
                let message = format!("byte {:#04X} is not US-ASCII", rest[at]);
                let fault = Fault::new(at, "invalid-us-ascii", "4.3.3", message);
                Err(told(fault, &text, Source::Latin))
            }
        },
    }
}

fn wide(
    bytes: &[u8],
    mark: usize,
    unit: fn([u8; 2]) -> u16,
) -> Result<(Cow<'_, str>, Source), XmlError> {
    let source = Source::Utf16(mark);
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(units) {
        match c {
            Ok(c) => text.push(c),
            Err(lone) => {
                let message = format!(
                    "{:#06X} is half of a surrogate pair",
                    lone.unpaired_surrogate()
                );
                let fault = Fault::new(text.len(), "lone-surrogate-in-utf-16", "4.3.3", message);
                return Err(told(fault, &text, source));
            }
        }
    }
    if bytes.len() % 2 == 1 {
        let message = "the last character of UTF-16 has one byte only";
        let fault = Fault::new(text.len(), "utf-16-odd-length", "4.3.3", message);
        return Err(told(fault, &text, source));
    }
    Ok((Cow::Owned(text), source))
}
