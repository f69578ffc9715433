//! Traceability tables: every documented fact, with the clauses that check it or why none can.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;

use super::builtin_traceability;

/// The columns of a table, with tabs between.
pub const TRACEABILITY_COLUMNS: &str = "id\toperation\tkind\tlevel\tsection\tfact\tclauses\treason";

/// One documented fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id in the table.
    pub id: String,
    /// The operation it belongs to, as the documents count them.
    pub operation: String,
    /// Kind of fact: parameter, value, range, error-code, ...
    pub kind: String,
    /// How firmly it is stated.
    pub level: String,
    /// Page and section.
    pub section: String,
    /// The fact in words.
    pub fact: String,
    /// Ids of the clauses that check it.
    pub clauses: Vec<String>,
    /// Why no clause can, when none does.
    pub reason: String,
}

/// What is wrong with a traceability table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TraceabilityError {
    /// There is none.
    #[error(
        "`{0}` has no traceability table beside it\n(hint: write {table} in the contract's folder, with the columns: {TRACEABILITY_COLUMNS})",
        table = "traceability.tsv"
    )]
    Missing(String),
    /// There is one, and it cannot be read: contract, and why.
    #[error("the traceability table beside `{0}` cannot be read: {1}")]
    Unreadable(String, String),
    /// A line is wrong.
    #[error("traceability table of `{name}`, line {line}: {message}")]
    Line {
        /// Name or path of the contract.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// The facts behind a built-in contract, or behind one in a file with `traceability.tsv` beside it.
///
/// # Errors
/// There is no table, or a line of it is wrong.
pub fn facts(name_or_path: &str) -> Result<Vec<Fact>, TraceabilityError> {
    if let Some(text) = builtin_traceability(name_or_path) {
        return parse(name_or_path, text);
    }
    let beside = Path::new(name_or_path).with_file_name("traceability.tsv");
    match std::fs::read_to_string(beside) {
        Ok(text) => parse(name_or_path, &text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(TraceabilityError::Missing(name_or_path.to_owned()))
        }
        Err(error) => Err(TraceabilityError::Unreadable(
            name_or_path.to_owned(),
            error.to_string(),
        )),
    }
}

fn parse(name: &str, text: &str) -> Result<Vec<Fact>, TraceabilityError> {
    let wrong = |line: usize, message: String| TraceabilityError::Line {
        name: name.to_owned(),
        line,
        message,
    };
    let mut lines = text.lines();
    if lines.next() != Some(TRACEABILITY_COLUMNS) {
        return Err(wrong(
            1,
            format!("the columns must be: {TRACEABILITY_COLUMNS}"),
        ));
    }
    let mut facts = Vec::new();
    let mut ids = HashSet::new();
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, operation, kind, level, section, fact, clauses, reason] = cells[..] else {
            let message = format!("{} columns, and 8 are needed", cells.len());
            return Err(wrong(number + 2, message));
        };
        if !ids.insert(id) {
            return Err(wrong(number + 2, format!("`{id}` stands twice")));
        }
        let clauses: Vec<String> = clauses.split_whitespace().map(str::to_owned).collect();
        if clauses.is_empty() == reason.is_empty() {
            let message = format!("`{id}` needs clauses or a reason, and not both");
            return Err(wrong(number + 2, message));
        }
        facts.push(Fact {
            id: id.to_owned(),
            operation: operation.to_owned(),
            kind: kind.to_owned(),
            level: level.to_owned(),
            section: section.to_owned(),
            fact: fact.to_owned(),
            clauses,
            reason: reason.to_owned(),
        });
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_tables_are_read_and_wrong_lines_are_told() {
        for name in crate::contract::builtin_names() {
            assert!(facts(name).unwrap().len() > 100, "{name}");
        }
        assert!(matches!(
            facts("nowhere.yaml"),
            Err(TraceabilityError::Missing(_))
        ));
        let row = |clauses: &str, reason: &str| {
            format!("{TRACEABILITY_COLUMNS}\na\tb\tc\td\te\tf\t{clauses}\t{reason}\n")
        };
        assert_eq!(parse("x", &row("p q", "")).unwrap()[0].clauses, ["p", "q"]);
        let twice = format!("{}a\tb\tc\td\te\tf\tp\t\n", row("p", ""));
        for text in [
            twice,
            row("", ""),
            row("p", "why"),
            "id\n".to_owned(),
            format!("{TRACEABILITY_COLUMNS}\na\tb\n"),
        ] {
            assert!(parse("x", &text).is_err(), "{text}");
        }
    }
}
