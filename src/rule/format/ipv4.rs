//! Addresses of four numbers.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "ipv4",
    source: "RFC 2673, section 3.2",
    values: Values::Text(Text {
        grammars: &[
            r"^(192\.0\.2|198\.51\.100|203\.0\.113)\.([1-9]|[1-9][0-9]|1[0-9]{2})$",
            r"^10(\.([0-9]|[1-9][0-9]|1[0-9]{2})){3}$",
            r"^192\.168\.1[0-9]{2}\.1[0-9]{2}$",
        ],
        lengths: (7, Some(15)),
        edges: &[
            ("a private one", "192.168.0.1"),
            ("another private one", "10.20.30.40"),
            ("three digits each", "192.168.100.200"),
            ("one's own host", "127.0.0.1"),
            ("all zero", "0.0.0.0"),
            ("the greatest", "255.255.255.255"),
        ],
        broken: &[
            ("no address at all", "not-an-address"),
            ("a number above 255", "256.1.1.1"),
            ("three numbers", "192.168.1"),
            ("five numbers", "192.168.1.1.1"),
            ("letters", "a.b.c.d"),
            ("a negative number", "192.168.1.-1"),
            ("an address of IPv6", "2001:db8::1"),
        ],
        fits: None,
    }),
};
