//! `clausal check`.

use std::future::Future;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::source::{self, Terms, contracts};
use super::{
    Error, access, allowances, exit, reference_profile, remote, resume, runtime, say, signals,
};
use crate::contract;
use crate::exchange::whole::try_folder;
use crate::generate::nonce;
use crate::report::github::{Annotations, Fenced};
use crate::report::progress::Bar;
use crate::report::terminal::{Style, Terminal};
use crate::report::{self, Report, Tee};
use crate::run::event::{Event, Finished};
use crate::run::plan::Pattern;
use crate::run::{self, Ended, Options};
use crate::target::{Address, Target, shown_url};

/// How often it is looked whether a login is to be given up.
const LOOK: Duration = Duration::from_millis(50);

pub(super) fn run(args: &CheckArgs) -> Result<u8, Error> {
    let began = Instant::now();
    let (args, memory, before) = resume::prepare(args)?;
    let args = &args;
    let terms = Terms {
        strict: args.select.strict_contract,
        empty: false,
    };
    let given = args.profile.as_deref().map(say::profile).transpose()?;
    let named = args.target.clone();
    let named = named.or_else(|| given.as_ref().and_then(|p| p.target.clone()));
    source::hurry(args.time_limit);
    source::present(&args.access, named.as_deref(), &args.select.contract)?;
    let mut contracts = contracts(&args.select.contract, terms)?;
    source::choose(&mut contracts, &args.select)?;
    source::count_notes(&args.select.contract, &contracts);
    let only = args
        .select
        .only
        .iter()
        .map(|p| Pattern::parse(p))
        .collect::<Result<_, _>>()?;
    if let Some(profile) = &given {
        profile.check(&contracts, contract::builtin_names())?;
    }
    let url = named.or_else(|| source::server(&args.select.contract));
    if let (None, Some(own)) = (&url, source::own(&contracts)) {
        let server = own.server.as_deref().map(shown_url);
        let named = server.map(|url| format!(", such as {url}: the first of its `servers`"));
        return Err(Error::usage(format!(
            "nothing says where the server of `{}` is, and the embedded one knows the built-in contracts \
             only\n(hint: --target URL{})",
            own.name,
            named.unwrap_or_default()
        )));
    }
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
    let mut profile = profile;
    say::hide(&profile);
    if args.ca.is_some() {
        profile.tls.ca.clone_from(&args.ca);
    }
    profile.tls.insecure |= args.insecure;
    if args.max_response_time.is_some() {
        profile.limits.answer = args.max_response_time;
    }
    profile.allow_untested |= args.allow_untested;
    if let Some(base) = &args.base_path {
        access::is_path(base)?;
        contracts
            .iter()
            .for_each(|c| profile.ask_below(&c.name, base));
    }
    access::give(&mut profile, &contracts, &args.access)?;
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
        cleanup: args.cleanup,
        stop: None,
        shard: args.shard,
        exchanges: false,
    };
    if args.dry_run {
        return remote::dry_run(&contracts, &profile, &target, &options);
    }
    if server.is_none() && !args.yes {
        remote::guard(&contracts, &profile, &target, &options)?;
    }
    drop(crate::target::StatesHook::new(&target, &profile)?);
    if let Some(before) = before {
        let now = run::Identity::of(&contracts, &profile, &shown, &options);
        resume::compare(&before, &now)?;
    }
    for folder in [&args.findings, &args.snapshots].into_iter().flatten() {
        try_folder(folder).map_err(|e| {
            Error::usage(format!("failed to write into `{}`: {e}", folder.display()))
        })?;
    }
    let mut reports = show(&args.report)?;
    let options = Options {
        exchanges: reports.wants_exchanges(),
        ..options
    };
    let mut end = None;
    let mut failed = None;
    let mut known = allowances::List::default();
    let runtime = runtime()?;
    let names: Vec<&str> = contracts.iter().map(|c| c.name.as_str()).collect();
    let stop = Arc::new(AtomicBool::default());
    signals::listen(Arc::clone(&stop))?;
    let left = |limit: Duration| limit.saturating_sub(began.elapsed());
    let logging_in = target.log_in(&names);
    match runtime.block_on(in_time(args.time_limit.map(left), &stop, logging_in))? {
        None if stop.load(Ordering::Relaxed) => return Ok(exit::INTERRUPTED),
        None => return Err(Error::lost("the time was up before the login was answered")),
        Some(Ok(())) => {}
        Some(Err(error)) if error.is_unreachable() => return Err(Error::lost(error.to_string())),
        Some(Err(error)) => return Err(Error::usage(error.to_string())),
    }
    let options = Options {
        time_limit: args.time_limit.map(left),
        stop: Some(stop),
        ..options
    };
    let ended = runtime.block_on(run::check_with(
        &contracts,
        &profile,
        &target,
        &shown,
        &options,
        &memory,
        &mut |event| {
            if let Event::Finished(finished) = &event {
                end = Some(finished.clone());
            }
            if let Event::Judged(judged) = &event {
                known.note(judged);
            }
            if let Err(error) = reports.event(&event) {
                failed.get_or_insert(error);
            }
        },
    ))??;
    drop(server);
    if let Some(error) = failed
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        return Err(Error::usage(error.to_string()));
    }
    if let Some(path) = &args.write_allowances {
        known
            .write(path)
            .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", path.display())))?;
    }
    // What was not kept would be missed when it is too late.
    if let Some(why) = memory.unwritten.borrow().first() {
        return Err(Error::usage(why.clone()));
    }
    let strict = args.strict_allowances;
    let lenient = Lenient {
        empty: options.shard.is_some(),
        untested: profile.allow_untested,
    };
    Ok(
        end.map_or(exit::UNTESTED, |end| match code(&ended, &end, lenient) {
            exit::HELD if strict && !end.stale.is_empty() => exit::BROKEN,
            code => code,
        }),
    )
}

