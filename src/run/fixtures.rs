//! Fixtures that may not exist on the target: what a profile names wrongly is no fault of a server.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lane;
use crate::clause::{Stimulus, find_code};
use crate::contract::{Cause, Operation};
use crate::exchange::{Case, Message, Request, Response, Step, Taken};
use crate::wire;

/// Fixtures of the profile that no accepted request has held yet.
pub(super) type Doubtful = BTreeMap<String, Value>;

impl Lane<'_> {
    /// Notes which fixtures an accepted request held: they exist.
    pub(super) fn note_fixtures(&self, operation: &Operation, case: &Case, taken: &[Taken]) {
        if self.evidence.doubtful.borrow().is_empty() {
            return;
        }
        for one in taken {
            let Some(Step::Send(message)) = case.steps.get(one.step) else {
                continue;
            };
            let mut answers = one.exchanges.iter().filter_map(|e| e.answer.as_ref().ok());
            if answers.any(|r| self.nature(operation, r) == wire::Nature::Success) {
                let mut doubtful = self.evidence.doubtful.borrow_mut();
                doubtful.retain(|_, value| !holds(message, value));
            }
        }
    }

    /// Why a refusal may be no fault of the target: it says that something does not exist which only
    /// the profile says exists, and which no request has ever found there.
    pub(super) fn absent_fixture(&self, clause: usize) -> Option<String> {
        let own = &self.clauses[clause];
        let refusal_wanted = matches!(
            own.stimulus,
            Stimulus::Fixture { .. } | Stimulus::Unknown { .. } | Stimulus::UnknownTwice { .. }
        );
        let doubtful = self.evidence.doubtful.borrow();
        if refusal_wanted || doubtful.is_empty() {
            return None;
        }
        let operation = self.contract.operation(&own.operation)?;
        let tallies = self.tallies.borrow();
        let shown = tallies[clause].shown.as_ref()?.read();
        let (step, place) = shown.broken.shown;
        let taken = shown.taken.iter().filter(|t| t.step == step);
        let exchange = taken.filter_map(|t| t.exchanges.get(place)).next()?;
        let response = exchange.answer.as_ref().ok()?;
        // Where codes tell why something is refused, only one that says so speaks of what does not exist.
        if operation.errors().next().is_some() && !self.says_unknown(operation, response) {
            return None;
        }
        let step = shown.case.steps.get(step)?;
        let held = |(_, value): &(&String, &Value)| match step {
            Step::Send(message) => holds(message, value),
            Step::Race(messages) => messages.iter().any(|m| holds(m, value)),
            _ => writes(&exchange.request, value),
        };
        let meant: Vec<_> = doubtful.iter().filter(held).map(line).collect();
        (!meant.is_empty()).then(|| {
            format!(
                "no request has found on the target what the profile names: {}",
                meant.join(", ")
            )
        })
    }

    /// Whether the code of an answer says that something does not exist.
    fn says_unknown(&self, operation: &Operation, response: &Response) -> bool {
        let read = wire::body(operation, response).ok();
        let body = read.as_ref().map(|body| &body.value);
        let found = find_code(response, body, &self.contract.error_code, operation);
        let own = operation
            .errors()
            .filter(|(r, e)| r.status.contains(response.status) && found.codes.contains(&e.code));
        own.flat_map(|(_, e)| &e.when)
            .any(|when| matches!(when.cause, Cause::Unknown { .. }))
    }
}

/// A fixture as the profile writes it.
fn line((name, value): (&String, &Value)) -> String {
    format!("`{name} = {value}`")
}

/// A single value as it is written on the wire.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether the bytes of a request hold a value that is long enough not to stand there by chance.
fn writes(request: &Request, value: &Value) -> bool {
    const TELLING: usize = 3;
    let Some(wanted) = text(value).filter(|text| text.len() >= TELLING) else {
        return false;
    };
    let body = request.body.as_deref().unwrap_or_default();
    request.target.contains(&wanted) || String::from_utf8_lossy(body).contains(&wanted)
}

/// Whether a request holds a value anywhere.
fn holds(message: &Message, value: &Value) -> bool {
    fn within(whole: &Value, wanted: &str) -> bool {
        match whole {
            Value::Array(list) => list.iter().any(|v| within(v, wanted)),
            Value::Object(map) => map.values().any(|v| within(v, wanted)),
            one => text(one).as_deref() == Some(wanted),
        }
    }
    let Some(wanted) = text(value) else {
        return false;
    };
    let mut parameters = message.parameters.iter();
    parameters.any(|(_, v)| within(v, &wanted))
        || message.body.as_ref().is_some_and(|b| within(b, &wanted))
}
