//! Ids that nobody made, of the shape of those that somebody did.

use serde_json::Value;

use super::{Kit, Maker, Skip, single};
use crate::exchange::{Case, Step};
use crate::rule::holds;

/// How many are tried.
const MANY: usize = 3;

pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, at: &str) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    let Some(known) = kit.standing(at) else {
        return Err(Skip::profile(
            "nothing is known to exist that the place could name, so a refusal would show nothing",
        ));
    };
    let mut list: Vec<Case> = Vec::new();
    for _ in 0..MANY {
        let Some(id) = unknown(maker, at, &known) else {
            continue;
        };
        let mut message = message.clone();
        message.set(at, Some(id.clone()));
        let fits = kit.proves(&message, &maker.settings.writing, &[]);
        let case = single(format!("the unknown id {id}"), Step::Send(message));
        if fits && !list.iter().any(|c| c.about == case.about) {
            list.push(case);
        }
    }
    match list.is_empty() {
        true => Err(Skip::idle("every id that could be sent may exist")),
        false => Ok(list),
    }
}

/// An id that differs from a known one and is of its shape: so many digits, or letters where it has some.
pub(super) fn unknown(maker: &mut Maker<'_, '_, '_>, at: &str, known: &Value) -> Option<Value> {
    let kit: &Kit<'_> = maker.kit;
    let schema = kit.operation.schema_at(at)?;
    let fits = |v: &Value| v != known && holds(&schema.json, v, &schema.shared);
    if let Value::Number(_) = known {
        let most = schema.maximum.map_or(i64::from(i32::MAX), |m| m as i64);
        let most = most.min(i64::from(i32::MAX));
        let least = (most / 2).max(schema.minimum.map_or(1, |m| m as i64));
        // A short range may be in use to its end.
        let id = maker.dice.draw(least..=most).filter(|_| most > 1_000)?;
        return Some(id.into()).filter(fits);
    }
    let known = known.as_str()?;
    let number = !known.is_empty() && known.bytes().all(|b| b.is_ascii_digit());
    if number {
        let id: i64 = maker.dice.draw(1_000_000_000..=i64::from(i32::MAX))?;
        return Some(id.to_string().into()).filter(fits);
    }
    let all = restored(known, changed(maker, known, false));
    let digits = changed(maker, known, true);
    let more: i64 = maker.dice.draw(10_000_000_i64..=99_999_999)?;
    // Too few characters that differ: somebody may have it.
    let sure = |text: &String| {
        known
            .chars()
            .zip(text.chars())
            .filter(|(a, b)| a != b)
            .count()
            >= 4
    };
    let tried = [
        Some(all).filter(sure),
        Some(digits.clone()).filter(sure),
        Some(format!("{known}{}", maker.dice.letters(8))),
        Some(format!("{digits}{more}")),
    ];
    let mut tried = tried.into_iter().flatten().map(Value::from);
    tried.find(fits)
}

/// The text with other digits, and with other letters unless digits alone are wanted.
fn changed(maker: &mut Maker<'_, '_, '_>, known: &str, only_digits: bool) -> String {
    let mut other = |first: u8, many: usize| char::from(first + maker.dice.below(many) as u8);
    let changed = known.chars().map(|c| match c {
        '0'..='9' => other(b'0', 10),
        _ if only_digits => c,
        'a'..='f' => other(b'a', 6),
        'g'..='z' => other(b'g', 20),
        'A'..='F' => other(b'A', 6),
        'G'..='Z' => other(b'G', 20),
        c => c,
    });
    changed.collect()
}

/// The digits of a UUID that say how it was made stay as they were.
fn restored(known: &str, text: String) -> String {
    let hyphens: Vec<usize> = known.match_indices('-').map(|(at, _)| at).collect();
    if known.len() != 36 || hyphens != [8, 13, 18, 23] {
        return text;
    }
    let keep = |at: usize| at == 14 || at == 19;
    let both = known.chars().zip(text.chars()).enumerate();
    both.map(|(at, (old, new))| if keep(at) { old } else { new })
        .collect()
}
