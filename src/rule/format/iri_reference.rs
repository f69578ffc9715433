//! Addresses with letters of any script, also relative ones.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "iri-reference",
    source: "RFC 3987, section 2.2",
    values: Values::Text(Text {
        grammars: &["^(/[a-zé]{1,12}){1,200}$"],
        lengths: (0, None),
        edges: &[
            ("in full", "https://example.com/straße"),
            ("from the root", "/straße"),
            ("a fragment", "#ß"),
        ],
        broken: &[
            ("blanks", "not an iri"),
            ("a bracket left open", "http://[2001:db8::1/"),
            ("a broken percent sign", "/a%zz"),
            ("a backslash", r"\\host\path"),
        ],
        fits: None,
    }),
};
