//! `clausal replay`.

use super::args::ReplayArgs;
use super::say::{self, say};
use super::{Error, contracts, exit, runtime};
use crate::contract;
use crate::report::visible;
use crate::run::{Replayed, Saved, replay};
use crate::target::{Address, Profile, Target};

pub(super) fn run(args: &ReplayArgs) -> Result<u8, Error> {
    let mut findings = Vec::new();
    for path in &args.files {
        match path.is_dir() {
            true => findings.extend(Saved::load_all(path)?),
            false => findings.push(Saved::load(path)?),
        }
    }
    let mut names = args.contract.clone();
    if names.is_empty() {
        names = findings.iter().map(|f| f.contract.clone()).collect();
        names.sort();
        names.dedup();
    }
    let profile = args.profile.as_deref().map(say::profile).transpose()?;
    let profile = profile.unwrap_or_default();
    let contracts = contracts(&names)?;
    profile.check(&contracts, contract::builtin_names())?;
    let url = args.target.clone().or_else(|| profile.target.clone());
    let runtime = runtime()?;
    let mut codes = Vec::new();
    for finding in &findings {
        let contract = contracts.iter().find(|c| c.name == finding.contract);
        let contract = contract.ok_or_else(|| {
            let (clause, name) = (&finding.clause, &finding.contract);
            Error::usage(format!("`{clause}` is of the contract `{name}`, which is not given\n(hint: name its document with `--contract`)"))
        })?;
        // Without another one it is the target that the finding was made on.
        let address = Address::parse(url.as_ref().unwrap_or(&finding.target))?;
        guard(args, &profile, &address, url.is_some())?;
        let target = Target::new(address, &profile)?;
        match runtime.block_on(replay(contract, &profile, &target, finding))? {
            Ok((outcome, renewed)) => {
                tell(finding, &outcome, renewed);
                codes.push(code(&outcome));
            }
            Err(why) => {
                let text = format!("the target cannot be reached: {why}");
                return Err(Error {
                    text,
                    code: exit::LOST,
                });
            }
        }
    }
    let worst = [exit::BROKEN, exit::UNTESTED, exit::HELD];
    let worst = worst.into_iter().find(|code| codes.contains(code));
    Ok(worst.unwrap_or(exit::UNTESTED))
}

/// Refuses another machine, and credentials to a target that only the finding names: anybody may have
/// written that.
fn guard(args: &ReplayArgs, profile: &Profile, to: &Address, named: bool) -> Result<(), Error> {
    let gives = profile.contracts.values().any(|c| c.has_credentials());
    let why = match (named, to.is_loopback()) {
        _ if args.yes || named && profile.allow_remote => return Ok(()),
        (true, true) => return Ok(()),
        (false, _) if gives => {
            "is named by the finding alone, and would be sent what the profile says to log in"
        }
        (false, true) => return Ok(()),
        (_, false) => "is another machine",
    };
    Err(Error::usage(format!(
        "{} {why}\n(hint: --target names the server that is meant; --yes sends all the same)",
        visible(&to.to_string())
    )))
}

fn code(outcome: &Replayed) -> u8 {
    match outcome {
        Replayed::Fixed => exit::HELD,
        Replayed::StillBroken | Replayed::Changed { .. } => exit::BROKEN,
        Replayed::Untried(_) => exit::UNTESTED,
    }
}

fn tell(finding: &Saved, outcome: &Replayed, renewed: bool) {
    let word = match outcome {
        Replayed::Fixed => "FIXED",
        Replayed::StillBroken => "STILL BROKEN",
        Replayed::Changed { .. } => "CHANGED",
        Replayed::Untried(_) => "NOT TRIED",
    };
    say!("{word:12}  {}", visible(&finding.clause));
    let line = |label: &str, text: &str| say!("    {label:9} {}", visible(text));
    match outcome {
        Replayed::Fixed => {}
        Replayed::StillBroken => {
            line("expected", &finding.expected);
            line("got", &finding.got);
        }
        Replayed::Changed { got } => {
            line("expected", &finding.expected);
            line("was", &finding.got);
            line("got", got);
        }
        Replayed::Untried(why) => line("why", why),
    }
    if renewed {
        line(
            "note",
            "names were renewed, as those of the finding were taken",
        );
    }
}
