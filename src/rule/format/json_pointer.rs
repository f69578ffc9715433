//! Places in a document of JSON.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "json-pointer",
    source: "RFC 6901, section 3",
    values: Values::Text(Text {
        grammars: &["^(/[a-z0-9]{1,12}){1,400}$"],
        lengths: (0, None),
        edges: &[
            ("a member", "/foo"),
            ("an entry", "/foo/0"),
            ("an escaped slash", "/a~1b"),
            ("the whole", ""),
            ("an escaped tilde", "/m~0n"),
            ("an empty name", "/"),
        ],
        broken: &[
            ("no slash at the start", "foo/bar"),
            ("a tilde that escapes nothing", "/foo~2bar"),
            ("a tilde at the end", "/foo~"),
            ("a fragment", "#/foo"),
        ],
        fits: None,
    }),
};
