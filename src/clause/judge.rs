//! Judging a case: a pure function of the clause, the case and what came of it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Check, Clause, Outcome, Raw, Stimulus, Wanted, answer, behind, code, described, every, excused,
    exists, fault, fields, follow_up, hostile, kept, knock, lenient, lifecycle, methods, moves,
    outcome, pages, path, precedence, race, several, sorted, state, tied, unknown, upsert, version,
    ways, worded, writing,
};
use crate::contract::{Cause, Code, Contract, Operation, StatusSet};
use crate::exchange::{Case, Exchange, Failure, Message, Response, Step, Taken};
use crate::wire::{self, Nature};

/// Tag of a case that may be taken or refused: only a fault of the server is held against it.
pub const EITHER: &str = "either";

/// Tag of a case that is refused, in a clause whose other cases draw a code: another rule may come first.
pub const REFUSED: &str = "refused";

/// Tag of a case whose second request is refused as long as what the first one made is busy.
pub const BUSY: &str = "busy";

/// Tag of a case whose unique value is a fixed text, which an earlier run may have left on the target.
pub const FIXED: &str = "fixed";

/// What a judge makes of one case.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// The duty was kept.
    Held,
    /// The duty was broken.
    Broken(Box<Broken>),
    /// A state that nobody asked for answered, or the target is overloaded; to be tried again from
    /// baseline. Broken only when a control request shows that the state is not there.
    Retry(Box<Broken>),
    /// Nothing can be said.
    Inconclusive(String),
    /// The answer is right as far as it goes, and does not show what the clause is about.
    Unseen(String),
}

impl Judgement {
    /// Broken by this exchange, for a cause of its own.
    pub(super) fn broken(expected: String, got: String, shown: (usize, usize)) -> Self {
        Judgement::Broken(Box::new(Broken {
            expected,
            got,
            cause: String::new(),
            shown,
        }))
    }
}

/// How a duty was broken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Broken {
    /// Every outcome that would have been right.
    pub expected: String,
    /// What came.
    pub got: String,
    /// Findings with the same text share a cause; empty when the clause stands alone.
    pub cause: String,
    /// Which exchange shows it (step, place in the step).
    pub shown: (usize, usize),
}

/// What a case was and what came of it.
pub struct Seen<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The clause's operation.
    pub operation: &'a Operation,
    /// The case.
    pub case: &'a Case,
    /// What came, by step.
    pub taken: &'a [Taken],
    /// Values of fixtures, for defaults.
    pub fixture: &'a dyn Fn(&str) -> Option<Value>,
}

impl<'a> Seen<'a> {
    /// The message of a step.
    pub fn message(&self, step: usize) -> Option<&'a Message> {
        match self.case.steps.get(step)? {
            Step::Send(message) | Step::Follow { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The last step that sent a request of its own (polls and deletes excepted).
    pub fn subject(&self) -> Option<&'a Taken> {
        self.taken.iter().rev().find(|t| {
            matches!(
                self.case.steps.get(t.step),
                Some(Step::Send(_) | Step::Follow { .. } | Step::Raw(_) | Step::Race(_))
            )
        })
    }

    /// Whether an answer is a success of the operation (any 2xx: the exact one is a clause of its
    /// own), by its body where HTTP says 200 for faults too.
    pub fn is_success(&self, response: &Response) -> bool {
        self.nature(response) == Nature::Success
    }

    /// What an answer tells.
    pub fn nature(&self, response: &Response) -> Nature {
        wire::nature(self.operation, &self.contract.error_code, response)
    }
}

/// The outcomes that are right for a case with this tag.
pub fn narrowed<'o>(
    clause: &Clause,
    outcomes: &'o [Outcome],
    tag: Option<&str>,
) -> Cow<'o, [Outcome]> {
    match (&clause.stimulus, tag) {
        (Stimulus::SeveralFaults, tag) => precedence::narrow(outcomes, tag).into(),
        // Who knows no chunks looks at no body.
        (Stimulus::Raw(Raw::ChunkedBody), Some(REFUSED)) => {
            let statuses = vec![StatusSet::Class(4), StatusSet::Exact(501)];
            vec![Outcome::new(Wanted::Refused(statuses))].into()
        }
        (_, Some(EITHER)) => vec![Outcome::new(Wanted::NoFault)].into(),
        (_, Some(REFUSED)) => vec![Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))].into(),
        (_, Some(tag)) => lenient::of_tag(tag).map_or(outcomes.into(), Cow::from),
        _ => outcomes.into(),
    }
}

