//! A run: the contracts' requests first, then those that are no HTTP, then changed ones.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::answer::Reply;
use super::input::{Due, Input};
use super::link::{Link, loopback};
use super::source::Source;
use super::worker::Worker;
use super::{Error, Event, Options, Summary, files, malformed, mutate};
use crate::contract::Contract;
use crate::generate::dice::Dice;

/// Runs until the time is over or `stop` is raised.
///
/// # Errors
/// When the server is not on this machine, is not there, or a file or folder cannot be used.
pub fn run(
    options: &Options,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, Error> {
    let address = &options.address;
    let Some(addresses) = loopback(address) else {
        return Err(Error::Usage(format!(
            "`{address}` is not on this machine: only a server on the loopback interface is fuzzed\n\
             (hint: such as http://127.0.0.1:9000)"
        )));
    };
    let first = first(options)?;
    let mut link = Link::new(addresses, &options.profile, options.timeout);
    let plain = Input {
        bytes: format!(
            "GET {}/ HTTP/1.1\r\nHost: {}\r\n\r\n",
            address.prefix,
            address.authority()
        )
        .into_bytes(),
        due: Due::Answer,
        about: "a plain request".into(),
        place: "HTTP".into(),
    };
    match link.ask_alone(&plain) {
        Reply::Answer { .. } => {}
        Reply::Refused(why) => {
            return Err(Error::Unreachable(format!(
                "no connection to {address}: {why}"
            )));
        }
        _ => {
            return Err(Error::Unreachable(format!(
                "{address} does not answer a plain request in HTTP"
            )));
        }
    }
    let began = Instant::now();
    let mut worker = Worker::new(options, link, plain, began, tell);
    let is_over = |worker: &Worker<'_>, share: f64| {
        worker.is_gone
            || stop.load(Ordering::Relaxed)
            || began.elapsed() >= options.time.mul_f64(share)
    };
    for input in first {
        if is_over(&worker, 1.0) && options.only.is_empty() {
            break;
        }
        worker.give(&input);
    }
    if options.only.is_empty() {
        let mut sources: Vec<Source<'_>> = Vec::new();
        for contract in &options.contracts {
            sources.push(settled(contract, options, &mut worker));
        }
        while !sources.is_empty() && !is_over(&worker, 0.5) {
            one_clause(&mut sources, &mut worker, &|w| is_over(w, 1.0));
        }
        let sample = worker.sample();
        for input in malformed::all(&sample) {
            if is_over(&worker, 1.0) {
                break;
            }
            worker.give(&input);
        }
        let mut dice = Dice::new(options.seed, "fuzz/http", 0, 0);
        while !is_over(&worker, 1.0) {
            if !sources.is_empty() && dice.below(16) == 0 {
                one_clause(&mut sources, &mut worker, &|w| is_over(w, 1.0));
                continue;
            }
            let (input, other) = worker.two(&mut dice);
            let changed = match dice.below(8) {
                0 => None,
                _ => mutate::body(&input, &other.bytes, &mut dice),
            };
            let changed = changed.unwrap_or_else(|| mutate::head(&input, &other.bytes, &mut dice));
            worker.give(&changed);
        }
    }
    Ok(worker.summary())
}

/// Sends what the next clause of the first contract gives; the contracts take turns.
fn one_clause(
    sources: &mut Vec<Source<'_>>,
    worker: &mut Worker<'_>,
    is_over: &dyn Fn(&Worker<'_>) -> bool,
) {
    let mut source = sources.remove(0);
    let Some(inputs) = source.next() else {
        return;
    };
    for input in inputs {
        if is_over(worker) {
            break;
        }
        worker.give(&input);
    }
    sources.push(source);
}

/// A contract's requests below the first of its path prefixes that is not unknown to the server.
fn settled<'c>(
    contract: &'c Contract,
    options: &'c Options,
    worker: &mut Worker<'_>,
) -> Source<'c> {
    let settings = options.profile.contracts.get(&contract.name);
    let given = settings.and_then(|c| c.base.clone());
    let bases = given.map_or_else(|| contract.bases.clone(), |base| vec![base]);
    let make = |base: &str| {
        Source::new(
            contract,
            base,
            &options.address,
            &options.profile,
            options.seed,
        )
    };
    for base in &bases {
        let input = make(base).next().and_then(|list| list.into_iter().next());
        let reply = input.map(|input| worker.ask(&input));
        if matches!(reply, Some(Reply::Answer { status, .. }) if status != 404) {
            return make(base);
        }
    }
    make(bases.first().map_or("", String::as_str))
}

/// The inputs to try first; makes the folders too.
fn first(options: &Options) -> Result<Vec<Input>, Error> {
    let failed = |path: &Path, e: io::Error| {
        Error::Usage(format!("failed to use `{}`: {e}", path.display()))
    };
    let mut list = Vec::new();
    if let Some(corpus) = &options.corpus {
        std::fs::create_dir_all(corpus.join("kept")).map_err(|e| failed(corpus, e))?;
        if options.only.is_empty() {
            list = files::load_folder(corpus).map_err(|e| failed(corpus, e))?;
        }
    }
    for path in &options.only {
        list.push(files::load(path).map_err(|e| failed(path, e))?);
    }
    Ok(list)
}
