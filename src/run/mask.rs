//! Keeping secrets out of events, and so out of every report: a target may send a token back.

use super::event::{Finding, Finished, Judged};
use crate::exchange::{Exchange, Failure, Request, Response};
use crate::target::Secrets;

/// Masks every text of a judged clause.
pub(super) fn judged(judged: &mut Judged, secrets: &Secrets) {
    if let Some(reason) = &mut judged.reason {
        *reason = secrets.mask(reason);
    }
    if let Some(finding) = &mut judged.finding {
        self::finding(finding, secrets);
    }
}

/// Masks every text of the end of a run.
pub(super) fn finished(finished: &mut Finished, secrets: &Secrets) {
    let texts = finished.notes.iter_mut().chain(&mut finished.stopped);
    let texts = texts.chain(finished.readings.iter_mut().flat_map(|r| &mut r.taken));
    texts.for_each(|text| *text = secrets.mask(text));
}

fn finding(finding: &mut Finding, secrets: &Secrets) {
    let texts = [
        &mut finding.cause,
        &mut finding.case,
        &mut finding.expected,
        &mut finding.got,
        &mut finding.curl,
    ];
    texts
        .into_iter()
        .chain(&mut finding.before)
        .for_each(|text| *text = secrets.mask(text));
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
            Failure::Unreachable(text)
            | Failure::Closed(text)
            | Failure::Malformed(text)
            | Failure::Unsendable(text),
        ) => *text = secrets.mask(text),
        Err(_) => {}
    }
}

/// Masks a request.
pub(super) fn request(request: &mut Request, secrets: &Secrets) {
    request.target = secrets.mask(&request.target);
    headers(&mut request.headers, secrets);
    if let Some(body) = &mut request.body {
        self::body(body, secrets);
    }
}

/// Masks an answer.
pub(super) fn response(response: &mut Response, secrets: &Secrets) {
    headers(&mut response.headers, secrets);
    body(&mut response.body, secrets);
}

fn headers(headers: &mut [(String, String)], secrets: &Secrets) {
    for (_, value) in headers {
        *value = secrets.mask(value);
    }
}

fn body(body: &mut bytes::Bytes, secrets: &Secrets) {
    // A body without a secret keeps its bytes, even where they are no text.
    let text = String::from_utf8_lossy(body);
    if secrets.is_in(&text) {
        *body = secrets.mask(&text).into_bytes().into();
    }
}
