//! The requests: each breaks one rule alone.

use serde_json::{Value, json};

use super::{Learnt, Rule, Said};
use crate::clause::{Clause, Stimulus, derive};
use crate::contract::{Cause, Contract, Location, Operation, Schema};
use crate::exchange::{Exchange, Failure, Request, Response, Step};
use crate::generate::{Cases, Kit, Settings};
use crate::target::{Connection, Profile, Target};
use crate::wire;

/// Cases of a rule that are sent; the first one is sent once more.
const CASES: usize = 2;
/// Most scalars of an answer that are kept.
const SCALARS: usize = 200;
/// What hardly anything is called by.
const NOWHERE: i64 = 909_090_909;

/// What is kept of an answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status, if one came.
    pub(super) status: Option<u16>,
    /// Scalars of the body, by pointer.
    pub(super) scalars: Vec<(String, Value)>,
    /// Which request it answers: the same one is sent twice.
    pub(super) request: usize,
}

impl Answer {
    /// The code at a place, as a text.
    pub(super) fn at(&self, place: &str) -> Option<String> {
        let (_, value) = self.scalars.iter().find(|(at, _)| at == place)?;
        Some(match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}

/// Asks all operations.
pub(super) async fn all(
    contract: &Contract,
    profile: &Profile,
    target: &Target,
    seed: u64,
) -> Result<Learnt, String> {
    let mut learnt = Learnt::default();
    let base = base(contract, profile, target, seed, &mut learnt).await?;
    let mut asking = Asking {
        connection: target.connection(&contract.name, &base),
        learnt,
    };
    let clauses = derive(contract);
    let settings = settings(contract, profile, seed);
    for operation in contract.operations.iter().filter(|o| !o.support) {
        let own = clauses
            .iter()
            .filter(|c| c.operation == operation.id && c.contract == contract.name);
        let kit = Kit::new(contract, operation, profile.fixtures(contract));
        let mut seen: Vec<Value> = Vec::new();
        for clause in own {
            let Some(when) = when_of(clause) else {
                continue;
            };
            if seen.contains(&when) {
                continue;
            }
            let requests = requests(&kit, contract, clause, &settings);
            if !requests.is_empty() {
                seen.push(when.clone());
                let about = (clause.duty.clone(), &clause.at);
                asking.rule(operation, about, when, requests).await;
            }
        }
        asking.unknown(operation, &kit, &settings, &seen).await;
    }
    Ok(asking.learnt)
}

struct Asking {
    connection: Connection,
    learnt: Learnt,
}

impl Asking {
    /// Breaks one rule.
    async fn rule(
        &mut self,
        operation: &Operation,
        (about, at): (String, &Location),
        when: Value,
        requests: Vec<Request>,
    ) {
        let mut answers = Vec::new();
        // The first one twice: what differs between two answers to it says nothing of the rule.
        let again = requests.first().cloned().map(|r| (0, r));
        for (number, request) in requests.into_iter().enumerate().chain(again) {
            self.learnt.requests += 1;
            let exchange = self.connection.send(request).await;
            answers.push(read(&exchange, number, &mut self.learnt));
        }
        self.learnt.rules.push(Rule {
            operation: operation.id.clone(),
            about,
            when,
            status: None,
            code: None,
            said: Said::New,
            at: at.clone(),
            answers,
        });
    }

    /// Names what is not there, in members that look like ids and that no clause has asked about.
    async fn unknown(
        &mut self,
        operation: &Operation,
        kit: &Kit<'_>,
        settings: &Settings,
        seen: &[Value],
    ) {
        let mut places = Vec::new();
        for parameter in &operation.parameters {
            if is_id(&parameter.name, &parameter.schema) {
                places.push((parameter.pointer(), parameter.name.clone(), &parameter.at));
            }
        }
        if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
            for property in &media.schema.properties {
                if is_id(&property.name, &property.schema) {
                    places.push((
                        crate::exchange::below("/body", &property.name),
                        property.name.clone(),
                        &property.schema.at,
                    ));
                }
            }
        }
        for (at, name, place) in places {
            if seen
                .iter()
                .any(|w| w["at"] == at.as_str() && w.get("unknown").is_some())
            {
                continue;
            }
            let Some(Ok(control)) = kit.plain_controls(settings).into_iter().next() else {
                return;
            };
            let mut message = control.message;
            message.set(&at, Some(NOWHERE.into()));
            let request = wire::encode(operation, &message, &settings.writing);
            let kind = name
                .trim_end_matches("Id")
                .trim_end_matches("_id")
                .trim_end_matches("ID");
            let kind = if kind.is_empty() { &name } else { kind };
            let about = format!("a {name} that names nothing is refused");
            let when = json!({"unknown": kind, "at": at});
            let about = (about, place);
            self.rule(operation, about, when, vec![request]).await;
        }
    }
}

/// Whether a place holds the number of a thing.
fn is_id(name: &str, schema: &Schema) -> bool {
    let ends = ["id", "ID", "Id"].iter().any(|end| name.ends_with(end));
    ends && schema.allows("integer") && schema.enumeration.is_empty()
}

/// The entry of `x-errors` that a clause would be about.
fn when_of(clause: &Clause) -> Option<Value> {
    let (mut when, base) = match &clause.stimulus {
        Stimulus::Breaks {
            keyword,
            at,
            with,
            base,
        } => {
            let mut when = json!({"breaks": keyword, "at": at});
            if let Some(with) = with {
                when["with"] = with.clone().into();
            }
            (when, base)
        }
        Stimulus::Fixture { name, at, base } => (json!({"fixture": name, "at": at}), base),
        Stimulus::Unknown { at, base } => {
            let kind = at.rsplit('/').next().unwrap_or("thing");
            (json!({"unknown": kind, "at": at}), base)
        }
        _ => return None,
    };
    if let Some(base) = base {
        when["base"] = base.clone().into();
    }
    Some(when)
}

/// Whether an entry of the contract is about the same rule.
pub(super) fn means(cause: &Cause, when: &Value) -> bool {
    match cause {
        Cause::Breaks { keyword, at, with } => {
            when["breaks"] == keyword.as_str()
                && when["at"] == at.as_str()
                && (with.is_none() || when["with"] == with.as_deref().unwrap_or_default())
        }
        Cause::Fixture { name, at } => {
            when["fixture"] == name.as_str() && when["at"] == at.as_str()
        }
        Cause::Unknown { at, .. } => when.get("unknown").is_some() && when["at"] == at.as_str(),
        Cause::Any | Cause::Untested(_) | Cause::State { .. } => false,
    }
}

fn settings(contract: &Contract, profile: &Profile, seed: u64) -> Settings {
    let own = profile.contracts.get(&contract.name);
    Settings {
        seed,
        cases: 0,
        writing: profile.writing(contract),
        has_token: own.is_some_and(|c| c.has_headers()),
        has_words: own.is_some_and(|c| c.has_words()),
        settle: None,
        strength: 2,
        bait: None,
    }
}

/// Requests of single steps that a clause makes.
fn requests(
    kit: &Kit<'_>,
    contract: &Contract,
    clause: &Clause,
    settings: &Settings,
) -> Vec<Request> {
    let Ok(cases) = Cases::new(kit, clause, settings) else {
        return Vec::new();
    };
    let single = |steps: Vec<Step>| match <[Step; 1]>::try_from(steps).ok()? {
        [Step::Send(message)] => {
            let operation = contract.operation(&message.operation)?;
            Some(wire::encode(operation, &message, &settings.writing))
        }
        [Step::Raw(request)] => Some(request),
        _ => None,
    };
    cases
        .filter_map(|case| single(case.steps))
        .take(CASES)
        .collect()
}

/// The path prefix under which the plain request of an operation is there.
async fn base(
    contract: &Contract,
    profile: &Profile,
    target: &Target,
    seed: u64,
    learnt: &mut Learnt,
) -> Result<String, String> {
    let given = profile
        .contracts
        .get(&contract.name)
        .and_then(|c| c.base.clone());
    let mut bases = match given {
        Some(base) => vec![base],
        None => contract.bases.clone(),
    };
    if bases.is_empty() {
        bases.push(String::new());
    }
    let settings = settings(contract, profile, seed);
    let mut found: Option<String> = None;
    for operation in contract.operations.iter().filter(|o| !o.support) {
        let kit = Kit::new(contract, operation, profile.fixtures(contract));
        let Some(Ok(control)) = kit.plain_controls(&settings).into_iter().next() else {
            learnt
                .told
                .push(format!("no valid request of {} can be made", operation.id));
            continue;
        };
        let request = wire::encode(operation, &control.message, &settings.writing);
        let tried: Vec<&String> = match &found {
            Some(base) => vec![base],
            None => bases.iter().collect(),
        };
        let mut last = String::new();
        let mut refusal = Answer::default();
        let mut taken = None;
        for base in tried {
            let mut connection = target.connection(&contract.name, base);
            learnt.requests += 1;
            let exchange = connection.send(request.clone()).await;
            match exchange.answer {
                Ok(answer) if answer.status < 300 => taken = Some(base.clone()),
                Ok(answer) => {
                    last = format!("status {}", answer.status);
                    refusal = kept(&answer, 0);
                }
                Err(error @ Failure::Unreachable(_)) => return Err(error.to_string()),
                Err(error) => last = error.to_string(),
            }
            if taken.is_some() {
                break;
            }
        }
        match taken {
            Some(base) => {
                learnt.accepted = true;
                found = found.or(Some(base));
            }
            None => {
                learnt.refused.push((operation.id.clone(), last));
                learnt.plain.push((operation.id.clone(), refusal));
            }
        }
    }
    Ok(found
        .or_else(|| bases.into_iter().next())
        .unwrap_or_default())
}

/// What an answer tells.
fn read(exchange: &Exchange, request: usize, learnt: &mut Learnt) -> Answer {
    let Ok(response) = &exchange.answer else {
        return Answer {
            request,
            ..Answer::default()
        };
    };
    if response.status >= 400 {
        let media = response.header("content-type").unwrap_or("none");
        let media = media
            .split(';')
            .next()
            .unwrap_or(media)
            .trim()
            .to_ascii_lowercase();
        *learnt.media.entry(media).or_default() += 1;
    }
    kept(response, request)
}

fn kept(response: &Response, request: usize) -> Answer {
    let mut scalars = Vec::new();
    if response.status >= 400
        && let Ok(body) = wire::free_body(response)
    {
        flatten(&body, "", &mut scalars);
    }
    if response.status >= 400 {
        scalars.extend(headers(response));
    }
    Answer {
        status: Some(response.status),
        scalars,
        request,
    }
}

/// Headers that may hold a code, each at its place as a contract writes it.
fn headers(response: &Response) -> impl Iterator<Item = (String, Value)> {
    let named = response.headers.iter().filter(|(name, _)| {
        let lower = name.to_ascii_lowercase();
        ["error", "fault", "reason"]
            .iter()
            .any(|word| lower.contains(word))
            || lower.ends_with("-code")
    });
    named.map(|(name, value)| {
        (
            format!("header: {}", name.to_ascii_lowercase()),
            Value::from(value.as_str()),
        )
    })
}

fn flatten(value: &Value, at: &str, into: &mut Vec<(String, Value)>) {
    if into.len() >= SCALARS {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                flatten(inner, &crate::exchange::below(at, key), into);
            }
        }
        Value::Array(list) => {
            for (number, inner) in list.iter().enumerate().take(4) {
                flatten(inner, &format!("{at}/{number}"), into);
            }
        }
        Value::Null => {}
        scalar => into.push((at.to_owned(), scalar.clone())),
    }
}
