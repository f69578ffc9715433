//! Targets on other machines: nothing is sent to them before somebody has said yes.

use super::say::put;
use super::{Error, exit};
use crate::contract::Contract;
use crate::report::visible;
use crate::run::Options;
use crate::run::forecast::{Forecast, forecast};
use crate::target::{Profile, Target};

/// Refuses a target on another machine that the profile does not release.
pub(super) fn guard(
    contracts: &[Contract],
    profile: &Profile,
    target: &Target,
    options: &Options,
) -> Result<(), Error> {
    if target.address().is_loopback() || profile.allow_remote {
        return Ok(());
    }
    let list = forecast(contracts, profile, options)?;
    let starts: Vec<String> = list
        .iter()
        .filter(|f| f.successes > 0)
        .map(|f| {
            format!(
                "  {:>5} x {}/{}: {}",
                f.successes,
                visible(&f.contract),
                visible(&f.operation),
                visible(&f.about)
            )
        })
        .collect();
    let starts = match starts.is_empty() {
        true => "no valid request is among them".to_owned(),
        false => format!(
            "valid ones among them start real work:\n{}",
            starts.join("\n")
        ),
    };
    let requests: usize = list.iter().map(|f| f.requests).sum();
    Err(Error::usage(format!(
        "{} is another machine, and some {requests} requests would be sent to it; {starts}\n\
         (hint: --yes, or `allow_remote = true` in the profile, sends them; --dry-run shows the plan; \
         --only and --cases make it smaller)",
        target.address()
    )))
}

/// Prints what a run would send.
pub(super) fn dry_run(
    contracts: &[Contract],
    profile: &Profile,
    target: &Target,
    options: &Options,
) -> Result<u8, Error> {
    let list = forecast(contracts, profile, options)?;
    let sum = |of: fn(&Forecast) -> usize| list.iter().map(of).sum::<usize>();
    let mut text = format!(
        "Nothing is sent. A run against {} with seed {} would send, retries aside:\n\n\
         {:>8} {:>8} {:>9} {:>10}  operation\n",
        target.address(),
        options.seed,
        "clauses",
        "skipped",
        "requests",
        "successes"
    );
    let row = |clauses, skipped, requests, successes, name: &str| {
        format!("{clauses:>8} {skipped:>8} {requests:>9} {successes:>10}  {name}\n")
    };
    for f in &list {
        let name = visible(&format!("{}/{}: {}", f.contract, f.operation, f.about));
        text += &row(f.clauses, f.skipped, f.requests, f.successes, &name);
    }
    text += &row(
        sum(|f| f.clauses),
        sum(|f| f.skipped),
        sum(|f| f.requests),
        sum(|f| f.successes),
        "in all",
    );
    text +=
        "\nSuccesses are valid requests: a faithful target accepts them and starts real work.\n";
    put(format_args!("{text}"));
    Ok(exit::HELD)
}
