//! `clausal lint`: what is to be said of a contract, for its author.

use serde_json::{Value, json};

use super::args::{LintArgs, LintFormat};
use super::say::put;
use super::{Error, exit, say, source};
use crate::clause::{derive, is_about};
use crate::contract::{Contract, Problem, Weight};
use crate::page::codes_of_document;
use crate::report::sarif;

pub(super) fn run(args: &LintArgs) -> Result<u8, Error> {
    source::present(&args.access, None, std::slice::from_ref(&args.contract))?;
    let (notes, contract) = match source::open(&args.contract)? {
        Ok(mut contract) => {
            let mut notes = std::mem::take(&mut contract.notes);
            notes.extend(idle_codes(&contract));
            (notes, Some(contract))
        }
        Err(error) if error.problems.iter().all(|p| p.location.line == 0) => {
            return Err(error.into());
        }
        Err(error) => (error.problems, None),
    };
    let loaded = contract.is_some();
    match args.format {
        LintFormat::Text => {
            text(&notes, loaded);
            suggest(&args.contract, contract.as_ref());
        }
        LintFormat::Json => {
            let document = json!({
                "contract": args.contract,
                "loaded": loaded,
                "summary": summary(&notes),
                "notes": notes.iter().map(entry).collect::<Vec<_>>(),
            });
            say::document(&format!("{document:#}\n"));
        }
        LintFormat::Sarif => {
            let results: Vec<Value> = notes.iter().map(result).collect();
            say::document(&format!("{:#}\n", sarif::notes(results)));
        }
    }
    Ok(match notes.iter().any(|n| n.weight == Weight::Error) {
        true => exit::BROKEN,
        false => exit::HELD,
    })
}

/// Entries of `x-errors` that no clause is about.
fn idle_codes(contract: &Contract) -> Vec<Problem> {
    let clauses = derive(contract);
    let mut list = Vec::new();
    for operation in contract.operations.iter().filter(|o| !o.support) {
        for (answer, rule) in operation.errors() {
            let mut about = clauses.iter();
            if !about.any(|c| is_about(c, operation, answer, rule)) {
                list.push(Problem::ties_nothing(&rule.at, &rule.code.to_string()));
            }
        }
    }
    list
}

/// Says that a document has codes which only another tool could read so far.
fn suggest(name: &str, contract: Option<&Contract>) {
    let document = match name {
        "-" => None,
        name => source::text(name).ok().flatten(),
    };
    let Some((document, contract)) = document.zip(contract) else {
        return;
    };
    let found = codes_of_document(contract, &document, name);
    if found.overlay.is_some() {
        put(format_args!(
            "{} error codes stand in it in forms of other tools: `clausal init {name}` writes an overlay that tests them\n",
            found.codes
        ));
    }
    found
        .told
        .iter()
        .for_each(|text| put(format_args!("{text}\n")));
}

fn text(notes: &[Problem], loaded: bool) {
    for note in notes {
        put(format_args!("{note}\n\n"));
    }
    let count = |weight| match notes.iter().filter(|n| n.weight == weight).count() {
        1 => format!("1 {}", weight.word()),
        many => format!("{many} {}s", weight.word()),
    };
    let verdict = match loaded {
        true => "the contract loads",
        false => "the contract is refused",
    };
    put(format_args!(
        "{}, {}, {}; {verdict}\n",
        count(Weight::Error),
        count(Weight::Warning),
        count(Weight::Note),
    ));
}

fn summary(notes: &[Problem]) -> Value {
    let count = |weight| notes.iter().filter(|n| n.weight == weight).count();
    json!({
        "errors": count(Weight::Error),
        "warnings": count(Weight::Warning),
        "notes": count(Weight::Note),
    })
}

fn entry(note: &Problem) -> Value {
    json!({
        "level": note.weight.word(),
        "message": note.message,
        "cost": note.cost,
        "hint": note.hint,
        "file": &*note.location.file,
        "line": note.location.line,
        "column": note.location.column,
        "pointer": note.location.pointer,
    })
}

fn result(note: &Problem) -> Value {
    let parts = [Some(&note.message), note.cost.as_ref(), note.hint.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    json!({
        "level": note.weight.word(),
        "message": {"text": parts.join("; ")},
        "locations": [sarif::location(&note.location.to_string())],
    })
}
