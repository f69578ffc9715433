//! `pipeDelimited`: `name=a%7Cb`.

use super::shape::{Shape, Want};
use super::spaced;

const BETWEEN: char = '|';

pub(super) fn write(
    name: &str,
    shape: &Shape,
    explode: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, String> {
    spaced::write(name, shape, explode, BETWEEN, encode)
}

pub(super) fn read(
    name: &str,
    pairs: &[(String, String)],
    explode: bool,
    wanted: &[Want],
) -> Option<Shape> {
    spaced::read(name, pairs, explode, BETWEEN, wanted)
}
