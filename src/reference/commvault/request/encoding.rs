//! From bytes to characters: byte order marks, declared encodings, and that they agree.

/// What is said of any other encoding than those.
pub(super) const UNREAD: &str = "this encoding is not read";

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
    Latin1,
    Ascii,
}

/// Decodes a document; the text is without its byte order mark.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> Result<String, &'static str> {
    let outer = charset.map(named).transpose()?;
    let marked = |text: String, found: Encoding| {
        let inner = declared(&text).map(named).transpose()?;
        if [outer, inner].iter().flatten().any(|it| *it != found) {
            return Err("the encoding that is declared is not the one of the bytes");
        }
        Ok(text)
    };
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return marked(utf8(rest)?, Encoding::Utf8);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return marked(utf16(rest, u16::from_le_bytes)?, Encoding::Utf16);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return marked(utf16(rest, u16::from_be_bytes)?, Encoding::Utf16);
    }
    // All that is left has a declaration in ASCII, if any.
    let head: String = bytes
        .iter()
        .take(400)
        .map(|byte| char::from(*byte))
        .collect();
    let inner = declared(&head).map(named).transpose()?;
    if outer.is_some() && inner.is_some() && outer != inner {
        return Err("two encodings are declared");
    }
    match inner.or(outer).unwrap_or(Encoding::Utf8) {
        Encoding::Utf8 => utf8(bytes),
        Encoding::Utf16 => Err("UTF-16 needs a byte order mark"),
        Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Encoding::Ascii if bytes.is_ascii() => utf8(bytes),
        Encoding::Ascii => Err("a byte is not ASCII"),
    }
}

fn named(name: &str) -> Result<Encoding, &'static str> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "utf-8" => Encoding::Utf8,
        "utf-16" => Encoding::Utf16,
        "iso-8859-1" => Encoding::Latin1,
        "us-ascii" => Encoding::Ascii,
        _ => return Err(UNREAD),
    })
}

/// What stands after `encoding` in the XML declaration.
fn declared(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("<?xml")?;
    let declaration = &rest[..rest.find("?>")?];
    let value = declaration.split_once("encoding")?.1.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn utf8(bytes: &[u8]) -> Result<String, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the bytes are not UTF-8")?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, &'static str> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err("half a unit of UTF-16 is left");
    }
    let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| "a surrogate stands alone")
}
