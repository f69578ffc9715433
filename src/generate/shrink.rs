//! Smaller cases that break the same rule, for a finding that is as small as can be.

use serde_json::Value;

use super::prove::Fault;
use super::{Kit, breaks};
use crate::clause::{Clause, Stimulus, Valid};
use crate::exchange::{Case, Message, Step};
use crate::rule;
use crate::wire::Writing;

/// Said behind what a case is: what it was drawn for may no longer be seen of it.
const SMALLER: &str = " (made smaller)";

/// Cases smaller than this one that still show what the clause is about, the smallest first.
pub fn smaller(kit: &Kit<'_>, clause: &Clause, case: &Case, writing: &Writing) -> Vec<Case> {
    let Some(message) = breaks::message(case) else {
        return Vec::new();
    };
    let wanted = match &clause.stimulus {
        Stimulus::Breaks { keyword, at, .. } => vec![Fault {
            at: at.clone(),
            keyword: keyword.clone(),
        }],
        Stimulus::Valid(_)
        | Stimulus::Text { .. }
        | Stimulus::Combinations
        | Stimulus::Fixture { .. }
        | Stimulus::Unknown { .. } => Vec::new(),
        _ => return Vec::new(),
    };
    let keep: &str = match &clause.stimulus {
        Stimulus::Breaks { at, .. }
        | Stimulus::Fixture { at, .. }
        | Stimulus::Unknown { at, .. }
        | Stimulus::Text { at, .. }
        | Stimulus::Valid(Valid::Value(at, _) | Valid::Pattern(at) | Valid::Limit { at, .. }) => at,
        _ => "",
    };
    let mut list: Vec<Message> = Vec::new();
    // Leave out what need not be there: all of it, half of it, each alone.
    let spare = spare(kit, message, keep);
    let half = spare.len() / 2;
    let parts = [&spare[..], &spare[..half], &spare[half..]];
    for part in parts.into_iter().chain(spare.chunks(1)) {
        let mut less = message.clone();
        for at in part {
            remove(&mut less, at);
        }
        list.push(less);
    }
    // Shorten the text that breaks the rule.
    if let Some(Value::String(text)) = message.get(keep) {
        let chars: Vec<char> = text.chars().collect();
        let mut lengths: Vec<usize> = std::iter::successors(Some(1), |n| Some(n * 2))
            .take_while(|n| *n < chars.len())
            .collect();
        if let Some(max) = kit.operation.schema_at(keep).and_then(|s| s.max_length) {
            lengths.push((max as usize).saturating_add(1));
        }
        for length in lengths.into_iter().filter(|n| *n < chars.len()) {
            let start = (chars.len() - length) / 2;
            for from in [0, start, chars.len() - length] {
                let mut less = message.clone();
                less.set(
                    keep,
                    Some(chars[from..from + length].iter().collect::<String>().into()),
                );
                list.push(less);
            }
        }
    }
    // What a format says of a text, no rule of a message shows.
    let format = kit.operation.schema_at(keep).and_then(|s| s.format.clone());
    let of_format = |m: &Message| {
        let (Some(format), true) = (&format, wanted.is_empty()) else {
            return true;
        };
        let value = m.get(keep);
        value == message.get(keep)
            || value.is_some_and(|v| rule::format::fits(format, v) == Some(true))
    };
    let size = |m: &Message| m.body.as_ref().map_or(0, |b| b.to_string().len());
    let whole = size(message);
    // A text of nothing but blanks may be taken for an empty one, which is another rule.
    let blank = |m: &Message| {
        m.get(keep)
            .and_then(Value::as_str)
            .is_some_and(|t| !t.is_empty() && t.trim().is_empty())
    };
    list.retain(|m| {
        size(m) < whole && !blank(m) && of_format(m) && kit.proves(m, writing, &wanted)
    });
    list.sort_by_key(size);
    list.dedup();
    list.into_iter()
        .map(|m| Case {
            about: match case.about.ends_with(SMALLER) {
                true => case.about.clone(),
                false => format!("{}{SMALLER}", case.about),
            },
            steps: vec![Step::Send(m)],
            ..case.clone()
        })
        .collect()
}

/// Places of a message that are neither required, nor given by a base, nor what it is about.
fn spare(kit: &Kit<'_>, message: &Message, keep: &str) -> Vec<String> {
    let mut leaves = Vec::new();
    if let Some(body) = &message.body {
        gather(body, "/body", &mut leaves);
    }
    let operation = kit.operation;
    let given = |at: &str| {
        let mut bases = operation.bases.iter().filter(|b| !b.special);
        bases.any(|b| b.set.iter().any(|(p, _)| p == at))
    };
    let required = |at: &str| {
        let Some((around, name)) = at.rsplit_once('/') else {
            return false;
        };
        let around = operation.schema_at(around);
        around.is_some_and(|s| s.property(name).is_some_and(|p| p.required))
    };
    leaves.retain(|at| at != keep && !given(at) && !required(at));
    leaves
}

fn gather(value: &Value, at: &str, leaves: &mut Vec<String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, inner) in map {
                let name = name.replace('~', "~0").replace('/', "~1");
                gather(inner, &format!("{at}/{name}"), leaves);
            }
        }
        _ if at == "/body" => {}
        _ => leaves.push(at.to_owned()),
    }
}

/// Takes a place away, and the objects around it that it leaves empty.
fn remove(message: &mut Message, at: &str) {
    message.set(at, None);
    let mut around = at.rsplit_once('/').map(|(around, _)| around);
    while let Some(place) = around.filter(|p| p.len() > "/body".len()) {
        let empty = matches!(message.get(place), Some(Value::Object(map)) if map.is_empty());
        if !empty {
            break;
        }
        message.set(place, None);
        around = place.rsplit_once('/').map(|(around, _)| around);
    }
}
