//! Texts with something between them: what most styles are made of.

use super::shape::{Shape, Want};

/// Writes a shape with delimiters; members as `name,value` or, exploded, `name=value`.
///
/// # Errors
/// A text that holds a delimiter: a reader that splits what it has decoded would cut it in two.
pub(super) fn write(
    shape: &Shape,
    between: &str,
    explode: bool,
    splits: &[char],
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    if !matches!(shape, Shape::One(_)) {
        let mut texts = shape.texts().into_iter();
        if let Some(text) = texts.find(|text| text.contains(splits)) {
            return Err(format!(
                "`{text}` holds what separates the entries, so not every reader finds its end"
            ));
        }
        if matches!(shape, Shape::Many(list) if list.len() == 1 && list[0].is_empty()) {
            return Err("a list of one empty text cannot be told from an empty one".to_owned());
        }
    }
    Ok(match shape {
        Shape::One(text) => encode(text),
        Shape::Many(list) => {
            let list: Vec<String> = list.iter().map(|text| encode(text)).collect();
            list.join(between)
        }
        Shape::Members(members) => {
            let joint = if explode { "=" } else { between };
            let members = members.iter();
            let members: Vec<String> = members
                .map(|(n, v)| format!("{}{joint}{}", encode(n), encode(v)))
                .collect();
            members.join(between)
        }
    })
}

/// Reads such a text, whose parts are decoded one by one; `None` when it is no such text.
pub(super) fn read(
    text: &str,
    between: &str,
    explode: bool,
    wanted: &[Want],
    decode: &dyn Fn(&str) -> Option<String>,
) -> Option<Shape> {
    let several = text.contains(between);
    let want = match wanted {
        [one] => *one,
        [first, ..] if !several => *first,
        all => *all.iter().find(|w| **w != Want::One)?,
    };
    Some(match want {
        Want::One => Shape::One(decode(text)?),
        Want::Many => Shape::Many(text.split(between).map(decode).collect::<Option<_>>()?),
        Want::Members => {
            let mut parts = text.split(between);
            let mut members = Vec::new();
            while let Some(part) = parts.next() {
                let (name, value) = match explode {
                    true => part.split_once('=')?,
                    false => (part, parts.next()?),
                };
                members.push((decode(name)?, decode(value)?));
            }
            Shape::Members(members)
        }
    })
}
