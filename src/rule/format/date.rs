//! Days.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "date",
    source: "RFC 3339, section 5.6, full-date",
    values: Values::Text(Text {
        grammars: &["^(19[7-9]|20[0-3])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"],
        lengths: (10, Some(10)),
        edges: &[
            ("a leap day", "2024-02-29"),
            ("the last day of a year", "2023-12-31"),
            ("the first day of a year", "2023-01-01"),
        ],
        broken: &[
            ("no date at all", "not-a-date"),
            ("a word for a day", "yesterday"),
            ("a day that February has not", "2024-02-30"),
            ("the thirteenth month", "2024-13-01"),
            ("a day of no month", "2024-01-32"),
            ("29 February of no leap year", "2023-02-29"),
            ("month zero", "2024-00-10"),
            ("letters for digits", "20ab-01-01"),
        ],
        fits: None,
    }),
};
