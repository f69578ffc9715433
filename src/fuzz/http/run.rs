//! A run: the contracts' requests first, then those that are no HTTP, then changed ones.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::answer::Reply;
use super::gate::Gate;
use super::input::{Due, HTTP, Input};
use super::link::{Link, loopback};
use super::shared::Run;
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
    tell: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Summary, Error> {
    let address = &options.address;
    if address.tls {
        return Err(Error::Usage(format!(
            "`{address}` is reached over TLS, and requests that are no HTTP are sent over plain connections\n\
             (hint: let the server listen without TLS on another port of this machine)"
        )));
    }
    let Some(addresses) = loopback(address) else {
        return Err(Error::Usage(format!(
            "`{address}` is not on this machine: only a server on the loopback interface is fuzzed\n\
             (hint: such as http://127.0.0.1:9000)"
        )));
    };
    let first = first(options)?;
    let gate = Gate::new(options.jobs.max(1));
    let link = |number: usize| {
        let addresses = addresses.clone();
        let (profile, timeout) = (&options.profile, options.timeout);
        Link::new(addresses, profile, timeout, &gate, stop, number)
    };
    let plain = plain(options);
    match link(0).ask_alone(&plain) {
        // It is of no weight once the end is asked for.
        Reply::Answer { .. } | Reply::Left => {}
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
    let run = Run::new(options, first, plain, &gate, stop, tell);
    std::thread::scope(|scope| {
        for number in 0..options.jobs.max(1) {
            let (run, link) = (&run, link(number));
            scope.spawn(move || work(&Worker { run, link, number }));
        }
    });
    Ok(run.summary())
}

/// A request that any server answers.
fn plain(options: &Options) -> Input {
    let address = &options.address;
    Input {
        bytes: format!(
            "GET {}/ HTTP/1.1\r\nHost: {}\r\n\r\n",
            address.prefix,
            address.authority()
        )
        .into_bytes(),
        due: Due::Answer,
        about: "a plain request".into(),
        place: HTTP.into(),
    }
}

/// What one worker does from beginning to end.
fn work(worker: &Worker<'_, '_>) {
    let (run, options) = (worker.run, worker.run.options);
    let is_tried = !options.only.is_empty();
    while is_tried || !run.is_over(1.0) {
        let Some(input) = run.queue.first() else {
            break;
        };
        worker.give(&input);
    }
    if is_tried {
        return;
    }
    while !run.is_over(0.5) && clause(worker) {}
    while !run.is_over(1.0) {
        let input = run.queue.malformed(|| malformed::all(&run.sample()));
        let Some(input) = input else { break };
        worker.give(&input);
    }
    let mut dice = Dice::new(options.seed, "fuzz/http", worker.number as u32, 0);
    while !run.is_over(1.0) {
        if run.queue.has_clauses() && dice.below(16) == 0 {
            clause(worker);
            continue;
        }
        let (input, other) = run.two(&mut dice);
        let changed = match dice.below(8) {
            0 => None,
            _ => mutate::body(&input, &other.bytes, &mut dice),
        };
        let changed = changed.unwrap_or_else(|| mutate::head(&input, &other.bytes, &mut dice));
        worker.give(&changed);
    }
}

/// Sends what the next clause gives; whether there was one.
fn clause(worker: &Worker<'_, '_>) -> bool {
    let contracts = || worker.run.options.contracts.iter();
    let make = || contracts().map(|c| settled(c, worker)).collect();
    let Some(inputs) = worker.run.queue.clause(make) else {
        return false;
    };
    for input in inputs {
        if worker.run.is_over(1.0) {
            break;
        }
        worker.give(&input);
    }
    true
}

/// A contract's requests below the first of its path prefixes that is not unknown to the server.
fn settled<'r>(contract: &'r Contract, worker: &Worker<'_, 'r>) -> Source<'r> {
    let options = worker.run.options;
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
        // What draws no answer here is sent again, and looked into.
        if !matches!(reply, Some(Reply::Answer { status: 404, .. })) {
            return make(base);
        }
    }
    make(bases.first().map_or("", String::as_str))
}

/// The inputs to try first; makes the folders too.
fn first(options: &Options) -> Result<VecDeque<Input>, Error> {
    let failed = |path: &Path, e: io::Error| {
        Error::Usage(format!("failed to use `{}`: {e}", path.display()))
    };
    let mut list = Vec::new();
    if let Some(corpus) = &options.corpus {
        std::fs::create_dir_all(corpus.join("kept")).map_err(|e| failed(corpus, e))?;
        if options.only.is_empty() {
            list = files::load_folder(corpus, &options.profile).map_err(|e| failed(corpus, e))?;
        }
    }
    for path in &options.only {
        list.push(files::load(path, &options.profile).map_err(|e| failed(path, e))?);
    }
    Ok(list.into())
}