/// Judges one case.
///
/// Returns the judgement and the alternatives of readings that it showed.
pub fn judge(clause: &Clause, seen: &Seen<'_>) -> (Judgement, Vec<(String, String)>) {
    let mut readings = Vec::new();
    let judgement = match &clause.check {
        Check::Outcomes(_)
            if matches!(clause.stimulus, Stimulus::Raw(Raw::RefusedLeavesNothing))
                && !refused_before(seen) =>
        {
            let why = "the request that was to be refused was accepted".to_owned();
            match seen.case.tag.as_deref() {
                // What kept it busy may have ended by then.
                Some(BUSY) => Judgement::Unseen(why),
                _ => Judgement::Inconclusive(why),
            }
        }
        Check::Outcomes(_)
            if matches!(clause.stimulus, Stimulus::NearId(_)) && first_succeeds(seen) =>
        {
            Judgement::Unseen("the target finds whatever number is asked for".into())
        }
        Check::Outcomes(outcomes) => match seen.subject() {
            Some(taken) => {
                let last = taken.exchanges.len().saturating_sub(1);
                let outcomes = &narrowed(clause, outcomes, seen.case.tag.as_deref());
                let judged = by_outcomes(outcomes, seen, taken, last, &mut readings);
                match clause.stimulus {
                    Stimulus::Raw(Raw::WrongMethod) if judged == Judgement::Held => {
                        says_allowed(seen, taken, last).unwrap_or(judged)
                    }
                    Stimulus::Breaks { ref at, .. } => described::may_be_ignored(seen, at, &judged)
                        .or_else(|| excused::leads_elsewhere(seen, at, &judged))
                        .unwrap_or(judged),
                    _ if outcomes.iter().all(|o| o.wanted == Wanted::Accepted) => {
                        described::by_prose(clause, seen, &judged).unwrap_or(judged)
                    }
                    _ => judged,
                }
            }
            None => Judgement::Inconclusive("no request was sent".into()),
        },
        Check::Answer(check) => answer::judge(check, seen, &mut readings),
        Check::Selected => fields::judge(seen, &mut readings),
        Check::SelectedBeside(open) => fields::judge_beside(open, seen, &mut readings),
        Check::Lifecycle(follows) => lifecycle::judge(follows, seen, &mut readings),
        Check::Race { conflicts } => race::judge(conflicts, seen),
        Check::SameOutcome => writing::judge(seen, &mut readings),
        Check::SamePath => path::judge(seen),
        Check::SameLetters => writing::judge_letters(seen, &mut readings),
        Check::Unharmed(outcomes) => hostile::judge(outcomes, seen, &mut readings),
        Check::AnyWay(ways) => ways::judge(ways, seen, &mut readings),
        Check::Exists => exists::judge(seen),
        Check::FollowUp(reading) => follow_up::judge(reading.as_deref(), seen, &mut readings),
        Check::FollowUpRefused => follow_up::judge_refused(seen, &mut readings),
        Check::Either(outcomes) => either(outcomes, seen, &mut readings),
        Check::Fault(member) => fault::judge(member, seen),
        Check::Kept(kept) => kept::judge(*kept, seen, &mut readings),
        Check::Pages(page) => pages::judge(*page, seen),
        Check::Sorted => sorted::judge(seen),
        Check::Unknown(item) => unknown::judge(*item, seen, &mut readings),
        Check::Shut { delete } => knock::judge(*delete, seen),
        Check::Sound | Check::Readable | Check::Served | Check::Listed | Check::Quick => {
            Judgement::Inconclusive("it is judged when the run is over".into())
        }
        Check::FaultRoot(name) => fault::judge_root(name, seen),
        Check::Tied(tied) => tied::judge(tied, seen),
        Check::Several(aspect) => several::judge(aspect, seen),
        Check::OwnIds => several::judge_together(seen),
        Check::Busy(outcomes) => state::judge_busy(outcomes, seen, &mut readings),
        Check::LeavesNothing(outcomes) => state::judge_again(outcomes, seen, &mut readings),
        Check::Version(duty) => version::judge(duty, seen),
        Check::Worded(said) => worded::judge(said, clause, seen),
        Check::Moved(moved) => moves::judge(moved, seen),
        Check::Born(member, value) => moves::judge_born(member, value, seen),
        Check::PutStatus => upsert::judge(seen),
        Check::Every(every) => every::judge(*every, seen),
        Check::Behind(before) => behind::judge(*before, seen),
        Check::NothingMade => methods::judge(seen, &mut readings),
        Check::Read(phase, answer) => lifecycle::phase::judge(*phase, answer, seen, &mut readings),
        Check::Observed(status, check) => {
            let found = answer::seen::look(*status, seen);
            answer::seen::judge(check, &found, seen, &mut readings)
                .unwrap_or_else(|| Judgement::Unseen(check.unseen("answer")))
        }
    };
    // What a target has already may be what an earlier run made: no new value can stand for this text.
    let judgement = match judgement {
        Judgement::Retry(broken)
            if seen.case.tag.as_deref() == Some(FIXED) && is_conflict(seen, broken.shown) =>
        {
            let why = format!("{}: an earlier run may have left that name", broken.got);
            Judgement::Unseen(why)
        }
        other => other,
    };
    (judgement, readings)
}

