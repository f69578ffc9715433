//! The tables in Markdown.

use std::fmt::Write as _;

use super::{Count, Table};

/// A document with a section a contract.
pub(super) fn markdown(tables: &[Table], clauses: bool) -> String {
    let mut out = String::from("# Coverage of the documents\n");
    for table in tables {
        let total = Count::of(table.facts.iter());
        let _ = writeln!(
            out,
            "\n## {}\n\n{} of {} documented facts are checked.\n\n| operation | kind | facts | checked | not checked |\n|---|---|---:|---:|---:|",
            table.name, total.checked, total.facts
        );
        for operation in table.operations() {
            for (kind, count) in table.kinds(operation) {
                let left = count.left();
                let _ = writeln!(
                    out,
                    "| {operation} | {kind} | {} | {} | {left} |",
                    count.facts, count.checked
                );
            }
        }
        if total.checked < total.facts {
            out.push_str("\n### Not checked\n\n| fact | why |\n|---|---|\n");
        }
        for (reason, facts) in table.reasons() {
            for fact in facts {
                let _ = writeln!(out, "| `{}` | {} |", fact.id, cell(reason));
            }
        }
        if clauses {
            out.push_str(
                "\n### Facts and their clauses\n\n| fact | section | clauses |\n|---|---|---|\n",
            );
            for fact in table.facts.iter().filter(|f| !f.clauses.is_empty()) {
                let clauses: Vec<String> = fact.clauses.iter().map(|c| format!("`{c}`")).collect();
                let _ = writeln!(
                    out,
                    "| `{}` | {} | {} |",
                    fact.id,
                    cell(&fact.section),
                    clauses.join(" ")
                );
            }
        }
    }
    out
}

/// A text that may stand in a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
