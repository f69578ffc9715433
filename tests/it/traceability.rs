//! Table, contract and clauses hold together, in both directions.

use std::collections::{BTreeMap, BTreeSet};

use clausal::clause::{Level, derive};

use clausal::contract::{Contract, Fact, builtin_names, facts, open};

/// Every built-in contract with its facts.
fn all() -> Vec<(Contract, Vec<Fact>)> {
    let names = builtin_names().iter();
    names
        .map(|name| (open(name).unwrap(), facts(name).unwrap()))
        .collect()
}

#[test]
fn every_fact_has_clauses_or_a_reason() {
    let counts: Vec<usize> = all().iter().map(|(_, rows)| rows.len()).collect();
    assert_eq!(counts, [178, 853], "the facts of the pages");
    let mut ids = BTreeSet::new();
    let mut checked = 0;
    for row in all().into_iter().flat_map(|(_, rows)| rows) {
        let is_one = row.clauses.is_empty() != row.reason.is_empty();
        assert!(
            is_one,
            "{}: clauses or a reason, not both and not neither",
            row.id
        );
        checked += usize::from(!row.clauses.is_empty());
        assert!(ids.insert(row.id.clone()), "{} stands twice", row.id);
    }
    assert!(checked >= 1000, "only {checked} facts are checked");
}

#[test]
fn every_clause_of_the_tables_exists() {
    for (contract, rows) in all() {
        let known: BTreeSet<String> = derive(&contract).into_iter().map(|c| c.id).collect();
        let dangling: Vec<_> = rows
            .into_iter()
            .flat_map(|r| r.clauses.into_iter().map(move |c| (r.id.clone(), c)))
            .filter(|(_, c)| !known.contains(c))
            .collect();
        assert!(dangling.is_empty(), "{dangling:#?}");
    }
}

#[test]
fn every_documented_clause_traces_back_to_a_fact() {
    for (contract, rows) in all() {
        let traced: BTreeSet<String> = rows.into_iter().flat_map(|r| r.clauses).collect();
        let loose: Vec<_> = derive(&contract)
            .into_iter()
            .filter(|c| c.level != Level::Implied && !traced.contains(&c.id))
            .map(|c| c.id)
            .collect();
        assert!(loose.is_empty(), "{loose:#?}");
    }
}

#[test]
fn reasons_name_clauses_that_exist() {
    for (contract, rows) in all() {
        let known: Vec<String> = derive(&contract).into_iter().map(|c| c.id).collect();
        for row in rows.iter().filter(|r| !r.reason.is_empty()) {
            let words = row.reason.split_whitespace();
            for word in words
                .map(|w| w.trim_matches(['(', ')', ';', ',']))
                .filter(|w| w.contains('/'))
            {
                let whole = format!("/{word}");
                assert!(
                    known.iter().any(|id| id == word || id.ends_with(&whole)),
                    "{}: {word}",
                    row.id
                );
            }
        }
    }
}

#[test]
fn every_error_code_of_the_table_has_a_clause_of_its_own() {
    let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
    let rows = facts("jsa").unwrap();
    for row in rows.iter().filter(|r| r.kind == "error-code") {
        let code = row.id.rsplit('.').next().unwrap().to_owned();
        assert!(
            row.clauses.iter().any(|c| c.contains(&format!("/{code}/"))),
            "{}",
            row.id
        );
        *by_code.entry(code).or_default() += 1;
    }
    assert_eq!(by_code.len(), 16);
}

#[test]
fn ids_are_unique_words() {
    let mut ids = BTreeSet::new();
    for clause in all().iter().flat_map(|(contract, _)| derive(contract)) {
        assert!(
            clause
                .id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "/-_.=".contains(c)),
            "{}",
            clause.id
        );
        assert!(ids.insert(clause.id.clone()), "{} stands twice", clause.id);
    }
    assert!(ids.len() > 100);
}
