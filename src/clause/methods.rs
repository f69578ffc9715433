//! Other methods on the path of a request that makes something: they make nothing, whatever they
//! are answered with, and what asks for an id that nobody gave out finds nothing.

use super::judge::{self, Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Raw, Scope, Stimulus, Wanted};
use crate::contract::StatusSet;
use crate::exchange::{Response, Step, Taken};
use crate::wire;

/// Clauses of operations whose successes make something that can be told.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    if operation.makes() {
        clauses.push(scope.clause(
            "implied/other-methods".into(),
            "no other method on the path makes what POST makes".into(),
            Cited::implied("", &operation.at),
            Stimulus::Raw(Raw::OtherMethods),
            Check::NothingMade,
        ));
    }
    let resource = operation.resource.as_ref();
    let mut add = |name: &str, duty: &str, raw| {
        let refused = Wanted::Refused(vec![StatusSet::Class(4), StatusSet::Exact(501)]);
        clauses.push(scope.clause(
            format!("implied/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Raw(raw),
            Check::Outcomes(vec![Outcome::new(refused)]),
        ));
    };
    if resource.is_some_and(|r| r.read.is_some()) {
        add(
            "unknown-read",
            "reading by an id that nobody gave out finds nothing",
            Raw::UnknownRead,
        );
    }
    if resource.is_some_and(|r| r.delete.is_some()) {
        add(
            "unknown-deleted",
            "deleting by an id that nobody gave out finds nothing",
            Raw::UnknownDeleted,
        );
    }
    clauses.extend(on_one(scope));
    clauses
}

/// The clause about other methods on the path of one thing, which no page speaks of: whatever they do,
/// they do not bring the server down.
fn on_one(scope: &Scope<'_>) -> Option<Clause> {
    let operation = scope.operation;
    let resource = operation.resource.as_ref()?;
    resource.read.as_ref()?;
    let not_there = Wanted::Refused(vec![StatusSet::Exact(501)]);
    Some(scope.clause(
        "implied/resource-methods".into(),
        "other methods on the path of one thing do not bring the server down".into(),
        Cited::implied("", &operation.at),
        Stimulus::Raw(Raw::ResourceMethods),
        Check::Outcomes(vec![Outcome::new(Wanted::NoFault), Outcome::new(not_there)]),
    ))
}

/// None of the answers before the last one tells of something that was made, and the last request,
/// which asks for the same, is accepted.
pub(super) fn judge(seen: &Seen<'_>, readings: &mut Vec<(String, String)>) -> Judgement {
    let mut told = Vec::new();
    for taken in seen.taken {
        let Some(Step::Raw(request)) = seen.case.steps.get(taken.step) else {
            continue;
        };
        let answer = taken.exchanges.first().map(|e| &e.answer);
        let Some(Ok(response)) = answer else { continue };
        told.push(format!("{} {}", request.method, response.status));
        if response.status >= 500 && !matches!(response.status, 501 | 503 | 505) {
            return Judgement::broken(
                format!("an answer below 500 to {}, or 501", request.method),
                format!("status {}", response.status),
                (taken.step, 0),
            );
        }
        if tells_of_a_thing(seen, response) {
            return Judgement::broken(
                format!("nothing made by {}", request.method),
                format!("{} answered with what a success holds", request.method),
                (taken.step, 0),
            );
        }
        if request.method == "HEAD" && matches!(response.status, 201 | 202) {
            return Judgement::broken(
                "nothing made by HEAD".into(),
                format!("status {}", response.status),
                (taken.step, 0),
            );
        }
    }
    let sent = |t: &&Taken| matches!(seen.case.steps.get(t.step), Some(Step::Send(_)));
    let Some(last) = seen.taken.iter().rev().find(sent) else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let accepted = [Outcome::new(Wanted::Accepted)];
    told.dedup();
    let tell = |b: Box<Broken>| {
        Box::new(Broken {
            got: format!("{} after {}", b.got, told.join(", ")),
            ..*b
        })
    };
    match judge::by_outcomes(&accepted, seen, last, 0, readings) {
        Judgement::Broken(b) => Judgement::Broken(tell(b)),
        Judgement::Retry(b) => Judgement::Retry(tell(b)),
        other => other,
    }
}

/// Whether an answer is one that only something made draws: with every member that successes must
/// have, where the body tells a success, else with the status of a creation.
fn tells_of_a_thing(seen: &Seen<'_>, response: &Response) -> bool {
    if response.status == 201 {
        return true;
    }
    if seen.operation.success.is_none() || !seen.is_success(response) {
        return false;
    }
    let Ok(body) = wire::body(seen.operation, response) else {
        return false;
    };
    let members = seen.operation.answer_members().iter();
    let mut demanded = members.filter(|p| p.required).peekable();
    demanded.peek().is_some() && demanded.all(|p| body.value.get(&p.name).is_some())
}
