//! `clausal clauses`.

use super::args::ClausesArgs;
use super::say::{self, put};
use super::source::{Terms, choose, contracts};
use super::{Error, exit};
use crate::clause::{Clause, Level, derive};
use crate::report::visible;
use crate::run::plan::{Pattern, select};

pub(super) fn run(args: &ClausesArgs) -> Result<u8, Error> {
    let (profile, resources) = (&args.profile, args.resources);
    super::source::present(&args.access, None, &args.select.contract)?;
    let args = &args.select;
    let terms = Terms {
        strict: args.strict_contract,
        empty: true,
    };
    let profile = profile.as_deref().map(say::profile).transpose()?;
    let mut contracts = contracts(&args.contract, terms)?;
    choose(&mut contracts, args)?;
    if contracts.iter().all(|c| c.operations.is_empty()) {
        say::error_line("the contract has no operations, so it has no clauses");
        return Ok(exit::HELD);
    }
    if resources {
        for contract in &contracts {
            let lines = super::resources::lines(contract, profile.as_ref());
            put(format_args!("{lines}"));
        }
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
    let line = |c: &Clause| {
        let (id, source) = (visible(&c.id), visible(&c.source));
        format!("{id:width$}  {:10}  {source}\n", level(c.level))
    };
    let lines: String = clauses.iter().map(line).collect();
    put(format_args!("{lines}"));
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
