//! What a success makes possible: a request that names what was created is accepted afterwards.

use super::{Broken, Check, Cited, Clause, Judgement, Scope, Seen, Stimulus};
use crate::wire::{self, Nature};

/// One clause for each entry of `x-then`.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let entries = scope.operation.then.iter().enumerate();
    entries
        .map(|(i, then)| {
            scope.clause(
                format!("then/{}", super::words::word(&then.name)),
                then.duty.clone(),
                Cited::documented(&then.source, &then.at),
                Stimulus::FollowUp(i),
                Check::FollowUp,
            )
        })
        .collect()
}

/// Judges the last request, given that the first was accepted.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let [first, .., last] = seen.taken else {
        return Judgement::Inconclusive("the first request drew no success".into());
    };
    let accepted = first
        .exchanges
        .first()
        .is_some_and(|e| matches!(&e.answer, Ok(r) if seen.is_success(r)));
    let Some(exchange) = last.exchanges.first().filter(|_| accepted) else {
        return Judgement::Inconclusive("the first request drew no success".into());
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
    match wire::nature(operation, &seen.contract.error_code, response) {
        Nature::Success => Judgement::Held,
        _ => Judgement::Broken(Box::new(Broken {
            expected: format!("success of {}", operation.id),
            got: format!("status {} and no success", response.status),
            cause: String::new(),
            shown,
        })),
    }
}
