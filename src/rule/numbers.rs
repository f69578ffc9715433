//! Numbers as values.

use serde_json::Value;

use super::{Broken, Facts, Make, allows};

/// Beyond these, readers of JSON may take one number for another.
pub(super) const MOST: f64 = 9_007_199_254_740_992.0;

/// How far numbers of 32 bits reach before they begin again.
const WRAP: f64 = 4_294_967_296.0;

/// Whole numbers up to here are written in digits, without an exponent.
const DIGITS: f64 = 9e18;

/// A number as it is written: whole where it is.
pub(super) fn value(n: f64) -> Value {
    if n.fract() == 0.0 && n.abs() < DIGITS {
        (n as i64).into()
    } else {
        n.into()
    }
}

/// A limit that is a whole number which a float does not hold exactly, as it is written.
pub(super) fn exact(facts: &Facts, keyword: &str) -> Option<Value> {
    let limit = facts.get(keyword)?;
    let whole = limit
        .as_i64()
        .map(|n| n as f64)
        .or(limit.as_u64().map(|n| n as f64));
    let wide = whole.is_some_and(|n| n.abs() >= MOST);
    (wide && !facts.contains_key("multipleOf")).then(|| limit.clone())
}

/// Whether every number of the facts is whole.
pub(super) fn is_whole(facts: &Facts) -> bool {
    !allows(facts, "number")
}

/// The step from one number of the facts to the next: what `multipleOf` says, else 1.
pub(super) fn step(facts: &Facts) -> f64 {
    let step = super::number(facts, "multipleOf").filter(|n| *n > 0.0);
    match step {
        Some(n) if is_whole(facts) && n.fract() != 0.0 => 1.0,
        Some(n) => n,
        None => 1.0,
    }
}

/// The number at or beside a limit that `multipleOf` allows, on the side that `up` tells.
pub(super) fn on_grid(facts: &Facts, n: f64, up: bool) -> f64 {
    let step = step(facts);
    let free = super::number(facts, "multipleOf").is_none() && !is_whole(facts);
    if free {
        return n;
    }
    let steps = n / step;
    // A division that is whole but for what a machine loses.
    let near = steps.round();
    if (steps - near).abs() < 1e-9 {
        return near * step;
    }
    if up {
        steps.ceil() * step
    } else {
        steps.floor() * step
    }
}

/// A step into the numbers that a limit leaves, where any fraction goes.
pub(super) fn inside(facts: &Facts, limit: f64, up: bool) -> f64 {
    let keys = match up {
        true => ["minimum", "exclusiveMinimum"],
        false => ["maximum", "exclusiveMaximum"],
    };
    let others = keys.iter().filter_map(|key| super::number(facts, key));
    let room = others.map(|n| (n - limit).abs()).fold(2.0, f64::min);
    room / 2.0
}

/// Numbers that break a limit, or why there is none.
pub(super) fn broken(
    facts: &Facts,
    limit: f64,
    up: bool,
    open: bool,
) -> Result<Vec<Broken>, String> {
    let list = beyond(facts, limit, up, open);
    match list.is_empty() {
        true => Err(too_large(limit)),
        false => Ok(list),
    }
}

/// A number somewhere beyond a limit.
pub(super) fn random(facts: &Facts, limit: f64, up: bool, make: &mut dyn Make) -> Option<Broken> {
    let steps = 1.0 + make.below(1_000_000) as f64;
    let far = steps * step(facts);
    let n = on_grid(facts, if up { limit + far } else { limit - far }, up);
    (n.abs() < MOST).then(|| Broken::whole("drawn at random", value(n)))
}

/// Numbers beyond a limit, none so large that it breaks a machine's type as well.
fn beyond(facts: &Facts, limit: f64, up: bool, open: bool) -> Vec<Broken> {
    let sign = if up { 1.0 } else { -1.0 };
    let first = on_grid(facts, limit, up);
    let step = step(facts);
    let mut list = Vec::new();
    // The excluded limit itself is the nearest wrong one.
    if open && first == limit {
        list.push(("the excluded limit itself", first));
    }
    let next = if first == limit {
        first + sign * step
    } else {
        first
    };
    list.push((if up { "one above" } else { "one below" }, next));
    let far = on_grid(facts, limit + sign * 1e9, up);
    list.push((if up { "far above" } else { "far below" }, far));
    // What keeps the low half of a number alone sees one that is allowed.
    let around = on_grid(facts, limit + sign * (WRAP - step), up);
    if is_whole(facts) {
        list.push(("2^32 beyond one that is allowed", around));
    }
    let readable = |n: &f64| n.is_finite() && n.abs() < MOST && (*n - limit) * sign >= 0.0;
    list.into_iter()
        .filter(|(_, n)| readable(n))
        .map(|(about, n)| Broken::whole(about, value(n)))
        .collect()
}

/// A limit in words, for the reasons.
fn too_large(limit: f64) -> String {
    format!("numbers beyond {limit} cannot be told apart by readers of JSON")
}
