//! From bytes to characters (section 4.3.3 and appendix F).

use std::borrow::Cow;

use super::error::Fault;

/// The characters of a document, its byte order mark taken off.
///
/// `label` is the charset of a Content-Type; a byte order mark comes before it (RFC 7303).
pub(super) fn decode<'b>(bytes: &'b [u8], label: Option<&str>) -> Result<Cow<'b, str>, Fault> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            let text = utf_8(rest)?;
            declared(text, &["utf-8"])?;
            Ok(Cow::Borrowed(text))
        }
        // Without a mark a document in UTF-16 begins with a zero beside `<` (appendix F.1).
        [b'<', 0, ..] | [0, b'<', ..] => Err(Fault::ill(
            "utf-16-without-mark",
            "4.3.3",
            0,
            "UTF-16 without a byte order mark",
        )),
        _ => labelled(bytes, label),
    }
}

fn labelled<'b>(bytes: &'b [u8], label: Option<&str>) -> Result<Cow<'b, str>, Fault> {
    let named = label
        .map(str::to_ascii_lowercase)
        .or_else(|| head(bytes).map(|n| n.to_ascii_lowercase()));
    match named.as_deref() {
        None | Some("utf-8" | "utf8") => utf_8(bytes).map(Cow::Borrowed),
        Some("us-ascii" | "ascii") => match bytes.iter().position(|b| !b.is_ascii()) {
            None => utf_8(bytes).map(Cow::Borrowed),
            Some(at) => Err(Fault::ill(
                "byte-outside-encoding",
                "4.3.3",
                at,
                format!("the byte {:#04x} is no US-ASCII", bytes[at]),
            )),
        },
        Some("iso-8859-1" | "latin1" | "iso_8859-1") => {
            Ok(bytes.iter().map(|b| char::from(*b)).collect::<String>().into())
        }
        Some("utf-16" | "utf-16le" | "utf-16be" | "ucs-2" | "iso-10646-ucs-2") => {
            Err(Fault::ill(
                "encoding-contradicts-bytes",
                "4.3.3",
                0,
                "UTF-16 is declared, and the bytes are not in it",
            ))
        }
        // What is no name of an encoding is told with the declaration.
        Some(other) if !is_encoding_name(other) => utf_8(bytes).map(Cow::Borrowed),
        Some(other) => Err(Fault::refused(
            "unknown-encoding",
            0,
            format!("the encoding `{other}` is not known"),
        )),
    }
}

/// Whether a text is a name of an encoding (production 81, EncName).
pub(super) fn is_encoding_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// The encoding that a declaration in ASCII names, loosely read: the reader judges its form later.
fn head(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(b"<?xml")?;
    let end = rest.windows(2).position(|w| w == b"?>")?;
    let text = String::from_utf8_lossy(&rest[..end.min(1024)]).into_owned();
    let (_, value) = text.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    Some(name.to_owned())
}

fn utf_8(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        Fault::ill(
            "invalid-utf-8",
            "4.3.3",
            at,
            format!("the byte {:#04x} is no UTF-8 here", bytes[at]),
        )
    })
}

fn utf_16<'b>(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'b, str>, Fault> {
    if bytes.len() % 2 == 1 {
        return Err(Fault::ill(
            "utf-16-odd-length",
            "4.3.3",
            bytes.len(),
            "an odd number of bytes in UTF-16",
        ));
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(units) {
        text.push(c.map_err(|_| {
            Fault::ill(
                "lone-surrogate-in-utf-16",
                "4.3.3",
                text.len(),
                "half of a surrogate pair",
            )
        })?);
    }
    declared(&text, &["utf-16", "iso-10646-ucs-2", "ucs-2"])?;
    Ok(text.into())
}

/// Refuses a declared encoding that the byte order mark contradicts.
fn declared(text: &str, allowed: &[&str]) -> Result<(), Fault> {
    let named = head(text.as_bytes()).map(|n| n.to_ascii_lowercase());
    match named {
        Some(name) if !allowed.contains(&name.as_str()) => Err(Fault::ill(
            "encoding-contradicts-bytes",
            "4.3.3",
            0,
            format!("`{name}` is declared, and the byte order mark says otherwise"),
        )),
        _ => Ok(()),
    }
}
