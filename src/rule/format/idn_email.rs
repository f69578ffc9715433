//! Addresses of mail in any script.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "idn-email",
    source: "RFC 6531, section 3.3",
    values: Values::Text(Text {
        grammars: &[
            r"^[a-z][a-z0-9]{7,63}@([a-z]([a-z0-9]{0,61}[a-z0-9])?\.){0,3}example\.(com|org)$",
            r"^[a-z][a-z0-9]{0,7}@example\.(com|org)$",
        ],
        lengths: (3, None),
        edges: &[
            ("in ASCII", "jane@example.com"),
            ("a name beyond ASCII", "jürgen@example.com"),
        ],
        broken: &[
            ("no address at all", "not-an-email"),
            ("no sign between", "jürgen.example.com"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is no address by any reading: what is finer is left to those who know scripts.
fn fits(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let odd = |c: char| c.is_whitespace() || c.is_control();
    !name.is_empty() && !domain.is_empty() && !domain.contains(odd)
}
