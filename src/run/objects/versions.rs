//! Versions of things: a request that names one names the one that is there when it is sent, since each
//! change gives another.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Sends;
use crate::contract::ties::{Origin, Shown, Ties, Version};
use crate::contract::{Contract, Operation};
use crate::exchange::{Message, Request};
use crate::generate::Kit;
use crate::run::driver::Stop;
use crate::wire::{self, Writing};

/// What stands for the version that will be there, in requests that are made and not sent yet.
const MARK: &str = "\"clausal-current\"";
/// The same where it is a number: one that no count reaches soon, and a small one.
const NUMBERS: [u32; 2] = [736_281_904, 7_362];

/// What is known of versions in a run.
#[derive(Default)]
pub(in crate::run) struct Versions {
    of: BTreeMap<String, (Shown, Vec<Version>)>,
    /// All that stood for a version, or was one, by operation and place: cases made before hold them.
    issued: RefCell<BTreeSet<(String, String, String)>>,
}

impl Versions {
    /// The versions of a contract, and what stands for them in the requests of its operations.
    pub(in crate::run) fn of(
        contract: &Contract,
        ties: &Ties,
        kits: &BTreeMap<String, Kit<'_>>,
    ) -> Self {
        let all = Versions {
            of: contract
                .operations
                .iter()
                .filter_map(|o| {
                    let own = ties.versions(&o.id);
                    let shown = ties.shown(&o.id).filter(|_| !own.is_empty())?;
                    Some((o.id.clone(), (shown.clone(), own.to_vec())))
                })
                .collect(),
            issued: RefCell::default(),
        };
        for (operation, (_, own)) in &all.of {
            let Some(kit) = kits.get(operation) else {
                continue;
            };
            for version in own {
                let marks = std::iter::once(json!(MARK)).chain(NUMBERS.map(|n| json!(n)));
                let mark = { marks }.find_map(|mark| kit.fitted(&version.at, &mark));
                let made = || kit.control().ok()?.get(&version.at).cloned();
                if let Some(mark) = mark.or_else(made) {
                    all.issue(operation, &version.at, &mark);
                    kit.stand(&version.at, Some(mark));
                }
            }
        }
        all
    }

    /// Whether requests of an operation may name a version.
    pub(in crate::run) fn names(&self, operation: &str) -> bool {
        self.of.contains_key(operation)
    }

    fn issue(&self, operation: &str, at: &str, value: &Value) {
        let one = (operation.to_owned(), at.to_owned(), value.to_string());
        self.issued.borrow_mut().insert(one);
    }

    /// Whether a message names a version that was there, or is to be.
    fn is_ours(&self, operation: &str, version: &Version, message: &Message) -> bool {
        let one = |value: &Value| {
            let one = (operation.to_owned(), version.at.clone(), value.to_string());
            self.issued.borrow().contains(&one)
        };
        message.get(&version.at).is_some_and(one)
    }

    /// A message with the version that is there now; nothing where it names none, or one on purpose: at one
    /// of the places that are given.
    pub(in crate::run) async fn now<S: Sends>(
        &self,
        sender: &mut S,
        (contract, writing): (&Contract, &Writing),
        message: &Message,
        meant: &[&str],
    ) -> Result<Option<Message>, Stop> {
        let Some((shown, own)) = self.of.get(&message.operation) else {
            return Ok(None);
        };
        let ours = own.iter().filter(|v| {
            !meant.contains(&v.at.as_str()) && self.is_ours(&message.operation, v, message)
        });
        let ours: Vec<&Version> = ours.collect();
        let operation = contract.operation(&message.operation);
        let (Some(operation), Some(read)) = (operation, contract.operation(&shown.read)) else {
            return Ok(None);
        };
        let mut ask = Message {
            operation: read.id.clone(),
            ..Message::default()
        };
        for (to, from) in &shown.path {
            ask.set(to, message.get(from).cloned());
        }
        if ours.is_empty() || ask.parameters.len() < shown.path.len() {
            return Ok(None);
        }
        let exchange = sender.pass(&wire::encode(read, &ask, writing)).await?;
        let answer = exchange.answer.ok().filter(|r| r.status == 200);
        let mut now = message.clone();
        for version in ours {
            let told = answer.as_ref().and_then(|response| {
                let told = wire::told(&version.origin, &ask, response, 0).ok();
                told.filter(|v| fits(operation, &version.at, v))
            });
            if let Some(value) = &told {
                self.issue(&message.operation, &version.at, value);
            }
            match (&version.origin, told) {
                (_, Some(value)) => now.set(&version.at, Some(value)),
                // What has no ETag is asked for without one, or in any version (RFC 9110, section 13.1.1).
                (Origin::Header(_), None) => {
                    let must = operation.parameter(&version.at).is_some_and(|p| p.required);
                    now.set(&version.at, must.then(|| "*".into()));
                }
                (_, None) => {}
            }
        }
        Ok(Some(now))
    }

