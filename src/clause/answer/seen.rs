//! Answers that came to whatever was asked, judged by what the contract says of their status.

use super::{Answer, Broken, Judgement, Seen, Success, one::one};
use crate::contract::StatusSet;
use crate::exchange::{Exchange, Response, Step};
use crate::wire;

/// An answer of a case that an entry of `responses` describes.
pub struct Found<'a>(Success<'a>);

/// The answers of a case that the entry of a status describes: to messages of the operation, and to
/// calls that were denied access. What was ill-made on purpose is not looked at, since it may be
/// answered by what stands before the operation.
pub fn look<'a>(status: StatusSet, seen: &Seen<'a>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for taken in seen.taken {
        let step = seen.case.steps.get(taken.step);
        for (place, exchange) in taken.exchanges.iter().enumerate() {
            let Ok(response) = &exchange.answer else {
                continue;
            };
            if is_described(status, seen, step, exchange, response) {
                found.push(Found(Success {
                    message: seen.message(taken.step),
                    response,
                    read: wire::body(seen.operation, response),
                    shown: (taken.step, place),
                }));
            }
        }
    }
    found
}

fn is_described(
    status: StatusSet,
    seen: &Seen<'_>,
    step: Option<&Step>,
    exchange: &Exchange,
    response: &Response,
) -> bool {
    let own = match step {
        Some(Step::Send(message) | Step::Follow { message, .. }) => {
            message.operation == seen.operation.id
        }
        Some(Step::Race(_)) => true,
        // What is asked of a path that nothing has is no request of the operation.
        Some(Step::Raw(raw)) => {
            matches!(response.status, 401 | 403 | 415)
                && seen.operation.is_asked_by(&raw.method, &raw.target)
        }
        _ => false,
    };
    let documented = seen.operation.documented(response.status);
    own && exchange.request.method == seen.operation.method
        && documented.is_some_and(|r| r.status == status)
        && match status {
            StatusSet::Exact(_) => response.status < 500,
            _ if !(400..500).contains(&response.status) => status != StatusSet::Any,
            // Where answers are described together, these are the operation's own refusals: others
            // may come from whatever reads a request before it.
            _ => !matches!(
                response.status,
                405 | 408 | 411 | 413..=415 | 417 | 421 | 426 | 429 | 431
            ),
        }
}

/// Judges answers that were found; nothing where they show nothing of it.
pub fn judge(
    check: &Answer,
    found: &[Found<'_>],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Option<Judgement> {
    let mut shown = false;
    for Found(success) in found {
        // A body may be left out; what it would hold is described.
        if !check.is_about_head() && matches!(success.read, Err(wire::BodyFault::Empty)) {
            continue;
        }
        match one(check, seen, success, readings) {
            Ok(shows) => shown |= shows,
            Err((_, got)) if got.is_empty() => {}
            Err(_) if success.read.as_ref().is_ok_and(|body| body.cut) => {}
            Err((expected, got)) => {
                let status = success.response.status;
                return Some(Judgement::Broken(Box::new(Broken {
                    expected,
                    got: format!("status {status} with {got}"),
                    cause: String::new(),
                    shown: success.shown,
                })));
            }
        }
    }
    shown.then_some(Judgement::Held)
}

impl Answer {
    /// Whether an aspect is about the head of an answer alone.
    fn is_about_head(&self) -> bool {
        matches!(self, Answer::Header(_) | Answer::Status(_))
    }
}
