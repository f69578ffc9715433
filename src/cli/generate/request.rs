//! `clausal generate request`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::RequestArgs;
use super::output::{Item, Output};
use crate::clause::{Clause, Level, derive};
use crate::cli::{Error, contracts, reference_profile};
use crate::contract::{self, Contract};
use crate::exchange::{Case, Request, Step};
use crate::generate::{Cases, Kit, Settings};
use crate::run::plan::{Pattern, select};
use crate::target::Profile;
use crate::wire::{self, Writing};

pub(super) fn run(args: &RequestArgs) -> Result<u64, Error> {
    let profile = match &args.profile {
        Some(path) => crate::cli::say::profile(path)?,
        None => reference_profile()?,
    };
    let contracts = contracts(&args.contract)?;
    if args.profile.is_some() {
        profile.check(&contracts, contract::builtin_names())?;
    }
    let only: Vec<Pattern> = args
        .only
        .iter()
        .map(|p| Pattern::parse(p))
        .collect::<Result<_, _>>()?;
    let all = contracts.iter().flat_map(derive).collect();
    let clauses = select(all, &only, Level::Implied)?;
    let mut output = Output::open(args.out.as_deref())?;
    for contract in &contracts {
        let own = clauses.iter().filter(|c| c.contract == contract.name);
        if !write(contract, own, &profile, args, &mut output)? {
            break;
        }
    }
    output.close()
}

/// Writes the requests of clauses; whether more are wanted.
fn write<'c>(
    contract: &Contract,
    clauses: impl Iterator<Item = &'c Clause>,
    profile: &Profile,
    args: &RequestArgs,
    output: &mut Output,
) -> Result<bool, Error> {
    let settings = Settings {
        seed: args.seed,
        cases: args.cases,
        writing: profile.writing(contract),
        has_token: profile
            .contracts
            .get(&contract.name)
            .is_some_and(|c| c.has_headers()),
        has_words: profile
            .contracts
            .get(&contract.name)
            .is_some_and(|c| c.has_words()),
        settle: None,
        strength: 2,
        bait: None,
    };
    let mut kits = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for clause in clauses {
        // Clauses that look at the same exchanges share their requests.
        if !seen.insert(clause.cases_key()) {
            continue;
        }
        let Some(operation) = contract.operation(&clause.operation) else {
            continue;
        };
        let kit = kits
            .entry(&clause.operation)
            .or_insert_with(|| Kit::new(contract, operation, profile.fixtures(contract)));
        let Ok(cases) = Cases::new(kit, clause, &settings) else {
            continue;
        };
        for case in cases {
            for (request, is_last) in requests(contract, &case) {
                if args.count.is_some_and(|most| output.written >= most) {
                    return Ok(false);
                }
                let expected = match is_last {
                    true => clause.expected(case.tag.as_deref()),
                    false => "either",
                };
                let line = Line {
                    contract,
                    clause,
                    case: &case,
                    expected,
                    request: &request,
                };
                if line.put(profile, output)? {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// The requests of a case, and which one is judged; none when one of them needs more than itself.
fn requests(contract: &Contract, case: &Case) -> Vec<(Request, bool)> {
    let mut list = Vec::new();
    for step in &case.steps {
        list.push(match step {
            Step::Raw(request) => (request.clone(), false),
            Step::Send(message) => {
                let Some(operation) = contract.operation(&message.operation) else {
                    return Vec::new();
                };
                (wire::encode(operation, message, &Writing::default()), false)
            }
            _ => return Vec::new(),
        });
    }
    if let Some((_, is_last)) = list.last_mut() {
        *is_last = true;
    }
    list
}

/// One request and what is known of it.
struct Line<'l> {
    contract: &'l Contract,
    clause: &'l Clause,
    case: &'l Case,
    expected: &'static str,
    request: &'l Request,
}

impl Line<'_> {
    /// Writes it; whether nobody reads on.
    fn put(&self, profile: &Profile, output: &mut Output) -> Result<bool, Error> {
        let secrets = profile.secrets();
        let name = &self.contract.name;
        let given = profile.contracts.get(name).and_then(|c| c.base.as_deref());
        let base = given.or(self.contract.bases.first().map(String::as_str));
        let path = secrets.mask(&format!(
            "{}{}",
            base.unwrap_or_default(),
            self.request.target
        ));
        let mut headers: Vec<(String, String)> = self.request.headers.clone();
        headers.iter_mut().for_each(|(_, v)| *v = secrets.mask(v));
        if !self.request.anonymous {
            let shown = profile.shown_headers(name).into_iter();
            headers.extend(shown.map(|(name, variable)| (name, format!("${variable}"))));
        }
        let body = self.request.body.as_ref();
        let body = body.map(|body| secrets.mask_bytes(body));
        let known = json!({
            "clause": self.clause.id,
            "case": self.case.about,
            "expected": self.expected,
            "method": self.request.method,
            "path": path,
            "headers": headers,
        });
        let mut file = format!(
            "{} {path} HTTP/1.1\r\nHost: localhost\r\n",
            self.request.method
        );
        for (name, value) in &headers {
            file += &format!("{name}: {value}\r\n");
        }
        if let Some(body) = &body {
            file += &format!("Content-Length: {}\r\n", body.len());
        }
        let mut file = (file + "\r\n").into_bytes();
        file.extend(body.iter().flatten());
        let item = Item {
            known: known.as_object().cloned().unwrap_or_default(),
            members: ["body", "body_base64"],
            bytes: body.as_deref(),
            file: &file,
            ending: "http",
        };
        Ok(output.put(item)?.is_break())
    }
}
