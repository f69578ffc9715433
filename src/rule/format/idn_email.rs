//! Addresses of mail in any script.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "idn-email",
    source: "RFC 6531, section 3.3",
    values: Values::Text(Text {
        grammar: r"^[a-z][a-z0-9]{0,62}[a-z0-9]@([a-z][a-z0-9]{0,61}[a-z0-9]\.){1,3}(example|com|org)$",
        lengths: (3, None),
        edges: &[
            ("in ASCII", "jane@example.com"),
            ("a name beyond ASCII", "jürgen@example.com"),
        ],
        broken: &[
            ("no address at all", "not-an-email"),
            ("no name", "@example.com"),
            ("no domain", "jane@"),
            ("a blank in the domain", "jane@exa mple.com"),
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
