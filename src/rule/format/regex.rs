//! Regular expressions.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "regex",
    source: "ECMA-262, section 22.2.1",
    values: Values::Text(Text {
        grammars: &[r"^\^[a-z]{1,400}\$$"],
        lengths: (0, None),
        edges: &[
            ("a class", "^[a-z]+$"),
            ("a group", "^(foo|bar)$"),
            ("a count", "a{2,4}"),
            ("an escape", r"^\d+\.\d+$"),
            ("a word", "abc"),
        ],
        broken: &[
            ("a group left open", "^(abc"),
            ("a class left open", "[a-z"),
            ("nothing to repeat", "*abc"),
            ("a group never opened", "abc)"),
            ("a range turned round", "[z-a]"),
        ],
        fits: None,
    }),
};
