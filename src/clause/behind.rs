//! What stands before a request on its connection is no matter of its answer: neither a refusal, whose
//! body may have stayed unread, nor a success.

use super::judge::{self, Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus, code, errors, refuses};
use crate::contract::Operation;
use crate::exchange::{Failure, Response, Step};
use crate::wire::{self, MediaType};

/// Refusals that are tried.
const REFUSALS: usize = 2;

/// What a step is for; the tag of the case lists one for each.
pub mod role {
    /// To be refused.
    pub const REFUSED: &str = "refused";
    /// To be accepted.
    pub const ACCEPTED: &str = "accepted";
    /// The request behind it, on the same connection.
    pub const BEHIND: &str = "behind";
    /// The same, where a success can be had once.
    pub const ONCE: &str = "once";
    /// The same on a connection of its own.
    pub const OWN: &str = "own";
    /// What is to be refused, before anything else, on a connection of its own.
    pub const RULED_OUT: &str = "ruled-out";
    /// What is to be accepted, in the same way.
    pub const ALONE: &str = "alone";
}

/// What stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A refusal.
    Refusal,
    /// A success.
    Success,
}

/// Two clauses for each operation, which look at the same requests.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let cited = Cited::implied("", &scope.operation.at);
    let refusals = refusals(scope);
    let clause = |name: &str, before: Before| {
        let what = before.words();
        scope.clause(
            format!("implied/{name}"),
            format!(
                "a request behind {what} on its connection draws what it draws on one of its own"
            ),
            cited,
            Stimulus::Behind(refusals.clone()),
            Check::Behind(before),
        )
    };
    let mut clauses = vec![clause("behind-a-refusal", Before::Refusal)];
    // What is sent behind a success is to be refused, or can be had twice.
    if !refusals.is_empty() || is_safe(scope.operation) {
        clauses.push(clause("behind-a-success", Before::Success));
    }
    clauses
}

/// Whether the same valid request draws the same twice.
pub fn is_safe(operation: &Operation) -> bool {
    operation.is_stateless() || matches!(operation.method.as_str(), "GET" | "HEAD")
}

/// What breaks one rule each, told apart by what is drawn, the plainest first.
fn refusals(scope: &Scope<'_>) -> Vec<Stimulus> {
    let coded = errors::derive(scope);
    let all = coded.into_iter().chain(refuses::derive(scope));
    let mut list: Vec<(String, Stimulus)> = Vec::new();
    for clause in all {
        let (Stimulus::Breaks { at, .. }, Check::Outcomes(outcomes)) =
            (&clause.stimulus, &clause.check)
        else {
            continue;
        };
        let drawn = format!("{at} {outcomes:?}");
        let [_] = outcomes.as_slice() else { continue };
        let known = list.iter().any(|(other, _)| *other == drawn);
        if !known && list.len() < REFUSALS {
            list.push((drawn, clause.stimulus));
        }
    }
    list.into_iter().map(|(_, stimulus)| stimulus).collect()
}

