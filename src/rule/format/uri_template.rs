//! Addresses with places to fill.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "uri-template",
    source: "RFC 6570, section 2",
    values: Values::Text(Text {
        grammars: &[r"^https://example\.com(/[a-z]{1,12}){0,200}/\{[a-z]{1,12}\}$"],
        lengths: (0, None),
        edges: &[
            ("one place", "/items/{id}"),
            ("a query", "/search{?q,lang}"),
            ("a prefix", "/{name:3}"),
            ("a list", "/{list*}"),
            ("no place", "/items"),
        ],
        broken: &[
            ("a brace left open", "/items/{id"),
            ("a brace never opened", "/items/id}"),
            ("a place without a name", "/items/{}"),
            ("a brace in a place", "/items/{{id}}"),
            ("a blank in a name", "/items/{a b}"),
        ],
        fits: None,
    }),
};
