//! Spans of time.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "duration",
    source: "RFC 3339, appendix A",
    values: Values::Text(Text {
        grammars: &[
            "^P([1-9][0-9]{0,2}Y([1-9]M([1-9]D)?)?|[1-9][0-9]?M([1-9]D)?|[1-9][0-9]{0,2}D(T[1-9]H)?|T[1-9][0-9]?H([1-9][0-9]?M)?|T[1-9][0-9]{0,3}S|[1-9][0-9]?W)$",
        ],
        lengths: (3, None),
        edges: &[
            ("days", "P3D"),
            ("weeks", "P2W"),
            ("hours and minutes", "PT1H30M"),
            ("everything", "P1Y2M3DT4H5M6S"),
            ("seconds", "PT36S"),
        ],
        broken: &[
            ("no span at all", "not-a-duration"),
            ("words", "one day"),
            ("nothing after the sign", "P"),
            ("a number without a unit", "P1"),
            ("days as part of a day", "PT1D"),
            ("units in the wrong order", "P1D2Y"),
        ],
        fits: None,
    }),
};
