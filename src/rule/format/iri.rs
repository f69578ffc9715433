//! Addresses with letters of any script.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "iri",
    source: "RFC 3987, section 2.2",
    values: Values::Text(Text {
        grammars: &[r"^https://example\.com(/[a-zé]{1,12}){1,200}$"],
        lengths: (2, None),
        edges: &[
            ("in ASCII", "https://example.com/path"),
            ("beyond ASCII", "https://example.com/straße"),
            ("a host beyond ASCII", "https://bücher.example/"),
        ],
        broken: &[
            ("blanks", "not an iri"),
            ("no scheme", "not-an-iri"),
            ("a blank in the host", "http://exa mple.com/"),
            ("a bracket left open", "http://[2001:db8::1/"),
        ],
        fits: None,
    }),
};
