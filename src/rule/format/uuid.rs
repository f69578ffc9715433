//! Identifiers of 128 bits.

use super::{Format, Text, Values};

/// The format.
pub const FORMAT: Format = Format {
    name: "uuid",
    source: "RFC 9562, section 4",
    values: Values::Text(Text {
        grammars: &["^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"],
        lengths: (36, Some(36)),
        edges: &[
            ("version 4", "9f2c1e4a-7b3d-4c58-9a61-0d2e8f4b6c17"),
            ("version 1", "c232ab00-9414-11ec-b3c8-9f6bdeced846"),
            ("capital letters", "9F2C1E4A-7B3D-4C58-9A61-0D2E8F4B6C17"),
            ("version 7", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
        ],
        broken: &[
            ("no identifier at all", "not-a-uuid"),
            ("a letter beyond f", "9f2c1e4a-7b3d-4c58-9a61-0d2e8f4b6c1g"),
            ("a digit too few", "9f2c1e4a-7b3d-4c58-9a61-0d2e8f4b6c1"),
            ("a digit too many", "9f2c1e4a-7b3d-4c58-9a61-0d2e8f4b6c177"),
            ("a group left out", "9f2c1e4a-7b3d-4c58-0d2e8f4b6c17"),
            ("blanks for hyphens", "9f2c1e4a 7b3d 4c58 9a61 0d2e8f4b6c17"),
            ("a number", "12345"),
        ],
        fits: None,
    }),
};
