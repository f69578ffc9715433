//! `simple`: the value itself, entries behind commas: `a,b`, `R,100` or `R=100`.

use super::delimited;
use super::shape::{Shape, Want};

const BETWEEN: &str = ",";

pub(super) fn write(
    shape: &Shape,
    explode: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    let splits: &[char] = if explode { &[',', '='] } else { &[','] };
    let splits = match shape {
        Shape::Members(_) => splits,
        _ => &[','],
    };
    delimited::write(shape, BETWEEN, explode, splits, encode)
}

pub(super) fn read(
    text: &str,
    explode: bool,
    wanted: &[Want],
    decode: &dyn Fn(&str) -> Option<String>,
) -> Option<Shape> {
    delimited::read(text, BETWEEN, explode, wanted, decode)
}
