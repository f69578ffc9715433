//! Times as HTTP writes them.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "http-date",
    source: "RFC 9110, section 5.6.7",
    values: Values::Text(Text {
        grammars: &["^Sun, 06 Nov 1994 ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] GMT$"],
        lengths: (24, None),
        edges: &[("the first form", "Sun, 06 Nov 1994 08:49:37 GMT")],
        broken: &[
            ("no time at all", "not-a-date"),
            ("hour 25", "Sun, 06 Nov 1994 25:49:37 GMT"),
            ("a time of RFC 3339", "1994-11-06T08:49:37Z"),
        ],
        fits: Some(fits),
    }),
};

/// Whether a text is such a time.
fn fits(text: &str) -> bool {
    httpdate::parse_http_date(text).is_ok()
}
