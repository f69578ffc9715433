//! `clausal coverage`: the facts of the documents, and which of them are checked by what.

mod json;
mod markdown;
mod text;
mod verify;

use std::collections::BTreeMap;

use super::args::{CoverageArgs, CoverageFormat};
use super::check::style;
use super::say::{self, print};
use super::{Error, contracts, exit};
use crate::contract::{Fact, TraceabilityError, facts};
use crate::report::visible;

pub(super) use verify::row;

/// The facts of one contract.
struct Table {
    name: String,
    facts: Vec<Fact>,
}

pub(super) fn run(args: &CoverageArgs) -> Result<u8, Error> {
    let mut tables = Vec::new();
    crate::cli::source::present(&args.access, None, &args.contract)?;
    let loaded = contracts(&args.contract)?;
    let mut wrong = Vec::new();
    for (number, contract) in loaded.into_iter().enumerate() {
        // What was given leads to the table of a contract in a file.
        let given = args.contract.get(number).unwrap_or(&contract.name);
        let facts = told(given).transpose()?;
        let facts = facts.map(|facts| {
            let (facts, changed) = verify::carried(&contract, facts);
            for line in changed {
                say::complain(&format!("{}/{line}", contract.name));
            }
            facts
        });
        if args.draft {
            let known = facts.unwrap_or_default();
            // Its cells are harmless by now, and its tabs must stay.
            print(&verify::missing(&contract, &known));
            continue;
        }
        if let Some(facts) = &facts {
            wrong.extend(verify::wrong(&contract, facts));
            for line in verify::codes_without_facts(&contract, facts) {
                say::complain(&format!("{}/{line}", contract.name));
            }
        }
        let facts = facts.unwrap_or_else(|| crate::coverage::facts(&contract));
        tables.push(Table {
            facts: facts.into_iter().map(shown).collect(),
            name: contract.name,
        });
    }
    if args.draft {
        return Ok(exit::HELD);
    }
    if !wrong.is_empty() {
        return Err(Error::usage(format!(
            "the table of facts does not fit the contract:\n  {}\n(hint: `clausal clauses` lists every clause; \
             `clausal coverage --draft` writes rows for what the table lacks)",
            wrong.join("\n  ")
        )));
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