/// Whether an answer names a state, rather than asking to come later.
fn is_conflict(seen: &Seen<'_>, (step, place): (usize, usize)) -> bool {
    let taken = seen.taken.iter().find(|t| t.step == step);
    let exchange = taken.and_then(|t| t.exchanges.get(place));
    exchange.is_some_and(|e| matches!(&e.answer, Ok(r) if names_state(seen, r)))
}

/// Whether a judgement rests on a refusal: the last request of its own drew an answer that is no
/// success and no fault of the server; 501 says that the method is not there.
pub fn rests_on_refusal(seen: &Seen<'_>) -> bool {
    let last = seen.subject().and_then(|t| t.exchanges.last());
    last.is_some_and(|e| {
        matches!(&e.answer, Ok(response)
            if (is_refusal(seen, response) || response.status == 501) && !seen.is_success(response))
    })
}

/// Whether an answer is no fault of the server by its status: one above 500 that the documents list by itself is an
/// answer like others.
pub(super) fn is_refusal(seen: &Seen<'_>, response: &Response) -> bool {
    let status = response.status;
    status < 500
        || seen.operation.refuses_with(status)
        || status > 500 && seen.operation.lists(status)
}

/// Whether the last answer of a case is a refusal of the kind that the clause waits for, which names a state:
/// nothing is wrong with it, and it does not show that the rule was looked at.
pub fn refuses_by_state(clause: &Clause, seen: &Seen<'_>) -> bool {
    let Check::Outcomes(outcomes) = &clause.check else {
        return false;
    };
    let last = seen.subject().and_then(|t| t.exchanges.last());
    let Some(Ok(response)) = last.map(|e| e.answer.as_ref()) else {
        return false;
    };
    let read = wire::body(seen.operation, response);
    let body = read.as_ref().ok().map(|b| &b.value);
    let found = code::find(response, body, &seen.contract.error_code, seen.operation);
    let outcomes = narrowed(clause, outcomes, seen.case.tag.as_deref());
    let met = |o: &Outcome| {
        matches!(o.wanted, Wanted::Refused(_) | Wanted::Bearing { .. })
            && matches(&o.wanted, seen, response, &found)
    };
    names_state(seen, response) && outcomes.iter().any(met)
}

/// Whether an answer names a state that a plain request does not ask for.
pub fn names_state(seen: &Seen<'_>, response: &Response) -> bool {
    let read = wire::body(seen.operation, response);
    let body = read.as_ref().ok().map(|b| &b.value);
    let found = code::find(response, body, &seen.contract.error_code, seen.operation);
    !matches!(response.status, 429 | 503) && unasked(seen.operation, response, &found)
}

/// What an answer is, in words: status, code, and what else tells a fault.
pub fn words(seen: &Seen<'_>, response: &Response) -> String {
    let read = wire::body(seen.operation, response);
    let body = read.as_ref().ok().map(|b| &b.value);
    let found = code::find(response, body, &seen.contract.error_code, seen.operation);
    told(seen, response, &found, read.as_ref().err())
}

