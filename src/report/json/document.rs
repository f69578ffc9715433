//! The members of the JSON report; what stands here is what its readers may rely on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::exchange;
use crate::report;
use crate::report::base64;
use crate::report::book::Entry;
use crate::report::cause::ids;
use crate::report::whole::Run;
use crate::run::event::{self, Level, ReadingTaken, Verdict};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    target: &'a str,
    contracts: &'a [String],
    seed: u64,
    duration_ms: u64,
    requests: u64,
    /// Clauses that were to be judged; more than were, if the run stopped.
    planned: usize,
    stopped: Option<&'a str>,
    /// What the whole run met, such as one answer to everything.
    headline: Option<&'a str>,
    /// Operations with clauses that were selected.
    operations: usize,
    /// Operations of which no valid request was accepted.
    untested: &'a [event::Untested],
    /// Whether the run is green all the same, as long as something was tested.
    allows_untested: bool,
    /// Lines of the profile that would test most of what was not tested.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'a [event::Missing],
    notes: &'a [String],
    /// Allowances of the profile that need a look.
    stale_allowances: &'a [event::Stale],
    /// What the run created and did not remove, a line each.
    left_behind: &'a [String],
    /// What tells this run from others: reports that differ in it cannot be joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a event::Identity>,
    summary: Summary,
    /// What findings have in common, the most telling first.
    causes: Vec<Cause>,
    clauses: Clauses<'a>,
    readings: Vec<Reading<'a>>,
    /// Answers that are not those of the snapshots.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changes: &'a [event::Change],
}

/// The clauses, made one at a time as they are written.
struct Clauses<'a> {
    judged: &'a [&'a Entry],
    causes: &'a BTreeMap<&'a str, &'a str>,
}

impl Serialize for Clauses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.judged.len()))?;
        for judged in self.judged {
            let whole = judged.found.as_ref().map(|found| found.read()).transpose();
            let whole = whole.map_err(S::Error::custom)?;
            list.serialize_element(&clause(judged, whole.as_deref(), self.causes))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct Summary {
    held: usize,
    broken: usize,
    /// Those of the broken ones that the profile allows.
    allowed: usize,
    inconclusive: usize,
    skipped: usize,
    /// Those of the inconclusive and skipped ones that nobody chose to leave out.
    open: usize,
}

#[derive(Serialize)]
struct Cause {
    /// Findings bear it as `cause_id`.
    id: String,
    kind: event::Kind,
    /// What is wrong, in words.
    words: String,
    /// How many clauses it breaks.
    clauses: usize,
    /// The clause with the smallest request that shows it.
    shown: String,
}

#[derive(Serialize)]
struct Clause<'a> {
    id: &'a str,
    contract: &'a str,
    operation: &'a str,
    level: Level,
    verdict: Verdict,
    cases: usize,
    requests: u64,
    duration_ms: u64,
    duty: &'a str,
    source: &'a str,
    location: &'a str,
    reason: Option<&'a str>,
    allowed: Option<&'a event::Allowed>,
    /// Whether the profile or the target chose that it was skipped.
    chosen: bool,
    finding: Option<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    /// What was wrong, with values masked.
    cause: &'a str,
    /// Id of one of `causes`; none if the finding is allowed.
    cause_id: Option<&'a str>,
    kind: event::Kind,
    place: &'a event::Place,
    rule: &'a str,
    case: &'a str,
    expected: &'a str,
    got: &'a str,
    /// The same as `expected` for other tools.
    wanted: &'a event::Wanted,
    /// URL to which the request's target is joined.
    base: &'a str,
    /// Names of secret headers, and the variables that stand for their values.
    secret_headers: &'a [(String, String)],
    took_us: u64,
    curl: Cow<'a, str>,
    seen: usize,
    before: &'a [String],
    request: Request<'a>,
    /// `null` if no answer came; `failure` says why.
    response: Option<Response<'a>>,
    failure: Option<String>,
    /// The same for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<&'a exchange::Failure>,
}

#[derive(Serialize)]
struct Request<'a> {
    method: &'a str,
    target: &'a str,
    headers: &'a [(String, String)],
    anonymous: bool,
    #[serde(flatten)]
    body: Body<'a>,
}

#[derive(Serialize)]
struct Response<'a> {
    status: u16,
    headers: &'a [(String, String)],
    #[serde(flatten)]
    body: Body<'a>,
    /// Bytes of the body beyond those that are shown; absent if all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_cut: Option<usize>,
}

