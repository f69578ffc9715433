//! Whole numbers of so many bits.

use super::{Format, Number, Values};

const SOURCE: &str = "OpenAPI format registry";

const fn of(name: &'static str, least: i128, most: i128) -> Format {
    Format {
        name,
        source: SOURCE,
        values: Values::Number(Number { least, most }),
    }
}

/// Those of each width.
pub const ALL: [Format; 9] = [
    of("int8", i8::MIN as i128, i8::MAX as i128),
    of("int16", i16::MIN as i128, i16::MAX as i128),
    of("int32", i32::MIN as i128, i32::MAX as i128),
    of("int64", i64::MIN as i128, i64::MAX as i128),
    of("uint8", 0, u8::MAX as i128),
    of("uint16", 0, u16::MAX as i128),
    of("uint32", 0, u32::MAX as i128),
    of("uint64", 0, u64::MAX as i128),
    // What a double holds without loss.
    of("double-int", -9_007_199_254_740_991, 9_007_199_254_740_991),
];