/// How an answer that rules a method out fails to say which ones it takes: with no Allow, with the very
/// method in it, or without one that the contract has for the path (RFC 9110, sections 15.5.6 and 10.2.1).
fn says_allowed(seen: &Seen<'_>, taken: &Taken, place: usize) -> Option<Judgement> {
    let exchange = taken.exchanges.get(place)?;
    let response = exchange.answer.as_ref().ok()?;
    if response.status != 405 {
        return None;
    }
    let broken = |expected: String, got: String, cause: &str| {
        Some(Judgement::Broken(Box::new(Broken {
            expected,
            got,
            cause: cause.to_owned(),
            shown: (taken.step, place),
        })))
    };
    let all: Vec<&str> = (response.headers.iter())
        .filter(|(name, _)| name.eq_ignore_ascii_case("allow"))
        .flat_map(|(_, all)| all.split(','))
        .map(str::trim)
        .collect();
    if all.is_empty() {
        return broken(
            "status 405 with a header Allow, or another refusal".to_owned(),
            "status 405 without Allow".to_owned(),
            "a method that is not there is refused without Allow",
        );
    }
    let got = format!("status 405 with Allow: {}", all.join(", "));
    let method = exchange.request.method.as_str();
    if all.contains(&method) {
        return broken(
            format!("status 405 with an Allow that does not name {method}"),
            got,
            "a refused method stands in Allow",
        );
    }
    let of_path = seen.contract.operations.iter();
    let mut of_path = of_path.filter(|o| o.path == seen.operation.path);
    let lacking = of_path.find(|o| !all.contains(&o.method.as_str()))?;
    broken(
        format!("status 405 with an Allow that names {}", lacking.method),
        got,
        "a documented method does not stand in Allow",
    )
}

/// Whether the first of several requests drew a success.
fn first_succeeds(seen: &Seen<'_>) -> bool {
    let first = seen.taken.first().and_then(|t| t.exchanges.first());
    seen.taken.len() > 1 && first.is_some_and(|e| matches!(&e.answer, Ok(r) if seen.is_success(r)))
}

/// Whether the last request but one was refused.
fn refused_before(seen: &Seen<'_>) -> bool {
    let before = seen
        .taken
        .iter()
        .rev()
        .nth(1)
        .and_then(|t| t.exchanges.last());
    before.is_some_and(|e| matches!(&e.answer, Ok(r) if !seen.is_success(r)))
}

/// Judges the first request; where it was refused in another way, the second one may make up for it.
fn either(
    outcomes: &[Outcome],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(first) = seen.taken.first() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let judged = by_outcomes(outcomes, seen, first, 0, readings);
    let refused = first
        .exchanges
        .first()
        .is_some_and(|e| matches!(&e.answer, Ok(r) if seen.nature(r) == Nature::Fault));
    match (&judged, seen.taken.get(1)) {
        (Judgement::Broken(_), Some(second)) if refused => {
            match by_outcomes(outcomes, seen, second, 0, readings) {
                Judgement::Held => Judgement::Held,
                _ => judged,
            }
        }
        _ => judged,
    }
}

