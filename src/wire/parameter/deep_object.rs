//! `deepObject`: `name[member]=value`, one level deep; the brackets are percent-encoded, as a URL
//! demands.

use super::shape::Shape;

pub(super) fn write(
    name: &str,
    shape: &Shape,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, String> {
    let Shape::Members(members) = shape else {
        return Err("`deepObject` is a writing of objects alone".to_owned());
    };
    let brackets = |text: &str| text.contains(['[', ']']);
    if let Some((name, _)) = members.iter().find(|(n, _)| n.is_empty() || brackets(n)) {
        return Err(format!("`{name}` cannot be told between brackets"));
    }
    let pair = |(n, v): &(String, String)| {
        let key = format!("{name}[{n}]");
        format!("{}={}", encode(&key), encode(v))
    };
    Ok(members.iter().map(pair).collect())
}

pub(super) fn read(name: &str, pairs: &[(String, String)]) -> Option<Shape> {
    let members = pairs.iter().filter_map(|(key, value)| {
        let member = member(name, key)?;
        (!member.contains(['[', ']'])).then(|| (member.to_owned(), value.clone()))
    });
    let members: Vec<_> = members.collect();
    (!members.is_empty()).then_some(Shape::Members(members))
}

/// What stands between the brackets of a name.
pub(super) fn member<'k>(name: &str, key: &'k str) -> Option<&'k str> {
    key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')
}
