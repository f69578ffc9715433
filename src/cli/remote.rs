//! Targets on other machines: nothing is sent to them before somebody has said yes.

use super::say::put;
use super::{Error, exit};
use crate::contract::Contract;
use crate::report::visible;
use crate::run::Options;
use crate::run::forecast::{Forecast, forecast};
use crate::target::{Profile, Target};

/// Lines of a list that are told.
const LINES: usize = 12;

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
    let mut list = forecast(contracts, profile, options)?;
    list.sort_by_key(|f| std::cmp::Reverse(f.successes));
    let starts = list.iter().filter(|f| f.successes > 0).map(|f| {
        let about = format!("{}/{}: {}", f.contract, f.operation, f.about);
        format!("  {:>5} x {}", f.successes, visible(&about))
    });
    let starts = match few(starts) {
        none if none.is_empty() => "no valid request is among them".to_owned(),
        lines => format!("valid ones among them start real work:\n{lines}"),
    };
    let requests: usize = list.iter().map(|f| f.requests).sum();
    Err(Error::usage(format!(
        "{} is another machine, and some {requests} requests would be sent to it; {starts}{}\n\
         (hint: --yes, or `allow_remote = true` in the profile, sends them; --dry-run shows the plan; \
         --include, --exclude, --only and --cases make it smaller)",
        target.address(),
        destroying(&list),
    )))
}

/// The operations that take something away, with how to leave them out; empty where there are none.
fn destroying(list: &[Forecast]) -> String {
    let all = || list.iter().filter_map(|f| Some((f, f.destroys.as_ref()?)));
    let lines = few(all().map(|(f, call)| {
        let own = format!("{call} ({}/{})", f.contract, f.operation);
        format!("  {}", visible(&own))
    }));
    if lines.is_empty() {
        return String::new();
    }
    let by_method = all().any(|(_, call)| call.starts_with("DELETE "));
    let by_method = by_method.then(|| "--exclude 'DELETE *'".to_owned());
    let by_name = all().filter(|(_, call)| !call.starts_with("DELETE "));
    let by_name = by_name.map(|(f, _)| format!("--exclude {}", quoted(&f.operation)));
    let options: Vec<String> = by_method.into_iter().chain(by_name).collect();
    let more = match options.len().saturating_sub(LINES) {
        0 => "",
        _ => " …",
    };
    let options = options.into_iter().take(LINES).collect::<Vec<_>>();
    format!(
        "\nby their names, these take something away or end it:\n{lines}\nleft out they are by: {}{more}",
        options.join(" ")
    )
}

/// A word of a command line.
fn quoted(word: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    match word.chars().all(bare) {
        true => word.to_owned(),
        false => format!("'{}'", visible(word).replace('\'', r"'\''")),
    }
}

/// The first lines, and how many there are besides.
fn few(lines: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<String> = lines.collect();
    if lines.len() > LINES + 1 {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("  … and {more} more"));
    }
    lines.join("\n")
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
    text += &destroying(&list)
        .lines()
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    text +=
        "\nSuccesses are valid requests: a faithful target accepts them and starts real work.\n";
    put(format_args!("{text}"));
    Ok(exit::HELD)
}
