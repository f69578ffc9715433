//! A change shows, and leaves alone what it does not name.

use serde_json::{Map, Value};

use super::shows::{alike, inside, is_plain};
use super::{Kept, READING, Role, Walk, is_gone, unseen};
use crate::clause::Judgement;
use crate::contract::Operation;
use crate::exchange::{Exchange, Response, below};
use crate::wire;

/// Parts of the names of members that follow from others, whoever sent them first.
const FOLLOWS: [&str; 12] = [
    "status",
    "state",
    "version",
    "revision",
    "etag",
    "slug",
    "verified",
    "approved",
    "confirmed",
    "updated",
    "modified",
    "changed",
];

/// Members that may be what a path names a thing by.
const NAMES: [&str; 9] = [
    "id", "uuid", "key", "slug", "name", "code", "username", "login", "path",
];

/// What came of the changes by one operation.
#[derive(Default)]
struct Came {
    taken: usize,
    stayed: Vec<String>,
    shown: (usize, usize),
}

pub(super) fn success(exchange: &Exchange) -> Option<&Response> {
    let response = exchange.answer.as_ref().ok()?;
    let done = (200..300).contains(&response.status) && response.status != 202;
    done.then_some(response)
}

pub(super) fn body(response: &Response) -> Option<Map<String, Value>> {
    inside(&wire::free_body(response).ok()?)
}

/// The reads right before and behind a step.
pub(super) fn around<'s>(
    walk: &Walk<'s>,
    reads: Role,
    step: usize,
) -> Option<[(usize, &'s Response); 2]> {
    let all = walk.answers(reads);
    let before = all.iter().rfind(|(own, _)| *own < step)?;
    let after = all.iter().find(|(own, _)| *own > step)?;
    Some([
        (before.0, success(before.1)?),
        (after.0, after.1.answer.as_ref().ok()?),
    ])
}

/// What is read after a change is not as it was before, where what was sent differs from that.
pub(super) fn judge(
    walk: &Walk<'_>,
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    walk.done(Role::Make)?;
    let mut by: Vec<(&str, Came)> = Vec::new();
    let mut why = None;
    let steps = [Role::Change, Role::Patch].map(|role| (role, walk.answers(role)));
    let steps = steps
        .into_iter()
        .flat_map(|(role, all)| all.into_iter().map(move |s| (role, s)));
    for (role, (step, exchange)) in steps {
        let Some(answer) = success(exchange) else {
            why.get_or_insert_with(|| refused(role, exchange));
            continue;
        };
        let Some([(_, before), (shown, after)]) = around(walk, Role::Read, step) else {
            continue;
        };
        if is_gone(after)
            && body(before)
                .zip(body(answer))
                .is_some_and(|(a, b)| renamed(&a, &b))
        {
            why.get_or_insert_with(|| Judgement::Unseen("it has another name since".into()));
            continue;
        }
        if is_gone(after) {
            return Ok(Judgement::broken(
                Kept::Changed.in_words().into(),
                format!("status {} for what was changed just now", after.status),
                (shown, 0),
            ));
        }
        let (Some(Value::Object(sent)), Some(before), Some(after)) =
            (walk.sent(step), body(before), success_body(after))
        else {
            continue;
        };
        if let Some(name) = forgotten(sent, &before, &after, answer) {
            let got = format!("`{name}` as before the change, whose answer showed what was sent");
            return Ok(Judgement::broken(
                Kept::Changed.in_words().into(),
                got,
                (shown, 0),
            ));
        }
        let operation = walk.seen.message(step).map_or("", |m| m.operation.as_str());
        let place = by.iter().position(|(own, _)| *own == operation);
        let place = place.unwrap_or_else(|| {
            by.push((operation, Came::default()));
            by.len() - 1
        });
        compare(sent, (&before, &after), shown, &mut by[place].1, readings);
        // What words say cannot be changed stays as it was.
        let own = walk.seen.contract.operation(operation);
        let fixed = |name: &str| own.is_some_and(|o| o.may_ignore(&below(&place_of(o), name)));
        by[place].1.stayed.retain(|name| !fixed(name));
    }
    let mut held = false;
    for (_, came) in &by {
        if came.taken == 0 && !came.stayed.is_empty() {
            let got = format!("`{}` as before the change", came.stayed.join("`, `"));
            return Ok(Judgement::broken(
                Kept::Changed.in_words().into(),
                got,
                came.shown,
            ));
        }
        if !came.stayed.is_empty() {
            readings.push((READING.to_owned(), "a member stays as it was".into()));
        }
        held |= came.taken > 0;
    }
    let silent = "no member that was changed is shown where it is read";
    match (held, why) {
        (true, _) => Ok(Judgement::Held),
        (false, Some(why)) if by.is_empty() => Err(why),
        (false, None) if by.is_empty() => Err(unseen(Role::Change, "was not sent")),
        _ => Err(Judgement::Unseen(silent.into())),
    }
}

/// Where a request says what the thing is.
pub(super) fn place_of(operation: &Operation) -> String {
    let said = operation.said_thing();
    said.map_or_else(|| "/body".to_owned(), |(at, _)| at)
}

/// Whether a thing is called otherwise than before.
fn renamed(before: &Map<String, Value>, after: &Map<String, Value>) -> bool {
    let other = |name: &&str| {
        let (old, new) = (before.get(*name), after.get(*name));
        old.is_some() && new.is_some() && old != new
    };
    NAMES.iter().any(other)
}

pub(super) fn success_body(response: &Response) -> Option<Map<String, Value>> {
    (200..300)
        .contains(&response.status)
        .then(|| body(response))
        .flatten()
}

fn refused(role: Role, exchange: &Exchange) -> Judgement {
    match &exchange.answer {
        Ok(r) if r.status == 202 => unseen(role, "answered 202: it may be done later"),
        Ok(r) => unseen(role, &format!("answered {}", r.status)),
        Err(failure) => unseen(role, &failure.to_string()),
    }
}

/// The members of what was sent that differ from what was there, with what was there and what is.
fn differing<'v>(
    sent: &'v Map<String, Value>,
    (before, after): (&'v Map<String, Value>, &'v Map<String, Value>),
) -> impl Iterator<Item = (&'v String, &'v Value, &'v Value, &'v Value)> {
    let plain = sent.iter().filter(|(_, v)| is_plain(v));
    plain.filter_map(move |(name, value)| {
        let (old, new) = (before.get(name)?, after.get(name)?);
        let kind = std::mem::discriminant(value) == std::mem::discriminant(old) || old.is_null();
        (kind && !alike(value, old)).then_some((name, value, old, new))
    })
}

