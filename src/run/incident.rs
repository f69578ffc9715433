//! Faults of the server that no clause's verdict tells: those that did not come again, and those
//! that were met on the way to something else.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::plan::Unit;
use super::tally::{Pending, Shown};
use super::{Lane, keep};
use crate::clause::every::{self, Every};
use crate::clause::{Broken, Check, Seen, answer, find_code};
use crate::contract::{Contract, Operation, Resource, StatusSet};
use crate::exchange::{Case, Exchange, Failure, Step, Taken};
use crate::wire;

/// Requests of an operation beside which a single one without an answer shows nothing.
const MANY: usize = 20;

/// What was met on the requests of each operation.
#[derive(Default)]
pub(super) struct Incidents {
    met: RefCell<BTreeMap<String, Met>>,
    every: RefCell<Kept>,
    /// Clauses that are judged on every answer, by operation and status.
    by_status: OnceCell<ByStatus>,
}

/// What refusals say of themselves, by operation, by what is looked at, and where that tells them apart
/// by status.
type Kept = BTreeMap<(String, Every), BTreeMap<u16, Met>>;

type ByStatus = BTreeMap<String, BTreeMap<StatusSet, Vec<usize>>>;

#[derive(Default)]
struct Met {
    /// Requests that were looked at.
    requests: usize,
    /// Faults among them that no other clause tells.
    faults: usize,
    /// Faults among them that another clause tells.
    told: usize,
    /// The first of them.
    first: Option<Pending>,
    /// Answers that cannot be read as what their label says.
    unread: usize,
    /// The first of them.
    first_unread: Option<Pending>,
    /// Requests that drew no answer in time beside others, and an answer when sent alone.
    slow: usize,
    /// Requests that drew a whole answer.
    answered: usize,
    /// Requests that were put off with a status 503 that no page speaks of.
    put_off: usize,
}