/// What comes of work before the time is up and before somebody asks for an end.
async fn in_time<T>(
    limit: Option<Duration>,
    stop: &AtomicBool,
    work: impl Future<Output = T>,
) -> Option<T> {
    let end = async {
        let began = Instant::now();
        while !stop.load(Ordering::Relaxed) && limit.is_none_or(|limit| began.elapsed() < limit) {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::select! {
        done = work => Some(done),
        () = end => None,
    }
}

/// What leaves a run green all the same.
#[derive(Clone, Copy)]
pub(super) struct Lenient {
    /// Nothing was selected: a shard may have nothing to do.
    pub empty: bool,
    /// Something that was selected was not tested, though something else was.
    pub untested: bool,
}

/// The exit code of a run.
pub(super) fn code(ended: &Ended, finished: &Finished, lenient: Lenient) -> u8 {
    let judged = finished.held + finished.broken + finished.inconclusive + finished.skipped;
    match ended {
        Ended::Interrupted => exit::INTERRUPTED,
        // What was found before a target was lost stays found.
        _ if finished.broken > finished.allowed || !finished.changes.is_empty() => exit::BROKEN,
        Ended::Lost(_) | Ended::Useless(_) => exit::LOST,
        _ if lenient.empty && judged == 0 => exit::HELD,
        _ if finished.held + finished.allowed == 0 => exit::UNTESTED,
        _ if finished.operations > 0 && finished.untested.len() >= finished.operations => {
            exit::UNTESTED
        }
        _ if lenient.untested => exit::HELD,
        Ended::TimeUp => exit::UNTESTED,
        _ if finished.open > 0 || !finished.untested.is_empty() => exit::UNTESTED,
        _ => exit::HELD,
    }
}

/// The reports that were asked for, and the one for the terminal.
pub(super) fn show(specs: &[String]) -> Result<Tee, Error> {
    let mut tee = Tee::new();
    if std::io::stderr().is_terminal() {
        tee.add("progress bar", Box::new(Bar::stderr()));
    }
    for spec in specs {
        tee.add(spec, report::open(spec)?);
    }
    let out = || Box::new(signals::Out);
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
