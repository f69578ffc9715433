//! Inputs that a contract gives: the cases of its clauses.

use std::collections::{BTreeMap, BTreeSet};

use crate::clause::{Clause, Stimulus, derive};
use crate::contract::Contract;
use crate::exchange::{Request, Step};
use crate::generate::{Cases, Kit, Settings};
use crate::target::{Address, Profile};
use crate::wire::{self, Kind};

use super::input::{Due, Input, place};

/// A contract and how its requests are sent.
pub(super) struct Source<'c> {
    contract: &'c Contract,
    clauses: std::vec::IntoIter<Clause>,
    kits: BTreeMap<String, Kit<'c>>,
    seen: BTreeSet<String>,
    settings: Settings,
    /// Header lines that every request begins with.
    headers: String,
    prefix: String,
}

impl<'c> Source<'c> {
    /// The clauses of a contract, those with odd bytes first.
    pub fn new(
        contract: &'c Contract,
        base: &str,
        address: &Address,
        profile: &Profile,
        seed: u64,
    ) -> Self {
        let mut clauses = derive(contract);
        clauses.sort_by_key(|clause| match clause.stimulus {
            Stimulus::Successes => 0,
            Stimulus::Raw(_) | Stimulus::IllFormed(_) | Stimulus::Hostile(_) => 1,
            _ => 2,
        });
        let given = profile.contracts.get(&contract.name);
        Source {
            contract,
            clauses: clauses.into_iter(),
            kits: contract
                .operations
                .iter()
                .map(|o| {
                    (
                        o.id.clone(),
                        Kit::new(contract, o, profile.fixtures(contract)),
                    )
                })
                .collect(),
            seen: BTreeSet::new(),
            settings: Settings {
                seed,
                cases: 4,
                writing: profile.writing(contract),
                has_token: given.is_some_and(|c| c.has_headers()),
                has_words: given.is_some_and(|c| c.has_words()),
                settle: None,
                strength: 2,
                bait: None,
            },
            headers: profile.placeholders(&contract.name),
            prefix: format!("{}{base}\n{}", address.prefix, address.authority()),
        }
    }

    /// The inputs of the next clause; `None` at the end.
    pub fn next(&mut self) -> Option<Vec<Input>> {
        let clause = self.clauses.next()?;
        let mut inputs = Vec::new();
        // Clauses that look at the same exchanges share their requests.
        if !self.seen.insert(clause.cases_key()) {
            return Some(inputs);
        }
        let Some(kit) = self.kits.get(&clause.operation) else {
            return Some(inputs);
        };
        let Ok(cases) = Cases::new(kit, &clause, &self.settings) else {
            return Some(inputs);
        };
        for case in cases {
            for step in &case.steps {
                let request = match step {
                    Step::Raw(request) => request.clone(),
                    Step::Send(message) => {
                        let own = self.contract.operation(&message.operation);
                        wire::encode(
                            own.unwrap_or(kit.operation),
                            message,
                            &self.settings.writing,
                        )
                    }
                    _ => break,
                };
                inputs.push(Input {
                    bytes: self.bytes(&request),
                    due: due(&request),
                    about: format!("{}: {}", clause.id, case.about),
                    place: place(kit.operation),
                });
            }
        }
        Some(inputs)
    }

    fn bytes(&self, request: &Request) -> Vec<u8> {
        let (prefix, host) = self.prefix.split_once('\n').unwrap_or_default();
        let mut head = format!(
            "{} {prefix}{} HTTP/1.1\r\nHost: {host}\r\n",
            request.method, request.target
        );
        for (name, value) in &request.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !request.anonymous {
            head += &self.headers;
        }
        let body = request.body.as_deref().unwrap_or_default();
        if is_chunked(request) {
            let mut bytes = format!("{head}\r\n{:x}\r\n", body.len()).into_bytes();
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\r\n0\r\n\r\n");
            return bytes;
        }
        if request.body.is_some() || matches!(&*request.method, "POST" | "PUT" | "PATCH") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

/// Whether a body goes in chunks.
fn is_chunked(request: &Request) -> bool {
    let has_body = request.body.as_ref().is_some_and(|body| !body.is_empty());
    let mut names = request.headers.iter().map(|(name, _)| name);
    has_body && names.any(|name| name.eq_ignore_ascii_case("Transfer-Encoding"))
}

/// Whether the request can be written as HTTP: a value may hold what ends a line.
fn due(request: &Request) -> Due {
    let is_odd = |c: char| c.is_control() && c != '\t';
    let mut values = request.headers.iter().map(|(_, v)| v);
    let mut target = request.target.bytes();
    // A server may want to know the length of a body first (RFC 9112, section 6.3).
    if is_chunked(request)
        || values.any(|v| v.contains(is_odd))
        || !target.all(|b| b.is_ascii_graphic())
    {
        return Due::Any;
    }
    Due::Answer
}

/// Whether a request's body is XML.
pub(super) fn is_xml(head: &[u8]) -> bool {
    super::input::lines(head).any(|line| {
        let line = String::from_utf8_lossy(line);
        let value = line
            .split_once(':')
            .filter(|(n, _)| n.eq_ignore_ascii_case("content-type"));
        value.is_some_and(|(_, v)| Kind::of(v.trim()) == Kind::Xml)
    })
}
