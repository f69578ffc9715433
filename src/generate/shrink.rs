//! Smaller cases that break the same rule, for a finding that is as small as can be.

use serde_json::Value;

use super::prove::Fault;
use super::{Kit, breaks};
use crate::clause::{Clause, Stimulus};
use crate::exchange::{Case, Message, Step};
use crate::wire::Writing;

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
        Stimulus::Valid(_) | Stimulus::Fixture { .. } | Stimulus::Unknown { .. } => Vec::new(),
        _ => return Vec::new(),
    };
    let keep: &str = match &clause.stimulus {
        Stimulus::Breaks { at, .. }
        | Stimulus::Fixture { at, .. }
        | Stimulus::Unknown { at, .. } => at,
        _ => "",
    };
    let mut list: Vec<Message> = Vec::new();
    // Leave out what need not be there.
    if let Some(Value::Object(map)) = &message.body {
        for name in map.keys() {
            let at = format!("/body/{name}");
            let required = kit
                .operation
                .body
                .as_ref()
                .and_then(|b| b.media.first())
                .and_then(|m| m.schema.property(name))
                .is_some_and(|p| p.required);
            if !required && at != keep {
                let mut less = message.clone();
                less.set(&at, None);
                list.push(less);
            }
        }
    }
    // Shorten the text that breaks the rule.
    if let Some(Value::String(text)) = message.get(keep) {
        let chars: Vec<char> = text.chars().collect();
        let mut lengths: Vec<usize> = std::iter::successors(Some(1), |n| Some(n * 2))
            .take_while(|n| *n < chars.len())
            .collect();
        if let Some(max) = kit.operation.schema_at(keep).and_then(|s| s.max_length) {
            lengths.push(max as usize + 1);
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
    let size = |m: &Message| m.body.as_ref().map_or(0, |b| b.to_string().len());
    let whole = size(message);
    // A text of nothing but blanks may be taken for an empty one, which is another rule.
    let blank = |m: &Message| {
        m.get(keep)
            .and_then(Value::as_str)
            .is_some_and(|t| !t.is_empty() && t.trim().is_empty())
    };
    list.retain(|m| size(m) < whole && !blank(m) && kit.proves(m, writing, &wanted));
    list.sort_by_key(size);
    list.dedup();
    list.into_iter()
        .map(|m| Case {
            steps: vec![Step::Send(m)],
            ..case.clone()
        })
        .collect()
}
