//! Breaks of the encoding (section 4.3.3).

use super::markup::table;
use super::{Break, Make};

pub(super) const TABLE: &[Break] = table! {
    "invalid-utf-8" "4.3.3" "a byte that no UTF-8 has" Make::Bytes(|t| insert(t, b"\xff"));
    "overlong-utf-8" "4.3.3" "a slash in two bytes" Make::Bytes(|t| insert(t, b"\xc0\xaf"));
    "surrogate-in-utf-8" "4.3.3" "half of a surrogate pair in three bytes" Make::Bytes(|t| insert(t, b"\xed\xa0\x80"));
    "beyond-unicode-in-utf-8" "4.3.3" "a character beyond U+10FFFF" Make::Bytes(|t| insert(t, b"\xf5\x80\x80\x80"));
    "truncated-utf-8" "4.3.3" "a character that is cut off" Make::Bytes(|t| insert(t, b"\xe2\x82"));
    "latin-1-without-label" "4.3.3" "ISO-8859-1 that nothing declares" Make::Bytes(|t| insert(t, b"\xe9"));
    "utf-16-odd-length" "4.3.3" "UTF-16 with a byte too many" Make::Bytes(|t| {
        let mut bytes = utf_16(t);
        bytes.push(b'\n');
        Some(bytes)
    });
    "lone-surrogate-in-utf-16" "4.3.3" "half of a surrogate pair in UTF-16" Make::Bytes(|t| {
        let at = t.find("-->").map_or_else(|| t.find('>'), |_| None)?;
        // Behind the root's start tag, or inside a comment after an empty root.
        let mut bytes = utf_16(&t[..=at]);
        bytes.extend([0x00, 0xd8]);
        bytes.extend(&utf_16(&t[at + 1..])[2..]);
        Some(bytes)
    });
    "utf-16-declared-not-used" "4.3.3" "UTF-16 declared for bytes that are not in it" Make::Bytes(|t| {
        Some(format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{t}").into_bytes())
    });
};

/// The bytes of a document with others inside a comment behind the root, where any character may
/// stand: only their encoding is wrong.
fn insert(text: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some([text.as_bytes(), b"<!-- a", bytes, b"b -->"].concat())
}

fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect()
}