impl Lane<'_> {
    /// Looks at every answer of a case. `told` says that a clause is broken by them already.
    pub(super) fn observe(&self, operation: &str, case: &Case, taken: &[Taken], told: bool) {
        let Some(kit) = self.kits.get(operation) else {
            return;
        };
        self.judge_statuses(operation, case, taken);
        self.note_fixtures(kit.operation, case, taken);
        let mut all = self.incidents.met.borrow_mut();
        for one in taken {
            let own = self.own_operation(kit.operation, case, one.step);
            self.note_made(own, case, one);
            // What a step asks of another operation is told of that one, where it is judged at all.
            let about = match self.judged.contains(&own.id) {
                true => own.id.as_str(),
                false => operation,
            };
            for (place, exchange) in one.exchanges.iter().enumerate() {
                let met = all.entry(about.to_owned()).or_default();
                met.requests += 1;
                met.answered += usize::from(exchange.answer.is_ok());
                met.put_off += usize::from(is_put_off(own, exchange));
                self.note_refusal(own, exchange);
                self.look_at_time(operation, case, exchange);
                if let Some(got) = unreadable(own, exchange) {
                    met.unread += 1;
                    if met.first_unread.is_none() {
                        let shown = (one.step, place);
                        let first = self.shown(case, taken, &Check::Readable, got, shown);
                        met.first_unread = Some(self.totals.pending(first));
                    }
                }
                self.look_at_every(operation, own, case, taken, (one.step, place));
                if !self.is_fault(own, exchange) {
                    continue;
                }
                if told {
                    met.told += 1;
                    continue;
                }
                met.faults += 1;
                if met.first.is_none() {
                    let shown = (one.step, place);
                    let got = match &exchange.answer {
                        Ok(response) => format!("status {}", response.status),
                        Err(failure) => failure.to_string(),
                    };
                    let first = self.shown(case, taken, &Check::Sound, got, shown);
                    met.first = Some(self.totals.pending(first));
                }
            }
        }
    }

    /// Notes that a case drew no answer in time beside others: alone it will show whether that was
    /// the target's fault or the load's. A cut answer is a fault in any case.
    pub(super) fn observe_among_others(&self, operation: &str, case: &Case, taken: &[Taken]) {
        let timed_out = |e: &Exchange| matches!(e.answer, Err(Failure::Timeout(_)));
        if taken.iter().flat_map(|t| &t.exchanges).any(timed_out) {
            let mut all = self.incidents.met.borrow_mut();
            all.entry(operation.to_owned()).or_default().slow += 1;
            return;
        }
        self.observe(operation, case, taken, false);
    }

    /// The operation that a step's request is of.
    fn own_operation<'o>(
        &'o self,
        operation: &'o Operation,
        case: &Case,
        step: usize,
    ) -> &'o Operation {
        let id = match case.steps.get(step) {
            Some(Step::Send(message) | Step::Follow { message, .. }) => Some(&message.operation),
            Some(Step::Poll { .. }) => resource(operation).and_then(|r| r.read.as_ref()),
            Some(Step::Delete { .. }) => resource(operation).and_then(|r| r.delete.as_ref()),
            _ => None,
        };
        let Some(id) = id else { return operation };
        self.contract.operation(id).unwrap_or(operation)
    }

    fn note_refusal(&self, operation: &Operation, exchange: &Exchange) {
        if let Ok(response) = &exchange.answer
            && self.nature(operation, response) == wire::Nature::Fault
            && exchange.request.method == operation.method
        {
            self.evidence.refused(&operation.id);
        }
    }

    /// Whether an answer is a fault of the server that no page speaks of. 501 names a method, 503
    /// says "later".
    fn is_fault(&self, operation: &Operation, exchange: &Exchange) -> bool {
        if exchange.may_be_hung_up_on() {
            return false;
        }
        let response = match &exchange.answer {
            Ok(response) => response,
            // Nobody has to read the body of such a request, and an answer may be lost with it.
            Err(Failure::Closed(_))
                if exchange.request.body.is_some()
                    && exchange.request.method != operation.method
                    && matches!(
                        &*exchange.request.method,
                        "GET" | "HEAD" | "OPTIONS" | "DELETE"
                    ) =>
            {
                return false;
            }
            Err(Failure::Timeout(_)) if operation.streams() => return false,
            Err(failure) => {
                return matches!(
                    failure,
                    Failure::Timeout(_) | Failure::Closed(_) | Failure::Malformed(_)
                );
            }
        };
        if response.status < 500
            || matches!(response.status, 501 | 503 | 505)
            || operation.refuses_with(response.status)
        {
            return false;
        }
        let read = wire::body(operation, response);
        let body = read.as_ref().ok().map(|b| &b.value);
        let found = find_code(response, body, &self.contract.error_code, operation);
        let documented = operation.errors().any(|(answer, rule)| {
            answer.status == StatusSet::Exact(response.status)
                && (found.codes.is_empty() || found.codes.contains(&rule.code))
        });
        !documented
    }

    pub(super) fn shown(
        &self,
        case: &Case,
        taken: &[Taken],
        check: &Check,
        got: String,
        shown: (usize, usize),
    ) -> Shown {
        let secrets = &self.totals.secrets;
        let broken = Broken {
            expected: check.in_words(),
            got,
            cause: String::new(),
            shown,
        };
        Shown {
            case: case.clone(),
            taken: keep::taken(taken, shown, secrets),
            broken: keep::broken(broken, secrets),
            refused: false,
        }
    }

    /// Whether a unit has no cases of its own.
    pub(super) fn is_idle(&self, unit: &Unit) -> bool {
        let check = &self.clauses[unit.clauses[0]].check;
        matches!(
            check,
            Check::Sound
                | Check::Readable
                | Check::Every(_)
                | Check::Observed(..)
                | Check::Served
                | Check::Listed
                | Check::Quick
        )
    }

    /// Looks at what one refusal says of itself.
    fn look_at_every(
        &self,
        operation: &str,
        own: &Operation,
        case: &Case,
        taken: &[Taken],
        shown: (usize, usize),
    ) {
        let exchange = taken.iter().filter(|t| t.step == shown.0);
        let Some(exchange) = exchange.filter_map(|t| t.exchanges.get(shown.1)).next() else {
            return;
        };
        let Ok(response) = &exchange.answer else {
            return;
        };
        let mut all = self.incidents.every.borrow_mut();
        for every in Every::ALL {
            // What another operation is refused with is told there.
            let other = every == Every::Listed && own.id != operation;
            if other || !every::tells(every, case.steps.get(shown.0), response.status) {
                continue;
            }
            let look = every.look(self.contract, own, &exchange.request, response);
            let Some(look) = look else { continue };
            let by = all.entry((operation.to_owned(), every)).or_default();
            let met = by.entry(status_of(every, response.status)).or_default();
            met.requests += 1;
            let Err((expected, got)) = look else { continue };
            met.faults += 1;
            if met.first.is_none() {
                let mut first = self.shown(case, taken, &Check::Sound, got.clone(), shown);
                let secrets = &self.totals.secrets;
                let broken = Broken {
                    expected,
                    got,
                    cause: String::new(),
                    shown,
                };
                first.broken = keep::broken(broken, secrets);
                met.first = Some(self.totals.pending(first));
            }
        }
    }

    /// Judges the clauses about what refusals say of themselves.
    fn judge_every(&self) {
        let mut all = self.incidents.every.borrow_mut();
        let mut told: BTreeMap<u16, usize> = BTreeMap::new();
        // Who ended its own access is refused rightly.
        let shut = self.totals.target.shut_since().is_some();
        for (number, clause) in self.clauses.iter().enumerate() {
            let Check::Every(every) = clause.check else {
                continue;
            };
            let by = all.entry((clause.operation.clone(), every)).or_default();
            let mut tallies = self.tallies.borrow_mut();
            let tally = &mut tallies[number];
            tally.inconclusive.clear();
            tally.cases = by.values().map(|met| met.requests).sum();
            tally.complete = true;
            if tally.cases == 0 && tally.skipped.is_none() {
                tally.unseen = Some("no refusal showed it".to_owned());
            }
            // What accepts nothing need not have refused for what a request holds.
            if every == Every::Listed && !self.evidence.is_tested(&clause.operation) {
                tally.cases = 0;
                tally.unseen = Some("no request of it was ever accepted".to_owned());
                continue;
            }
            // Each operation shows one status, and all of them together as many as there are.
            let names = clause_names(self.contract, &clause.operation);
            let wrong = by.iter_mut().filter(|(status, met)| {
                // Once, it may have been about something that another request took away just then.
                let chance = matches!(status, 404 | 410) && !names && met.faults < 2;
                met.first.is_some() && !chance && !(shut && **status == 401)
            });
            let Some((status, met)) = wrong.min_by_key(|(status, _)| {
                let times = told.get(*status);
                times.copied().unwrap_or_default()
            }) else {
                continue;
            };
            *told.entry(*status).or_default() += usize::from(every == Every::Listed);
            if let Some(first) = met.first.take() {
                let mut shown = first.read().into_owned();
                let (faults, requests) = (met.faults, met.requests);
                let others = others(by);
                shown.broken.got = format!(
                    "{}, seen {} in {requests} refusals that show it{others}",
                    shown.broken.got,
                    times(faults),
                );
                tally.seen = faults;
                tally.shown = Some(self.totals.pending(shown));
            }
        }
    }

    /// Tells by which statuses requests were refused, where the contract documents no refusal at all: that
    /// is no fault of an operation, and still worth a line.
    fn tell_refusals(&self) {
        if !every::says_nothing(self.contract) {
            return;
        }
        let all = self.incidents.every.borrow();
        let mut seen: BTreeMap<u16, usize> = BTreeMap::new();
        let own = all.iter().filter(|((operation, every), _)| {
            *every == Every::Listed && self.evidence.is_tested(operation)
        });
        for (status, met) in own.flat_map(|(_, by)| by) {
            *seen.entry(*status).or_default() += usize::from(met.faults > 0);
        }
        seen.retain(|_, operations| *operations > 0);
        let told = seen.iter().map(|(status, n)| format!("{status} ({n})"));
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            self.totals.note(format!(
                "{}: the contract documents no refusal at all; operations refuse with {}",
                self.contract.name,
                told.join(", ")
            ));
        }
    }

    /// Judges the answers of a case by what the contract says of their statuses.
    fn judge_statuses(&self, operation: &str, case: &Case, taken: &[Taken]) {
        let all = self.incidents.by_status.get_or_init(|| {
            let mut all: ByStatus = BTreeMap::new();
            for (number, clause) in self.clauses.iter().enumerate() {
                if let Check::Observed(status, _) = &clause.check {
                    let own = all.entry(clause.operation.clone()).or_default();
                    own.entry(*status).or_default().push(number);
                }
            }
            all
        });
        let Some(statuses) = all.get(operation) else {
            return;
        };
        let kit = &self.kits[operation];
        let fixture = |name: &str| kit.fixture(name);
        let seen = Seen {
            fixture: &fixture,
            ..self.seen(operation, case, taken)
        };
        for (status, clauses) in statuses {
            let found = answer::seen::look(*status, &seen);
            if found.is_empty() {
                continue;
            }
            for number in clauses {
                let Check::Observed(_, check) = &self.clauses[*number].check else {
                    continue;
                };
                let mut readings = Vec::new();
                if let Some(judgement) = answer::seen::judge(check, &found, &seen, &mut readings) {
                    let kept = (&self.totals.secrets, &self.totals.shelf);
                    self.tallies.borrow_mut()[*number].note(judgement, (case, taken), false, kept);
                    self.read(*number, readings, "");
                }
            }
        }
    }

    /// Whether a clause about one thing in the successes of an operation is broken.
    fn is_told_in_part(&self, operation: &str) -> bool {
        let tallies = self.tallies.borrow();
        let mut own = self.clauses.iter().enumerate();
        own.any(|(number, clause)| {
            clause.operation == operation
                && matches!(clause.check, Check::Answer(_))
                && tallies[number].is_shown()
        })
    }

    /// Judges the clauses about every answer of an operation, once everything was sent.
    pub(super) fn judge_incidents(&self) {
        self.tell_refusals();
        self.judge_every();
        self.judge_refusals();
        self.judge_times();
        let cut = match self.lost.get() {
            true => self.totals.target.cut_off(),
            false => Vec::new(),
        };
        let mut all = self.incidents.met.borrow_mut();
        for (number, clause) in self.clauses.iter().enumerate() {
            if let Check::Observed(_, check) = &clause.check {
                let told = check.is_whole() && self.is_told_in_part(&clause.operation);
                let mut tallies = self.tallies.borrow_mut();
                let tally = &mut tallies[number];
                tally.complete = true;
                if told && tally.shown.take().is_some() {
                    tally.cases = 0;
                    tally.unseen = Some("what is wrong has clauses of its own".to_owned());
                }
                if tally.cases == 0 && tally.skipped.is_none() && tally.unseen.is_none() {
                    tally.unseen = Some(check.unseen("answer"));
                }
                continue;
            }
            let readable = matches!(clause.check, Check::Readable);
            if !(readable || matches!(clause.check, Check::Sound))
                || self.told.borrow().contains(&number)
            {
                continue;
            }
            let met = all.entry(clause.operation.clone()).or_default();
            let (faults, first) = match readable {
                true => (met.unread, met.first_unread.take()),
                false => (met.faults, met.first.take()),
            };
            if met.slow > 0 && !readable {
                let times = times(met.slow);
                self.totals.note(format!(
                    "{}: requests drew no answer in time {times} while others were under way, and were sent again alone",
                    clause.operation
                ));
            }
            let mut tallies = self.tallies.borrow_mut();
            let tally = &mut tallies[number];
            tally.inconclusive.clear();
            // What drew no answer shows nothing of how answers are written.
            tally.cases = if readable { met.answered } else { met.requests };
            tally.complete = true;
            // Who is put off sees little of how the operation fares.
            if !readable && first.is_none() && 2 * met.put_off > met.requests {
                tally.inconclusive.push(format!(
                    "status 503 {} in {} requests: most of them were put off",
                    times(met.put_off),
                    met.requests
                ));
            }
            // What drew a fault is not held to draw none.
            if !readable && first.is_none() && met.told > 0 {
                tally.cases = 0;
                tally.unseen = Some("its faults are told by clauses of their own".to_owned());
            }
            let ended = |o: &Operation| cut.iter().any(|(m, target)| o.is_asked_by(m, target));
            if !readable
                && first.is_none()
                && self
                    .contract
                    .operation(&clause.operation)
                    .is_some_and(ended)
            {
                let why = "the target was lost when requests of it were under way".to_owned();
                tally.inconclusive.push(why);
            }
            if let Some(first) = first {
                let mut shown = first.read().into_owned();
                // What a clause is about was tried again alone, and is told there. Once on the way, and never
                // again, shows no more than a busy machine.
                if !readable && faults == 1 && met.requests >= MANY && is_silence(&shown) {
                    let why = format!(
                        "{}, once in {} requests, and no request that was tried again drew that",
                        shown.broken.got, met.requests
                    );
                    tally.inconclusive.push(why);
                    continue;
                }
                shown.broken.got = format!(
                    "{}, seen {} in {} requests of this operation",
                    shown.broken.got,
                    times(faults),
                    met.requests
                );
                tally.seen = faults;
                tally.shown = Some(self.totals.pending(shown));
            }
        }
    }
}

