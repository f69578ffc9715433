//! What `spaceDelimited` and `pipeDelimited` share.

use super::shape::{Shape, Want};
use super::{delimited, form};

/// `name=a<between>b`; exploded, OpenAPI defines nothing but for one text and, as `form`, lists.
pub(super) fn write(
    name: &str,
    shape: &Shape,
    explode: bool,
    between: char,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, String> {
    match (shape, explode) {
        (Shape::One(_), _) => Err("OpenAPI defines this style for lists and objects".to_owned()),
        (Shape::Members(_), true) => {
            Err("OpenAPI defines no writing of an object in this style with `explode`".to_owned())
        }
        (Shape::Many(_), true) => form::write(name, shape, true, encode),
        (shape, false) => {
            let joint = encode(&between.to_string());
            let text = delimited::write(shape, &joint, false, &[between], encode)?;
            Ok(vec![format!("{}={text}", encode(name))])
        }
    }
}

pub(super) fn read(
    name: &str,
    pairs: &[(String, String)],
    explode: bool,
    between: char,
    wanted: &[Want],
) -> Option<Shape> {
    if explode {
        return form::read(name, pairs, true, wanted, &|_| true);
    }
    let (_, text) = pairs.iter().find(|(n, _)| n == name)?;
    let between = between.to_string();
    delimited::read(text, &between, false, wanted, &|t| Some(t.to_owned()))
}
