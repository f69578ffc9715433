//! `clausal explain`.

mod codes;

use std::fmt::Write;

use super::args::ExplainArgs;
use super::clauses::level;
use super::say::{self, put};
use super::{Error, contracts, exit, reference_profile};
use crate::clause::{Clause, derive};
use crate::contract::Contract;
use crate::contract::ties::Ties;
use crate::exchange::{Case, Request, Step, state_in_words};
use crate::generate::{Bait, Cases, Kit, Settings};
use crate::report::visible;
use crate::target::Profile;
use crate::wire::{self, Writing};

/// Sample cases that are shown.
const SAMPLES: usize = 3;

pub(super) fn run(args: &ExplainArgs) -> Result<u8, Error> {
    let profile = match &args.profile {
        Some(path) => say::profile(path)?,
        None => reference_profile()?,
    };
    crate::cli::source::present(&args.access, None, &args.contract)?;
    let contracts = contracts(&args.contract)?;
    let contracts: Vec<(Contract, Vec<Clause>)> = contracts
        .into_iter()
        .map(|contract| {
            let clauses = derive(&contract);
            (contract, clauses)
        })
        .collect();
    let Some(wanted) = &args.clause else {
        let all = codes::text(&contracts, None);
        put(format_args!(
            "{}",
            all.unwrap_or_else(|| "no code is tied to anything\n".to_owned())
        ));
        return Ok(exit::HELD);
    };
    for (contract, clauses) in &contracts {
        if let Some(clause) = clauses.iter().find(|c| c.id == *wanted) {
            put(format_args!(
                "{}",
                text(contract, clause, &profile, args.seed)?
            ));
            return Ok(exit::HELD);
        }
    }
    if let Some(text) = codes::text(&contracts, Some(wanted)) {
        put(format_args!("{text}"));
        return Ok(exit::HELD);
    }
    let near: Vec<&str> = contracts
        .iter()
        .flat_map(|(_, clauses)| clauses)
        .map(|c| c.id.as_str())
        .filter(|id| id.contains(wanted.trim_matches('*')))
        .take(8)
        .collect();
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" (like it: {})", near.join(", "))
    };
    Err(Error::usage(format!(
        "no clause has the id `{wanted}`{near}\n(hint: `clausal clauses` lists every id, `clausal explain --codes` every code)",
    )))
}

fn text(
    contract: &Contract,
    clause: &Clause,
    profile: &Profile,
    seed: u64,
) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(out, "{}", visible(&clause.id))?;
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:9} {}", visible(text));
    line("duty", &clause.duty)?;
    line("level", level(clause.level))?;
    line("source", &clause.source)?;
    line("contract", &clause.at.to_string())?;
    line("accepted", &clause.check.in_words())?;
    let Some(operation) = contract.operation(&clause.operation) else {
        return Ok(out);
    };
    let ties = Ties::of(contract);
    for own in super::resources::of(contract, &ties, operation, Some(profile)) {
        writeln!(out, "  {:9} {}", "names", visible(&own))?;
    }
    let kit = Kit::new(contract, operation, profile.fixtures(contract));
    let has_token = profile
        .contracts
        .get(&contract.name)
        .is_some_and(|c| c.has_headers());
    let settings = Settings {
        seed,
        cases: 1,
        writing: profile.writing(contract),
        has_token,
        has_words: profile
            .contracts
            .get(&contract.name)
            .is_some_and(|c| c.has_words()),
        settle: None,
        strength: 2,
        bait: Some(Bait {
            file: "file:///a-file-of-clausal".into(),
            mark: "what stands in the file".into(),
            address: "http://127.0.0.1:9/clausal".into(),
        }),
    };
    let cases = match Cases::new(&kit, clause, &settings) {
        Ok(cases) => cases.collect::<Vec<_>>(),
        Err(skip) => {
            writeln!(out, "\nno sample: {}", visible(&skip.reason))?;
            return Ok(out);
        }
    };
    for case in cases.iter().take(SAMPLES) {
        writeln!(out, "\nsample: {}", visible(&case.about))?;
        steps(
            &mut out,
            contract,
            clause,
            case,
            &settings.writing,
            &profile.shown_headers(&contract.name),
        )?;
    }
    if cases.len() > SAMPLES {
        writeln!(
            out,
            "\n… and {} more, besides the random ones of `--cases`",
            cases.len() - SAMPLES
        )?;
    }
    Ok(out)
}

fn steps(
    out: &mut String,
    contract: &Contract,
    clause: &Clause,
    case: &Case,
    writing: &Writing,
    headers: &[(String, String)],
) -> std::fmt::Result {
    let Some(operation) = contract.operation(&clause.operation) else {
        return Ok(());
    };
    for step in &case.steps {
        match step {
            Step::SetUp { state, params } => {
                writeln!(out, "  state: {}", visible(&state_in_words(state, params)))?;
            }
            Step::TearDown { state } => writeln!(out, "  state ended: {}", visible(state))?,
            Step::Send(message) => request(
                out,
                contract,
                &wire::encode(
                    contract.operation(&message.operation).unwrap_or(operation),
                    message,
                    writing,
                ),
                headers,
            )?,
            Step::Raw(raw) => request(out, contract, raw, headers)?,
            Step::Follow { message, fill, .. } => {
                for (at, pointer) in fill {
                    writeln!(out, "  then, with {at} from {pointer} of the answer")?;
                }
                let next = contract.operation(&message.operation).unwrap_or(operation);
                request(
                    out,
                    contract,
                    &wire::encode(next, message, writing),
                    headers,
                )?;
            }
            Step::Race(messages) => {
                writeln!(
                    out,
                    "  {} requests at the same moment, such as",
                    messages.len()
                )?;
                if let Some(message) = messages.first() {
                    request(
                        out,
                        contract,
                        &wire::encode(operation, message, writing),
                        headers,
                    )?;
                }
            }
            Step::Poll { until, once, .. } => match (once, until.is_empty()) {
                (true, _) => writeln!(out, "  then what was created is read by its id")?,
                _ => writeln!(
                    out,
                    "  then what was created is read by its id until its status is {}",
                    serde_json::json!(until)
                )?,
            },
            Step::Knock { delete, .. } => {
                let what = if *delete { "deleted" } else { "read" };
                writeln!(out, "  then what was created is {what} as it should not be")?;
            }
            Step::Delete { .. } => writeln!(out, "  then what was created is deleted")?,
        }
    }
    Ok(())
}

fn request(
    out: &mut String,
    contract: &Contract,
    request: &Request,
    headers: &[(String, String)],
) -> std::fmt::Result {
    let base = contract.bases.first().map_or("", String::as_str);
    writeln!(
        out,
        "  {} {}{} HTTP/1.1",
        visible(&request.method),
        visible(base),
        visible(&request.target)
    )?;
    for (name, value) in &request.headers {
        writeln!(out, "  {}: {}", visible(name), visible(value))?;
    }
    for (name, variable) in headers.iter().filter(|_| !request.anonymous) {
        writeln!(out, "  {name}: ${variable}")?;
    }
    if let Some(body) = &request.body {
        let text = String::from_utf8_lossy(body);
        let cut: String = text.chars().take(300).collect();
        let more = if cut.len() < text.len() {
            format!(" … ({} bytes)", body.len())
        } else {
            String::new()
        };
        writeln!(out, "\n  {}{more}", visible(&cut))?;
    }
    Ok(())
}
