//! Names that people use and no list has, or that mean different things: values are made as the name
//! suggests, as a server may look at them, and none is held to it.

use super::{Format, Text, Values};

const fn of(name: &'static str, grammars: &'static [&'static str]) -> Format {
    Format {
        name,
        source: "no specification",
        values: Values::Text(Text {
            grammars,
            lengths: (0, None),
            edges: &[],
            broken: &[],
            fits: Some(any),
        }),
    }
}

/// Nothing is known of what fits.
fn any(_: &str) -> bool {
    true
}

const MOMENT: &[&str] = &[
    "^20[0-3][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
];
const PAGE: &[&str] = &[
    r"^https://example\.(com|org)/[a-z0-9]{6,12}(/[a-z0-9]+){0,200}/?$",
    r"^https://example\.(com|org)(/[a-z0-9]+)?/?$",
];
const PHONE: &[&str] = &["^[+]120255501[0-9]{2}$"];
const HEX: &[&str] = &["^([0-9a-f]{2})+$"];
const OCTETS: &[&str] = &["^([A-Za-z0-9+/]{4})+$"];
const ADDRESS: &[&str] = &["^192[.]168[.]([1-9]|1[0-9]{2})[.]([1-9]|1[0-9]{2})$"];
const TRUTH: &[&str] = &["^(true|false)$"];
const WHOLE: &[&str] = &["^[1-9][0-9]{0,8}$"];
const NUMBER: &[&str] = &["^[1-9][0-9]{0,5}([.][0-9]{1,2})?$"];

/// Each name.
pub const ALL: [Format; 26] = [
    of("url", PAGE),
    of("dateTime", MOMENT),
    of("datetime", MOMENT),
    of("date time", MOMENT),
    of("iso8601", MOMENT),
    of("timestamp", MOMENT),
    of("rfc3339", MOMENT),
    of("phone", PHONE),
    of("phone-number", PHONE),
    of("hex", HEX),
    of("base64", OCTETS),
    of("ip", ADDRESS),
    of("ip-address", ADDRESS),
    of("cidr", &["^10[.]([1-9]|1[0-9]{2})[.]0[.]0/16$"]),
    of("boolean", TRUTH),
    of("bool", TRUTH),
    of("integer", WHOLE),
    of("int", WHOLE),
    of("unixtime", WHOLE),
    of("number", NUMBER),
    of("float", NUMBER),
    of("double", NUMBER),
    of("currency", &["^(EUR|USD|GBP)$"]),
    of(
        "guid",
        &["^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"],
    ),
    of("ulid", &["^01[0-9A-HJKMNP-TV-Z]{24}$"]),
    of(
        "media-range",
        &["^(application/json|text/plain|image/png)$"],
    ),
];
