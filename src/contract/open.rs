//! Opening a contract: by name, from a file, from text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

mod around;
mod foreign;

pub use around::Around;

use super::builtin::builtin_overlaid;
use super::diagnostic::{ContractError, Problem, Weight};
use super::overlay::Overlay;
use super::refs::{Documents, too_large};
use super::text::MAX_BYTES;
use super::{Contract, builtin_names, claims, nearest, read};

/// Most times that a document is read: each pass finds extensions that are not ours.
const MAX_PASSES: usize = 12;

/// Opens a built-in contract by its name, any other by its path, and `-` from standard input.
pub fn open(name_or_path: &str) -> Result<Contract, ContractError> {
    open_with(name_or_path, &Around::default())
}

/// The same, with more that its references may read.
pub fn open_with(name_or_path: &str, around: &Around) -> Result<Contract, ContractError> {
    open_overlaid(name_or_path, around, &[])
}

/// The same with overlays.
///
/// # Errors
/// There is no such contract, or what is wrong with it or with an overlay.
pub fn open_overlaid(
    name_or_path: &str,
    around: &Around,
    overlays: &[Overlay],
) -> Result<Contract, ContractError> {
    if let Some(contract) = builtin_overlaid(name_or_path, overlays) {
        return contract;
    }
    if name_or_path == "-" {
        let mut text = String::new();
        let mut input = std::io::stdin().lock().take(MAX_BYTES + 1);
        if let Err(e) = input.read_to_string(&mut text) {
            let message = format!("standard input cannot be read: {e}");
            let problems = vec![Problem::of_file("", message)];
            return Err(ContractError { problems });
        }
        return load_overlaid("stdin", &text, overlays, &|relative| {
            around.file(Path::new(""), relative)
        });
    }
    let path = Path::new(name_or_path);
    if path.exists() {
        return load_beside(path, around, overlays);
    }
    let meant = nearest::nearest(name_or_path, builtin_names().iter().copied());
    let meant = meant.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let names = nearest::list(builtin_names());
    let host = name_or_path.split('/').next().unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let served = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let meant = match served || host == "localhost" {
        true => format!("did you mean `http://{name_or_path}`? "),
        false => meant,
    };
    let message = format!("no contract `{name_or_path}`: it is neither built in nor a file");
    let hint = format!("{meant}built in: {names}; or give the path of an OpenAPI document");
    let problem = Problem::of_file("", message).hint(hint);
    Err(ContractError {
        problems: vec![problem],
    })
}

/// Loads a contract from a file of YAML or JSON.
pub fn load_file(path: &Path) -> Result<Contract, ContractError> {
    load_beside(path, &Around::default(), &[])
}

fn load_beside(
    path: &Path,
    around: &Around,
    overlays: &[Overlay],
) -> Result<Contract, ContractError> {
    let name = path.to_string_lossy().replace('\\', "/");
    let refuse = |problem: Box<Problem>| ContractError {
        problems: vec![*problem],
    };
    let text = read_text(path, &name).map_err(refuse)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    load_overlaid(&name, &text, overlays, &|relative| {
        around.file(folder, relative)
    })
}

/// Loads a contract from text.
///
/// `name` is the file name for messages; `resolve` gives the text of other files that a `$ref`
/// names, by their path relative to this one.
pub fn load_text(
    name: &str,
    text: &str,
    resolve: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Contract, ContractError> {
    load_overlaid(name, text, &[], resolve)
}

/// The same with overlays, which are laid over the text in their order before it is read.
///
/// # Errors
/// What is wrong with the document, or with an overlay, at its line.
pub fn load_overlaid(
    name: &str,
    text: &str,
    overlays: &[Overlay],
    resolve: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Contract, ContractError> {
    let refuse = |problems| ContractError { problems };
    if text.len() as u64 > MAX_BYTES {
        return Err(refuse(vec![too_large(name, text.len() as u64)]));
    }
    let mut docs = Documents::load(name, text, overlays, resolve).map_err(refuse)?;
    let mut passed = Vec::new();
    for _ in 0..MAX_PASSES {
        let (contract, reading) = read::read(name, &docs);
        let mut notes = reading.problems;
        let claims = contract.as_ref().map(|c| claims::check(c, &reading.claims));
        for problem in claims.into_iter().flatten() {
            let same = |p: &Problem| {
                p.span == problem.span
                    && p.location.file == problem.location.file
                    && p.message == problem.message
            };
            if !notes.iter().any(same) {
                notes.push(problem);
            }
        }
        let ours = |p: &Problem| foreign::extension(&p.location.pointer).is_some();
        // An overlay is written for us, so what is ours in it must be right.
        let overlaid = |p: &Problem| docs.is_overlay(&p.location.file);
        let wrong = notes.iter().any(ours) || !reading.misspelt.is_empty();
        let in_overlay = notes.iter().any(|p| ours(p) && overlaid(p));
        let in_overlay = in_overlay || reading.misspelt.iter().any(overlaid);
        if wrong && !reading.own && !in_overlay {
            // Written for another tool: extensions of ours are taken where they parse as such.
            let (theirs, _): (Vec<_>, Vec<_>) = notes.into_iter().partition(ours);
            passed.extend(foreign::pass_over(&mut docs, theirs));
            continue;
        }
        notes.extend(reading.misspelt);
        notes.append(&mut passed);
        notes.extend(docs.notes.iter().cloned());
        docs.hush(&mut notes);
        notes.sort_by_key(|p| (p.location.file.clone(), p.location.line, p.location.column));
        return match contract {
            Some(contract) if !wrong => Ok(Contract { notes, ..contract }),
            _ => {
                notes.retain(|p| p.weight == Weight::Error);
                // Nothing is passed over where nothing is loaded.
                notes.iter_mut().for_each(|p| p.cost = None);
                Err(refuse(notes))
            }
        };
    }
    let message = "extensions that are called like those of clausal mean something else throughout";
    Err(refuse(vec![Problem::of_file(name, message)]))
}

/// A text of YAML or JSON as plain JSON, without references followed; nothing where it is neither.
pub fn plain(text: &str) -> Option<serde_json::Value> {
    let source = super::text::Source::new("", "", text);
    let root = super::text::parse(&source, &mut Vec::new()).ok()?;
    Some(root.json())
}

/// Reads a file, unless it is too large or no text.
pub(super) fn read_text(path: &Path, name: &str) -> Result<String, Box<Problem>> {
    let fails = |e: &dyn std::fmt::Display| {
        Box::new(
            Problem::of_file(name, format!("the file cannot be read: {e}"))
                .hint("give the path of an OpenAPI document in YAML or JSON"),
        )
    };
    let mut file = File::open(path).map_err(|e| fails(&e))?;
    let about = file.metadata().map_err(|e| fails(&e))?;
    if about.is_dir() {
        return Err(fails(&"it is a folder"));
    }
    if about.len() > MAX_BYTES {
        return Err(Box::new(too_large(name, about.len())));
    }
    // What is no plain file tells no size, so reading stops at the limit as well.
    let mut bytes = Vec::new();
    let mut limited = Read::by_ref(&mut file).take(MAX_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(|e| fails(&e))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Box::new(too_large(name, bytes.len() as u64)));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        fails(&format!("byte {at} is no UTF-8"))
    })
}
