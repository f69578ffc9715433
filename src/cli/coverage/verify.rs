//! Holds a table of facts against the contract: rows that name what is not there, codes without a fact, and
//! what the contract states and no row has.

use std::collections::{BTreeMap, BTreeSet};

use crate::clause::{Clause, Stimulus, derive, is_about};
use crate::contract::{Contract, Fact, TRACEABILITY_COLUMNS, nearest};
use crate::report::visible;

/// Levels that a row may have; `ambiguous` is one that the documents leave open.
const LEVELS: [&str; 4] = ["documented", "sample", "implied", "ambiguous"];
/// Most complaints of one kind.
const SHOWN: usize = 20;

/// The facts, with the clause that took over in place of each that broke a rule without a code: a code that is tied
/// to the rule by now names it anew. What changed is told beside them.
pub(super) fn carried(contract: &Contract, mut facts: Vec<Fact>) -> (Vec<Fact>, Vec<String>) {
    let clauses = derive(contract);
    let ids: BTreeSet<&str> = clauses.iter().map(|c| c.id.as_str()).collect();
    let mut told = Vec::new();
    for fact in &mut facts {
        for clause in &mut fact.clauses {
            let new = match ids.contains(clause.as_str()) {
                true => None,
                false => heir(clause, &clauses),
            };
            if let Some(new) = new {
                told.push(format!(
                    "row `{}` names `{clause}`, which is `{new}` now that its code is known",
                    fact.id
                ));
                *clause = new.to_owned();
            }
        }
    }
    let more = told.len().saturating_sub(SHOWN);
    told.truncate(SHOWN);
    if more > 0 {
        told.push(format!("… and {more} more"));
    }
    (facts, told)
}

/// The clause that waits for a code where one that is gone waited for any refusal of the same rule.
fn heir<'c>(gone: &str, clauses: &'c [Clause]) -> Option<&'c str> {
    let (operation, rule) = gone.split_once("/refuses/")?;
    let heir = clauses.iter().find(|c| {
        let own =
            c.id.strip_prefix(operation)
                .and_then(|r| r.strip_prefix('/'));
        let own = own.and_then(|r| r.split_once('/'));
        let breaks = matches!(c.stimulus, Stimulus::Breaks { .. });
        breaks && own.is_some_and(|(family, name)| family != "refuses" && name == rule)
    });
    heir.map(|c| c.id.as_str())
}

/// What is wrong with a table.
pub(super) fn wrong(contract: &Contract, facts: &[Fact]) -> Vec<String> {
    let clauses: BTreeSet<String> = derive(contract).into_iter().map(|c| c.id).collect();
    let operations: BTreeSet<&str> = contract.operations.iter().map(|o| o.id.as_str()).collect();
    let mut all = Vec::new();
    for fact in facts {
        // A form of an operation is told as the operation.
        let named =
            |o: &&str| *o == fact.operation || o.split('.').next() == Some(fact.operation.as_str());
        if !operations.iter().any(named) {
            let near = nearest(&fact.operation, operations.iter().copied());
            all.push(format!(
                "row `{}`: the contract has no operation `{}`{}",
                fact.id,
                fact.operation,
                meant(near)
            ));
        }
        if !LEVELS.contains(&fact.level.as_str()) {
            all.push(format!(
                "row `{}`: `{}` is no level (known: {})",
                fact.id,
                fact.level,
                LEVELS.join(", ")
            ));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ' ';
        if fact.kind.is_empty() || !fact.kind.chars().all(plain) {
            all.push(format!(
                "row `{}`: `{}` is no kind of fact: write a word or two",
                fact.id, fact.kind
            ));
        }
        for clause in fact.clauses.iter().filter(|c| !clauses.contains(*c)) {
            let near = nearest(clause, clauses.iter().map(String::as_str));
            all.push(format!(
                "row `{}`: there is no clause `{clause}`{}",
                fact.id,
                meant(near)
            ));
        }
    }
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    if more > 0 {
        all.push(format!("… and {more} more"));
    }
    all
}

fn meant(near: Option<&str>) -> String {
    near.map_or(String::new(), |near| format!(" (did you mean `{near}`?)"))
}

/// Codes of the contract that no row is about.
pub(super) fn codes_without_facts(contract: &Contract, facts: &[Fact]) -> Vec<String> {
    let clauses = derive(contract);
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in &contract.operations {
        for response in &operation.responses {
            for rule in &response.errors {
                let code = rule.code.to_string();
                let own = clauses
                    .iter()
                    .filter(|c| is_about(c, operation, response, rule));
                let own: BTreeSet<&str> = own.map(|c| c.id.as_str()).collect();
                let about = |fact: &Fact| {
                    let words = [&fact.id, &fact.fact, &fact.reason];
                    let word = |text: &&String| {
                        text.split(|c: char| !(c.is_alphanumeric() || "_-".contains(c)))
                            .any(|w| w == code)
                    };
                    fact.clauses.iter().any(|c| own.contains(c.as_str())) || words.iter().any(word)
                };
                if !facts.iter().any(about) {
                    all.entry(operation.id.clone())
                        .or_default()
                        .push(format!("{} {code}", response.status));
                }
            }
        }
    }
    all.into_iter()
        .map(|(operation, codes)| format!("{operation}: no fact is about {}", codes.join(", ")))
        .collect()
}

/// Rows for what the contract states and no row of the table tests.
pub(super) fn missing(contract: &Contract, facts: &[Fact]) -> String {
    let traced: BTreeSet<&str> = facts
        .iter()
        .flat_map(|f| &f.clauses)
        .map(String::as_str)
        .collect();
    let ids: BTreeSet<&str> = facts.iter().map(|f| f.id.as_str()).collect();
    let mut out = format!("{TRACEABILITY_COLUMNS}\n");
    for fact in crate::coverage::facts(contract) {
        let known =
            !fact.clauses.is_empty() && fact.clauses.iter().all(|c| traced.contains(c.as_str()));
        if !known && !ids.contains(fact.id.as_str()) {
            out += &row(&fact);
        }
    }
    out
}

/// A fact as a row of a table.
pub(in crate::cli) fn row(fact: &Fact) -> String {
    let cell = |text: &str| visible(text).replace('\t', " ");
    let reason = match (fact.clauses.is_empty(), fact.reason.is_empty()) {
        (true, true) => "no clause is about it".to_owned(),
        (true, false) => cell(&fact.reason),
        (false, _) => String::new(),
    };
    let cells = [
        cell(&fact.id),
        cell(&fact.operation),
        cell(&fact.kind),
        cell(&fact.level),
        cell(&fact.section),
        cell(&fact.fact),
        fact.clauses.join(" "),
        reason,
    ];
    cells.join("\t") + "\n"
}
