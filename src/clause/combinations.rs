//! Option values that meet in one request: every pair of documented values stands in at least one
//! request that is accepted, or every three, four and so on where the run asks for that.

use super::{Check, Cited, Clause, Scope, Stimulus};

/// One clause for an operation that asks for it (`x-combinations`).
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    if !operation.combinations {
        return Vec::new();
    }
    vec![scope.clause(
        "combinations/option-values".into(),
        "documented option values are accepted together, any two of them and more".into(),
        Cited::documented(&operation.source, &operation.at),
        Stimulus::Combinations,
        Check::Outcomes(vec![scope.accepted()]),
    )]
}
