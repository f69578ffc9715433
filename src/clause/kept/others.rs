//! Two users do not see each other's things, where the profile names a second one.

use serde_json::Value;

use super::{Kept, Role, Walk, shows, unseen};
use crate::clause::Judgement;
use crate::wire;

fn is_filled(body: &Value) -> bool {
    body.as_object().is_some_and(|map| !map.is_empty())
}

/// Whether a body shows a text or a number that was sent: what somebody else may see of a thing may be less
/// than all of it.
fn tells(sent: &Value, shown: &Value) -> bool {
    let (Some(sent), Some(shown)) = (sent.as_object(), shown.as_object()) else {
        return false;
    };
    let telling = |v: &Value| v.is_number() || v.as_str().is_some_and(|t| !t.is_empty());
    sent.iter()
        .any(|(name, value)| telling(value) && shown.get(name) == Some(value))
}

/// What the first user made is not shown to the second one, who may make things as well.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let (_, own) = walk.read_after(made)?;
    if !(200..300).contains(&own.status) {
        return Err(unseen(Role::Read, &format!("answered {}", own.status)));
    }
    if walk.answers(Role::SecondMake).is_empty() {
        return Err(Judgement::Unseen(
            "the profile names no second user, in [contracts.NAME.other.security]".into(),
        ));
    }
    // Credentials that are none show nothing.
    walk.done(Role::SecondMake)?;
    let mut looked = false;
    if let Some((step, exchange)) = walk.answers(Role::SecondRead).into_iter().next()
        && let Ok(response) = &exchange.answer
    {
        looked = true;
        let shown = wire::free_body(response).ok();
        let whole = wire::free_body(own).ok();
        let tells = shown.is_some_and(|shown| {
            whole.as_ref() == Some(&shown) && is_filled(&shown)
                || walk.sent(made).is_some_and(|sent| tells(sent, &shown))
        });
        if (200..300).contains(&response.status) && tells {
            return Ok(Judgement::broken(
                Kept::Apart.in_words().into(),
                format!("status {} and what another user made", response.status),
                (step, 0),
            ));
        }
    }
    if let Some((step, exchange)) = walk.answers(Role::SecondDelete).into_iter().next()
        && exchange
            .answer
            .as_ref()
            .is_ok_and(|r| (200..300).contains(&r.status))
        && let Ok((read, response)) = walk.read_after(step)
        && super::is_gone(response)
    {
        return Ok(Judgement::broken(
            Kept::Apart.in_words().into(),
            format!("status {} once another user deleted it", response.status),
            (read, 0),
        ));
    }
    let ids = shows::ids(walk.seen, made, answer);
    let list = walk.answers(Role::SecondList).into_iter().next();
    if let Some((step, exchange)) = list
        && let Ok(response) = &exchange.answer
        && (200..300).contains(&response.status)
        && let Ok(body) = wire::free_body(response)
        && let Some(entries) = shows::entries(&body)
    {
        looked = true;
        if entries.iter().any(|entry| shows::is_of(entry, &ids)) {
            return Ok(Judgement::broken(
                Kept::Apart.in_words().into(),
                "a list with what another user made".into(),
                (step, 0),
            ));
        }
    }
    match looked {
        true => Ok(Judgement::Held),
        false => Err(unseen(Role::SecondRead, "was not sent")),
    }
}
