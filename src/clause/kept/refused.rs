//! What is refused leaves nothing behind.

use serde_json::Value;

use super::{Kept, Role, Walk, shows, unseen};
use crate::clause::Judgement;
use crate::wire;

/// What was refused in place of a thing: no list holds more than before.
pub(super) fn none_made(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let wrong = walk.answers(Role::WrongMake);
    let refused = |(_, e): &(usize, &crate::exchange::Exchange)| matches!(&e.answer, Ok(r) if (400..500).contains(&r.status));
    let Some((last, _)) = wrong.last() else {
        return Err(unseen(Role::WrongMake, "was not sent"));
    };
    if !wrong.iter().all(refused) {
        return Err(unseen(Role::WrongMake, "was not refused"));
    }
    let lists: Vec<_> = walk
        .answers(Role::List)
        .into_iter()
        .filter_map(|(step, e)| {
            let body = wire::free_body(e.answer.as_ref().ok()?).ok()?;
            let entries = shows::entries(&body)?.clone();
            Some((step, entries))
        })
        .collect();
    let before = lists.iter().rfind(|(step, _)| step < last);
    let after = lists.iter().find(|(step, _)| step > last);
    let (Some((_, before)), Some((step, after))) = (before, after) else {
        return Err(unseen(Role::List, "answered with no list"));
    };
    let (made, answer) = walk.done(Role::Make)?;
    let ids = shows::ids(walk.seen, made, answer);
    if !before.iter().any(|entry| shows::is_of(entry, &ids)) {
        return Err(Judgement::Unseen(
            "the list does not show what was made, and need not show more".into(),
        ));
    }
    let new = after.iter().filter(|entry| !before.contains(entry)).count();
    if after.len() > before.len() && new > 0 {
        let got = format!(
            "a list of {} entries after refusals, of {} before",
            after.len(),
            before.len()
        );
        let expected = Kept::NoneMade.in_words().into();
        return Ok(Judgement::broken(expected, got, (*step, 0)));
    }
    Ok(Judgement::Held)
}

/// A change that was refused: nothing of it is read.
pub(super) fn unchanged(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let wrong = walk.answers(Role::WrongChange);
    if wrong.is_empty() {
        return Err(unseen(Role::WrongChange, "was not sent"));
    }
    let reads = walk.answers(Role::Read);
    let mut looked = false;
    for (step, exchange) in wrong {
        let refused = matches!(&exchange.answer, Ok(r) if (400..500).contains(&r.status));
        let before = reads.iter().rfind(|(own, _)| *own < step);
        let after = reads.iter().find(|(own, _)| *own > step);
        let (true, Some((_, before)), Some((read, after))) = (refused, before, after) else {
            continue;
        };
        let body = |e: &crate::exchange::Exchange| {
            let response = e.answer.as_ref().ok().filter(|r| r.status < 300)?;
            wire::free_body(response).ok()
        };
        let (Some(Value::Object(sent)), Some(before), Some(after)) =
            (walk.sent(step), body(before), body(after))
        else {
            continue;
        };
        looked = true;
        if let Some(name) = shows::taken_over(sent, &before, &after) {
            let got = format!("the `{name}` of a change that was refused");
            let expected = Kept::Unchanged.in_words().into();
            return Ok(Judgement::broken(expected, got, (*read, 0)));
        }
    }
    match looked {
        true => Ok(Judgement::Held),
        false => Err(unseen(
            Role::WrongChange,
            "was not refused, or nothing can be read",
        )),
    }
}
