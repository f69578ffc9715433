//! One character.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "char",
    source: "OpenAPI format registry, char",
    values: Values::Text(Text {
        grammars: &["^[a-z]$"],
        lengths: (1, Some(1)),
        edges: &[("a letter", "a"), ("a digit", "7")],
        broken: &[("a word", "word"), ("two characters", "ab")],
        fits: Some(fits),
    }),
};

/// Whether a text is one character, or one with marks on it.
fn fits(text: &str) -> bool {
    let plain = text.chars().filter(char::is_ascii_graphic).count();
    !text.is_empty() && plain <= 1
}