    /// The same for a request that is written already, by a message with what its path names.
    pub(in crate::run) async fn now_raw<S: Sends>(
        &self,
        sender: &mut S,
        (contract, writing): (&Contract, &Writing),
        path: &Message,
        request: &Request,
    ) -> Result<Option<Request>, Stop> {
        let Some((_, own)) = self.of.get(&path.operation) else {
            return Ok(None);
        };
        let mut named = path.clone();
        let mut stand: Vec<(&Version, String)> = Vec::new();
        for version in own {
            let issued = self.issued.borrow();
            let marks = issued
                .iter()
                .filter(|(operation, at, _)| *operation == path.operation && *at == version.at);
            let found = marks
                .into_iter()
                .find(|(_, _, mark)| holds(request, version, mark));
            if let Some((_, _, mark)) = found {
                let value = serde_json::from_str(mark).unwrap_or_default();
                named.set(&version.at, Some(value));
                stand.push((version, mark.clone()));
            }
        }
        let Some(now) = self.now(sender, (contract, writing), &named, &[]).await? else {
            return Ok(None);
        };
        let mut request = request.clone();
        for (version, mark) in stand {
            put(&mut request, version, &mark, now.get(&version.at));
        }
        Ok(Some(request))
    }
}

/// Whether a place takes a value; a header takes any text, as only who gave it out knows its form.
fn fits(operation: &Operation, at: &str, value: &Value) -> bool {
    match operation.schema_at(at) {
        Some(schema) if at.starts_with("/body/") => {
            crate::rule::holds(&schema.json, value, &schema.shared)
        }
        _ => value.is_string(),
    }
}

/// The header of a place, and what a value is written as there.
fn header(version: &Version) -> Option<&str> {
    version.at.strip_prefix("/header/")
}

fn text_of(mark: &str) -> String {
    let value: Value = serde_json::from_str(mark).unwrap_or_default();
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a written request holds what stood for a version: in a body, only what nothing else is.
fn holds(request: &Request, version: &Version, mark: &str) -> bool {
    match header(version) {
        Some(name) => {
            let text = text_of(mark);
            let own = |(n, v): &(String, String)| n.eq_ignore_ascii_case(name) && *v == text;
            request.headers.iter().any(own)
        }
        None => {
            let body = request.body.as_deref().and_then(|b| str::from_utf8(b).ok());
            is_plain_mark(mark) && body.is_some_and(|b| b.contains(mark))
        }
    }
}

fn is_plain_mark(mark: &str) -> bool {
    mark == NUMBERS[0].to_string() || text_of(mark) == MARK
}

fn put(request: &mut Request, version: &Version, mark: &str, value: Option<&Value>) {
    let Some(name) = header(version) else {
        let text = request.body.as_deref().and_then(|b| str::from_utf8(b).ok());
        if let (Some(text), Some(value)) = (text, value) {
            let text = text.replace(mark, &value.to_string());
            request.body = Some(text.into_bytes().into());
        }
        return;
    };
    let old = text_of(mark);
    let own = |(n, v): &(String, String)| n.eq_ignore_ascii_case(name) && *v == old;
    match value.and_then(Value::as_str) {
        Some(new) => {
            for one in request.headers.iter_mut().filter(|h| own(h)) {
                new.clone_into(&mut one.1);
            }
        }
        None => request.headers.retain(|h| !own(h)),
    }
}
