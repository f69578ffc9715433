//! What was made below one thing is not found below another.

use serde_json::Value;

use super::unlisted::{called, done_body};
use super::{Kept, Role, Walk, is_gone, shows, unseen};
use crate::clause::Judgement;
use crate::clause::pages::bare;
use crate::exchange::Exchange;
use crate::wire;

/// A thing that was made below another parent: neither the path of the first parent leads to it nor its list.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let (below, other_answer) = walk.done(Role::Below)?;
    let ids = shows::ids(walk.seen, below, other_answer);
    let own = shows::ids(walk.seen, made, answer);
    let (Some(name), Some(first)) = (ids.first(), own.first()) else {
        return Err(Judgement::Unseen(
            "nothing tells what was made from the rest".into(),
        ));
    };
    if name == first || name.0 != first.0 {
        return Err(Judgement::Unseen("both have one id".into()));
    }
    let parents = |step: usize| -> Vec<(String, Value)> {
        let all = walk.seen.message(step).map(|m| m.parameters.clone());
        let all = all.unwrap_or_default().into_iter();
        all.filter(|(at, _)| at.starts_with("/path/")).collect()
    };
    let (here, there) = (parents(made), parents(below));
    let ([(at, parent)], [(_, other)]) = (here.as_slice(), there.as_slice()) else {
        return Err(unseen(Role::Below, "has not one parent"));
    };
    if parent == other {
        return Err(unseen(Role::Below, "has the same parent"));
    }
    // What it shows of its parent says that it is none of the first one's.
    let word = bare(at.trim_start_matches("/path/"));
    let says = |map: &serde_json::Map<String, Value>| {
        let mut own = map.iter().filter(|(n, _)| bare(n) == word);
        own.any(|(_, v)| text(v) == text(other) && text(v) != text(parent))
    };
    // Ids may be counted below each parent: only what shows the texts that were sent is that very thing.
    let whole = wire::free_body(other_answer).ok();
    let whole = whole.as_ref().and_then(shows::inside);
    let sent = walk.sent(below).and_then(Value::as_object);
    let is_it = |map: &serde_json::Map<String, Value>| {
        let shared = |w: &serde_json::Map<String, Value>| {
            let mut all = map.iter().filter(|(n, _)| w.contains_key(*n));
            all.all(|(n, v)| w.get(n) == Some(v))
        };
        let told = sent.is_some_and(|s| {
            let mut texts = s
                .iter()
                .filter(|(_, v)| v.as_str().is_some_and(|t| t.len() > 5));
            texts.any(|(n, v)| map.get(n) == Some(v))
        });
        told && whole.as_ref().is_some_and(shared)
    };
    let (mut looked, mut absent) = (false, false);
    // A path of the thing alone leads to it whatever it was made below.
    let maker = &walk.seen.operation.path;
    let nested = |(step, _): &(usize, &Exchange)| {
        let message = walk.seen.message(*step);
        let read = message.and_then(|m| walk.seen.contract.operation(&m.operation));
        read.is_some_and(|o| stands_below(&o.path, maker))
    };
    let mut reads = walk.answers(Role::ReadBelow).into_iter();
    if let Some((step, exchange)) = reads.next().filter(nested)
        && let Ok(response) = &exchange.answer
    {
        absent = is_gone(response);
        looked |= (400..500).contains(&response.status);
        let message = walk.seen.message(step);
        let elsewhere = message.is_some_and(|m| {
            let mut own = m
                .parameters
                .iter()
                .filter(|(at, _)| at.starts_with("/path/"));
            !own.any(|(_, v)| text(v) == text(other))
        });
        let read = message.and_then(|m| walk.seen.contract.operation(&m.operation));
        let listed = read.is_some_and(|o| o.lists(404) || o.lists(410));
        let body = done_body(response);
        let map = body.as_ref().and_then(shows::inside);
        if let Some(map) = map.as_ref().filter(|m| m.get(&name.0) == Some(&name.1))
            && elsewhere
            && (listed && is_it(map) || says(map))
        {
            return Ok(Judgement::broken(
                Kept::Beneath.in_words().into(),
                format!(
                    "status {} and what was made below another one",
                    response.status
                ),
                (step, 0),
            ));
        }
    }
    if let Some((step, exchange)) = walk.answers(Role::ListBelow).into_iter().next()
        && let Some(body) = exchange.answer.as_ref().ok().and_then(done_body)
    {
        let own = called(&body, name);
        looked |= !called(&body, first).is_empty();
        if own
            .iter()
            .any(|entry| absent && is_it(entry) || says(entry))
        {
            return Ok(Judgement::broken(
                Kept::Beneath.in_words().into(),
                "a list with what was made below another one".to_owned(),
                (step, 0),
            ));
        }
    }
    match looked {
        true => Ok(Judgement::Held),
        false => Err(unseen(
            Role::ReadBelow,
            "was not sent, and no list shows either",
        )),
    }
}

/// Whether a path goes on from another one, whatever its parameters are called.
fn stands_below(path: &str, above: &str) -> bool {
    let mut all = path.split('/');
    above.trim_end_matches('/').split('/').all(|part| {
        let own = all.next();
        own.is_some_and(|own| own == part || own.starts_with('{') && part.starts_with('{'))
    })
}

fn text(value: &Value) -> String {
    let own = value.as_str().map(str::to_lowercase);
    own.unwrap_or_else(|| value.to_string())
}
