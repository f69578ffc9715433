//! Keeping secrets out of events, and so out of every report: a target may send a token back.
//!
//! Names by which others find a thing again stay as they are: ids of clauses, operations, contracts,
//! files and places of a contract, and the address of the target. None of them is of the target's making.

use std::sync::Arc;

use serde_json::Value;

use super::event::{Event, Finding, Finished, Judged};
use crate::exchange::{Exchange, Failure, Message, Request, Response, Step};
use crate::target::{MASK, Secrets};

/// Tells events without their secrets.
pub(super) fn before(emit: &mut dyn FnMut(Event), secrets: Secrets) -> impl FnMut(Event) + use<'_> {
    move |mut event| {
        self::event(&mut event, &secrets);
        emit(event);
    }
}

/// Masks every text of an event. Each one goes through here before anybody is told.
fn event(event: &mut Event, secrets: &Secrets) {
    match event {
        Event::Started(_) | Event::Progress(_) => {}
        Event::Told(told) => text(told, secrets),
        Event::Exchanged(exchanged) => exchange(&mut exchanged.exchange, secrets),
        // Nobody else holds it yet, so nothing is copied.
        Event::Judged(judged) => self::judged(Arc::make_mut(judged), secrets),
        Event::Finished(finished) => self::finished(finished, secrets),
    }
}

/// Masks every text of a judged clause.
pub(super) fn judged(judged: &mut Judged, secrets: &Secrets) {
    judged.reason.iter_mut().for_each(|r| text(r, secrets));
    text(&mut judged.duty, secrets);
    if let Some(finding) = &mut judged.finding {
        self::finding(finding, secrets);
    }
}

/// Masks every text of the end of a run.
fn finished(finished: &mut Finished, secrets: &Secrets) {
    let texts = finished.notes.iter_mut().chain(&mut finished.stopped);
    let texts = texts
        .chain(&mut finished.headline)
        .chain(&mut finished.left_behind)
        .chain(finished.readings.iter_mut().flat_map(|r| &mut r.taken))
        .chain(finished.untested.iter_mut().map(|u| &mut u.why))
        .chain(finished.changes.iter_mut().flat_map(|c| &mut c.lines));
    texts.for_each(|t| text(t, secrets));
}

fn finding(finding: &mut Finding, secrets: &Secrets) {
    let texts = [
        &mut finding.cause,
        &mut finding.case,
        &mut finding.expected,
        &mut finding.got,
        &mut finding.curl,
    ];
    let texts = texts.into_iter().chain(&mut finding.before);
    texts.for_each(|t| text(t, secrets));
    request(&mut finding.request, secrets);
    answer(&mut finding.answer, secrets);
}

/// Masks every text of an exchange.
pub(super) fn exchange(exchange: &mut Exchange, secrets: &Secrets) {
    request(&mut exchange.request, secrets);
    answer(&mut exchange.answer, secrets);
}

fn answer(answer: &mut Result<Response, Failure>, secrets: &Secrets) {
    match answer {
        Ok(answer) => response(answer, secrets),
        Err(
            Failure::Unreachable(why)
            | Failure::Closed(why)
            | Failure::Malformed(why)
            | Failure::Unsendable(why),
        ) => text(why, secrets),
        Err(_) => {}
    }
}

/// Masks the values of a step: whether there was a secret among them.
pub(super) fn step(step: &mut Step, secrets: &Secrets) -> bool {
    match step {
        Step::Send(message) | Step::Follow { message, .. } => self::message(message, secrets),
        Step::Race(messages) => {
            let masked = messages.iter_mut().map(|m| message(m, secrets));
            masked.fold(false, |any, one| any | one)
        }
        Step::Raw(raw) => {
            let before = raw.clone();
            request(raw, secrets);
            *raw != before
        }
        Step::SetUp { params, .. } => {
            let masked = params.iter_mut().map(|(_, v)| value(v, secrets));
            masked.fold(false, |any, one| any | one)
        }
        _ => false,
    }
}

fn message(message: &mut Message, secrets: &Secrets) -> bool {
    let values = message.parameters.iter_mut().map(|(_, v)| v);
    let masked = values.chain(&mut message.body).map(|v| value(v, secrets));
    masked.fold(false, |any, one| any | one)
}

/// Masks every text of a value, names of members included.
pub(super) fn value(value: &mut Value, secrets: &Secrets) -> bool {
    match value {
        Value::String(held) => secrets.masked(held.as_bytes()).is_some_and(|masked| {
            *held = String::from_utf8_lossy(&masked).into_owned();
            true
        }),
        Value::Number(number) if secrets.is_in(&number.to_string()) => {
            *value = Value::String(MASK.into());
            true
        }
        Value::Array(list) => {
            let masked = list.iter_mut().map(|v| self::value(v, secrets));
            masked.fold(false, |any, one| any | one)
        }
        Value::Object(map) => {
            let mut any = false;
            let told: Vec<String> = map.keys().filter(|k| secrets.is_in(k)).cloned().collect();
            for name in told {
                if let Some(held) = map.shift_remove(&name) {
                    map.insert(secrets.mask(&name), held);
                    any = true;
                }
            }
            map.values_mut()
                .fold(any, |any, v| self::value(v, secrets) | any)
        }
        _ => false,
    }
}

fn request(request: &mut Request, secrets: &Secrets) {
    text(&mut request.target, secrets);
    headers(&mut request.headers, secrets);
    if let Some(body) = &mut request.body {
        self::body(body, secrets);
    }
}

fn response(response: &mut Response, secrets: &Secrets) {
    headers(&mut response.headers, secrets);
    body(&mut response.body, secrets);
}

fn headers(headers: &mut [(String, String)], secrets: &Secrets) {
    for (name, value) in headers {
        text(name, secrets);
        text(value, secrets);
    }
}

fn text(text: &mut String, secrets: &Secrets) {
    if let Some(masked) = secrets.masked(text.as_bytes()) {
        *text = String::from_utf8_lossy(&masked).into_owned();
    }
}

/// A body without a secret keeps its bytes, even where they are no text.
fn body(body: &mut bytes::Bytes, secrets: &Secrets) {
    if let Some(masked) = secrets.masked(body) {
        *body = masked.into();
    }
}
