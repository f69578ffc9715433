//! Addresses of eight groups.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "ipv6",
    source: "RFC 4291, section 2.2",
    values: Values::Text(Text {
        grammars: &[
            r"^2001:db8(:[1-9a-f][0-9a-f]{0,3}){6}$",
            r"^2001:0db8(:[0-9a-f]{4}){6}$",
            r"^(0000:){5}ffff:(1[0-9]{2}\.){3}1[0-9]{2}$",
        ],
        lengths: (2, Some(45)),
        edges: &[
            ("a short form", "2001:db8::1"),
            ("in full", "2001:0db8:0000:0000:0000:ff00:0042:8329"),
            ("left out in the middle", "2001:db8::ff00:42:8329"),
            ("one's own host", "::1"),
            ("all zero", "::"),
            ("one of IPv4 within", "::ffff:192.0.2.1"),
            ("a tail left out", "fe80::"),
        ],
        broken: &[
            ("no address at all", "not-an-address"),
            ("a group of five digits", "12345::1"),
            ("left out twice", "2001::db8::1"),
            ("a letter beyond f", "2001:db8::g"),
            ("nine groups", "1:2:3:4:5:6:7:8:9"),
            ("seven groups", "1:2:3:4:5:6:7"),
            ("an address of IPv4", "192.168.0.1"),
        ],
        fits: None,
    }),
};
