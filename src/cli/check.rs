//! `clausal check`.

use std::io::IsTerminal;

use super::args::CheckArgs;
use super::{Error, contracts, exit, reference_profile, runtime};
use crate::contract;
use crate::generate::nonce;
use crate::report::github::{Annotations, Fenced};
use crate::report::progress::Bar;
use crate::report::terminal::{Style, Terminal};
use crate::report::{self, Report, Tee};
use crate::run::event::Event;
use crate::run::plan::Pattern;
use crate::run::{self, Ended, Options};
use crate::target::{Address, Profile, Target};

pub(super) fn run(args: &CheckArgs) -> Result<u8, Error> {
    let contracts = contracts(&args.select.contract)?;
    let only = args
        .select
        .only
        .iter()
        .map(|p| Pattern::parse(p))
        .collect::<Result<_, _>>()?;
    let given = args.profile.as_deref().map(Profile::load).transpose()?;
    if let Some(profile) = &given {
        profile.check(&contracts, contract::builtin_names())?;
    }
    let url = args
        .target
        .clone()
        .or_else(|| given.as_ref().and_then(|p| p.target.clone()));
    // Without a target the reference server is checked; it lives as long as the run.
    let (server, profile, url, shown) = match url {
        Some(url) => (None, given.unwrap_or_default(), url.clone(), None),
        None => {
            let server = crate::reference::start(crate::reference::Options::default())?;
            let url = server.url();
            (
                Some(server),
                given.map_or_else(reference_profile, Ok)?,
                url,
                Some("the embedded reference server"),
            )
        }
    };
    let address = Address::parse(&url)?;
    let target = Target::new(address, &profile)?;
    let shown = shown.map_or_else(|| target.address().to_string(), str::to_owned);
    let options = Options {
        seed: args.seed.unwrap_or_else(|| nonce() & 0xffff_ffff),
        cases: args.cases,
        jobs: usize::from(args.jobs),
        only,
        level: args.select.level,
        strength: usize::from(args.strength),
        time_limit: args.time_limit,
        exchanges: false,
    };
    let mut reports = reports(args)?;
    let options = Options {
        exchanges: reports.wants_exchanges(),
        ..options
    };
    let mut broken = 0;
    let mut held = 0;
    let mut failed = None;
    let ended = runtime()?.block_on(run::check(
        &contracts,
        &profile,
        &target,
        &shown,
        &options,
        &mut |event| {
            if let Event::Finished(finished) = &event {
                (held, broken) = (finished.held, finished.broken);
            }
            if let Err(error) = reports.event(&event) {
                failed.get_or_insert(error);
            }
        },
    ))?;
    drop(server);
    if let Some(error) = failed
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        return Err(Error::usage(error.to_string()));
    }
    Ok(match (ended, broken, held) {
        (Ended::Lost(_), ..) => exit::LOST,
        (_, 1.., _) => exit::BROKEN,
        (_, 0, 0) => exit::NOTHING,
        _ => exit::HELD,
    })
}

fn reports(args: &CheckArgs) -> Result<Tee, Error> {
    let mut tee = Tee::new();
    if std::io::stderr().is_terminal() {
        tee.add("progress bar", Box::new(Bar::stderr()));
    }
    for spec in &args.report {
        tee.add(spec, report::open(spec)?);
    }
    let out = || Box::new(std::io::stdout());
    let terminal: Box<dyn Report> = Box::new(Terminal::new(out(), style()));
    if std::env::var("GITHUB_ACTIONS").is_ok_and(|v| v == "true") {
        // What stands in an answer is no command to the runner.
        let word = format!("{:016x}{:016x}", nonce(), nonce());
        tee.add(
            "standard output",
            Box::new(Fenced::new(out(), word, terminal)),
        );
        tee.add("annotations", Box::new(Annotations::to_writer(out())));
    } else {
        tee.add("standard output", terminal);
    }
    Ok(tee)
}

/// Colour and width: plain when piped, or with NO_COLOR.
pub(super) fn style() -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let terminal = std::io::stdout().is_terminal();
    let dumb = std::env::var("TERM").is_ok_and(|t| t == "dumb");
    let colour = !set("NO_COLOR") && ((terminal && !dumb) || set("CLICOLOR_FORCE"));
    let width = terminal_size::terminal_size()
        .map_or(100, |(w, _)| usize::from(w.0))
        .clamp(60, 120);
    Style {
        colour,
        width: if terminal { width } else { 100 },
    }
}
