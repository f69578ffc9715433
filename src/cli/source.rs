//! Where contracts come from: built in, from a file, from standard input, or from a server.

mod page;

use std::io::Read as _;
use std::sync::OnceLock;
use std::time::Duration;

use super::access;
use super::args::{AccessArgs, SelectArgs};
use super::say::complain;
use super::{Error, exit, overlays, runtime};
use crate::contract::{self, Around, Choice, Contract, ContractError, Overlay, Weight};
use crate::exchange::Request;
use crate::page::infer_codes;
use crate::target::{Address, Profile, Secrets, Target, shown_url};

/// How long a server may take for a document.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most bytes of a document.
const MOST: usize = 32 << 20;

/// How long all may take, where the command line says so.
static LIMIT: OnceLock<Duration> = OnceLock::new();

/// Lets no document take longer than a whole run may.
pub(super) fn hurry(limit: Option<Duration>) {
    if let Some(limit) = limit {
        LIMIT.get_or_init(|| limit);
    }
}

/// What contracts may read besides themselves.
static AROUND: OnceLock<Around> = OnceLock::new();

/// Lets contracts read what the command line names.
pub(super) fn allow(words: &[String]) {
    // It is said once, before any contract is read.
    drop(AROUND.set(Around::new(words).fetching(|url| fetch(url).map_err(|e| e.text))));
}

/// What documents of one server are asked for with.
struct Presented {
    /// Scheme, host and port of the server.
    origin: String,
    headers: Vec<(String, String)>,
    /// What is taken out of a document that says it again.
    keys: Secrets,
}

static HEADERS: OnceLock<Presented> = OnceLock::new();

/// Lets the server that is to be tested see who asks for its document; no other one does.
pub(super) fn present(
    args: &AccessArgs,
    target: Option<&str>,
    names: &[String],
) -> Result<(), Error> {
    let (headers, keys) = access::headers(args)?;
    let own = target.or_else(|| names.first().map(String::as_str));
    if let Some(origin) = own.and_then(origin).filter(|_| !headers.is_empty()) {
        // It is said once, before any contract is read.
        drop(HEADERS.set(Presented {
            origin,
            headers,
            keys,
        }));
    }
    Ok(())
}

fn around() -> &'static Around {
    AROUND.get_or_init(Around::default)
}

/// Which contracts will do.
#[derive(Clone, Copy, Default)]
pub(super) struct Terms {
    /// No error may be noted on it.
    pub(super) strict: bool,
    /// It may have no operations.
    pub(super) empty: bool,
}

/// The contracts that were asked for; all built-in ones when none was.
pub(super) fn contracts(names: &[String], terms: Terms) -> Result<Vec<Contract>, Error> {
    let builtin: Vec<String> = contract::builtin_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let names = if names.is_empty() { &builtin } else { names };
    let mut list: Vec<Contract> = Vec::new();
    let laid = overlays::of(names)?;
    for (name, overlays) in names.iter().zip(&laid) {
        let text = match name.as_str() {
            // Standard input can be read once.
            "-" => None,
            name => text(name)?,
        };
        let mut contract = match &text {
            Some(text) if is_url(name) => of_server(name, text, overlays)??,
            _ => opened(name, overlays)??,
        };
        if let Some(text) = &text {
            infer_codes(&mut contract, text);
        }
        let refused = terms.strict && contract.notes.iter().any(|n| n.weight == Weight::Error);
        if refused || contract.operations.is_empty() && !terms.empty {
            let mut problems = contract.notes;
            problems.retain(|n| n.weight == Weight::Error);
            problems.iter_mut().for_each(|n| n.cost = None);
            return Err(ContractError { problems }.into());
        }
        if list.iter().any(|c| c.name == contract.name) {
            return Err(Error::usage(format!(
                "the contract `{}` is given twice",
                contract.name
            )));
        }
        list.push(contract);
    }
    Ok(list)
}

/// Leaves clauses to the operations that were asked for.
pub(super) fn choose(contracts: &mut [Contract], args: &SelectArgs) -> Result<(), Error> {
    if let Some(path) = &args.arazzo {
        contract::follow_workflows(contracts, path)?;
    }
    let read = |words: &[String]| -> Result<Vec<_>, _> {
        words.iter().map(|word| Choice::parse(word)).collect()
    };
    contract::choose(contracts, &read(&args.include)?, &read(&args.exclude)?)?;
    Ok(())
}

/// The first contract that is not built in.
pub(super) fn own(contracts: &[Contract]) -> Option<&Contract> {
    let built_in = contract::builtin_names();
    contracts
        .iter()
        .find(|c| !built_in.contains(&c.name.as_str()))
}

/// The server that serves the contracts, where they all come from one.
pub(super) fn server(names: &[String]) -> Option<String> {
    let first = names.first().map(String::as_str).and_then(origin)?;
    let same = |name: &String| origin(name).as_ref() == Some(&first);
    names.iter().all(same).then_some(first)
}

/// Scheme, host and port of a URL.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next()?;
    matches!(scheme.as_str(), "http" | "https").then(|| format!("{scheme}://{authority}"))
}

/// The text behind a name; `None` where it is a built-in contract, or nothing that could be read.
pub(super) fn text(name: &str) -> Result<Option<String>, Error> {
    if contract::builtin_names().contains(&name) {
        return Ok(None);
    }
    if is_url(name) {
        return fetch(name).map(Some);
    }
    let mut text = String::new();
    let read = match name {
        "-" => std::io::stdin()
            .lock()
            .take(MOST as u64 + 1)
            .read_to_string(&mut text),
        path => match std::fs::File::open(path) {
            Ok(file) => file.take(MOST as u64 + 1).read_to_string(&mut text),
            // What is wrong with it is told where contracts are opened.
            Err(_) => return Ok(None),
        },
    };
    match read {
        Ok(_) => Ok(Some(text)),
        Err(e) if name == "-" => Err(Error::usage(format!("standard input cannot be read: {e}"))),
        Err(_) => Ok(None),
    }
}

