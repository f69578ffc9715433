//! `clausal init` from a documentation page: a contract, its traceability table and a profile.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::draft;
use crate::cli::args::InitArgs;
use crate::cli::say::{complain, put, say};
use crate::cli::{Error, exit};
use crate::contract::{Contract, ContractError, load_text};
use crate::exchange::plain::line;
use crate::exchange::whole;
use crate::page::{self, Draft};

/// Most sentences on what was guessed that are printed.
const SHOWN: usize = 60;
/// Times that a draft is read, each time without what the loader refuses.
const TRIES: usize = 5;

/// The contract of a page, and the document it was read from.
struct Made {
    text: String,
    contract: Contract,
    draft: Draft,
}

pub(super) fn run(args: &InitArgs, name: &str, text: &str) -> Result<u8, Error> {
    let read = page::read(text);
    let draft = page::draft(&read, &document_name(name))?;
    let output = Path::new(&args.output);
    let folder = output.parent().unwrap_or(Path::new("")).to_owned();
    let file = args
        .contract_file
        .clone()
        .unwrap_or_else(|| folder.join("openapi.yaml"));
    let table = file.with_file_name("traceability.tsv");
    if args.output != "-" && !args.force {
        for path in [&file, &table] {
            if path.symlink_metadata().is_ok() {
                return Err(super::there(&path.display().to_string()));
            }
        }
    }
    let made = load(&file, draft)?;
    if args.output == "-" {
        put(format_args!("{}", made.text));
        told(&made.draft);
        return Ok(exit::HELD);
    }
    let shown = file.display().to_string();
    let profile = draft::profile(&shown, None, &args.output, &made.contract, &args.access);
    write(&file, &made.text)?;
    write(&table, &rows(&made.contract))?;
    write(output, &profile)?;
    let draft = &made.draft;
    say!(
        "Wrote {shown}, {} and {}: {}, {}, {}, of which {} tied to what provokes {}.",
        table.display(),
        args.output,
        count(draft.operations, "operation"),
        count(draft.parameters, "parameter"),
        count(draft.codes, "code"),
        match draft.tied {
            1 => "1 is".to_owned(),
            n => format!("{n} are"),
        },
        if draft.tied == 1 { "it" } else { "them" },
    );
    told(draft);
    say!(
        "\nLook through them, then:\n\n  clausal clauses --contract {shown}\n  {}",
        draft::command(
            &shown,
            made.contract.server.is_some(),
            &args.output,
            &args.access
        ),
    );
    Ok(exit::HELD)
}

fn count(n: usize, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}

/// What the page is called in the contract.
fn document_name(name: &str) -> String {
    match name {
        "-" => "the page".to_owned(),
        name => name
            .rsplit('/')
            .find(|part| !part.is_empty())
            .unwrap_or("the page")
            .to_owned(),
    }
}

fn told(draft: &Draft) {
    if draft.told.is_empty() {
        return;
    }
    complain("\nGuessed, left open or contradicted:");
    for sentence in draft.told.iter().take(SHOWN) {
        complain(&format!("  {}", line(sentence)));
    }
    if draft.told.len() > SHOWN {
        complain(&format!("  … and {} more", draft.told.len() - SHOWN));
    }
}

/// The draft as it loads: a tie that the loader refuses is left open, with its words.
fn load(file: &Path, mut draft: Draft) -> Result<Made, Error> {
    let name = file.display().to_string();
    let none = |other: &str| Err(format!("the draft names no file `{other}`"));
    for _ in 0..TRIES {
        let text = page::yaml(&draft.document);
        match load_text(&name, &text, &none) {
            Ok(contract) => {
                return Ok(Made {
                    text,
                    contract,
                    draft,
                });
            }
            Err(error) => {
                if !loosen(&mut draft, &error) {
                    return Err(error.into());
                }
            }
        }
    }
    Err(Error::usage("the draft of the page does not load"))
}

/// Leaves open the codes that problems are about; whether there are any.
fn loosen(draft: &mut Draft, error: &ContractError) -> bool {
    let mut any = false;
    for problem in &error.problems {
        let pointer = &problem.location.pointer;
        let Some((before, after)) = pointer.split_once("/x-errors/") else {
            continue;
        };
        let number = after.split('/').next().unwrap_or_default();
        let at = format!("{before}/x-errors/{number}");
        let Some(entry) = draft.document.pointer_mut(&at) else {
            continue;
        };
        if entry["when"] != "untested" {
            entry["when"] = "untested".into();
            entry["reason"] =
                format!("its cause could not be written down: {}", problem.message).into();
            draft.tied = draft.tied.saturating_sub(1);
            let code = match &entry["code"] {
                Value::String(code) => code.clone(),
                other => other.to_string(),
            };
            draft.told.push(format!(
                "code {code} is tied to no cause: {}",
                problem.message
            ));
            any = true;
        }
    }
    any
}

/// The traceability table: a row a fact.
fn rows(contract: &Contract) -> String {
    let mut out = String::from(crate::contract::TRACEABILITY_COLUMNS);
    out.push('\n');
    for fact in crate::coverage::facts(contract) {
        out += &crate::cli::coverage::row(&fact);
    }
    out
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let shown: PathBuf = path.to_owned();
    whole::write(path, text.as_bytes())
        .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", shown.display())))
}
