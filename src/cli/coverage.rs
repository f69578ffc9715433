//! `clausal coverage`: the facts of the documents, and which of them are checked by what.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value, json};

use super::args::{CoverageArgs, CoverageFormat};
use super::{Error, contracts, exit};
use crate::contract::{Fact, facts};

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
            facts: facts(given)?,
            name: contract.name,
        });
    }
    let text = match args.format {
        CoverageFormat::Text => text(&tables, args.clauses),
        CoverageFormat::Md => markdown(&tables, args.clauses),
        CoverageFormat::Json => format!("{:#}\n", document(&tables)),
    };
    // A reader such as `head` may have seen enough.
    drop(std::io::stdout().lock().write_all(text.as_bytes()));
    Ok(exit::HELD)
}

/// Facts and how many of them are checked.
#[derive(Default, Clone, Copy)]
struct Count {
    facts: usize,
    checked: usize,
}

impl Count {
    fn of<'f>(facts: impl Iterator<Item = &'f Fact>) -> Self {
        facts.fold(Count::default(), |count, fact| Count {
            facts: count.facts + 1,
            checked: count.checked + usize::from(!fact.clauses.is_empty()),
        })
    }
}

impl Table {
    fn operations(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for fact in &self.facts {
            if !names.contains(&fact.operation.as_str()) {
                names.push(&fact.operation);
            }
        }
        names
    }

    fn of<'t>(&'t self, operation: &'t str) -> impl Iterator<Item = &'t Fact> {
        self.facts.iter().filter(move |f| f.operation == operation)
    }

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

fn text(tables: &[Table], clauses: bool) -> String {
    let mut out = String::new();
    for table in tables {
        let total = Count::of(table.facts.iter());
        let _ = writeln!(
            out,
            "{}: {} of {} documented facts are checked\n",
            table.name, total.checked, total.facts
        );
        for operation in table.operations() {
            let _ = writeln!(out, "  {operation:<24}  facts  checked  not");
            for (kind, count) in table.kinds(operation) {
                line(&mut out, kind, count);
            }
            line(&mut out, "all", Count::of(table.of(operation)));
            out.push('\n');
        }
        if total.checked < total.facts {
            let _ = writeln!(out, "  Not checked");
        }
        for (reason, facts) in table.reasons() {
            let _ = writeln!(out, "    {reason}");
            for fact in facts {
                let _ = writeln!(out, "      {}", fact.id);
            }
        }
        if clauses {
            let _ = writeln!(out, "\n  Facts and their clauses");
            for fact in table.facts.iter().filter(|f| !f.clauses.is_empty()) {
                let _ = writeln!(out, "    {}  ({})", fact.id, fact.section);
                for clause in &fact.clauses {
                    let _ = writeln!(out, "      {clause}");
                }
            }
        }
        out.push('\n');
    }
    if tables.len() > 1 {
        let total = Count::of(tables.iter().flat_map(|t| &t.facts));
        let _ = writeln!(
            out,
            "{} of {} documented facts are checked",
            total.checked, total.facts
        );
    }
    out
}

fn line(out: &mut String, kind: &str, count: Count) {
    let left = count.facts - count.checked;
    let _ = writeln!(
        out,
        "    {kind:<22}  {:>5}  {:>7}  {left:>3}",
        count.facts, count.checked
    );
}

fn markdown(tables: &[Table], clauses: bool) -> String {
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
                let left = count.facts - count.checked;
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
            out.push_str("\n### Facts and their clauses\n\n| fact | section | clauses |\n|---|---|---|\n");
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

fn document(tables: &[Table]) -> Value {
    let contract = |table: &Table| {
        let total = Count::of(table.facts.iter());
        let operation = |operation: &str| {
            let all = Count::of(table.of(operation));
            let kinds: Vec<Value> = table
                .kinds(operation)
                .into_iter()
                .map(|(kind, c)| json!({"kind": kind, "facts": c.facts, "checked": c.checked}))
                .collect();
            let rows: Vec<Value> = table
                .of(operation)
                .map(|f| {
                    json!({
                        "id": f.id, "kind": f.kind, "level": f.level, "section": f.section,
                        "fact": f.fact, "clauses": f.clauses,
                        "reason": (!f.reason.is_empty()).then_some(&f.reason),
                    })
                })
                .collect();
            json!({"id": operation, "facts": all.facts, "checked": all.checked, "kinds": kinds, "rows": rows})
        };
        let operations: Vec<Value> = table.operations().into_iter().map(operation).collect();
        json!({"name": table.name, "facts": total.facts, "checked": total.checked, "operations": operations})
    };
    let total = Count::of(tables.iter().flat_map(|t| &t.facts));
    let all: Vec<Value> = tables.iter().map(contract).collect();
    json!({"facts": total.facts, "checked": total.checked, "contracts": all})
}
