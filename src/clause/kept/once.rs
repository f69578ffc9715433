//! The same request under the same `Idempotency-Key` makes one thing.

use super::{Kept, READING, Role, Walk, shows, unseen};
use crate::clause::Judgement;
use crate::clause::pages::bare;
use crate::contract::{Operation, Parameter, Place};

/// Names of the header (draft-ietf-httpapi-idempotency-key-header).
const KEYS: [&str; 2] = ["idempotencykey", "xidempotencykey"];

fn is_key(parameter: &Parameter) -> bool {
    let named = KEYS.contains(&&*bare(&parameter.name));
    named && parameter.place == Place::Header && parameter.schema.allows("string")
}

/// The place of the key.
pub fn key_of(maker: &Operation) -> Option<String> {
    let key = maker.parameters.iter().find(|p| is_key(p))?.pointer();
    (!maker.may_ignore(&key)).then_some(key)
}

/// Two answers of success with two ids are two things.
pub(super) fn judge(
    walk: &Walk<'_>,
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    let (first, one) = walk.done(Role::Keyed)?;
    let again = walk.answers(Role::KeyedAgain).into_iter().next();
    if let Some((_, e)) = again
        && let Some(r) = e
            .answer
            .as_ref()
            .ok()
            .filter(|r| matches!(r.status, 409 | 422 | 425))
    {
        readings.push((
            READING.to_owned(),
            format!("the same key again: {}", r.status),
        ));
        return Ok(Judgement::Held);
    }
    let (second, other) = walk.done(Role::KeyedAgain)?;
    let ids = |step, answer| shows::ids(walk.seen, step, answer).into_iter().next();
    let (Some(one), Some(other)) = (ids(first, one), ids(second, other)) else {
        return Err(unseen(Role::KeyedAgain, "shows no id"));
    };
    if one.0 == other.0 && one.1 != other.1 {
        let got = format!("another `{}` under the same key", one.0);
        let expected = Kept::Once.in_words().into();
        return Ok(Judgement::broken(expected, got, (second, 0)));
    }
    Ok(Judgement::Held)
}