fn compare(
    sent: &Map<String, Value>,
    pair: (&Map<String, Value>, &Map<String, Value>),
    shown: usize,
    came: &mut Came,
    readings: &mut Vec<(String, String)>,
) {
    for (name, value, old, new) in differing(sent, pair) {
        match (alike(value, new), new == old) {
            (true, _) => came.taken += 1,
            // What shows nothing may never do.
            (false, true) if old.is_null() => {}
            (false, true) => {
                if !came.stayed.contains(name) {
                    came.stayed.push(name.clone());
                }
                came.shown = (shown, 0);
            }
            _ => readings.push((READING.to_owned(), "a member is kept in another way".into())),
        }
    }
}

/// A member that the answer to a change shows as it was sent, and a read as it was before.
fn forgotten(
    sent: &Map<String, Value>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    answer: &Response,
) -> Option<String> {
    let told = body(answer)?;
    let mut all = differing(sent, (before, after));
    let forgotten = all.find(|(name, value, old, new)| {
        let told = told.get(*name).is_some_and(|t| alike(value, t));
        told && new == old && !old.is_null()
    });
    forgotten.map(|(name, ..)| name.clone())
}

/// A change of one member: what was sent before of the others, and shown so, is shown so still.
pub(super) fn rest(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let made = walk
        .answers(Role::Full)
        .into_iter()
        .next()
        .map(|(step, _)| step);
    let fuller = made.map(|made| (made, Role::PatchFull, Role::ReadFull));
    let (plain, _) = walk.done(Role::Make)?;
    let all = [fuller, Some((plain, Role::Patch, Role::Read))];
    let (mut looked, mut refusal) = (false, None);
    for (made, role, reads) in all.into_iter().flatten() {
        for (step, exchange) in walk.answers(role) {
            if success(exchange).is_none() {
                refusal.get_or_insert_with(|| refused(role, exchange));
                continue;
            }
            let Some([(_, before), (shown, after)]) = around(walk, reads, step) else {
                continue;
            };
            let (Some(Value::Object(patch)), Some(before), Some(after)) =
                (walk.sent(step), body(before), success_body(after))
            else {
                continue;
            };
            // Only one text alone leaves no doubt about what it should change.
            let mut texts = patch.values();
            if !matches!((texts.next(), texts.next()), (Some(Value::String(_)), None)) {
                continue;
            }
            let Some(Value::Object(sent)) = walk.sent(made) else {
                continue;
            };
            let others = sent.iter().filter(|(name, value)| {
                let shown = before.get(*name).is_some_and(|v| alike(value, v));
                is_plain(value) && shown && !patch.contains_key(*name) && stands_alone(name)
            });
            for (name, value) in others {
                looked = true;
                let got = match after.get(name) {
                    Some(new) if alike(value, new) => continue,
                    None | Some(Value::Null) => {
                        format!("no `{name}` after a change of another member")
                    }
                    Some(_) => format!("another `{name}` after a change of another member"),
                };
                let expected = Kept::Rest.in_words().into();
                return Ok(Judgement::broken(expected, got, (shown, 0)));
            }
        }
    }
    match (looked, refusal) {
        (true, _) => Ok(Judgement::Held),
        (false, Some(why)) => Err(why),
        (false, None) => Err(Judgement::Unseen(
            "no text was changed alone beside what is shown as it was sent".into(),
        )),
    }
}

pub(super) fn stands_alone(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    !FOLLOWS.iter().any(|part| small.contains(part))
}
