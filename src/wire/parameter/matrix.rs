//! `matrix`: behind semicolons, with names: `;name=a,b`, exploded `;name=a;name=b` or `;R=100;G=200`.

use super::delimited;
use super::shape::{Shape, Want};

pub(super) fn write(
    name: &str,
    shape: &Shape,
    explode: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    let named = |name: &str, text: String| match text.is_empty() {
        true => format!(";{}", encode(name)),
        false => format!(";{}={text}", encode(name)),
    };
    match shape {
        Shape::Many(list) if explode => {
            Ok(list.iter().map(|text| named(name, encode(text))).collect())
        }
        Shape::Members(members) if explode => {
            Ok(members.iter().map(|(n, v)| named(n, encode(v))).collect())
        }
        shape => Ok(named(
            name,
            delimited::write(shape, ",", false, &[',', ';'], encode)?,
        )),
    }
}

pub(super) fn read(
    name: &str,
    text: &str,
    explode: bool,
    wanted: &[Want],
    decode: &dyn Fn(&str) -> Option<String>,
) -> Option<Shape> {
    let pairs = text.strip_prefix(';')?.split(';').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name)?, value))
    });
    let pairs: Vec<(String, &str)> = pairs.collect::<Option<_>>()?;
    let own = || pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| *v);
    if explode {
        let wants = |want| wanted.contains(&want);
        if wants(Want::Members) && own().next().is_none() {
            let members = pairs.iter().map(|(n, v)| Some((n.clone(), decode(v)?)));
            return Some(Shape::Members(members.collect::<Option<_>>()?));
        }
        let list: Vec<String> = own().map(decode).collect::<Option<_>>()?;
        return match (list.as_slice(), wants(Want::One)) {
            ([one], true) => Some(Shape::One(one.clone())),
            ([], _) => None,
            _ => Some(Shape::Many(list)),
        };
    }
    delimited::read(own().next()?, ",", false, wanted, decode)
}
