//! A JSON report turned into the events it was written from.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::exchange::{self, Failure};
use crate::run::event::{
    self, Change, Event, Finished, Identity, Judged, Level, ReadingTaken, Started, Verdict,
};

/// Why a text is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no JSON, or members are missing.
    #[error("it is no JSON report: {0}")]
    Json(#[from] serde_json::Error),
    /// A body is no base64.
    #[error("it is no JSON report: a body is no base64: {0}")]
    Base64(#[from] base64::DecodeError),
}

#[derive(Deserialize)]
struct Document {
    target: String,
    contracts: Vec<String>,
    seed: u64,
    duration_ms: u64,
    requests: u64,
    planned: usize,
    stopped: Option<String>,
    #[serde(default)]
    headline: Option<String>,
    #[serde(default)]
    operations: usize,
    #[serde(default)]
    untested: Vec<event::Untested>,
    #[serde(default)]
    allows_untested: bool,
    #[serde(default)]
    missing: Vec<event::Missing>,
    notes: Vec<String>,
    #[serde(default)]
    stale_allowances: Vec<event::Stale>,
    #[serde(default)]
    left_behind: Vec<String>,
    run: Option<Identity>,
    summary: Summary,
    clauses: Vec<Clause>,
    readings: Vec<ReadingTaken>,
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Summary {
    held: usize,
    broken: usize,
    #[serde(default)]
    allowed: usize,
    inconclusive: usize,
    skipped: usize,
    #[serde(default)]
    open: usize,
}

#[derive(Deserialize)]
struct Clause {
    id: String,
    contract: String,
    operation: String,
    level: Level,
    verdict: Verdict,
    cases: usize,
    requests: u64,
    duration_ms: u64,
    duty: String,
    source: String,
    location: String,
    reason: Option<String>,
    allowed: Option<event::Allowed>,
    #[serde(default)]
    chosen: bool,
    finding: Option<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    cause: String,
    #[serde(default)]
    kind: event::Kind,
    #[serde(default)]
    place: event::Place,
    #[serde(default)]
    rule: String,
    case: String,
    expected: String,
    got: String,
    curl: String,
    seen: usize,
    before: Vec<String>,
    request: Request,
    response: Option<Response>,
    #[serde(default)]
    base: String,
    #[serde(default)]
    secret_headers: Vec<(String, String)>,
    #[serde(default)]
    took_us: u64,
    #[serde(default)]
    wanted: event::Wanted,
    failure: Option<String>,
    failed: Option<Failure>,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    anonymous: bool,
    #[serde(flatten)]
    body: Body,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    #[serde(flatten)]
    body: Body,
    #[serde(default)]
    body_cut: usize,
}

#[derive(Deserialize)]
struct Body {
    body: Option<String>,
    body_base64: Option<String>,
}

/// The events that a JSON report was written from, progress excepted; times in whole milliseconds.
///
/// # Errors
/// The text is no such report.
pub fn read(text: &str) -> Result<Vec<Event>, ReadError> {
    let document: Document = serde_json::from_str(text)?;
    let mut events = vec![Event::Started(Started {
        target: document.target.clone(),
        contracts: document.contracts,
        clauses: document.planned,
        seed: document.seed,
        identity: document.run.map(Box::new),
        // Neither is written: nothing of a single exchange's moment is, and facts are the contract's.
        began: SystemTime::UNIX_EPOCH,
        facts: [].into(),
    })];
    for clause in document.clauses {
        events.push(Event::Judged(Arc::new(clause.judged()?)));
    }
    let Summary {
        held,
        broken,
        allowed,
        inconclusive,
        skipped,
        open,
    } = document.summary;
    events.push(Event::Finished(Box::new(Finished {
        target: document.target,
        seed: document.seed,
        took: Duration::from_millis(document.duration_ms),
        requests: document.requests,
        held,
        broken,
        allowed,
        stale: document.stale_allowances,
        left_behind: document.left_behind,
        inconclusive,
        skipped,
        readings: document.readings,
        stopped: document.stopped,
        headline: document.headline,
        operations: document.operations,
        untested: document.untested,
        allows_untested: document.allows_untested,
        missing: document.missing,
        open,
        notes: document.notes,
        changes: document.changes,
    })));
    Ok(events)
}

impl Clause {
    fn judged(self) -> Result<Judged, ReadError> {
        Ok(Judged {
            id: self.id,
            contract: self.contract,
            operation: self.operation,
            level: self.level,
            duty: self.duty,
            source: self.source,
            location: self.location,
            verdict: self.verdict,
            reason: self.reason,
            cases: self.cases,
            requests: self.requests,
            took: Duration::from_millis(self.duration_ms),
            finding: self.finding.map(Finding::found).transpose()?.map(Box::new),
            allowed: self.allowed,
            chosen: self.chosen,
        })
    }
}

impl Finding {
    fn found(self) -> Result<event::Finding, ReadError> {
        let answer = match (self.response, self.failed) {
            (Some(response), _) => Ok(exchange::Response {
                status: response.status,
                headers: response.headers,
                body: response.body.bytes()?.unwrap_or_default().into(),
                cut: response.body_cut,
            }),
            (None, Some(failed)) => Err(failed),
            (None, None) => Err(Failure::Closed(self.failure.unwrap_or_default())),
        };
        Ok(event::Finding {
            cause: self.cause,
            kind: self.kind,
            place: self.place,
            rule: self.rule,
            case: self.case,
            expected: self.expected,
            got: self.got,
            wanted: self.wanted,
            base: self.base,
            secret_headers: self.secret_headers,
            sent: Duration::ZERO,
            took: Duration::from_micros(self.took_us),
            request: exchange::Request {
                method: self.request.method,
                target: self.request.target,
                headers: self.request.headers,
                body: self.request.body.bytes()?.map(Into::into),
                base: None,
                anonymous: self.request.anonymous,
            },
            answer,
            before: self.before,
            curl: self.curl,
            seen: self.seen,
        })
    }
}

impl Body {
    fn bytes(self) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(match (self.body, self.body_base64) {
            (Some(text), _) => Some(text.into_bytes()),
            (None, Some(code)) => Some(STANDARD.decode(code)?),
            (None, None) => None,
        })
    }
}
