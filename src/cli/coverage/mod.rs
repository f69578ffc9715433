//! `clausal coverage`: the facts of the documents, and which of them are checked by what.

mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

use super::args::{CoverageArgs, CoverageFormat};
use super::check::style;
use super::say::{self, print};
use super::{Error, contracts, exit};
use crate::contract::{Fact, TraceabilityError, facts};
use crate::report::visible;

/// The facts of one contract.
struct Table {
    name: String,
    facts: Vec<Fact>,
}

pub(super) fn run(args: &CoverageArgs) -> Result<u8, Error> {
    let mut tables = Vec::new();
    let loaded = contracts(&args.contract)?;
    for (number, contract) in loaded.into_iter().enumerate() {
        // What was given leads to the table of a contract in a file.
        let given = args.contract.get(number).unwrap_or(&contract.name);
        tables.push(Table {
            facts: match told(given) {
                Some(told) => told?,
                None => crate::coverage::facts(&contract),
            }
            .into_iter()
            .map(shown)
            .collect(),
            name: contract.name,
        });
    }
    let text = match args.format {
        CoverageFormat::Text => text::text(&tables, args.clauses, style()),
        CoverageFormat::Md => markdown::markdown(&tables, args.clauses),
        CoverageFormat::Json => {
            say::document(&format!("{:#}\n", json::document(&tables)));
            return Ok(exit::HELD);
        }
    };
    print(&text);
    Ok(exit::HELD)
}

/// A fact in words that no terminal obeys.
fn shown(fact: Fact) -> Fact {
    Fact {
        id: visible(&fact.id),
        operation: visible(&fact.operation),
        kind: visible(&fact.kind),
        level: visible(&fact.level),
        section: visible(&fact.section),
        fact: visible(&fact.fact),
        clauses: fact.clauses.iter().map(|c| visible(c)).collect(),
        reason: visible(&fact.reason),
    }
}

/// The facts of the table beside a contract; `None` where there is none, so that they are those that
/// the contract itself states.
fn told(given: &str) -> Option<Result<Vec<Fact>, TraceabilityError>> {
    if given == "-" || given.contains("://") {
        return None;
    }
    match facts(given) {
        Err(TraceabilityError::Missing(_)) => None,
        told => Some(told),
    }
}

/// Facts and how many of them are checked.
#[derive(Default, Clone, Copy)]
struct Count {
    facts: usize,
    checked: usize,
}

impl Count {
    fn left(self) -> usize {
        self.facts - self.checked
    }

    fn of<'f>(facts: impl Iterator<Item = &'f Fact>) -> Self {
        facts.fold(Count::default(), |count, fact| Count {
            facts: count.facts + 1,
            checked: count.checked + usize::from(!fact.clauses.is_empty()),
        })
    }
}

impl Table {
    /// Operations in the order of the table.
    fn operations(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for fact in &self.facts {
            if !names.contains(&fact.operation.as_str()) {
                names.push(&fact.operation);
            }
        }
        names
    }

    /// The facts of an operation.
    fn of<'t>(&'t self, operation: &'t str) -> impl Iterator<Item = &'t Fact> {
        self.facts.iter().filter(move |f| f.operation == operation)
    }

    /// Counts by kind of fact.
    fn kinds(&self, operation: &str) -> BTreeMap<&str, Count> {
        let mut kinds: BTreeMap<&str, Count> = BTreeMap::new();
        for fact in self.facts.iter().filter(|f| f.operation == operation) {
            let count = kinds.entry(&fact.kind).or_default();
            count.facts += 1;
            count.checked += usize::from(!fact.clauses.is_empty());
        }
        kinds
    }

    /// Why facts are not checked, with the facts.
    fn reasons(&self) -> BTreeMap<&str, Vec<&Fact>> {
        let mut reasons: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for fact in self.facts.iter().filter(|f| f.clauses.is_empty()) {
            reasons.entry(&fact.reason).or_default().push(fact);
        }
        reasons
    }
}
