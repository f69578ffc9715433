//! `clausal clauses`.

use std::io::Write;

use super::args::SelectArgs;
use super::source::{Terms, choose, contracts};
use super::{Error, exit};
use crate::clause::{Level, derive};
use crate::run::plan::{Pattern, select};

pub(super) fn run(args: &SelectArgs) -> Result<u8, Error> {
    let terms = Terms {
        strict: args.strict_contract,
        empty: true,
    };
    let mut contracts = contracts(&args.contract, terms)?;
    choose(&mut contracts, args)?;
    if contracts.iter().all(|c| c.operations.is_empty()) {
        eprintln!("the contract has no operations, so it has no clauses");
        return Ok(exit::HELD);
    }
    let only = args
        .only
        .iter()
        .map(|p| Pattern::parse(p))
        .collect::<Result<Vec<_>, _>>()?;
    let clauses = select(
        contracts.iter().flat_map(derive).collect(),
        &only,
        args.level,
    )?;
    let width = clauses.iter().map(|c| c.id.len()).max().unwrap_or(0);
    let mut out = std::io::stdout().lock();
    for clause in &clauses {
        let line = writeln!(
            out,
            "{:width$}  {:10}  {}",
            clause.id,
            level(clause.level),
            clause.source
        );
        // A reader such as `head` may have seen enough.
        if line.is_err() {
            break;
        }
    }
    Ok(if clauses.is_empty() {
        exit::UNTESTED
    } else {
        exit::HELD
    })
}

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Documented => "documented",
        Level::Sample => "sample",
        Level::Implied => "implied",
    }
}
