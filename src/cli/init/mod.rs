//! `clausal init`: a profile for somebody who has a document, and nothing else yet.

mod draft;
mod parameters;

use std::path::Path;

use super::args::InitArgs;
use super::say::{put, say};
use super::{Error, exit, source};
use crate::contract::Weight;
use crate::exchange::whole;
use crate::target::shown_url;

pub(super) fn run(args: &InitArgs) -> Result<u8, Error> {
    let path = Path::new(&args.output);
    let printed = args.output == "-";
    if !printed && !args.force && path.symlink_metadata().is_ok() {
        return Err(Error::usage(format!(
            "`{}` is there already, and nothing was written\n(hint: -o FILE writes another one, -o - \
             prints it, --force writes over it)",
            args.output
        )));
    }
    source::present(&args.access, None, std::slice::from_ref(&args.contract))?;
    let contract = source::open(&args.contract)??;
    let name = match args.contract.contains("://") {
        true => shown_url(&args.contract),
        false => args.contract.clone(),
    };
    let server = source::server(std::slice::from_ref(&args.contract));
    let text = draft::profile(&name, server.as_deref(), &args.output, &contract);
    if printed {
        put(format_args!("{text}"));
        return Ok(exit::HELD);
    }
    whole::write(path, text.as_bytes())
        .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", args.output)))?;
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
        draft::command(&name, server.is_some(), &args.output),
    );
    Ok(exit::HELD)
}
