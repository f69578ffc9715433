//! What a success makes possible: a request that names what was created is accepted afterwards.

use super::{Broken, Check, Cited, Clause, Judgement, Outcome, Scope, Seen, Stimulus, Wanted};
use crate::contract::{ProbeLevel, StatusSet};
use crate::exchange::Step;
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
                Check::FollowUp(then.reading.clone()),
            )
        })
        .collect()
}

/// Judges the last request, given that the first was accepted.
pub(super) fn judge(
    reading: Option<&str>,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
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
        return match seen.case.tag.as_deref() {
            Some(SPECIAL) if harmless => Judgement::Unseen("the target takes no such thing".into()),
            _ => Judgement::Inconclusive(why),
        };
    }
    let followed = |t: &&crate::exchange::Taken| {
        matches!(seen.case.steps.get(t.step), Some(Step::Follow { .. }))
    };
    let Some(last) = seen.taken.iter().rev().find(followed) else {
        return Judgement::Unseen("no answer names what the next request is to hold".into());
    };
    let Some(exchange) = last.exchanges.first() else {
        return Judgement::Inconclusive("no answer was recorded".into());
    };
    let shown = (last.step, 0);
    let response = match super::judge::response(exchange, "success", shown) {
        Ok(response) => response,
        Err(judgement) => return judgement,
    };
    let operation = seen
        .message(last.step)
        .and_then(|m| seen.contract.operation(&m.operation))
        .unwrap_or(seen.operation);
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
            shown,
        })),
    }
}
