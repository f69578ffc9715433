//! How a target is wrong.

use crate::clause::every::Every;
use crate::clause::judge::narrowed;
use crate::clause::kept::Kept;
use crate::clause::{Check, Clause, Outcome, Raw, Stimulus, Wanted, answer::Answer, outcome};
use crate::contract::StatusSet;
use crate::exchange::{Failure, Response};
use crate::run::event::Kind;
use crate::run::tally::Shown;

pub(super) fn of(clause: &Clause, shown: &Shown, answer: &Result<Response, Failure>) -> Kind {
    let Ok(response) = answer else {
        return Kind::Fault;
    };
    let outcomes = match &clause.check {
        Check::Outcomes(list)
        | Check::Unharmed(list)
        | Check::Either(list)
        | Check::Busy(list)
        | Check::LeavesNothing(list) => Some(narrowed(clause, list, shown.case.tag.as_deref())),
        _ => None,
    };
    let is_shape = is_about_answers(&clause.check);
    let named = |o: &Outcome| names(&o.wanted, response.status);
    if response.status >= 500
        && !is_shape
        && !outcomes.as_ref().is_some_and(|all| all.iter().any(named))
    {
        return Kind::Fault;
    }
    let in_words = |all: &[Outcome]| outcome::in_words(all);
    match (&clause.check, &outcomes) {
        // What is told in other words than its outcomes came out.
        (Check::Unharmed(_), Some(all)) if shown.broken.expected != in_words(all) => Kind::Leak,
        (Check::Shut { .. } | Check::Kept(Kept::Apart), _) => Kind::Leak,
        (_, Some(_)) if opens(&clause.stimulus) && !shown.refused => Kind::Leak,
        (_, Some(all)) => by_outcomes(shown, all),
        (Check::Worded(_), _) if shown.refused => Kind::Code,
        (Check::Worded(_), _) => Kind::Accepted,
        (Check::Answer(answer), _) if matches!(**answer, Answer::Status(_)) => Kind::Code,
        _ if is_shape => Kind::Shape,
        _ if is_undocumented(shown) => Kind::Undocumented,
        _ if shown.refused => Kind::Refused,
        (Check::SameOutcome, _) if shown.broken.expected.starts_with("a refusal") => Kind::Accepted,
        _ => Kind::Behaviour,
    }
}

fn by_outcomes(shown: &Shown, outcomes: &[Outcome]) -> Kind {
    let wants = |accepted: bool| {
        let mut all = outcomes.iter();
        all.any(|o| (o.wanted == Wanted::Accepted) == accepted)
    };
    let got = &shown.broken.got;
    match (shown.refused, wants(true), wants(false)) {
        (true, true, false) => Kind::Refused,
        (true, ..) if is_undocumented(shown) => Kind::Undocumented,
        (true, ..) => Kind::Code,
        (false, ..) if got.contains(" and a body ") || got.contains("an empty body") => Kind::Shape,
        (false, true, _) => Kind::Behaviour,
        (false, false, _) => Kind::Accepted,
    }
}

/// Whether a refusal was due, and came with a status of its own.
fn is_undocumented(shown: &Shown) -> bool {
    let broken = &shown.broken;
    broken.got.contains("does not document") && !broken.expected.contains("success")
}

/// Whether a success of such requests lets somebody in.
fn opens(stimulus: &Stimulus) -> bool {
    matches!(
        stimulus,
        Stimulus::Access { .. }
            | Stimulus::Knock { .. }
            | Stimulus::Raw(Raw::NoToken | Raw::WrongToken | Raw::NearToken)
    )
}

/// Whether a clause is about how answers look.
fn is_about_answers(check: &Check) -> bool {
    if let Check::Every(every) = check {
        return *every != Every::Listed;
    }
    matches!(
        check,
        Check::Answer(_)
            | Check::Selected
            | Check::Read(..)
            | Check::Observed(..)
            | Check::Fault(_)
            | Check::FaultRoot(_)
            | Check::Readable
            | Check::Tied(_)
    )
}

/// Whether an outcome is one with just this status.
fn names(wanted: &Wanted, status: u16) -> bool {
    let exact = StatusSet::Exact(status);
    match wanted {
        Wanted::Error { status, .. } => *status == exact,
        Wanted::Refused(list) | Wanted::Bearing { statuses: list, .. } => list.contains(&exact),
        Wanted::Uncoded(status) => *status == exact,
        Wanted::Accepted | Wanted::NoFault => false,
    }
}
