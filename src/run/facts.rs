//! The documented facts behind the contracts of a run.

use std::sync::Arc;

use super::event::Fact;
use crate::contract::{self, Contract};

/// The facts of every contract that has a traceability table; a contract needs none to be checked.
pub(super) fn of(contracts: &[Contract]) -> Arc<[Fact]> {
    let facts = contracts.iter().flat_map(|contract| {
        let read = contract::facts(&contract.name).or_else(|_| {
            // The table of a contract in a file stands beside it.
            let file = contract.operations.first().map(|o| Arc::clone(&o.at.file));
            contract::facts(&file.unwrap_or_default())
        });
        let facts = read.unwrap_or_default().into_iter();
        facts.map(|fact| Fact {
            id: fact.id,
            contract: contract.name.clone(),
            operation: fact.operation,
            kind: fact.kind,
            words: fact.fact,
            clauses: fact.clauses,
            reason: fact.reason,
        })
    });
    facts.collect()
}
