//! `--journal` and `--resume`: going on where a run ended.

use std::path::Path;

use clap::CommandFactory;
use clap::parser::ValueSource;

use super::Error;
use super::args::{Args, CheckArgs};
use crate::run::journal::{Asked, Header, Journal};
use crate::run::{Identity, Memory, Saved, SavedError, Snapshots};
use crate::target::shown_url;

/// What the command line asks for, completed from the journal of `--resume`; the memory of the
/// run; and the journal's header where a run goes on.
pub(super) fn prepare(args: &CheckArgs) -> Result<(CheckArgs, Memory, Option<Header>), Error> {
    let mut args = args.clone();
    let mut memory = Memory {
        findings: args.findings.clone(),
        regressions: regressions(&args)?,
        snapshots: args.snapshots.clone().map(|folder| Snapshots {
            folder,
            update: args.update_snapshots,
        }),
        waiting: Some(Box::new(super::say::complain)),
        ..Memory::default()
    };
    if let Some(path) = &args.journal {
        memory.journal = Some(Journal::create(
            path,
            Asked {
                contracts: args.select.contract.iter().map(|c| kept(c)).collect(),
                include: args.select.include.clone(),
                exclude: args.select.exclude.clone(),
                target: args.target.as_deref().map(kept),
                profile: args.profile.clone(),
                overlays: super::overlays::laid(),
                arazzo: args.select.arazzo.clone(),
            },
        )?);
    }
    let Some(path) = &args.resume else {
        return Ok((args, memory, None));
    };
    let (journal, header, done) = Journal::resume(path)?;
    memory.journal = Some(journal);
    memory.done = done;
    complete(&mut args, &header)?;
    Ok((args, memory, Some(header)))
}

/// The findings of earlier runs that are tried first.
fn regressions(args: &CheckArgs) -> Result<Vec<Saved>, SavedError> {
    let usual = Path::new("corpus/regressions");
    match args.regressions.as_deref() {
        Some(folder) => Saved::load_all(folder),
        None if usual.is_dir() => Saved::load_all(usual),
        None => Ok(Vec::new()),
    }
}

/// Takes every option that was not given from the journal; one that was given stays, and is held
/// against the journal with the rest.
fn complete(args: &mut CheckArgs, header: &Header) -> Result<(), Error> {
    let matches = Args::command().get_matches();
    let given = |name: &str| {
        let check = matches.subcommand_matches("check");
        check.and_then(|m| m.value_source(name)) == Some(ValueSource::CommandLine)
    };
    let (run, asked) = (&header.run, &header.asked);
    if !given("contract") {
        args.select.contract = asked.contracts.clone();
    }
    if !given("include") && !given("exclude") {
        args.select.include = asked.include.clone();
        args.select.exclude = asked.exclude.clone();
    }
    if !given("only") {
        args.select.only = run.only.clone();
    }
    if !given("level") {
        args.select.level = run.level;
    }
    if !given("cases") {
        args.cases = run.cases;
    }
    if !given("strength") {
        args.strength = u8::try_from(run.strength).unwrap_or(args.strength);
    }
    if super::overlays::laid().is_empty() {
        super::overlays::lay(&asked.overlays);
    }
    args.select.arazzo = args.select.arazzo.take().or_else(|| asked.arazzo.clone());
    args.target = args.target.take().or_else(|| asked.target.clone());
    args.profile = args.profile.take().or_else(|| asked.profile.clone());
    args.seed = args.seed.or(Some(run.seed));
    args.shard = args.shard.or(run.shard);
    let mut named = args.select.contract.iter().chain(&args.target);
    if let Some(address) = named.find(|word| word.contains(LEFT_OUT)) {
        return Err(Error::usage(format!(
            "the journal keeps no user, password and query of an address, as of `{address}`\n(hint: give \
             `--contract` and `--target` again)"
        )));
    }
    Ok(())
}

/// Stands in a journal for what an address holds that may be secret.
const LEFT_OUT: char = '…';

/// An address as it is kept: a file stays whole.
fn kept(word: &str) -> String {
    match word.contains("://") {
        true => shown_url(word),
        false => word.to_owned(),
    }
}

/// Refuses to go on with the run of another contract, target or set of options.
pub(super) fn compare(header: &Header, now: &Identity) -> Result<(), Error> {
    let differences = now.differences(&header.run);
    if differences.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = differences.iter().map(|d| format!("\n  {d}")).collect();
    Err(Error::usage(format!(
        "the journal is of another run:{}\n(hint: leave out what the journal gives, or start anew with `--journal`)",
        list.concat()
    )))
}
