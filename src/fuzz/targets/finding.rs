//! The reader of findings, on any bytes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::CONTRACTS;
use crate::clause::{Clause, Judgement, Seen, derive, judge};
use crate::contract::Contract;
use crate::run::Saved;

/// Every clause of the built-in contracts by its id.
static CLAUSES: LazyLock<BTreeMap<String, (&'static Contract, Clause)>> = LazyLock::new(|| {
    let all = CONTRACTS.iter().flat_map(|contract| {
        let own = derive(contract).into_iter();
        own.map(move |clause| (clause.id.clone(), (contract, clause)))
    });
    all.collect()
});

/// Reads the bytes as a finding, and judges what it holds by the clause that it names.
///
/// # Panics
/// When a refusal gives no reason, or a finding is another one once it was written down and read.
pub fn finding_reader(bytes: &[u8]) {
    let saved = match Saved::parse(bytes) {
        Ok(saved) => saved,
        Err(why) => return assert!(!why.is_empty()),
    };
    if let Ok(text) = serde_json::to_vec(&saved) {
        assert_eq!(Saved::parse(&text).as_ref(), Ok(&saved));
    }
    again(&saved);
}

/// What a finding's clause says of it; nothing where no built-in contract has the clause.
pub(super) fn again(saved: &Saved) -> Option<Judgement> {
    let (contract, clause) = CLAUSES.get(&saved.clause)?;
    let operation = contract.operation(&clause.operation)?;
    let seen = Seen {
        contract,
        operation,
        case: &saved.case,
        taken: &saved.taken,
        fixture: &|name| saved.fixtures.get(name).cloned(),
    };
    Some(judge(clause, &seen).0)
}
