//! What a refusal teaches: a target that refuses a plain valid request often says why, and names a rule
//! that its document lacks. Where a request that keeps to the rule is accepted, all valid requests of the
//! operation keep to it from then on, so that what lies behind is tested. The rule is told, and nothing is
//! held against it.

mod called;
mod exists;
mod fuller;
mod guess;
mod lesson;
mod narrowed;
mod spans;
mod words;

use serde_json::Value;

use super::Lane;
use super::driver::{Driver, Stop};
use crate::clause::Seen;
use crate::contract::Operation;
use crate::exchange::{Case, Exchange, Message, Response, Step};
use crate::generate::{Learnt, Settings, says_even};
use crate::wire::{self, Kind, Nature};
pub(super) use exists::says_exists;
use lesson::Lesson;
use narrowed::Narrowed;

/// Refusals in a row that are learnt from: a server may tell one rule at a time, and a few at most.
const MOST: usize = 8;
/// Bytes of a refusal that are looked at.
const READ: usize = 64 << 10;
/// Rules that a note names.
const TOLD: usize = 6;

impl<'r> Lane<'r> {
    /// Learns from the refusals of an operation whose plain request was refused: whether a request that
    /// keeps to what they say was accepted.
    pub(super) async fn learn(
        &self,
        driver: &mut Driver<'r>,
        operation: &Operation,
        settings: &Settings,
    ) -> Result<bool, Stop> {
        let kit = &self.kits[&operation.id];
        let Some(Ok(plain)) = kit.plain_controls(settings).into_iter().next() else {
            return Ok(false);
        };
        if kit.knows_values() {
            return Ok(false);
        }
        let mut message = self.named_now(&operation.id, &plain.message);
        let mut refused = None;
        let mut narrowed = Narrowed::default();
        let mut accepted = false;
        for _ in 0..MOST {
            let exchange = self.ask_as_taught(driver, operation, &message).await?;
            let Ok(response) = &exchange.answer else {
                break;
            };
            refused = Some(response.status);
            let lessons = match response.status {
                400 | 422 => lessons(operation, response, Some(&message)),
                _ => {
                    accepted = self.nature(operation, response) == Nature::Success;
                    break;
                }
            };
            let mut new = self.learns_lengths(operation, &message, response);
            for lesson in lessons {
                new |= narrowed.take(operation, &lesson, &message);
            }
            if !new {
                break;
            }
            match kit.taught(settings, &message, &narrowed.learnt()) {
                Some(made) => message = made,
                None => break,
            }
        }
        if let Some(note) = note(operation, &narrowed) {
            self.totals.note(note);
        }
        let mut learnt = narrowed.learnt();
        let looked = refused.filter(|status| !accepted && matches!(status, 400 | 422 | 500));
        if let Some(status) = looked
            && let Some((more, places)) = called::called(operation, &message)
        {
            let both = learnt.and(more);
            if let Some(made) = kit.taught(settings, &message, &both)
                && self.accepts(driver, operation, &made).await?
            {
                self.totals.note(format!(
                    "{}: the target refuses the plain request (status {status}), and takes one whose {} are what \
                     their names say, which the document does not ask for",
                    operation.id,
                    places.join(", ")
                ));
                (learnt, accepted) = (both, true);
            }
        }
        // A valid request that is called wrong without a reason is a fault, and told as one.
        let open = refused.filter(|status| !accepted && matches!(status, 404 | 409 | 500));
        if let Some(status) = open {
            for (more, places) in guess::guesses(operation, &message, status) {
                let both = learnt.and(more);
                let Some(made) = kit.taught(settings, &message, &both) else {
                    continue;
                };
                if self.accepts(driver, operation, &made).await? {
                    self.totals.note(format!(
                        "{}: the target refuses the plain request (status {status}), and takes one with {}, which \
                         the document does not ask for",
                        operation.id,
                        places.join(", ")
                    ));
                    (learnt, accepted) = (both, true);
                    break;
                }
            }
        }
        if refused.is_some_and(|status| !accepted && matches!(status, 409 | 500)) {
            return self
                .takes_fuller(driver, operation, settings, &plain.message)
                .await;
        }
        let taught = accepted && learnt != Learnt::default();
        if taught {
            kit.learn(Some(learnt));
            self.objects.try_again(&operation.id);
        }
        Ok(taught)
    }

    /// Whether a request that keeps to what was learnt is accepted.
    async fn accepts(
        &self,
        driver: &mut Driver<'r>,
        operation: &Operation,
        made: &Message,
    ) -> Result<bool, Stop> {
        let exchange = self.ask_as_taught(driver, operation, made).await?;
        let answer = exchange.answer.as_ref();
        Ok(answer.is_ok_and(|r| self.nature(operation, r) == Nature::Success))
    }

