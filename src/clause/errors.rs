//! The exact status and code for the exact rule that was broken: one clause for each thing that
//! an `x-errors` entry says provokes it.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Then, Wanted, slug, words};
use crate::contract::{Cause, ErrorRule, Operation, Response, StatusSet, When};

/// One clause for each `when` of each code.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    for (response, rule) in operation.errors() {
        // What any broken rule draws is the outcome of the clauses about each rule.
        for when in rule.when.iter().filter(|w| w.cause != Cause::Any) {
            let (name, stimulus) = what(scope, when);
            clauses.push(scope.clause(
                format!("{}/{name}", family(response, rule)),
                rule.duty.clone(),
                Cited::documented(&rule.source, &when.at),
                stimulus,
                match when.also {
                    Some(_) => Check::Either(outcomes(operation, response, rule, when)),
                    None => Check::Outcomes(outcomes(operation, response, rule, when)),
                },
            ));
        }
    }
    clauses
}

/// Every outcome allowed for one cause of one code.
pub(super) fn outcomes(
    operation: &Operation,
    response: &Response,
    rule: &ErrorRule,
    when: &When,
) -> Vec<Outcome> {
    let mut own = Outcome::new(wanted(operation, response, rule));
    own.reading = when.reading.clone();
    let reading = when.reading.as_ref().map(|(id, _)| id.as_str());
    std::iter::once(own)
        .chain(when.or.iter().map(|a| Outcome::listed(a, reading)))
        .collect()
}

/// The documented error itself.
pub(super) fn wanted(operation: &Operation, response: &Response, rule: &ErrorRule) -> Wanted {
    // JSA-08: a code may be missing where the status belongs to one row only.
    let alone = operation
        .errors()
        .filter(|(r, _)| r.status == response.status)
        .count()
        == 1
        && response.status != crate::contract::StatusSet::Any;
    Wanted::Error {
        status: response.status,
        code: rule.code.clone(),
        alone,
    }
}

/// Whether a clause is about an entry: it provokes the code, or breaks a rule that draws it as any does.
pub fn is_about(
    clause: &Clause,
    operation: &Operation,
    answer: &Response,
    rule: &ErrorRule,
) -> bool {
    if clause.operation != operation.id {
        return false;
    }
    let own = clause.id.splitn(3, '/').nth(2);
    let family = format!("{}/", family(answer, rule));
    own.is_some_and(|name| name.starts_with(&family)) || draws(clause, answer, rule)
}

/// Whether a clause breaks one rule and waits for the code first of all.
fn draws(clause: &Clause, answer: &Response, rule: &ErrorRule) -> bool {
    let Check::Outcomes(outcomes) = &clause.check else {
        return false;
    };
    let waits = |o: &Outcome| {
        matches!(&o.wanted, Wanted::Error { status, code, .. }
            if *status == answer.status && *code == rule.code)
    };
    matches!(clause.stimulus, Stimulus::Breaks { .. }) && outcomes.first().is_some_and(waits)
}

/// The family of a code: its status and itself, or itself alone where the status is free.
fn family(response: &Response, rule: &ErrorRule) -> String {
    match response.status {
        StatusSet::Any => words::word(&rule.code.to_string()),
        status => format!(
            "{}-{}",
            slug(&status.to_string()),
            words::word(&rule.code.to_string())
        ),
    }
}

fn what(scope: &Scope<'_>, when: &When) -> (String, Stimulus) {
    let base = when.base.clone();
    match &when.cause {
        Cause::Breaks { keyword, at, with } => (
            format!("{}.{}", scope.word(at), with.as_deref().unwrap_or(keyword)),
            Stimulus::Breaks {
                keyword: keyword.clone(),
                at: at.clone(),
                with: with.clone(),
                base,
            },
        ),
        Cause::Fixture { name, at } => (
            format!("{}.{}", scope.word(at), words::word(name)),
            Stimulus::Fixture {
                name: name.clone(),
                at: at.clone(),
                base,
            },
        ),
        Cause::Unknown { at, .. } => (
            format!("{}.unknown", scope.word(at)),
            match when.also.clone() {
                Some(also) => Stimulus::UnknownTwice {
                    at: at.clone(),
                    base,
                    also,
                },
                None => Stimulus::Unknown {
                    at: at.clone(),
                    base,
                },
            },
        ),
        Cause::Any => ("any".to_owned(), Stimulus::Never(String::new())),
        Cause::Untested(reason) => ("untested".to_owned(), Stimulus::Never(reason.clone())),
        Cause::State { name, params } => (
            words::word(name),
            Stimulus::State {
                name: name.clone(),
                params: params.clone(),
                then: Then::Create,
            },
        ),
    }
}
