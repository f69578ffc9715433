//! Names of hosts.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "hostname",
    source: "RFC 1123, section 2.1",
    values: Values::Text(Text {
        grammars: &[
            r"^[a-z][a-z0-9]{5,62}\.([a-z]([a-z0-9]{0,61}[a-z0-9])?\.){0,3}example\.(com|org)$",
            r"^[a-z]([a-z0-9]{0,61}[a-z0-9])?$",
        ],
        lengths: (1, Some(253)),
        edges: &[
            ("two parts", "example.com"),
            ("a hyphen", "my-host.example.com"),
            ("a digit first", "3com.example.com"),
            ("one part", "localhost"),
            (
                "the longest part",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com",
            ),
        ],
        broken: &[
            ("blanks", "not a host name"),
            ("an address of the web", "http://example.com/"),
            ("a part that begins with a hyphen", "-host.example.com"),
            ("a part that ends with a hyphen", "host-.example.com"),
            ("an empty part", "host..example.com"),
            (
                "a part of 64 characters",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com",
            ),
            ("a character that no name has", "host!.example.com"),
        ],
        fits: None,
    }),
};
