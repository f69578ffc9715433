//! Two schemas that cannot both hold, so that `allOf` leaves nothing valid.

use super::merge::narrower;
use crate::contract::Schema;

/// Why no value suits both, in words, and whether leaving out a member gets around it; `None` when
/// nothing speaks against it. `fuel` is how many schemas are looked at.
pub(super) fn conflict(one: &Schema, other: &Schema, fuel: &mut usize) -> Option<(String, bool)> {
    *fuel = fuel.checked_sub(1)?;
    if one.is(other) {
        return None;
    }
    match own(one, other) {
        Some(why) => Some((why, false)),
        None => member(one, other, fuel),
    }
}

fn own(one: &Schema, other: &Schema) -> Option<String> {
    if !one.types.is_empty() && !other.types.is_empty() && narrower(one, other).is_empty() {
        return Some(format!(
            "one asks for the type `{}`, the other for `{}`",
            one.types.join("` or `"),
            other.types.join("` or `"),
        ));
    }
    let (a, b) = (&one.enumeration, &other.enumeration);
    if !a.is_empty() && !b.is_empty() && !a.iter().any(|v| b.contains(v)) {
        return Some("no value stands in the `enum` of both".to_owned());
    }
    if let (Some(a), Some(b)) = (&one.constant, &other.constant)
        && a != b
    {
        return Some(format!("one is always {a}, the other always {b}"));
    }
    limits(one, other).or_else(|| limits(other, one))
}

/// The lower limits of one against the upper limits of the other.
fn limits(low: &Schema, high: &Schema) -> Option<String> {
    let whole = |n: Option<u64>| n.map(|n| n as f64);
    let pairs = [
        (
            "minLength",
            whole(low.min_length),
            "maxLength",
            whole(high.max_length),
        ),
        (
            "minItems",
            whole(low.min_items),
            "maxItems",
            whole(high.max_items),
        ),
        ("minimum", low.minimum, "maximum", high.maximum),
    ];
    pairs.into_iter().find_map(|(least, low, most, high)| {
        let (low, high) = low.zip(high)?;
        (low > high).then(|| {
            format!("`{least}` {low} of the one is more than `{most}` {high} of the other")
        })
    })
}

/// A member that both describe: where either requires it, nothing can be right.
fn member(one: &Schema, other: &Schema, fuel: &mut usize) -> Option<(String, bool)> {
    let mut found = None;
    for p in &one.properties {
        let Some(q) = other.property(&p.name) else {
            continue;
        };
        let Some((why, inner)) = conflict(&p.schema, &q.schema, fuel) else {
            continue;
        };
        let optional = inner || !(p.required || q.required);
        let words = format!("of the member `{}`, {why}", p.name);
        if !optional {
            return Some((words, false));
        }
        found.get_or_insert((words, true));
    }
    found
}