/// Judges one exchange against a set of outcomes.
pub(super) fn by_outcomes(
    outcomes: &[Outcome],
    seen: &Seen<'_>,
    taken: &Taken,
    place: usize,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(exchange) = taken.exchanges.get(place) else {
        return Judgement::Inconclusive("no answer was recorded".into());
    };
    let shown = (taken.step, place);
    if exchange.may_be_hung_up_on() {
        let closed = "the connection was closed over a large body, as it may be";
        return Judgement::Unseen(closed.to_owned());
    }
    if matches!(exchange.answer, Err(Failure::Timeout(_))) && seen.operation.streams() {
        let open = "no complete answer in time, as of a stream that goes on";
        return Judgement::Unseen(open.to_owned());
    }
    let response = match response(exchange, &outcome::in_words(outcomes), shown) {
        Ok(response) => response,
        Err(judgement) => return judgement,
    };
    let read = wire::body(seen.operation, response);
    let body = read.as_ref().ok().map(|b| &b.value);
    let mut found = code::find(response, body, &seen.contract.error_code, seen.operation);
    if let Some(Wanted::Bearing { places, .. }) = outcomes.first().map(|o| &o.wanted)
        && found.codes.is_empty()
    {
        found.codes = code::borne(response, places, seen.operation);
    }
    let state = unasked(seen.operation, response, &found);
    let later = matches!(response.status, 429 | 503);
    for outcome in outcomes {
        // A refusal that names a state which nobody asked for is none by the rule. Where anything but a
        // fault is right, it matters not what drew it.
        let harmless = outcome.wanted == Wanted::NoFault && !later;
        let named = !state || harmless || names(&outcome.wanted, response);
        if named && matches(&outcome.wanted, seen, response, &found) {
            readings.extend(outcome.reading.clone());
            readings.extend(status_reading(seen, response));
            if let (Wanted::Error { .. }, Some(id)) =
                (&outcome.wanted, &seen.contract.error_code.reading)
            {
                let place = if found.codes.is_empty() {
                    "no code"
                } else {
                    &found.place
                };
                readings.push((id.clone(), place.to_owned()));
            }
            return Judgement::Held;
        }
    }
    if outcomes.iter().all(|o| o.wanted == Wanted::Accepted)
        && let Some(excused) = excused::refusal(seen, taken.step, exchange, response)
    {
        return excused;
    }
    let got = told(seen, response, &found, read.as_ref().err());
    let broken = Box::new(Broken {
        expected: outcome::in_words(outcomes),
        cause: shared_cause(response, &got),
        got,
        shown,
    });
    if state {
        Judgement::Retry(broken)
    } else {
        Judgement::Broken(broken)
    }
}

/// The answer of an exchange, or the judgement of its absence.
pub(super) fn response<'e>(
    exchange: &'e Exchange,
    expected: &str,
    shown: (usize, usize),
) -> Result<&'e Response, Judgement> {
    exchange.answer.as_ref().map_err(|failure| match failure {
        // Who takes no connection has not seen the request.
        Failure::Unsendable(_) | Failure::Unreachable(_) => {
            Judgement::Inconclusive(failure.to_string())
        }
        failure => Judgement::Broken(Box::new(Broken {
            expected: expected.to_owned(),
            got: failure.to_string(),
            cause: failure.cause(),
            shown,
        })),
    })
}

/// Whether an outcome names the answer itself, by its code or by its very status.
fn names(wanted: &Wanted, response: &Response) -> bool {
    match wanted {
        Wanted::Accepted | Wanted::Error { .. } => true,
        Wanted::Refused(statuses) | Wanted::Bearing { statuses, .. } => {
            statuses.contains(&StatusSet::Exact(response.status))
        }
        Wanted::Uncoded(status) => *status == StatusSet::Exact(response.status),
        Wanted::NoFault => false,
    }
}

fn matches(wanted: &Wanted, seen: &Seen<'_>, response: &Response, found: &code::Found) -> bool {
    let documented = |code: &Code| seen.operation.errors().any(|(_, rule)| rule.code == *code);
    match wanted {
        Wanted::Uncoded(status) => {
            let refused = Wanted::Refused(vec![*status]);
            matches(&refused, seen, response, found) && !found.codes.iter().any(documented)
        }
        Wanted::Bearing {
            statuses,
            codes,
            places,
            believed,
        } => {
            let refused = Wanted::Refused(statuses.clone());
            let borne = code::borne(response, places, seen.operation);
            let fine = |code: &Code| {
                codes.contains(code) || !believed.is_empty() && !believed.contains(code)
            };
            matches(&refused, seen, response, found) && (borne.is_empty() || borne.iter().any(fine))
        }
        Wanted::Accepted => seen.is_success(response),
        Wanted::Error {
            status,
            code,
            alone,
        } => {
            status.contains(response.status)
                && (*status != StatusSet::Any || seen.nature(response) == Nature::Fault)
                && (found.codes.contains(code) || (*alone && found.codes.is_empty()))
        }
        Wanted::Refused(statuses) => match seen.operation.success {
            // Where a body tells of a fault, its status is free below 500.
            // A status above that is no fault of the server only where it is named, as 501 is.
            Some(_)
                if response.status >= 500
                    && statuses.contains(&StatusSet::Exact(response.status)) =>
            {
                true
            }
            Some(_) if !statuses.is_empty() => {
                let nature = seen.nature(response);
                let free = response.status < 300 && statuses.contains(&StatusSet::Class(4));
                nature == Nature::Fault
                    && (free || statuses.iter().any(|s| s.contains(response.status)))
            }
            Some(_) => seen.nature(response) == Nature::Fault,
            None if seen.operation.refuses_with(response.status) => true,
            None => statuses.iter().any(|s| s.contains(response.status)),
        },
        Wanted::NoFault => is_refusal(seen, response),
    }
}

