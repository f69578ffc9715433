//! Addresses, also relative ones.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "uri-reference",
    source: "RFC 3986, section 4.1",
    values: Values::Text(Text {
        grammars: &["^(/[a-z0-9]{1,12}){1,200}$"],
        lengths: (0, None),
        edges: &[
            ("in full", "https://example.com/path"),
            ("from the root", "/path/to/page"),
            ("from here", "../page?q=1"),
            ("a fragment", "#top"),
            ("a host", "//example.com/path"),
        ],
        broken: &[
            ("blanks", "not a uri"),
            ("a bracket left open", "http://[2001:db8::1/"),
            ("a broken percent sign", "/a%zz"),
            ("signs that must be encoded", "/<a>"),
            ("a backslash", r"\\host\path"),
        ],
        fits: None,
    }),
};
