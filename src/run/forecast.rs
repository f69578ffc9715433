//! What a run would send, told before it sends anything.

use std::collections::BTreeMap;

use super::{Options, plan};
use crate::clause::{Clause, derive};
use crate::contract::Contract;
use crate::exchange::Step;
use crate::generate::{Cases, Kit, Settings};
use crate::run::plan::PatternError;
use crate::target::Profile;

/// What a run would do to one operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Name of the contract.
    pub contract: String,
    /// `operationId`.
    pub operation: String,
    /// What it does, in words.
    pub about: String,
    /// Method and path of an operation that takes something away or ends it, by its name.
    pub destroys: Option<String>,
    /// Clauses that would be judged.
    pub clauses: usize,
    /// Clauses that would be skipped, such as for want of a fixture.
    pub skipped: usize,
    /// Requests that would be sent for their cases, retries and readings left aside.
    pub requests: usize,
    /// Those among them that a faithful target accepts, and that start real work there.
    pub successes: usize,
}

/// What a run would send, by operation.
///
/// # Errors
/// A pattern that matches nothing.
pub fn forecast(
    contracts: &[Contract],
    profile: &Profile,
    options: &Options,
) -> Result<Vec<Forecast>, PatternError> {
    let all: Vec<Clause> = contracts.iter().flat_map(derive).collect();
    let selected = plan::select(all, &options.only, options.level)?;
    let mut by_operation: BTreeMap<(String, String), Forecast> = BTreeMap::new();
    for contract in contracts {
        let clauses: Vec<Clause> = selected
            .iter()
            .filter(|c| c.contract == contract.name)
            .cloned()
            .collect();
        let fixtures = profile.fixtures(contract);
        for unit in plan::units(&clauses) {
            let clause = &clauses[unit.clauses[0]];
            let Some(operation) = contract.operation(&clause.operation) else {
                continue;
            };
            let key = (contract.name.clone(), operation.id.clone());
            let told = by_operation.entry(key).or_insert_with(|| Forecast {
                contract: contract.name.clone(),
                operation: operation.id.clone(),
                about: operation.about.clone(),
                destroys: operation
                    .destroys()
                    .then(|| format!("{} {}", operation.method, operation.path)),
                ..Forecast::default()
            });
            let kit = Kit::new(contract, operation, fixtures.clone());
            let settings = Settings {
                settle: None,
                seed: options.seed,
                cases: options.cases,
                writing: profile.writing(contract),
                strength: options.strength,
                bait: None,
                has_token: profile
                    .contracts
                    .get(&contract.name)
                    .is_some_and(|c| c.has_headers()),
                has_words: profile
                    .contracts
                    .get(&contract.name)
                    .is_some_and(|c| c.has_words()),
            };
            match Cases::new(&kit, clause, &settings) {
                Err(_) => told.skipped += unit.clauses.len(),
                Ok(cases) => {
                    told.clauses += unit.clauses.len();
                    let sent: usize = cases
                        .map(|case| case.steps.iter().map(requests).sum::<usize>())
                        .sum();
                    told.requests += sent;
                    if clause.needs_success() {
                        told.successes += sent;
                    }
                }
            }
        }
    }
    Ok(by_operation.into_values().collect())
}

/// Requests of a step that may start work.
fn requests(step: &Step) -> usize {
    match step {
        Step::Send(_) | Step::Raw(_) | Step::Follow { .. } => 1,
        Step::Race(list) => list.len(),
        Step::SetUp { .. }
        | Step::TearDown { .. }
        | Step::Poll { .. }
        | Step::Delete { .. }
        | Step::Knock { .. } => 0,
    }
}
