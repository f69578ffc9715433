//! Names of hosts in any script.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "idn-hostname",
    source: "RFC 5890, section 2.3.2.3",
    values: Values::Text(Text {
        grammars: &[
            r"^[a-z][a-z0-9]{5,62}\.([a-z]([a-z0-9]{0,61}[a-z0-9])?\.){0,3}example\.(com|org)$",
            r"^[a-z]([a-z0-9]{0,61}[a-z0-9])?$",
        ],
        lengths: (1, None),
        edges: &[
            ("in ASCII", "example.com"),
            ("beyond ASCII", "bücher.example"),
        ],
        broken: &[
            ("blanks", "not a host name"),
            ("an address of the web", "http://example.com/"),
            ("an empty part", "host..example.com"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is no name by any reading: what is finer is left to those who know scripts.
fn fits(text: &str) -> bool {
    let odd = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
    let parts = text.strip_suffix('.').unwrap_or(text).split('.');
    parts.into_iter().all(|p| !p.is_empty() && !p.contains(odd))
}
