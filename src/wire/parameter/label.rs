//! `label`: a dot first; entries behind commas, or exploded behind dots: `.a,b`, `.a.b`, `.R=100.G=200`.

use super::delimited;
use super::shape::{Shape, Want};

fn between(explode: bool) -> &'static str {
    if explode { "." } else { "," }
}

pub(super) fn write(
    shape: &Shape,
    explode: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    let splits = ['.', ',', '='];
    let text = delimited::write(shape, between(explode), explode, &splits, encode)?;
    Ok(format!(".{text}"))
}

pub(super) fn read(
    text: &str,
    explode: bool,
    wanted: &[Want],
    decode: &dyn Fn(&str) -> Option<String>,
) -> Option<Shape> {
    let text = text.strip_prefix('.')?;
    delimited::read(text, between(explode), explode, wanted, decode)
}
