//! Members of an answer that go with what was asked for: the number of a thing that the request names.

use serde_json::Value;

use super::answer::{same, short, word};
use super::{Broken, Check, Cited, Clause, Judgement, Scope, Seen, Stimulus, Valid, Words};
use crate::contract::Schema;
use crate::exchange::below;
use crate::wire;

/// What a member of the answer goes with.
#[derive(Debug, Clone)]
pub struct Tied {
    /// Pointer of the member in the answer.
    pub member: String,
    /// Place in the request.
    pub from: String,
    /// Values of the member, and what the request holds then.
    pub pairs: Vec<(Value, Value)>,
    /// Fixtures that go together in the same way: the member's, and the request's.
    pub fixtures: Option<(String, String)>,
}

/// One clause for each `x-goes-with` of an answer, which names a place of the request.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let response = scope.operation.success_response();
    let Some(media) = response.and_then(|r| r.media.first()) else {
        return Vec::new();
    };
    let called = Words::of_answer(&media.schema);
    let mut found = Vec::new();
    find(&media.schema, "", &mut found);
    let clauses = found.into_iter().filter_map(|(member, schema)| {
        let (from, pairs) = schema.ext.goes_with.clone()?;
        let asked = scope.operation.schema_at(&from)?;
        let own = schema.ext.fixture.clone();
        let fixtures = own.zip(asked.ext.fixture.clone());
        let mut others: Vec<Value> = Vec::new();
        for (_, value) in &pairs {
            if !others.contains(value) {
                others.push(value.clone());
            }
        }
        let tied = Tied {
            member,
            from,
            pairs,
            fixtures,
        };
        Some(scope.clause(
            format!("echo/{}", called.of(&tied.member)),
            format!(
                "{} in the answer goes with the {} that was asked for",
                word(&tied.member),
                scope.word(&tied.from)
            ),
            Cited::implied(&schema.source, &schema.at),
            match others.is_empty() {
                false => Stimulus::Valid(Valid::EachOf(tied.from.clone(), others)),
                true => Stimulus::Successes,
            },
            Check::Tied(tied.into()),
        ))
    });
    clauses.collect()
}

fn find<'s>(schema: &'s Schema, at: &str, found: &mut Vec<(String, &'s Schema)>) {
    for property in &schema.properties {
        let at = below(at, &property.name);
        let goes_with = property.schema.ext.goes_with.as_ref();
        if goes_with.is_some_and(|(from, _)| from.starts_with('/')) {
            found.push((at.clone(), &property.schema));
        }
        find(&property.schema, &at, found);
    }
}

/// Judges every success of a case that shows the member.
pub(super) fn judge(tied: &Tied, seen: &Seen<'_>) -> Judgement {
    let mut shown = false;
    for taken in seen.taken {
        let asked = seen.message(taken.step).and_then(|m| m.get(&tied.from));
        let wanted = asked.and_then(|value| wanted(tied, value, seen));
        let (Some(wanted), Some(exchange)) = (wanted, taken.exchanges.first()) else {
            continue;
        };
        let response = match &exchange.answer {
            Ok(response) if seen.is_success(response) => response,
            _ => continue,
        };
        let Ok(body) = wire::body(seen.operation, response) else {
            continue;
        };
        let Some(got) = body.value.pointer(&tied.member) else {
            continue;
        };
        if !same(got, &wanted) {
            return Judgement::Broken(Box::new(Broken {
                expected: format!("`{}` of {}", word(&tied.member), short(&wanted)),
                got: short(got),
                cause: String::new(),
                shown: (taken.step, 0),
            }));
        }
        shown = true;
    }
    match shown {
        true => Judgement::Held,
        false => Judgement::Unseen(format!("no answer shows {}", word(&tied.member))),
    }
}

/// What the member is to be for what was asked for.
fn wanted(tied: &Tied, asked: &Value, seen: &Seen<'_>) -> Option<Value> {
    let pair = tied.pairs.iter().find(|(_, value)| value == asked);
    if let Some((own, _)) = pair {
        return Some(own.clone());
    }
    let (own, other) = tied.fixtures.as_ref()?;
    let known = (seen.fixture)(other).is_some_and(|value| value == *asked);
    (seen.fixture)(own).filter(|_| known)
}
