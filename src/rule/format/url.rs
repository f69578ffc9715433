//! Addresses of the web, by a name that no list has: values are made, and none is held to it.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "url",
    source: "no specification",
    values: Values::Text(Text {
        grammar: r"^https://example\.(com|org)(/[a-z0-9]+){0,200}$",
        lengths: (0, None),
        edges: &[("a page", "https://example.com/path")],
        broken: &[],
        fits: Some(fits),
    }),
};

/// Nothing is known of what fits.
fn fits(_: &str) -> bool {
    true
}
