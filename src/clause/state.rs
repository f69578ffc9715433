//! States end with their teardown, and what they keep busy is no more than the documents say.

use super::{Check, Cited, Clause, Scope, Stimulus, Then, words};
use crate::contract::Cause;

/// For each state that provokes a code: after it, the same request is accepted; and when it keeps
/// one thing busy, a request for another is accepted meanwhile.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    for (_, rule) in operation.errors() {
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
    clauses
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}
