//! Where the code stands in the errors of a server.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ask::Answer;
use crate::contract::ErrorPlace;

/// Names that codes have, the most telling first.
const NAMES: &[&str] = &[
    "code",
    "errorcode",
    "error_code",
    "errcode",
    "errno",
    "error",
    "type",
    "reason",
    "key",
    "id",
    "name",
    "title",
];
/// Names of what is for people, or of one request alone.
const OTHERS: &[&str] = &[
    "message",
    "description",
    "detail",
    "details",
    "timestamp",
    "time",
    "path",
    "instance",
    "trace",
    "traceid",
    "requestid",
    "request_id",
    "status",
];

/// The pointer of the code in the refusals of rules, each rule with its answers.
///
/// # Errors
/// In words: no refusal has a body, or no member of it holds the same twice.
pub fn place_of_code(rules: &[&[Answer]]) -> Result<String, &'static str> {
    let refused = |a: &&Answer| a.status.is_some_and(|s| s >= 400);
    let all: Vec<&Answer> = rules
        .iter()
        .flat_map(|answers| answers.iter())
        .filter(refused)
        .collect();
    if all.is_empty() {
        return Err("the server refuses nothing, so there is no code to be learnt");
    }
    let told: Vec<&Answer> = all
        .iter()
        .copied()
        .filter(|a| !a.scalars.is_empty())
        .collect();
    if told.is_empty() {
        return Err("no refusal has a body in JSON or XML, so there is no code to be learnt");
    }
    let mut candidates: BTreeMap<&str, Candidate> = BTreeMap::new();
    for answer in &told {
        for (at, value) in &answer.scalars {
            let candidate = candidates.entry(at).or_default();
            candidate.count += 1;
            candidate.values.insert(value.to_string());
            let is_status = value.as_u64() == answer.status.map(u64::from);
            candidate.other |=
                !may_be(value) || name_of(at).is_some_and(|n| OTHERS.contains(&n.as_str()));
            candidate.statuses += usize::from(is_status);
        }
    }
    let mut unstable = false;
    for answers in rules {
        let first = answers.iter().find(|a| a.request == 0);
        let again = answers.iter().rev().find(|a| a.request == 0);
        if let (Some(first), Some(again)) = (first, again) {
            for (at, candidate) in &mut candidates {
                if first.status == again.status && first.at(at) != again.at(at) {
                    unstable |= !candidate.other;
                    candidate.changes = true;
                }
            }
        }
    }
    let best = candidates
        .iter()
        .filter(|(_, c)| !c.other && !c.changes && c.statuses < c.count && c.count * 2 > told.len())
        .filter(|(at, c)| c.values.len() > 1 || rank(at) < 8)
        .min_by_key(|(at, c)| (rank(at), std::cmp::Reverse(c.count), at.len()));
    match best {
        Some((at, _)) => Ok((*at).to_owned()),
        None if unstable => Err(
            "the server gives another code each time that the same request is sent, so that none can be learnt",
        ),
        None => Err("no member of the refusals looks like a code"),
    }
}

/// The place that a contract declares, and no other; nothing where it declares none, or leaves it open.
///
/// # Errors
/// In words: no refusal holds anything there.
pub(super) fn declared(place: &ErrorPlace, rules: &[&[Answer]]) -> Option<Result<String, String>> {
    let headers = place.headers.iter();
    let headers = headers.map(|name| format!("header: {}", name.to_ascii_lowercase()));
    let all: Vec<String> = place.at.iter().cloned().chain(headers).collect();
    if all.is_empty() || place.reading.is_some() || place.prefix {
        return None;
    }
    // A path of XML may begin with the root, which is none of the pointers here.
    let below = |at: &str| {
        at.match_indices('/')
            .nth(1)
            .map(|(end, _)| at[end..].to_owned())
    };
    let spelt = all.iter().flat_map(|at| [Some(at.clone()), below(at)]);
    let holds = |at: &String| rules.iter().copied().flatten().any(|a| a.at(at).is_some());
    Some(match spelt.flatten().find(holds) {
        Some(at) => Ok(at),
        None => Err(format!(
            "no refusal holds anything at {}, where the contract says that the code stands",
            all.join(" or ")
        )),
    })
}

#[derive(Debug, Default)]
struct Candidate {
    count: usize,
    values: BTreeSet<String>,
    /// Whether it is no code by its name or its value.
    other: bool,
    /// Whether it differs between two answers to one request.
    changes: bool,
    /// How often it was the status itself.
    statuses: usize,
}

/// Whether a value may be a code: a whole number, or a word.
fn may_be(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_i64() || number.is_u64(),
        Value::String(text) => {
            let plain = |c: char| c.is_alphanumeric() || "_-.:/#".contains(c);
            !text.is_empty() && text.len() < 100 && text.chars().all(plain)
        }
        _ => false,
    }
}

fn name_of(at: &str) -> Option<String> {
    let last = at.rsplit('/').find(|step| step.parse::<usize>().is_err())?;
    Some(last.to_ascii_lowercase())
}

fn rank(at: &str) -> usize {
    let name = name_of(at).unwrap_or_default();
    let exact = NAMES.iter().position(|n| *n == name);
    exact.unwrap_or(match name.ends_with("code") {
        true => 1,
        false => NAMES.len(),
    })
}
