//! Addresses of mail.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "email",
    source: "RFC 5321, section 4.1.2",
    values: Values::Text(Text {
        grammar: r"^[a-z][a-z0-9]{0,62}[a-z0-9]@([a-z][a-z0-9]{0,61}[a-z0-9]\.){1,3}(example|com|org)$",
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
        broken: &[
            ("no address at all", "not-an-email"),
            ("no sign between", "jane.example.com"),
            ("no name", "@example.com"),
            ("no domain", "jane@"),
            ("two signs", "jane@doe@example.com"),
            ("a blank in the domain", "jane@exa mple.com"),
            ("a blank in the name", "jane doe@example.com"),
            ("two dots in the domain", "jane@example..com"),
        ],
        fits: None,
    }),
};
