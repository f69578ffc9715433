//! What was created is shut to those who have no right key, and to those who name another id.

use super::answer::same;
use super::judge::{Broken, Judgement, Seen};
use super::lifecycle::created_id;
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::exchange::{Bend, Response, Step, Taken};

/// Four clauses for what can be read and deleted by its id.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let Some(resource) = &operation.resource else {
        return Vec::new();
    };
    let known = |id: &Option<String>| {
        let other = id.as_deref().and_then(|id| scope.contract.operation(id));
        other.map(|other| (other, other.secured || scope.contract.token.is_some()))
    };
    let mut clauses = Vec::new();
    for (delete, word, done) in [(false, "read", "read"), (true, "delete", "deleted")] {
        let other = known(if delete {
            &resource.delete
        } else {
            &resource.read
        });
        let Some((other, secured)) = other else {
            continue;
        };
        let mut add = |name: &str, duty: String, access| {
            clauses.push(scope.clause(
                format!("implied/{name}.{word}"),
                duty,
                Cited::implied("", &other.at),
                Stimulus::Knock { delete, access },
                Check::Shut { delete },
            ));
        };
        if secured {
            let duty = format!("what was created is not {done} without the right token");
            add("resource-token", duty, true);
        }
        let duty = format!("what was created is not {done} under an id that is nearly its own");
        add("resource-id", duty, false);
    }
    clauses
}

/// Judges the answers to each request but the last: none gets at what was created. The last one is
/// as it ought to be, and shows that it is still there.
pub(super) fn judge(delete: bool, seen: &Seen<'_>) -> Judgement {
    let is_knock = |t: &&Taken| matches!(seen.case.steps.get(t.step), Some(Step::Knock { .. }));
    let knocks: Vec<&Taken> = seen.taken.iter().filter(is_knock).collect();
    let Some((last, others)) = knocks.split_last() else {
        return Judgement::Inconclusive("nothing was created".into());
    };
    let status = |taken: &Taken| {
        let answer = taken.exchanges.first().map(|e| &e.answer);
        answer.and_then(|a| a.as_ref().ok()).map(|r| r.status)
    };
    let broken = |got: String, taken: &Taken| {
        Judgement::Broken(Box::new(Broken {
            expected: if delete {
                "refusals, and what was created stays".into()
            } else {
                "refusals".to_owned()
            },
            got,
            cause: String::new(),
            shown: (taken.step, 0),
        }))
    };
    let mut offered = false;
    // What reading shows is another clause's affair.
    let own = |taken: &&&Taken| !(delete && only_reads(seen, taken.step));
    for taken in others.iter().filter(own) {
        let about = words(seen, taken.step);
        match taken.exchanges.first().map(|e| &e.answer) {
            Some(Ok(r)) if (400..500).contains(&r.status) || r.status == 501 => {
                offered |= !matches!(r.status, 405 | 501);
            }
            Some(Ok(r)) if !delete && is_ending(seen, taken.step) && !shows_own(seen, r) => {}
            Some(Ok(r)) => return broken(format!("status {} for {about}", r.status), taken),
            Some(Err(failure)) => return broken(format!("{failure}, for {about}"), taken),
            None => {}
        }
    }
    let there = status(last).is_some_and(|s| (200..300).contains(&s));
    match (there, offered) {
        (_, false) => Judgement::Unseen("the method is not offered".into()),
        (true, _) => Judgement::Held,
        // Something else may have taken it away where it is only read.
        (false, _) if !delete => Judgement::Inconclusive(
            "what was created could not be read with all that is right".into(),
        ),
        (false, _) => broken(
            match status(last) {
                Some(status) => format!("status {status} for what was not to be deleted"),
                None => "no answer for what was not to be deleted".to_owned(),
            },
            last,
        ),
    }
}

fn only_reads(seen: &Seen<'_>, step: usize) -> bool {
    let step = seen.case.steps.get(step);
    matches!(step, Some(Step::Knock { delete: false, .. }))
}

fn is_ending(seen: &Seen<'_>, step: usize) -> bool {
    let step = seen.case.steps.get(step);
    matches!(step, Some(Step::Knock { id: Some(bend), .. }) if *bend == Bend::Ending)
}

/// Whether an answer shows the very thing that was created.
fn shows_own(seen: &Seen<'_>, response: &Response) -> bool {
    let Some(resource) = &seen.operation.resource else {
        return false;
    };
    let made = seen.taken.first().and_then(|t| t.exchanges.first());
    let made = made.and_then(|e| created_id(resource, e.answer.as_ref().ok()?));
    let shown = created_id(resource, response);
    made.is_some_and(|made| shown.is_some_and(|shown| same(&made, &shown)))
}

fn words(seen: &Seen<'_>, step: usize) -> String {
    let Some(Step::Knock {
        credentials, id, ..
    }) = seen.case.steps.get(step)
    else {
        return String::new();
    };
    match (id, credentials.as_deref()) {
        (Some(bend), _) => bend.about().to_owned(),
        (None, Some([])) => "no token".to_owned(),
        (None, Some([one, ..])) => crate::wire::about_mark(&one.text).to_owned(),
        (None, None) => "all that is right".to_owned(),
    }
}
