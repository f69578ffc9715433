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
fn unknown(maker: &mut Maker<'_, '_, '_>, at: &str, known: &Value) -> Option<Value> {
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
    let mut text = String::new();
    for c in known.chars() {
        let new = match c {
            '0'..='9' => char::from(b'0' + maker.dice.below(10) as u8),
            'a'..='f' => char::from(b'a' + maker.dice.below(6) as u8),
            'g'..='z' => char::from(b'g' + maker.dice.below(20) as u8),
            'A'..='F' => char::from(b'A' + maker.dice.below(6) as u8),
            'G'..='Z' => char::from(b'G' + maker.dice.below(20) as u8),
            other => other,
        };
        text.push(new);
    }
    // Too few characters to be sure that nobody has it.
    let changed = known.chars().zip(text.chars()).filter(|(a, b)| a != b);
    let sure = changed.count() >= 4;
    let text = match sure {
        true => restored(known, text),
        false => format!("{text}{}", maker.dice.letters(8)),
    };
    Some(Value::from(text)).filter(fits)
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
