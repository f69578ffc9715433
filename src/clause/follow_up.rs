//! What a success makes possible: a request that names what was created is accepted afterwards.

use super::{Broken, Check, Cited, Clause, Judgement, Outcome, Scope, Seen, Stimulus, Wanted};
use crate::contract::{Operation, ProbeLevel, StatusSet};
use crate::exchange::{Response, Step, Taken};
use crate::wire::{self, Nature};

/// Tag of a case whose first request holds something special, which a target need not take.
pub const SPECIAL: &str = "special";

/// One clause for each entry of `x-then`.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let entries = scope.operation.then.iter().enumerate();
    entries
        .map(|(i, then)| {
            scope.clause(
                format!("then/{}", super::words::word(&then.name)),
                then.duty.clone(),
                match then.level {
                    ProbeLevel::Documented => Cited::documented(&then.source, &then.at),
                    ProbeLevel::Sample => Cited::sample(&then.source, &then.at),
                    ProbeLevel::Implied => Cited::implied(&then.source, &then.at),
                },
                Stimulus::FollowUp(i),
                match then.refused {
                    true => Check::FollowUpRefused,
                    false => Check::FollowUp(then.reading.clone()),
                },
            )
        })
        .collect()
}

/// The request that follows and its answer, given that the first was accepted.
fn followed<'s>(
    seen: &'s Seen<'_>,
    expected: &str,
) -> Result<(&'s Taken, &'s Response, &'s Operation), Judgement> {
    let first = seen.taken.first().and_then(|t| t.exchanges.first());
    let accepted = match first.map(|e| &e.answer) {
        Some(Ok(response)) => seen.is_success(response),
        _ => false,
    };
    if !accepted {
        // A name that is beside what every target takes may be refused, and no harm done.
        let harmless =
            matches!(first.map(|e| &e.answer), Some(Ok(r)) if super::judge::is_refusal(seen, r));
        let why = "the first request drew no success".to_owned();
        return Err(match seen.case.tag.as_deref() {
            Some(SPECIAL) if harmless => Judgement::Unseen("the target takes no such thing".into()),
            _ => Judgement::Inconclusive(why),
        });
    }
    let follows = |t: &&Taken| matches!(seen.case.steps.get(t.step), Some(Step::Follow { .. }));
    let Some(last) = seen.taken.iter().rev().find(follows) else {
        let why = "no answer names what the next request is to hold";
        return Err(Judgement::Unseen(why.into()));
    };
    let Some(exchange) = last.exchanges.first() else {
        return Err(Judgement::Inconclusive("no answer was recorded".into()));
    };
    let response = super::judge::response(exchange, expected, (last.step, 0))?;
    let operation = seen
        .message(last.step)
        .and_then(|m| seen.contract.operation(&m.operation))
        .unwrap_or(seen.operation);
    Ok((last, response, operation))
}

/// Judges the last request, given that the first was accepted.
pub(super) fn judge(
    reading: Option<&str>,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let (last, response, operation) = match followed(seen, "success") {
        Ok(followed) => followed,
        Err(judgement) => return judgement,
    };
    let nature = wire::nature(operation, &seen.contract.error_code, response);
    match (nature, reading) {
        (Nature::Success, None) => Judgement::Held,
        (_, Some(id)) => {
            let taken = Outcome::new(Wanted::Accepted).showing(id, "taken");
            let refused = Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]));
            let outcomes = [taken, refused.showing(id, "refused")];
            let seen = Seen { operation, ..*seen };
            super::judge::by_outcomes(&outcomes, &seen, last, 0, readings)
        }
        _ => Judgement::Broken(Box::new(Broken {
            expected: format!("success of {}", operation.id),
            got: format!("status {} and no success", response.status),
            cause: String::new(),
            shown: (last.step, 0),
        })),
    }
}

/// Judges the last request, which names what was never made, given that the first was accepted.
pub(super) fn judge_refused(seen: &Seen<'_>, readings: &mut Vec<(String, String)>) -> Judgement {
    let (last, _, operation) = match followed(seen, "a refusal") {
        Ok(followed) => followed,
        Err(judgement) => return judgement,
    };
    let refused = Outcome::new(Wanted::Refused(super::refuses::statuses(operation)));
    let seen = Seen { operation, ..*seen };
    super::judge::by_outcomes(&[refused], &seen, last, 0, readings)
}
