//! Octets in Base64.

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "byte",
    source: "RFC 4648, section 4",
    values: Values::Text(Text {
        grammars: &["^([A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{4}$"],
        lengths: (0, None),
        edges: &[
            ("no padding needed", "Zm9vYmFy"),
            ("one sign of padding", "Zm9vYmE="),
            ("two signs of padding", "Zm9vYg=="),
            ("both special signs", "+/+/"),
        ],
        broken: &[
            ("signs of no alphabet", "!!!!"),
            ("words", "not base64 at all!"),
            ("a single character", "Z"),
            ("text after the padding", "Zg==Zg=="),
            ("a character beyond ASCII", "Zm9é"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is Base64; lines, padding and the bits that padding leaves are not looked at.
fn fits(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    LENIENT.decode(bare).is_ok()
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