/// The reading that reports the status of a fault, where HTTP says 200 for faults too.
fn status_reading(seen: &Seen<'_>, response: &Response) -> Option<(String, String)> {
    let reading = seen.operation.success.as_ref()?.reading.clone()?;
    (seen.nature(response) == Nature::Fault).then(|| {
        let status = match response.status {
            200..=299 => "a fault with status 200".to_owned(),
            _ => "a fault with status 4xx".to_owned(),
        };
        (reading, status)
    })
}

/// What came, in words, with what is wrong with its body where that is the reason.
fn told(
    seen: &Seen<'_>,
    response: &Response,
    found: &code::Found,
    fault: Option<&wire::BodyFault>,
) -> String {
    let words = describe(seen.operation, response, found);
    match (seen.nature(response), fault, &seen.operation.success) {
        (Nature::Neither, Some(fault), Some(_)) if response.status < 400 => {
            format!("{words} and {fault}")
        }
        (Nature::Neither, None, Some(_)) if response.status < 400 => {
            format!("{words} and a body that tells of neither a success nor a fault")
        }
        (Nature::Success, _, Some(_)) => format!("a success ({words})"),
        (Nature::Fault, _, Some(_)) if response.status < 400 => format!("a fault ({words})"),
        _ => words,
    }
}

/// Status and code in words.
pub(super) fn describe(operation: &Operation, response: &Response, found: &code::Found) -> String {
    let documented = || {
        let mut answers = operation.responses.iter();
        answers.any(|r| r.status.contains(response.status))
    };
    let coded = operation.errors().next().is_some();
    match found.codes.as_slice() {
        [] if wire::coding(response).is_some() => format!(
            "status {} and a body in a content coding that is not read",
            response.status
        ),
        [] if response.status < 400 => format!("status {}", response.status),
        [] if !documented() => format!(
            "status {}, which the contract does not document",
            response.status
        ),
        [] if coded => format!("status {} without a known code", response.status),
        [] => format!("status {}", response.status),
        [code] => format!("{} with code {code}", response.status),
        many => {
            let many: Vec<_> = many.iter().map(ToString::to_string).collect();
            format!("{} with codes {}", response.status, many.join(", "))
        }
    }
}

/// Whether the documents tie an answer to a state, or the target is overloaded.
fn unasked(operation: &Operation, response: &Response, found: &code::Found) -> bool {
    matches!(response.status, 429 | 503)
        || operation.errors().any(|(documented, rule)| {
            documented.status.contains(response.status)
                && found.codes == [rule.code.clone()]
                && rule
                    .when
                    .iter()
                    .any(|w| matches!(w.cause, Cause::State { .. }))
        })
}

/// Whether an answer says "come later" rather than naming a state.
pub fn is_overload(exchange: &Exchange) -> bool {
    matches!(&exchange.answer, Ok(r) if matches!(r.status, 429 | 503))
}

/// Whether an answer says that the service is not there for now.
pub fn is_unavailable(exchange: &Exchange) -> bool {
    matches!(&exchange.answer, Ok(r) if r.status == 503)
}

/// Answers that most likely have one cause for every clause they break.
fn shared_cause(response: &Response, got: &str) -> String {
    match response.status {
        401 | 403..=405 | 300..=399 => got.to_owned(),
        // An answer that says neither yes nor no says so to every request.
        200..=299 if got.contains(" and a body ") || got.contains(" and an empty body") => {
            // Where in it the fault stands differs from answer to answer.
            let (what, _) = got.split_once(": ").unwrap_or((got, ""));
            what.to_owned()
        }
        _ => String::new(),
    }
}
