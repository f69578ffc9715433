//! Times of a day.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "time",
    source: "RFC 3339, section 5.6, full-time",
    values: Values::Text(Text {
        grammars: &[
            r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[01]):[03]0)$",
        ],
        lengths: (9, None),
        edges: &[
            ("midnight", "00:00:00Z"),
            ("the last second of a day", "23:59:59Z"),
            ("an offset of nothing", "08:15:30+00:00"),
            ("an offset", "08:15:30-08:00"),
            ("a part of a second", "08:15:30.123Z"),
        ],
        broken: &[
            ("no time at all", "not-a-time"),
            ("a word for a time", "noon"),
            ("hour 25", "25:00:00Z"),
            ("minute 61", "12:61:00Z"),
            ("second 75", "12:00:75Z"),
            ("letters for digits", "ab:cd:efZ"),
        ],
        fits: None,
    }),
};
