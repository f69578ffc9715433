//! Addresses of mail.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "email",
    source: "RFC 5321, section 4.1.2",
    values: Values::Text(Text {
        grammars: &[
            r"^[a-z][a-z0-9]{7,63}@([a-z]([a-z0-9]{0,61}[a-z0-9])?\.){0,3}example\.(com|org)$",
            r"^[a-z][a-z0-9]{0,7}@example\.(com|org)$",
            r"^[a-z][a-z0-9]{0,3}@[a-z][a-z0-9]{0,3}\.(com|org|co)$",
        ],
        lengths: (3, Some(254)),
        edges: &[
            ("an ordinary address", "jane.doe@example.com"),
            ("a tag", "jane+orders@example.org"),
            ("a domain in parts", "j@mail.a.example.com"),
            ("digits", "1234567890@example.com"),
            (
                "the longest local part",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
            ),
        ],
        // Widespread readers look for the sign between name and domain, and for nothing else.
        broken: &[
            ("no address at all", "not-an-email"),
            ("no sign between", "jane.example.com"),
            ("a name alone", "jane"),
            ("an address of the web", "http://example.com/jane"),
        ],
        fits: None,
    }),
};
