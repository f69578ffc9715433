//! Numbers: within their limits, on the grid of `multipleOf`, and such as their format holds.

use serde_json::Value;

use super::Instances;
use crate::rule::Facts;
use crate::rule::format::{self, Values};

/// Beyond these, readers of JSON may take one number for another.
const MOST: f64 = 9_007_199_254_740_991.0;
/// Numbers above the least one that are drawn from.
const ROOM: f64 = 1_000_000.0;

impl Instances<'_, '_> {
    pub(super) fn number(&mut self, facts: &Facts, whole: bool) -> Result<Value, String> {
        let of = |key: &str| facts.get(key).and_then(Value::as_f64);
        let (floor, most) = match facts.get("format").and_then(Value::as_str) {
            Some("float") => (-1e6, 1e6),
            Some(name) => held(name),
            None => (-MOST, MOST),
        };
        let low = either(of("minimum"), of("exclusiveMinimum"), f64::max);
        let high = either(of("maximum"), of("exclusiveMaximum"), f64::min);
        let (least, greatest) = (
            low.unwrap_or(floor).max(floor),
            high.unwrap_or(most).min(most),
        );
        let inside = |n: f64| {
            of("minimum").is_none_or(|l| n >= l)
                && of("maximum").is_none_or(|l| n <= l)
                && of("exclusiveMinimum").is_none_or(|l| n > l)
                && of("exclusiveMaximum").is_none_or(|l| n < l)
        };
        let step = match of("multipleOf").filter(|n| *n > 0.0) {
            Some(n) if whole && n.fract() != 0.0 => Some(whole_step(n)),
            Some(n) => Some(n),
            None if whole => Some(1.0),
            None => None,
        };
        let made = match step {
            Some(step) => {
                let (mut first, mut last) = ((least / step).ceil(), (greatest / step).floor());
                if !inside(round(first * step)) {
                    first += 1.0;
                }
                if !inside(round(last * step)) {
                    last -= 1.0;
                }
                if first > last {
                    return Err("no number is within the limits".to_owned());
                }
                let near = (1.0 / step).ceil().clamp(first, last);
                let n = match self.plain {
                    true => near,
                    false => {
                        let start = if low.is_none() { near } else { first };
                        let room = (last - start).min(ROOM) as usize;
                        start + self.dice.below(room + 1) as f64
                    }
                };
                round(n * step)
            }
            None if self.plain && inside(1.0) => 1.0,
            // Off its bounds, which have requests of their own.
            None if self.plain && low.is_some() && inside(least + 1.0) => least + 1.0,
            None => {
                let end = greatest.min(least + ROOM);
                let start = if low.is_none() && high.is_none() {
                    0.0
                } else {
                    least.max(end - ROOM)
                };
                let part = match self.plain {
                    true => 0.5,
                    false => (1.0 + self.dice.below(998) as f64) / 1_000.0,
                };
                let n = start + (end - start) * part;
                let short = (n * 1_000.0).round() / 1_000.0;
                if inside(short) { short } else { n }
            }
        };
        Ok(value(made))
    }
}

/// The numbers that a format holds, as far as all readers of JSON tell them apart.
fn held(format: &str) -> (f64, f64) {
    match format::find(format).map(|f| &f.values) {
        Some(Values::Number(n)) => ((n.least as f64).max(-MOST), (n.most as f64).min(MOST)),
        _ => (-MOST, MOST),
    }
}

fn either(a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    }
}

/// The least whole number that is a multiple of a fraction, as far as one is found.
fn whole_step(step: f64) -> f64 {
    let found = (1..=10_000)
        .map(|n| f64::from(n) * step)
        .find(|n| (n - n.round()).abs() < 1e-9);
    found.map_or(1.0, f64::round)
}

/// Without what a machine adds to fractions.
fn round(n: f64) -> f64 {
    match n.abs() < 1e5 {
        true => (n * 1e10).round() / 1e10,
        false => n,
    }
}

fn value(n: f64) -> Value {
    match n.fract() == 0.0 && n.abs() <= MOST {
        true => (n as i64).into(),
        false => n.into(),
    }
}