/// Opens a contract whose text may have been read already.
pub(super) fn open_text(
    name: &str,
    text: Option<String>,
) -> Result<Result<Contract, ContractError>, Error> {
    let laid = overlays::of(std::slice::from_ref(&name.to_owned()))?;
    let laid = laid.first().map_or(&[][..], Vec::as_slice);
    match text {
        Some(text) if name == "-" => {
            let none =
                |_: &str| Err("it was read from standard input, which has no folder".to_owned());
            Ok(contract::load_overlaid("stdin", &text, laid, &none))
        }
        Some(text) if is_url(name) => of_server(name, &text, laid),
        _ => opened(name, laid),
    }
}

/// Says that a page for people was served, and which document it names.
pub(super) fn page_of(url: &str, text: &str) -> Option<Error> {
    page::refused(url, text)
}

fn is_url(name: &str) -> bool {
    let scheme = name.split_once("://").map(|(s, _)| s.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// Opens one contract with its overlays; the inner error is about the document.
pub(super) fn open(name: &str) -> Result<Result<Contract, ContractError>, Error> {
    let laid = overlays::of(std::slice::from_ref(&name.to_owned()))?;
    opened(name, laid.first().map_or(&[], Vec::as_slice))
}

fn opened(name: &str, overlays: &[Overlay]) -> Result<Result<Contract, ContractError>, Error> {
    if !is_url(name) {
        return Ok(contract::open_overlaid(name, around(), overlays));
    }
    let text = fetch(name)?;
    of_server(name, &text, overlays)
}

/// Opens what a server gave for a URL.
fn of_server(
    name: &str,
    text: &str,
    overlays: &[Overlay],
) -> Result<Result<Contract, ContractError>, Error> {
    if let Some(error) = page::refused(name, text) {
        return Err(error);
    }
    let (folder, _) = name.rsplit_once('/').unwrap_or((name, ""));
    // Places in it are told in every report, and its query may hold a key.
    let beside = |relative: &str| {
        let address = match relative.contains("://") {
            true => relative.to_owned(),
            false => format!("{folder}/{relative}"),
        };
        match around().allows(folder, &address) {
            true => fetch(&address).map_err(|e| e.text),
            false => Err(format!(
                "`{}` is outside of the contract's folder, and no `--allow-refs` names it",
                shown_url(&address)
            )),
        }
    };
    let name = shown_url(name);
    Ok(contract::load_overlaid(&name, text, overlays, &beside))
}

/// Gets a document from a server.
fn fetch(url: &str) -> Result<String, Error> {
    let lost = |why: String| Error {
        text: format!("`{}` cannot be fetched: {why}", shown_url(url)),
        code: exit::USAGE,
    };
    let whole = url.split('#').next().unwrap_or(url);
    let (scheme, rest) = whole.split_once("://").unwrap_or(("http", whole));
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let address = Address::parse(&format!("{scheme}://{authority}"))?;
    let mut profile = Profile::default();
    profile.limits.timeout = LIMIT.get().map_or(PATIENCE, |limit| PATIENCE.min(*limit));
    profile.limits.max_body_bytes = MOST;
    let target = Target::new(address, &profile)?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut headers = vec![(
        "Accept".to_owned(),
        "application/json, application/yaml, */*;q=0.5".to_owned(),
    )];
    let own = origin(url);
    let presented = HEADERS.get().filter(|p| own.as_ref() == Some(&p.origin));
    if let Some(presented) = presented {
        headers.extend(presented.headers.iter().cloned());
    }
    let request = Request {
        method: "GET".into(),
        target: format!("{slash}{path}"),
        headers,
        ..Request::default()
    };
    let exchange = runtime()?.block_on(async move {
        let mut connection = target.connection("", "");
        connection.send(request).await
    })?;
    let answer = exchange.answer.map_err(|e| lost(e.to_string()))?;
    match answer.status {
        200..=299 => {}
        status @ 300..=399 => {
            let to = answer.header("location").unwrap_or("elsewhere");
            return Err(lost(format!(
                "status {status}; it leads to {to}\n(hint: name that address; or it wants credentials: -H, --bearer, \
                 --user)"
            )));
        }
        404 => return Err(lost(format!("status 404{}", page::USUAL))),
        status @ (401 | 403) => {
            let hint = "(hint: it wants credentials: -H, --bearer and --user are sent to the server that is tested; or \
                get it with curl, and give the file with --target URL)";
            return Err(lost(format!("status {status}\n{hint}")));
        }
        status => return Err(lost(format!("status {status}"))),
    }
    // Files are made of it, and ids, which stay as they are from then on.
    let body = presented.and_then(|p| p.keys.masked(&answer.body));
    String::from_utf8(body.unwrap_or_else(|| answer.body.to_vec()))
        .map_err(|e| lost(format!("byte {} is no UTF-8", e.utf8_error().valid_up_to())))
}

/// Says in one line each that there is more to know of a contract.
pub(super) fn count_notes(names: &[String], contracts: &[Contract]) {
    for (number, contract) in contracts.iter().enumerate() {
        let file = names.get(number).unwrap_or(&contract.name);
        match contract.notes.len() {
            0 => {}
            1 => complain(&format!("1 note on the contract: clausal lint {file}")),
            many => complain(&format!(
                "{many} notes on the contract: clausal lint {file}"
            )),
        }
    }
}
