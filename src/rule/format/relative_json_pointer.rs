//! Places in a document of JSON, from another one.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "relative-json-pointer",
    source: "draft-bhutton-relative-json-pointer-00, section 3",
    values: Values::Text(Text {
        grammars: &["^[1-9](/[a-z0-9]{1,12}){1,400}$"],
        lengths: (1, None),
        edges: &[
            ("here", "0"),
            ("a member above", "1/foo"),
            ("a name", "0#"),
            ("two levels up", "2/foo/0"),
        ],
        broken: &[
            ("no number", "/foo"),
            ("a negative number", "-1/foo"),
            ("words", "up/foo"),
            ("a tilde that escapes nothing", "0/~2"),
        ],
        fits: None,
    }),
};
