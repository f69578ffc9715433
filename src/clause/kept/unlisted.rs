//! What was deleted is in no list.

use serde_json::{Map, Value};

use super::{Kept, READING, Role, Walk, is_gone, shows, unseen};
use crate::clause::Judgement;
use crate::clause::pages::bare;
use crate::contract::{Operation, Place, shape};
use crate::exchange::Response;
use crate::wire;

/// The member that tells what was made from the rest, with its value: an id that the target gave, else what
/// its path names it by.
pub(super) fn own_name(walk: &Walk<'_>, made: usize, answer: &Response) -> Option<(String, Value)> {
    let given = shows::ids(walk.seen, made, answer).into_iter().next();
    given.or_else(|| {
        let (_, read) = walk.answers(Role::Read).into_iter().next()?;
        let path = read.request.target.split('?').next()?;
        let last = path.rsplit('/').next().filter(|last| last.len() > 3)?;
        let body = wire::free_body(answer).ok()?;
        let shown = shows::inside(&body)?;
        let own = shown.iter().find(|(_, v)| v.as_str() == Some(last));
        own.map(|(name, value)| (name.clone(), value.clone()))
    })
}

/// The entries of a list that are called so by that very member.
pub(super) fn called(body: &Value, (name, value): &(String, Value)) -> Vec<Map<String, Value>> {
    let entries = shows::entries(body).into_iter().flatten();
    let own = entries.filter_map(Value::as_object);
    own.filter(|e| e.get(name) == Some(value))
        .map(shape::flat)
        .collect()
}

pub(super) fn done_body(response: &Response) -> Option<Value> {
    (response.status == 200)
        .then(|| wire::free_body(response).ok())
        .flatten()
}

/// It was in the list before, reading it says that it is gone since, and the list holds it still.
pub(super) fn judge(
    walk: &Walk<'_>,
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let Some(name) = own_name(walk, made, answer) else {
        return Err(Judgement::Unseen(
            "nothing tells what was made from the rest".into(),
        ));
    };
    let (delete, _) = walk.done(Role::Delete)?;
    let list = walk.answers(Role::List);
    let before = list
        .iter()
        .filter_map(|(_, e)| done_body(e.answer.as_ref().ok()?));
    if !{ before }.any(|body| !called(&body, &name).is_empty()) {
        return Err(unseen(Role::List, "did not hold it before"));
    }
    let reads = walk.answers(Role::Read);
    let was = reads.iter().rfind(|(step, _)| *step < delete);
    let is = reads.iter().find(|(step, _)| *step > delete);
    if !is.is_some_and(|(_, e)| e.answer.as_ref().is_ok_and(is_gone)) {
        return Err(Judgement::Unseen(
            "it is still read once it was deleted".into(),
        ));
    }
    let (step, after) = walk.done(Role::ListAfter)?;
    let Some(after) = done_body(after) else {
        return Err(unseen(Role::ListAfter, "answered with no list"));
    };
    let own = called(&after, &name);
    let Some(entry) = own.first() else {
        return Ok(Judgement::Held);
    };
    let own = |step: usize| {
        let message = walk.seen.message(step)?;
        walk.seen.contract.operation(&message.operation)
    };
    let was = was.and_then(|(_, e)| wire::free_body(e.answer.as_ref().ok()?).ok());
    let was = was.as_ref().and_then(shows::inside);
    // What is shown with another state may be meant to be.
    let same = was.as_ref().is_some_and(|was| {
        let mut shared = entry.iter().filter(|(name, _)| was.contains_key(*name));
        shared.all(|(name, value)| was.get(name) == Some(value))
    });
    let stays = own(delete).is_some_and(Operation::may_stay);
    let asked = own(step).is_some_and(asks_for_deleted);
    if asked || same && !stays {
        let got = "an entry that was deleted, and is not there where it is read".to_owned();
        let expected = Kept::Unlisted.in_words().into();
        return Ok(Judgement::broken(expected, got, (step, 0)));
    }
    readings.push((
        READING.to_owned(),
        "what was deleted stays in the list".into(),
    ));
    Ok(Judgement::Held)
}

/// Whether a list shows what was deleted only where a flag asks for it (`includeDeleted`).
fn asks_for_deleted(list: &Operation) -> bool {
    let mut query = list.parameters.iter().filter(|p| p.place == Place::Query);
    query.any(|p| {
        let small = bare(&p.name);
        let asks = ["include", "with", "show"]
            .iter()
            .any(|a| small.starts_with(a));
        let flag = p.schema.types.iter().any(|t| t == "boolean");
        let off = p
            .schema
            .default
            .as_ref()
            .is_none_or(|d| *d == Value::Bool(false));
        asks && small.ends_with("deleted") && flag && off && !p.required
    })
}