/// Judges each request that stands behind another one.
pub(super) fn judge(before: Before, seen: &Seen<'_>) -> Judgement {
    let tag = seen.case.tag.as_deref().unwrap_or_default();
    let roles: Vec<&str> = tag.split(' ').collect();
    let answered = |step: usize| {
        let taken = seen.taken.iter().find(|t| t.step == step);
        taken.and_then(|t| t.exchanges.first()).map(|e| &e.answer)
    };
    // What is to be refused shows nothing where the target takes it.
    let of_role = |wanted: &'static str| -> Vec<usize> {
        (0..roles.len()).filter(|s| roles[*s] == wanted).collect()
    };
    let takes = |step: usize| matches!(answered(step), Some(Ok(r)) if seen.is_success(r));
    if of_role(role::RULED_OUT).into_iter().any(takes) {
        let why = "the target takes what the contract rules out";
        return Judgement::Unseen(why.to_owned());
    }
    // What drew something else before, on a connection of its own too, hangs on more than that.
    let changed = |step: usize, right: &Response| {
        let before = [of_role(role::RULED_OUT), of_role(role::ALONE)].concat();
        let same = before.into_iter().find(|s| is_same(seen, *s, step));
        same.is_some_and(|s| !matches!(answered(s), Some(Ok(r)) if alike(seen, r, right)))
    };
    let (mut shown, mut closed) = (false, false);
    for (step, role) in roles.iter().enumerate() {
        if !matches!(*role, role::BEHIND | role::ONCE) {
            continue;
        }
        let alone = |s: usize| matches!(roles[s], role::OWN | role::ALONE | role::RULED_OUT);
        let first = (0..step).rev().find(|s| !alone(*s));
        let fits = match first.and_then(answered) {
            Some(Ok(response)) => seen.is_success(response) == (before == Before::Success),
            _ => false,
        };
        let (Some(behind), Some(Ok(right))) = (answered(step), answered(step + 1)) else {
            continue;
        };
        if !fits || is_later(right) || changed(step, right) {
            continue;
        }
        // Nothing stands behind an answer that ends its connection (RFC 9112, section 9.6).
        if matches!(first.and_then(answered), Some(Ok(r)) if ends_connection(r)) {
            closed = true;
            continue;
        }
        let got = match behind {
            Ok(r) if is_later(r) || judge::names_state(seen, r) => continue,
            Ok(r) if *role == role::ONCE && seen.is_success(r) => {
                shown = true;
                continue;
            }
            // Neither is accepted, for whatever reason.
            Ok(_) if *role == role::ONCE && !seen.is_success(right) => continue,
            Ok(r) if *role == role::BEHIND && alike(seen, r, right) => {
                shown = true;
                continue;
            }
            // Who gives one thing after the other has none left at times.
            Ok(r) if *role == role::BEHIND && seen.is_success(r) && seen.is_success(right) => {
                continue;
            }
            // Without codes nobody knows whose reason a refusal has: one may come before the other.
            Ok(r) if *role == role::BEHIND && refused_either_way(seen, r, right) => continue,
            Ok(r) => told(seen, r),
            // That it hangs is told of every answer, by clauses of its own.
            Err(Failure::Unsendable(_) | Failure::Timeout(_)) => continue,
            Err(failure) => failure.to_string(),
        };
        let expected = format!(
            "behind {}, what the same request draws on a connection of its own: {}",
            before.words(),
            told(seen, right)
        );
        return Judgement::broken(expected, got, (step, 0));
    }
    match (shown, closed) {
        (true, _) => Judgement::Held,
        (false, true) => Judgement::Unseen(
            "the target ends the connection with each answer, so that nothing stands behind it"
                .into(),
        ),
        (false, false) => Judgement::Unseen(format!(
            "no request behind {} drew what can be compared",
            before.words()
        )),
    }
}

/// Whether an answer says that its connection ends with it.
fn ends_connection(response: &Response) -> bool {
    let lines = response.headers.iter().filter(|(n, _)| n == "connection");
    let mut words = lines.flat_map(|(_, value)| value.split(','));
    words.any(|word| word.trim().eq_ignore_ascii_case("close"))
}

impl Before {
    fn words(self) -> &'static str {
        match self {
            Before::Refusal => "a refusal",
            Before::Success => "a success",
        }
    }
}

/// Whether a request that was sent on a connection of its own is that of another step.
fn is_same(seen: &Seen<'_>, alone: usize, step: usize) -> bool {
    match (seen.case.steps.get(alone), seen.case.steps.get(step)) {
        (Some(Step::Race(own)), Some(Step::Send(message))) => own.first() == Some(message),
        _ => false,
    }
}

/// Whether an answer says "come later".
fn is_later(response: &Response) -> bool {
    matches!(response.status, 429 | 503)
}

fn codes(seen: &Seen<'_>, response: &Response) -> Vec<crate::contract::Code> {
    let read = wire::body(seen.operation, response);
    let body = read.as_ref().ok().map(|b| &b.value);
    code::find(response, body, &seen.contract.error_code, seen.operation).codes
}

fn label(response: &Response) -> String {
    let label = response.header("content-type").unwrap_or_default();
    MediaType::parse(label).essence
}

/// Whether two answers say the same, as far as no state and no chance has a say in it.
fn alike(seen: &Seen<'_>, one: &Response, other: &Response) -> bool {
    let success = seen.is_success(one);
    one.status == other.status
        && seen.nature(one) == seen.nature(other)
        && (success || codes(seen, one) == codes(seen, other))
        && label(one) == label(other)
}

/// Whether two answers refuse, in documents that tell no codes, and differ in nothing but the status.
fn refused_either_way(seen: &Seen<'_>, one: &Response, other: &Response) -> bool {
    let refused = |r: &Response| (400..500).contains(&r.status);
    !seen.operation.says_why() && refused(one) && refused(other) && label(one) == label(other)
}

fn told(seen: &Seen<'_>, response: &Response) -> String {
    let label = label(response);
    let words = judge::words(seen, response);
    match label.is_empty() {
        true => words,
        false => format!("{words}, as {label}"),
    }
}