/// `body` if the bytes are UTF-8, else `null` and `body_base64`; both `null` without a body.
#[derive(Serialize)]
struct Body<'a> {
    body: Option<&'a str>,
    body_base64: Option<String>,
}

#[derive(Serialize)]
struct Reading<'a> {
    id: &'a str,
    about: &'a str,
    taken: &'a [String],
}

/// Writes the document of a run.
pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Run {
        started,
        judged,
        causes,
        finished,
    } = run;
    let ids = ids(causes);
    let document = Document {
        version: env!("CARGO_PKG_VERSION"),
        target: &finished.target,
        contracts: started.map_or(&[], |started| &started.contracts),
        seed: finished.seed,
        duration_ms: milliseconds(finished.took),
        requests: finished.requests,
        planned: started.map_or(judged.len(), |started| started.clauses),
        stopped: finished.stopped.as_deref(),
        headline: finished.headline.as_deref(),
        operations: finished.operations,
        untested: &finished.untested,
        allows_untested: finished.allows_untested,
        missing: &finished.missing,
        notes: &finished.notes,
        stale_allowances: &finished.stale,
        left_behind: &finished.left_behind,
        run: started.and_then(|started| started.identity.as_deref()),
        summary: Summary {
            held: finished.held,
            broken: finished.broken,
            allowed: finished.allowed,
            inconclusive: finished.inconclusive,
            skipped: finished.skipped,
            open: finished.open,
        },
        causes: causes.iter().map(cause).collect(),
        clauses: Clauses {
            judged,
            causes: &ids,
        },
        readings: finished.readings.iter().map(reading).collect(),
        changes: &finished.changes,
    };
    Ok(serde_json::to_writer_pretty(out, &document)?)
}

fn cause(cause: &report::cause::Cause<'_>) -> Cause {
    Cause {
        id: cause.id.clone(),
        kind: cause.kind,
        words: cause.words.clone(),
        clauses: cause.clauses.len(),
        shown: (*cause.shown.id).to_owned(),
    }
}

fn clause<'a>(
    judged: &'a Entry,
    whole: Option<&'a event::Finding>,
    causes: &BTreeMap<&str, &'a str>,
) -> Clause<'a> {
    Clause {
        id: &judged.id,
        contract: &judged.contract,
        operation: &judged.operation,
        level: judged.level,
        verdict: judged.verdict,
        cases: judged.cases,
        requests: judged.requests,
        duration_ms: milliseconds(judged.took),
        duty: &judged.duty,
        source: &judged.source,
        location: &judged.location,
        reason: judged.reason.as_deref(),
        allowed: judged.allowed.as_deref(),
        chosen: judged.chosen,
        finding: whole.map(|found| {
            let cause = causes.get(&*judged.id);
            finding(found, cause.copied())
        }),
    }
}

fn finding<'a>(found: &'a event::Finding, cause_id: Option<&'a str>) -> Finding<'a> {
    Finding {
        cause: &found.cause,
        cause_id,
        kind: found.kind,
        place: &found.place,
        rule: &found.rule,
        case: &found.case,
        expected: &found.expected,
        got: &found.got,
        wanted: &found.wanted,
        base: &found.base,
        secret_headers: &found.secret_headers,
        took_us: u64::try_from(found.took.as_micros()).unwrap_or(u64::MAX),
        curl: found.command(),
        seen: found.seen,
        before: &found.before,
        request: request(&found.request),
        response: found.answer.as_ref().ok().map(response),
        failure: found.answer.as_ref().err().map(ToString::to_string),
        failed: found.answer.as_ref().err(),
    }
}

fn request(request: &exchange::Request) -> Request<'_> {
    Request {
        method: &request.method,
        target: &request.target,
        headers: &request.headers,
        anonymous: request.anonymous,
        body: body(request.body.as_deref()),
    }
}

fn response(response: &exchange::Response) -> Response<'_> {
    Response {
        status: response.status,
        headers: &response.headers,
        body: body(Some(&response.body)),
        body_cut: (response.cut > 0).then_some(response.cut),
    }
}

fn body(bytes: Option<&[u8]>) -> Body<'_> {
    let text = bytes.map(std::str::from_utf8);
    Body {
        body: text.and_then(Result::ok),
        body_base64: match text {
            Some(Err(_)) => bytes.map(base64::encode),
            _ => None,
        },
    }
}

fn reading(reading: &ReadingTaken) -> Reading<'_> {
    Reading {
        id: &reading.id,
        about: &reading.about,
        taken: &reading.taken,
    }
}

fn milliseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
