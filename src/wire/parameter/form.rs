//! `form`: `name=a,b`, exploded `name=a&name=b` or `R=100&G=200`; in queries and in form bodies.

use super::delimited;
use super::shape::{Shape, Want};

/// The pairs of a shape, each written as `name=value`.
pub(super) fn write(
    name: &str,
    shape: &Shape,
    explode: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, String> {
    let pair = |name: &str, text: &str| format!("{}={text}", encode(name));
    Ok(match shape {
        Shape::Many(list) if explode => list.iter().map(|v| pair(name, &encode(v))).collect(),
        Shape::Members(members) if explode => {
            members.iter().map(|(n, v)| pair(n, &encode(v))).collect()
        }
        shape => {
            let text = delimited::write(shape, ",", false, &[','], encode)?;
            vec![pair(name, &text)]
        }
    })
}

/// Reads a shape from decoded pairs; `foreign` tells the names that belong to others.
pub(super) fn read(
    name: &str,
    pairs: &[(String, String)],
    explode: bool,
    wanted: &[Want],
    foreign: &dyn Fn(&str) -> bool,
) -> Option<Shape> {
    let own: Vec<&String> = pairs
        .iter()
        .filter(|(n, _)| n == name)
        .map(|(_, v)| v)
        .collect();
    if !explode {
        return delimited::read(own.first()?, ",", false, wanted, &|t| Some(t.to_owned()));
    }
    let wants = |want| wanted.contains(&want);
    if wants(Want::Members) && (own.is_empty() || wanted.len() == 1) {
        let members = pairs.iter().filter(|(n, _)| !foreign(n));
        let members: Vec<_> = members.cloned().collect();
        return (!members.is_empty()).then_some(Shape::Members(members));
    }
    match own.as_slice() {
        [] => None,
        [one] if wants(Want::One) || !wants(Want::Many) => Some(Shape::One((*one).clone())),
        several => Some(Shape::Many(several.iter().map(|v| (*v).clone()).collect())),
    }
}
