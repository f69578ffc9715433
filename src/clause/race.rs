//! Equal requests at the same moment: one success, and documented conflicts for the rest.

use super::judge::{self, Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, errors, outcome};
use crate::contract::{Cause, Operation, Schema};
use crate::exchange::{Response, Taken, below};
use crate::wire;

/// How many requests race.
pub const RUNNERS: usize = 8;

/// A race with one name, when names are unique; a race for one thing that a success keeps busy.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    let by_name = by_name(operation);
    let by_busy = by_busy(operation);
    if !by_name.is_empty() {
        clauses.push(scope.clause(
            "race/name".into(),
            format!("of {RUNNERS} identical requests at once one is accepted, the rest draw a documented conflict"),
            Cited::documented(&operation.source, &operation.at),
            Stimulus::Race { same: true },
            Check::Race { conflicts: [by_name, by_busy.clone()].concat() },
        ));
    }
    if let (false, Some(occupies)) = (by_busy.is_empty(), &operation.occupies) {
        let busy = scope.busy(occupies);
        clauses.push(scope.clause(
            format!("race/{}", busy),
            format!("of {RUNNERS} requests at once for one {} one is accepted, the rest draw the documented conflict",
                busy),
            Cited::documented(&occupies.source, &operation.at),
            Stimulus::Race { same: false },
            Check::Race { conflicts: by_busy },
        ));
    }
    if operation.resource.is_some() || !fresh(operation).is_empty() {
        clauses.push(scope.clause(
            "race/ids".into(),
            "things that are made at the same moment have ids of their own".into(),
            Cited::implied(&operation.source, &operation.at),
            Stimulus::Together,
            Check::OwnIds,
        ));
    }
    clauses
}

/// Members of the answer that no two answers share, as pointers in which `*` stands for each entry.
pub(super) fn fresh(operation: &Operation) -> Vec<String> {
    let response = operation.success_response();
    let mut found = Vec::new();
    if let Some(media) = response.and_then(|r| r.media.first()) {
        unshared(&media.schema, "", &mut found);
    }
    found
}

fn unshared(schema: &Schema, at: &str, found: &mut Vec<String>) {
    if schema.ext.fresh {
        found.push(at.to_owned());
    }
    for property in &schema.properties {
        unshared(&property.schema, &below(at, &property.name), found);
    }
    if let Some(items) = &schema.items {
        unshared(items, &format!("{at}/*"), found);
    }
}

fn conflict(operation: &Operation, wanted: impl Fn(&Cause) -> bool) -> Vec<Outcome> {
    operation
        .errors()
        .filter(|(_, e)| e.when.iter().any(|w| wanted(&w.cause)))
        .map(|(r, e)| Outcome::new(errors::wanted(operation, r, e)))
        .collect()
}

/// What a value draws that is taken already.
pub(super) fn by_name(operation: &Operation) -> Vec<Outcome> {
    conflict(operation, |c| {
        matches!(c, Cause::State { params, .. }
        if params.iter().any(|(_, e)| matches!(e, crate::contract::Expr::Case { .. })))
    })
}

/// What a request for something draws that is busy.
pub(super) fn by_busy(operation: &Operation) -> Vec<Outcome> {
    let busy = operation.occupies.as_ref();
    let busy = busy.and_then(|o| crate::exchange::steps(&o.by).pop());
    conflict(operation, |c| {
        matches!(c, Cause::State { params, .. }
        if params.iter().any(|(n, _)| Some(n) == busy.as_ref()))
    })
}

/// Counts successes and looks at the rest.
///
/// Several successes of requests that differ in name are broken only when what they created was
/// seen busy at the same time: backups that finish at once may follow each other.
pub(super) fn judge(conflicts: &[Outcome], seen: &Seen<'_>) -> Judgement {
    let Some(race) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let expected = format!(
        "one success and {} times {}",
        race.exchanges.len().saturating_sub(1),
        outcome::in_words(conflicts)
    );
    let mut successes = Vec::new();
    let mut refused = Vec::new();
    for (i, exchange) in race.exchanges.iter().enumerate() {
        let shown = (race.step, i);
        let response = match judge::response(exchange, &expected, shown) {
            Ok(response) => response,
            Err(judgement) => return judgement,
        };
        if seen.is_success(response) {
            successes.push(i);
            continue;
        }
        match judge::by_outcomes(conflicts, seen, race, i, &mut Vec::new()) {
            Judgement::Held => refused.push(i),
            Judgement::Broken(mut b) => {
                b.expected = expected;
                return Judgement::Broken(b);
            }
            Judgement::Retry(mut b) => {
                b.expected = expected;
                return Judgement::Retry(b);
            }
            other => return other,
        }
    }
    let broken = |got: String, i: usize| {
        Judgement::Broken(Box::new(Broken {
            expected: expected.clone(),
            got,
            cause: String::new(),
            shown: (race.step, i),
        }))
    };
    match successes.as_slice() {
        [_] => Judgement::Held,
        [] => match refused.first() {
            Some(i) => Judgement::Retry(Box::new(Broken {
                expected: expected.clone(),
                got: "no success, a conflict for all".into(),
                cause: String::new(),
                shown: (race.step, *i),
            })),
            None => Judgement::Inconclusive("no request was sent".into()),
        },
        [_, second, ..] if seen.case.tag.as_deref() == Some("same") => {
            broken(format!("{} successes", successes.len()), *second)
        }
        [_, second, ..] => match busy_together(seen) {
            Some(n) if n > 1 => broken(
                format!(
                    "{} successes, {n} of them busy at the same time",
                    successes.len()
                ),
                *second,
            ),
            _ if successes.iter().all(|i| had_ended(seen, race, *i)) => Judgement::Unseen(format!(
                "{} were accepted, each of which had ended when it was answered",
                successes.len()
            )),
            _ => Judgement::Inconclusive(format!(
                "{} were accepted, but they were not seen busy at the same time: they may have ended at once",
                successes.len()
            )),
        },
    }
}

/// Whether the answer that tells of a created resource shows it idle already.
fn had_ended(seen: &Seen<'_>, race: &Taken, place: usize) -> bool {
    let Some(occupies) = &seen.operation.occupies else {
        return false;
    };
    let answer = race
        .exchanges
        .get(place)
        .and_then(|e| e.answer.as_ref().ok());
    let body = answer.and_then(|r| wire::parse_json(&r.body).ok());
    body.is_some_and(|b| {
        b.pointer(&occupies.at)
            .is_some_and(|status| !occupies.busy.contains(status))
    })
}

/// How many of the created resources the polls after the race showed busy.
fn busy_together(seen: &Seen<'_>) -> Option<usize> {
    let occupies = seen.operation.occupies.as_ref()?;
    let race = seen.subject()?;
    let polls = seen.taken.iter().filter(|t| t.step > race.step);
    Some(
        polls
            .filter(|t: &&Taken| {
                t.exchanges
                    .last()
                    .and_then(|e| e.answer.as_ref().ok())
                    .is_some_and(|r: &Response| {
                        wire::parse_json(&r.body)
                            .ok()
                            .and_then(|b| b.pointer(&occupies.at).cloned())
                            .is_some_and(|v| occupies.busy.contains(&v))
                    })
            })
            .count(),
    )
}
