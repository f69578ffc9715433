//! What came of a request that words forbid: a refusal as they say, and nothing else.

use serde_json::Value;

use super::phrase::is_code;
use super::{Breach, RENEWED, Said};
use crate::clause::answer::short;
use crate::clause::judge::{self, Judgement, Seen};
use crate::clause::{Clause, Stimulus};
use crate::contract::Code;
use crate::exchange::Response;
use crate::wire;

/// How deep a code may stand in an answer.
const DEEPEST: usize = 4;

/// Judges what came of a request that words forbid.
pub(in crate::clause) fn judge(said: &Said, clause: &Clause, seen: &Seen<'_>) -> Judgement {
    if let Stimulus::Worded(breach) = &clause.stimulus {
        match &**breach {
            Breach::Fixed { at, .. } => return fixed(said, at, seen),
            Breach::Twice(_) if !first_made(seen) => {
                return Judgement::Unseen("the first one was refused".into());
            }
            _ => {}
        }
    }
    if matches!(clause.stimulus, Stimulus::Below(_)) && !second_made(seen) {
        return Judgement::Unseen("nothing was made that names it".into());
    }
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let shown = (taken.step, 0);
    let Some(exchange) = taken.exchanges.first() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let response = match judge::response(exchange, &said.in_words(), shown) {
        Ok(response) => response,
        Err(judgement) => return judgement,
    };
    let twice = matches!(&clause.stimulus, Stimulus::Worded(b) if matches!(**b, Breach::Twice(_)));
    match response.status {
        200 | 204 if twice => Judgement::Unseen("it may be the one that was made before".into()),
        202 => Judgement::Unseen("answered 202: it may be refused later".into()),
        200..=299 if said.code_alone => Judgement::Unseen("it was accepted".into()),
        200..=299 => Judgement::broken(
            said.in_words(),
            format!("status {}", response.status),
            shown,
        ),
        _ => match refused(said, seen, response, shown) {
            Judgement::Broken(broken) if seen.case.tag.as_deref() == Some(RENEWED) => {
                Judgement::Unseen(format!("{}: it may be about another text", broken.got))
            }
            Judgement::Broken(broken) if of_other_type(clause, seen) => {
                Judgement::Unseen(format!("{}: the value is of another type, too", broken.got))
            }
            judged => judged,
        },
    }
}

/// Whether a value that breaks a limit or a list is of none of the types there.
fn of_other_type(clause: &Clause, seen: &Seen<'_>) -> bool {
    let Stimulus::Breaks { keyword, at, .. } = &clause.stimulus else {
        return false;
    };
    let sent = seen.subject().and_then(|t| seen.message(t.step)?.get(at));
    let schema = seen.operation.schema_at(at);
    let (Some(sent), Some(schema)) = (sent, schema) else {
        return keyword != "required";
    };
    let text = at.starts_with("/query") || sent.is_string() && schema.allows("string");
    let number = sent.is_number() && (schema.allows("number") || schema.allows("integer"));
    !matches!(keyword.as_str(), "required" | "type") && !text && !number
}

fn second_made(seen: &Seen<'_>) -> bool {
    let second = seen.taken.iter().find(|t| t.step == 1);
    let answer = second.and_then(|t| t.exchanges.first()).map(|e| &e.answer);
    matches!(answer, Some(Ok(r)) if matches!(r.status, 200 | 201))
        && seen.taken.iter().any(|t| t.step == 2)
}

fn first_made(seen: &Seen<'_>) -> bool {
    let first = seen.taken.first().and_then(|t| t.exchanges.first());
    first.is_some_and(|e| matches!(&e.answer, Ok(r) if r.status == 201))
}

/// A refusal: with the status, and no other code than the one that is named.
pub(in crate::clause) fn refused(
    said: &Said,
    seen: &Seen<'_>,
    response: &Response,
    shown: (usize, usize),
) -> Judgement {
    let found = found(response, said);
    let status = response.status;
    let listed = seen
        .operation
        .responses
        .iter()
        .any(|r| r.status.contains(status));
    match (&found[..], &said.code) {
        ([one], Some(code)) if one == code && status == said.status => Judgement::Held,
        ([one], Some(code)) if one == code && (400..500).contains(&status) => {
            let got = format!("status {status} with code {code}");
            Judgement::broken(said.in_words(), got, shown)
        }
        ([one], Some(_)) if status == said.status && said.other.contains(one) => {
            let got = format!(
                "status {status} with code {}",
                short(&one.to_string().into())
            );
            Judgement::broken(said.in_words(), got, shown)
        }
        ([], _) | (_, None) if status == said.status => Judgement::Held,
        _ if listed => Judgement::Unseen(format!("status {status}, which may have another reason")),
        _ => Judgement::Unseen(format!("status {status}")),
    }
}

/// The codes of an answer that are known, where they are called codes.
fn found(response: &Response, said: &Said) -> Vec<Code> {
    let mut all = Vec::new();
    if let Ok(body) = wire::free_body(response) {
        gather(&body, DEEPEST, &mut |code| {
            let known = said
                .code
                .iter()
                .chain(&said.also)
                .chain(&said.other)
                .any(|c| *c == code);
            if known && !all.contains(&code) {
                all.push(code);
            }
        });
    }
    all
}

fn gather(value: &Value, depth: usize, see: &mut impl FnMut(Code)) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                match Code::of(inner).filter(|_| is_code(name)) {
                    Some(code) => see(code),
                    None => gather(inner, depth, see),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|v| gather(v, depth, see)),
        _ => {}
    }
}

/// What stays as it is takes one value at most.
fn fixed(said: &Said, at: &str, seen: &Seen<'_>) -> Judgement {
    let mut taken: Vec<&Value> = Vec::new();
    let mut refused = false;
    for one in seen.taken {
        let Some(Ok(response)) = one.exchanges.last().map(|e| e.answer.as_ref()) else {
            continue;
        };
        let Some(value) = seen.message(one.step).and_then(|m| m.get(at)) else {
            continue;
        };
        match response.status {
            200 | 201 | 204 if !taken.contains(&value) => taken.push(value),
            status => refused |= status == said.status,
        }
        if let [first, second] = taken[..] {
            let got = format!("success with {} and with {}", short(first), short(second));
            return Judgement::broken(said.in_words(), got, (one.step, 0));
        }
    }
    match refused && taken.len() == 1 {
        true => Judgement::Held,
        false => Judgement::Unseen("no value of it was accepted beside another one".into()),
    }
}
