//! Cookies: `name=value`, several behind `; ` in one header.
//!
//! `form` asks for percent-encoding that few readers of cookies undo, so only what needs none is
//! sent; `cookie` (3.2) sends what RFC 6265 allows as it is.

use super::delimited;
use super::shape::{Shape, Want};
use crate::contract::Style;

/// The pairs of a shape.
pub(super) fn write(
    name: &str,
    shape: &Shape,
    style: Style,
    explode: bool,
) -> Result<Vec<String>, String> {
    let plain = |text: &str| text.to_owned();
    if let Some(text) = shape.texts().into_iter().find(|text| !carries(text, style)) {
        return Err(format!(
            "not every reader of cookies would read `{text}` alike"
        ));
    }
    if !name.bytes().all(is_token) {
        return Err(format!("a cookie cannot be called `{name}`"));
    }
    let pair = |name: &str, text: &str| format!("{name}={text}");
    match shape {
        Shape::One(text) => Ok(vec![pair(name, text)]),
        _ if explode && style == Style::Form => {
            Err("OpenAPI joins the entries with `&`, which does not separate cookies".to_owned())
        }
        Shape::Many(list) if explode => Ok(list.iter().map(|text| pair(name, text)).collect()),
        Shape::Members(members) if explode => {
            let odd = members.iter().find(|(n, _)| !n.bytes().all(is_token));
            match odd {
                Some((odd, _)) => Err(format!("a cookie cannot be called `{odd}`")),
                None => Ok(members.iter().map(|(n, v)| pair(n, v)).collect()),
            }
        }
        shape => {
            let text = delimited::write(shape, ",", false, &[','], &plain)?;
            Ok(vec![pair(name, &text)])
        }
    }
}

pub(super) fn read(
    name: &str,
    pairs: &[(String, String)],
    explode: bool,
    wanted: &[Want],
    foreign: &dyn Fn(&str) -> bool,
) -> Option<Shape> {
    super::form::read(name, pairs, explode, wanted, foreign)
}

/// The pairs of `Cookie` headers.
pub(super) fn pairs(headers: &[(String, String)]) -> Vec<(String, String)> {
    let cookies = headers
        .iter()
        .filter(|(n, _)| n.eq_ignore_ascii_case("cookie"));
    let pairs = cookies.flat_map(|(_, value)| value.split(';'));
    let pair = |text: &str| {
        let (name, value) = text.split_once('=')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    };
    pairs.filter_map(pair).collect()
}

/// Whether a text is the same at the other end, whatever reads it there.
fn carries(text: &str, style: Style) -> bool {
    let unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let octet = |b: u8| b.is_ascii_graphic() && !b"\",;\\%".contains(&b);
    text.bytes().all(|b| match style {
        Style::Cookie => octet(b),
        _ => unreserved(b),
    })
}

fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b)
}