    async fn ask_as_taught(
        &self,
        driver: &mut Driver<'r>,
        operation: &Operation,
        message: &Message,
    ) -> Result<Exchange, Stop> {
        let request = wire::encode(operation, message, &self.writing.borrow());
        let case = Case {
            index: 0,
            about: "what a refusal asked for".into(),
            steps: vec![Step::Raw(request)],
            tag: None,
        };
        let kit = &self.kits[&operation.id];
        driver.clean().await?;
        let ran = driver.carry_out(kit, &case).await?;
        self.observe(&operation.id, &case, &ran.taken, false);
        let last = ran.taken.into_iter().next_back();
        let last = last.and_then(|taken| taken.exchanges.into_iter().next_back());
        last.ok_or_else(|| Stop::Useless("no request was sent".into()))
    }
}

impl Lane<'_> {
    /// Whether a refusal says that lists have to be of the same length, and the message holds others: from
    /// then on no valid request does.
    pub(in crate::run) fn learns_lengths(
        &self,
        operation: &Operation,
        message: &Message,
        response: &Response,
    ) -> bool {
        let kit = &self.kits[&operation.id];
        let read = response.body.len().min(READ);
        let said = || says_even(&String::from_utf8_lossy(&response.body[..read]));
        let refused = matches!(response.status, 400 | 409 | 422);
        if !refused || kit.knows_values() || !kit.is_uneven(message) || !said() {
            return false;
        }
        let new = kit.learn_even();
        if new {
            self.totals.note(format!(
                "{}: the target asks for what its document does not say: lists of the same length",
                operation.id
            ));
        }
        new
    }
}

impl Lane<'_> {
    /// Whether the last answer refuses a valid request for the lengths of its lists.
    pub(in crate::run) fn is_refused_for_lengths(&self, seen: &Seen<'_>) -> bool {
        let last = seen.subject().and_then(|t| t.exchanges.last());
        let response = last.and_then(|e| e.answer.as_ref().ok());
        let sent = seen.case.steps.iter().rev().find_map(|step| match step {
            Step::Send(message) => Some(message),
            _ => None,
        });
        let (Some(response), Some(message)) = (response, sent) else {
            return false;
        };
        let kit = &self.kits[&seen.operation.id];
        let read = response.body.len().min(READ);
        let said = || says_even(&String::from_utf8_lossy(&response.body[..read]));
        self.learns_lengths(seen.operation, message, response)
            || (kit.is_uneven(message) && !kit.knows_values() && said())
    }
}

/// What an answer says of places, where it is JSON; what was sent and comes back in it says nothing.
fn lessons(operation: &Operation, response: &Response, sent: Option<&Message>) -> Vec<Lesson> {
    let label = response.header("content-type").unwrap_or_default();
    let text = label.to_ascii_lowercase().starts_with("text/plain");
    if Kind::of(label) != Kind::Json && !text {
        return Vec::new();
    }
    let mut texts = Vec::new();
    let parameters = sent
        .into_iter()
        .flat_map(|m| m.parameters.iter().map(|(_, v)| v));
    let body = sent.and_then(|m| m.body.as_ref());
    parameters.chain(body).for_each(|v| leaves(v, &mut texts));
    let read = || String::from_utf8_lossy(&response.body[..response.body.len().min(READ)]);
    match serde_json::from_slice(&response.body) {
        Ok(body) => lesson::read(&without(body, &texts), operation),
        Err(_) if text => {
            let said = serde_json::json!({ "message": read() });
            lesson::read(&without(said, &texts), operation)
        }
        Err(_) => Vec::new(),
    }
}

/// The texts in a value.
fn leaves(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|v| leaves(v, texts)),
        Value::Object(all) => all.values().for_each(|v| leaves(v, texts)),
        _ => {}
    }
}

/// A body without texts that were sent: those that are no plain words, wherever they stand.
fn without(body: Value, sent: &[String]) -> Value {
    match body {
        Value::String(text) => {
            let odd = |t: &&String| t.chars().any(|c| !c.is_alphanumeric() && c != '_');
            let all = sent.iter().filter(odd);
            let text = all.fold(text, |text, sent| text.replace(sent.as_str(), ""));
            Value::String(text)
        }
        Value::Array(all) => all.into_iter().map(|v| without(v, sent)).collect(),
        Value::Object(all) => {
            let all = all.into_iter().map(|(name, v)| (name, without(v, sent)));
            Value::Object(all.collect())
        }
        other => other,
    }
}

/// The rules in words.
fn note(operation: &Operation, narrowed: &Narrowed) -> Option<String> {
    let rules = narrowed.rules();
    if rules.is_empty() {
        return None;
    }
    let more = rules.len().saturating_sub(TOLD);
    let listed = rules.into_iter().take(TOLD).collect::<Vec<_>>().join("; ");
    let more = if more > 0 {
        format!("; and {more} more")
    } else {
        String::new()
    };
    Some(format!(
        "{}: the target asks for what its document does not say: {listed}{more}",
        operation.id
    ))
}
