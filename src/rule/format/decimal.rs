//! Numbers with a fixed point, as text.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "decimal",
    source: "OpenAPI format registry, decimal",
    values: Values::Text(Text {
        grammars: &[r"^[1-9][0-9]{0,8}(\.[0-9]{1,4})?$"],
        lengths: (1, None),
        edges: &[
            ("a whole number", "12"),
            ("a part", "12.5"),
            ("a negative one", "-3.25"),
            ("nothing", "0"),
        ],
        broken: &[
            ("words", "not-a-number"),
            ("two points", "1.2.3"),
            ("letters", "12a"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is a number.
fn fits(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}
