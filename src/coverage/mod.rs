//! What a contract says, fact by fact, and which clauses test it or why none does.

mod facts;
mod schema;
mod ties;

use crate::clause::derive;
use crate::contract::{Contract, Fact};

/// Every fact of a contract: parameters, bodies, media types, answers, headers, codes, and each keyword
/// of their schemas. A fact without clauses bears the reason; where a clause is about it and no case of
/// that can be made, this is the reason.
pub fn facts(contract: &Contract) -> Vec<Fact> {
    let clauses = derive(contract);
    let mut list = Vec::new();
    for operation in &contract.operations {
        let own: Vec<_> = clauses
            .iter()
            .filter(|c| c.operation == operation.id)
            .collect();
        let mut ties = ties::Ties::new(contract, operation, &own);
        list.extend(facts::of(operation, &mut ties));
    }
    list
}
