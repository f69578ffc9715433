//! Addresses with a scheme.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "uri",
    source: "RFC 3986, section 3",
    values: Values::Text(Text {
        grammars: &[
            r"^https://example\.(com|org)/[a-z0-9]{6,12}(/[a-z0-9]+){0,200}/?$",
            r"^https://example\.(com|org)(/[a-z0-9]+)?/?$",
            r"^(urn:)?[a-z]{3}:[a-z0-9]{1,40}$",
        ],
        lengths: (2, None),
        edges: &[
            ("a page", "https://example.com/path/to/page"),
            (
                "a query and a fragment",
                "https://example.com/search?q=a&n=1#top",
            ),
            ("a port", "http://example.com:8080/"),
            ("an address of IPv6", "http://[2001:db8::1]/"),
            ("percent-encoded", "https://example.com/a%20b"),
            ("a name", "urn:isbn:0451450523"),
            ("an address of mail", "mailto:jane@example.com"),
        ],
        broken: &[
            ("blanks", "not a uri"),
            ("no scheme", "not-a-uri"),
            ("a scheme left out", "://example.com"),
            ("a blank in the host", "http://exa mple.com/"),
            ("a bracket left open", "http://[2001:db8::1/"),
        ],
        fits: None,
    }),
};