/// Whether what is shown is that nothing came in time.
fn is_silence(shown: &Shown) -> bool {
    let (step, place) = shown.broken.shown;
    let taken = shown.taken.iter().filter(|t| t.step == step);
    let mut exchanges = taken.filter_map(|t| t.exchanges.get(place));
    exchanges.any(|e| matches!(e.answer, Err(Failure::Timeout(_))))
}

/// Whether an answer says "later", of which no page speaks.
fn is_put_off(operation: &Operation, exchange: &Exchange) -> bool {
    let answer = exchange.answer.as_ref();
    answer.is_ok_and(|r| r.status == 503) && !operation.refuses_with(503)
}

/// Whether the path of an operation names something.
fn clause_names(contract: &Contract, operation: &str) -> bool {
    let operation = contract.operation(operation);
    operation.is_some_and(|o| o.path.contains('{'))
}

/// What tells refusals apart where something is looked at.
fn status_of(every: Every, status: u16) -> u16 {
    match every {
        Every::Listed => status,
        _ => 0,
    }
}

/// The statuses that are wrong, too, in words.
fn others(by: &BTreeMap<u16, Met>) -> String {
    let others = by.iter().filter(|(_, met)| met.first.is_some());
    let others: Vec<String> = others.map(|(status, _)| status.to_string()).collect();
    match others.as_slice() {
        [] => String::new(),
        some => format!("; nor {}", some.join(", ")),
    }
}

/// How an answer fails to be what its label says, where it has one and a body.
fn unreadable(operation: &Operation, exchange: &Exchange) -> Option<String> {
    let response = exchange.answer.as_ref().ok()?;
    let label = response.header("content-type")?;
    let bodiless = exchange.request.method == "HEAD" || matches!(response.status, 204 | 205 | 304);
    // RFC 9110, section 8.3.1: a type and a subtype.
    let essence = label.split(';').next().unwrap_or_default().trim();
    let parts = essence.split_once('/');
    let holds = !bodiless && !response.body.is_empty();
    if holds && !parts.is_some_and(|(a, b)| !a.is_empty() && !b.is_empty()) {
        return Some(format!(
            "status {} and Content-Type `{label}`, which is no media type",
            response.status
        ));
    }
    if bodiless || wire::Kind::of(label) == wire::Kind::Other {
        return None;
    }
    match wire::body(operation, response) {
        Err(fault @ (wire::BodyFault::Json(_) | wire::BodyFault::Xml(_))) => {
            Some(format!("status {} and {fault}", response.status))
        }
        _ => None,
    }
}

fn resource(operation: &Operation) -> Option<&Resource> {
    operation.resource.as_ref()
}

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}
