//! Dates with a time.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "date-time",
    source: "RFC 3339, section 5.6",
    values: Values::Text(Text {
        grammars: &[
            r"^(19[7-9]|20[0-3])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[01]):[03]0)$",
        ],
        lengths: (20, None),
        edges: &[
            ("a leap day", "2024-02-29T12:00:00Z"),
            ("an offset of nothing", "2023-06-30T08:15:30+00:00"),
            ("an offset to the east", "2023-06-30T08:15:30+05:30"),
            ("an offset to the west", "2023-12-31T23:59:59-08:00"),
            ("a part of a second", "2023-06-30T08:15:30.123Z"),
            ("the first moment of a year", "2023-01-01T00:00:00Z"),
        ],
        broken: &[
            ("no time at all", "not-a-date-time"),
            ("a word for a day", "yesterday"),
            ("a day that February has not", "2024-02-30T12:00:00Z"),
            ("the thirteenth month", "2024-13-01T12:00:00Z"),
            ("a day of no month", "2024-01-32T12:00:00Z"),
            ("hour 25", "2024-01-01T25:00:00Z"),
            ("minute 61", "2024-01-01T12:61:00Z"),
            ("29 February of no leap year", "2023-02-29T12:00:00Z"),
            ("letters for digits", "2024-01-01Tab:cd:efZ"),
        ],
        fits: None,
    }),
};
