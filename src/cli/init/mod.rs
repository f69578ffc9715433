//! `clausal init`: a profile for somebody who has a document, and a contract for somebody who has a page.

mod codes;
mod draft;
mod page;
mod parameters;

use std::path::Path;

use super::args::InitArgs;
use super::say::{put, say};
use super::{Error, exit, source};
use crate::contract::Weight;
use crate::exchange::whole;
use crate::page::is_page;
use crate::target::shown_url;

/// Says that a file is not written over.
fn there(path: &str) -> Error {
    Error::usage(format!(
        "`{path}` is there already, and nothing was written\n(hint: -o FILE writes another one, -o - \
         prints it, --force writes over it)"
    ))
}

pub(super) fn run(args: &InitArgs) -> Result<u8, Error> {
    let path = Path::new(&args.output);
    let printed = args.output == "-";
    if !printed && !args.force && path.symlink_metadata().is_ok() {
        return Err(there(&args.output));
    }
    source::present(&args.access, None, std::slice::from_ref(&args.contract))?;
    let text = source::text(&args.contract)?;
    if let Some(text) = text.as_deref().filter(|text| is_page(text)) {
        return match page::run(args, &args.contract, text) {
            // A page without tables may name the document that is meant.
            Err(error) if args.contract.contains("://") => {
                Err(source::page_of(&args.contract, text).unwrap_or(error))
            }
            done => done,
        };
    }
    let contract = source::open_text(&args.contract, text.clone())??;
    let name = match args.contract.contains("://") {
        true => shown_url(&args.contract),
        false => args.contract.clone(),
    };
    let server = source::server(std::slice::from_ref(&args.contract));
    let mut profile = draft::profile(
        &name,
        server.as_deref(),
        &args.output,
        &contract,
        &args.access,
    );
    let codes = match &text {
        Some(text) if !printed => codes::write(args, &contract, text)?,
        _ => None,
    };
    if let Some(codes) = &codes {
        profile = codes.named_in(&profile);
    }
    let text = profile;
    if printed {
        put(format_args!("{text}"));
        return Ok(exit::HELD);
    }
    whole::write(path, text.as_bytes())
        .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", args.output)))?;
    let has_target = draft::target(server.as_deref(), &contract).is_some();
    let errors = contract.notes.iter();
    let errors = errors.filter(|n| n.weight == Weight::Error).count();
    let unusable = match errors {
        0 => String::new(),
        n => format!(" ({n} of its parts cannot be used: they are named in the file)"),
    };
    say!(
        "Wrote {} for {} operations of `{}`{unusable}. Look through it, then:\n\n  {}",
        args.output,
        contract.operations.len(),
        contract.name,
        draft::command(&name, has_target, &args.output, &args.access),
    );
    codes.iter().for_each(codes::Codes::tell);
    Ok(exit::HELD)
}
