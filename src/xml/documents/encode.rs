//! Characters to bytes (section 4.3.3).

use super::draft::Charset;

/// The text, which is in UTF-8, in a charset, byte order mark included. Bytes that are no UTF-8 stay
/// only in UTF-8.
pub(super) fn encode(text: Vec<u8>, charset: Charset) -> Vec<u8> {
    let wide = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        let mut out = Vec::with_capacity(text.len() * 2 + 2);
        out.extend_from_slice(&mark);
        for c in String::from_utf8_lossy(&text).encode_utf16() {
            out.extend_from_slice(&unit(c));
        }
        out
    };
    match charset {
        Charset::Utf8 => text,
        Charset::Utf8Mark => [b"\xEF\xBB\xBF", text.as_slice()].concat(),
        Charset::Utf16Le => wide([0xFF, 0xFE], u16::to_le_bytes),
        Charset::Utf16Be => wide([0xFE, 0xFF], u16::to_be_bytes),
        Charset::Latin1 | Charset::Ascii if text.is_ascii() => text,
        Charset::Latin1 | Charset::Ascii => {
            let text = String::from_utf8_lossy(&text);
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect()
        }
    }
}
