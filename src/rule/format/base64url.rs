//! Octets in Base64 for addresses.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "base64url",
    source: "RFC 4648, section 5",
    values: Values::Text(Text {
        grammars: &["^([A-Za-z0-9_-]{4})*[A-Za-z0-9_-]{4}$"],
        lengths: (0, None),
        edges: &[
            ("no padding needed", "Zm9vYmFy"),
            ("both special signs", "-_-_"),
        ],
        broken: &[
            ("signs of no alphabet", "!!!!"),
            ("words", "not base64 at all!"),
            ("a single character", "Z"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is made of the signs that Base64 has for addresses.
fn fits(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    bare.bytes().all(sign) && bare.len() % 4 != 1
}
