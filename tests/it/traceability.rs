//! Table, contract and clauses hold together, in both directions.

use std::collections::{BTreeMap, BTreeSet};

use clausal::clause::{Level, derive};

use crate::support::{jsa, root};

struct Row {
    id: String,
    kind: String,
    clauses: Vec<String>,
    reason: String,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root("contracts/jsa/traceability.tsv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("id\toperation\tkind\tlevel\tsection\tfact\tclauses\treason")
    );
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 8, "{line}");
            Row {
                id: cells[0].into(),
                kind: cells[2].into(),
                clauses: cells[6].split_whitespace().map(str::to_owned).collect(),
                reason: cells[7].into(),
            }
        })
        .collect()
}

#[test]
fn every_fact_has_clauses_or_a_reason() {
    let rows = rows();
    assert_eq!(rows.len(), 178, "the facts of the JSA page");
    let mut ids = BTreeSet::new();
    for row in &rows {
        assert!(ids.insert(&row.id), "{} stands twice", row.id);
        let is_one = row.clauses.is_empty() != row.reason.is_empty();
        assert!(
            is_one,
            "{}: clauses or a reason, not both and not neither",
            row.id
        );
    }
}

#[test]
fn every_clause_of_the_table_exists() {
    let known: BTreeSet<String> = derive(&jsa()).into_iter().map(|c| c.id).collect();
    let dangling: Vec<_> = rows()
        .into_iter()
        .flat_map(|r| r.clauses.into_iter().map(move |c| (r.id.clone(), c)))
        .filter(|(_, c)| !known.contains(c))
        .collect();
    assert!(dangling.is_empty(), "{dangling:#?}");
}

#[test]
fn every_documented_clause_traces_back_to_a_fact() {
    let traced: BTreeSet<String> = rows().into_iter().flat_map(|r| r.clauses).collect();
    let loose: Vec<_> = derive(&jsa())
        .into_iter()
        .filter(|c| c.level != Level::Implied && !traced.contains(&c.id))
        .map(|c| c.id)
        .collect();
    assert!(loose.is_empty(), "{loose:#?}");
}

#[test]
fn reasons_name_clauses_that_exist() {
    let known: Vec<String> = derive(&jsa()).into_iter().map(|c| c.id).collect();
    for row in rows().iter().filter(|r| !r.reason.is_empty()) {
        for word in row.reason.split_whitespace().filter(|w| w.contains('/')) {
            assert!(
                known.iter().any(|id| id.ends_with(&format!("/{word}"))),
                "{}: {word}",
                row.id
            );
        }
    }
}

#[test]
fn every_error_code_of_the_table_has_a_clause_of_its_own() {
    let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows().iter().filter(|r| r.kind == "error-code") {
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
    for clause in derive(&jsa()) {
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
