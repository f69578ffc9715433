//! States end with their teardown, and what they keep busy is no more than the documents say.

use super::judge::{self, Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Then, Wanted, errors, race, words};
use crate::contract::Cause;
use crate::exchange::{Response, Step};
use crate::wire;

/// For each state that provokes a code: after it, the same request is accepted; and when it keeps
/// one thing busy, a request for another is accepted meanwhile.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    for (response, rule) in operation.errors() {
        for when in &rule.when {
            let Cause::State { name, params } = &when.cause else {
                continue;
            };
            // A name that is taken stays taken: the same request cannot succeed afterwards
            // unless the state's teardown takes the name away, which no page speaks of.
            let lasts = params
                .iter()
                .all(|(_, e)| !matches!(e, crate::contract::Expr::Case { .. }));
            let state = |then| Stimulus::State {
                name: name.clone(),
                params: params.clone(),
                then,
            };
            if lasts {
                clauses.push(scope.clause(
                    format!("state/{}.recovers", words::word(name)),
                    format!(
                        "once {} no longer holds, the same request is accepted",
                        quoted(name)
                    ),
                    Cited::documented(&rule.source, &when.at),
                    state(Then::Recover),
                    Check::Outcomes(vec![scope.accepted()]),
                ));
                clauses.push(scope.clause(
                    format!("state/{}.leaves-nothing", words::word(name)),
                    format!(
                        "a request that is refused while {} holds leaves nothing behind",
                        quoted(name)
                    ),
                    Cited::implied(&rule.source, &when.at),
                    state(Then::Again),
                    Check::LeavesNothing(errors::outcomes(operation, response, rule, when)),
                ));
            }
            if let Some(occupies) = &operation.occupies
                && params
                    .iter()
                    .any(|(n, _)| occupies.by.ends_with(&format!("/{n}")))
            {
                clauses.push(scope.clause(
                    format!("state/{}.other-{}", words::word(name), scope.busy(occupies)),
                    format!(
                        "while {} holds for one, a request for another is accepted",
                        quoted(name)
                    ),
                    Cited::documented(&occupies.source, &when.at),
                    state(Then::Elsewhere),
                    Check::Outcomes(vec![scope.accepted()]),
                ));
            }
        }
    }
    let busy = race::by_busy(operation);
    if let Some(occupies) = &operation.occupies
        && !busy.is_empty()
        && operation.bases.iter().filter(|b| !b.special).count() > 1
    {
        let word = scope.busy(occupies);
        clauses.push(scope.clause(
            format!("state/busy-{word}.other-base"),
            format!("what keeps a {word} busy stops requests of every kind for it"),
            Cited::documented(&occupies.source, &operation.at),
            Stimulus::OtherBase,
            Check::Busy(busy),
        ));
    }
    clauses
}

/// The second request, while the first one is busy: another refusal says nothing, as its own rules may
/// come first.
pub(super) fn judge_busy(
    busy: &[Outcome],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let mut sent = seen
        .taken
        .iter()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Send(_))));
    let (Some(first), Some(second)) = (sent.next(), sent.next()) else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let accepted = [Outcome::new(Wanted::Accepted)];
    match judge::by_outcomes(&accepted, seen, first, 0, readings) {
        Judgement::Held => {}
        Judgement::Broken(b) => {
            return Judgement::Unseen(format!("the first request was refused: {}", b.got));
        }
        other => return other,
    }
    let judged = judge::by_outcomes(busy, seen, second, 0, readings);
    let Judgement::Broken(broken) = judged else {
        return judged;
    };
    let answer = second.exchanges.first().map(|e| &e.answer);
    match answer {
        Some(Ok(r)) if seen.is_success(r) => {
            if still_busy(seen) {
                return Judgement::Broken(broken);
            }
            Judgement::Unseen("the first one had ended before the second was asked for".into())
        }
        Some(Ok(r)) if r.status < 500 => Judgement::Unseen(format!(
            "the second request draws a rule of its own: {}",
            broken.got
        )),
        _ => Judgement::Broken(broken),
    }
}

/// Whether the look at the end shows the first one busy.
fn still_busy(seen: &Seen<'_>) -> bool {
    let Some(occupies) = &seen.operation.occupies else {
        return false;
    };
    let last = seen
        .taken
        .last()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Poll { .. })));
    let answer = last.and_then(|t| t.exchanges.last()?.answer.as_ref().ok());
    let shows = |r: &Response| {
        let body = wire::parse_json(&r.body).ok()?;
        Some(occupies.busy.contains(body.pointer(&occupies.at)?))
    };
    answer.and_then(shows).unwrap_or(false)
}

/// Every request but the last draws what the state draws; the last one, after the state, is accepted.
pub(super) fn judge_again(
    outcomes: &[Outcome],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let sent: Vec<_> = seen
        .taken
        .iter()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Send(_))))
        .collect();
    let Some((last, during)) = sent.split_last() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    for (number, taken) in during.iter().enumerate() {
        match judge::by_outcomes(outcomes, seen, taken, 0, readings) {
            Judgement::Held => {}
            // What the first of them draws is a clause of its own.
            Judgement::Broken(b) | Judgement::Retry(b) if number == 0 => {
                return Judgement::Inconclusive(format!("the state was not told: {}", b.got));
            }
            other => return told(other, "once more"),
        }
    }
    let accepted = [Outcome::new(Wanted::Accepted)];
    let judged = judge::by_outcomes(&accepted, seen, last, 0, readings);
    told(judged, "after the state")
}

fn told(judgement: Judgement, when: &str) -> Judgement {
    let tell = |b: Box<Broken>| {
        Box::new(Broken {
            expected: format!("{}, {when}", b.expected),
            ..*b
        })
    };
    match judgement {
        Judgement::Broken(b) => Judgement::Broken(tell(b)),
        Judgement::Retry(b) => Judgement::Retry(tell(b)),
        other => other,
    }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}
