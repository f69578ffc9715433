//! `clausal fuzz http`: drives a server on this machine.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::{listen, visible_lines};
use crate::cli::say::{put, say};
use crate::cli::{Error, contracts, exit, reference_profile};
use crate::contract;
use crate::fuzz::http::{self, Event, Options, report};
use crate::fuzz::report::open;
use crate::generate::nonce;
use crate::target::Address;

#[derive(clap::Args)]
pub struct HttpArgs {
    /// URL of the server on this machine; without it, the profile's, else the embedded reference server
    #[arg(long, value_name = "URL")]
    pub target: Option<String>,
    /// Built-in contract or path of an OpenAPI 3.1 document; repeatable [default: every built-in one]
    #[arg(long, value_name = "NAME|PATH")]
    pub contract: Vec<String>,
    /// How to reach the target: headers, fixtures, path prefixes
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// How long: 30, 90s, 10m, 1h; looking into findings may add some seconds
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = crate::cli::args::time)]
    pub time: Duration,
    /// End after so many requests; looking into findings takes some more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub requests: Option<u64>,
    /// How long one answer may take
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = crate::cli::args::time)]
    pub timeout: Duration,
    /// Seed of every random choice [default: a new one each run]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Connections side by side; what is found is made sure of while no other request is on its way
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: u16,
    /// Folder of requests that are tried first; what is found or worth keeping goes there
    #[arg(long, value_name = "DIR")]
    pub corpus: Option<PathBuf>,
    /// Folder for findings [default: findings in the corpus, else clausal-findings]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Send only this file; repeatable
    #[arg(long = "try", value_name = "FILE")]
    pub only: Vec<PathBuf>,
    /// Write a report: json=PATH, junit=PATH, html=PATH or text=PATH; repeatable
    #[arg(long, value_name = "FORMAT=PATH")]
    pub report: Vec<String>,
}

pub(super) fn run(args: &HttpArgs) -> Result<u8, Error> {
    let given = args
        .profile
        .as_deref()
        .map(crate::cli::say::profile)
        .transpose()?;
    let contracts = contracts(&args.contract)?;
    if let Some(profile) = &given {
        profile.check(&contracts, contract::builtin_names())?;
    }
    let url = args.target.clone();
    let url = url.or_else(|| given.as_ref().and_then(|p| p.target.clone()));
    // Without a target the reference server is driven; it lives as long as the run.
    let (server, profile, url) = match url {
        Some(url) => (None, given.unwrap_or_default(), url),
        None => {
            let server = crate::reference::start(crate::reference::Options::default())?;
            let url = server.url();
            (Some(server), given.map_or_else(reference_profile, Ok)?, url)
        }
    };
    let options = Options {
        address: Address::parse(&url)?,
        contracts,
        profile,
        time: args.time,
        requests: args.requests,
        timeout: args.timeout,
        seed: args.seed.unwrap_or_else(|| nonce() & 0xffff_ffff),
        jobs: args.jobs.into(),
        corpus: args.corpus.clone(),
        out: args.out.clone(),
        only: args.only.clone(),
        again: again(args),
    };
    let mut files = open(&args.report)?;
    let stop = Arc::new(AtomicBool::new(false));
    listen(stop.clone())?;
    let bar = super::bar();
    let findings = AtomicUsize::new(0);
    let done = http::run(&options, &stop, &|event| match event {
        Event::Progress(requests) => {
            let findings = findings.load(Ordering::Relaxed);
            bar.set_message(format!("{requests} requests, {findings} findings"));
            bar.tick();
        }
        Event::Found(finding) => {
            findings.fetch_add(1, Ordering::Relaxed);
            bar.suspend(|| say!("{}", report::finding(finding, super::width())));
        }
    });
    bar.finish_and_clear();
    let summary = done.map_err(error)?;
    drop(server);
    put(format_args!(
        "{}",
        report::overview(&summary, super::width())
    ));
    for file in &mut files {
        file.put(&summary)?;
    }
    if let Some(why) = summary.untested() {
        crate::cli::say::error_line(&format!("error: {why}"));
        // Who puts off everything is of no use; who was sent nothing may be.
        return Ok(match summary.requests {
            0 => exit::UNTESTED,
            _ => exit::LOST,
        });
    }
    Ok(match summary.findings.len() {
        0 => exit::HELD,
        _ => exit::BROKEN,
    })
}

fn error(error: http::Error) -> Error {
    Error {
        text: visible_lines(&error.to_string()),
        code: match error {
            http::Error::Usage(_) => exit::USAGE,
            http::Error::Unreachable(_) => exit::LOST,
        },
    }
}

/// The options that show a finding again.
fn again(args: &HttpArgs) -> String {
    let quoted = |text: &str| crate::fuzz::quoted(text);
    let mut out = String::new();
    if let Some(url) = &args.target {
        out += &format!(" --target {}", quoted(url));
    }
    for name in &args.contract {
        out += &format!(" --contract {}", quoted(name));
    }
    if let Some(path) = &args.profile {
        out += &format!(" --profile {}", quoted(&path.display().to_string()));
    }
    out
}
