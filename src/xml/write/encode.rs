//! Characters to bytes (section 4.3.3).

use crate::xml::style::Encoding;

/// The text in an encoding.
pub(in crate::xml) fn encode(text: String, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => [&[0xFF, 0xFE], little_end(&text).as_slice()].concat(),
        Encoding::Utf16Be => [&[0xFE, 0xFF], big_end(&text).as_slice()].concat(),
    }
}

/// UTF-16 with the little end first, without a byte order mark.
pub(in crate::xml) fn little_end(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// UTF-16 with the big end first, without a byte order mark.
pub(in crate::xml) fn big_end(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}
