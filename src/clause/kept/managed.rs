//! What is `readOnly` is not taken from requests.

use serde_json::Value;

use super::shows::{alike, inside};
use super::{Kept, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::{Operation, Property};
use crate::exchange::{Message, below};
use crate::wire;

/// Members that are sent at once.
const MOST: usize = 4;
/// A time and a number that no target would give by itself.
const TIME: &str = "2001-02-03T04:05:06Z";
const NUMBER: i64 = 70_711;

/// Values that a request is sent with for members that only the target gives.
pub fn values(maker: &Operation) -> Vec<(String, Value)> {
    let own = maker.shown_members().iter();
    own.filter_map(|p| Some((p.name.clone(), value(p)?)))
        .take(MOST)
        .collect()
}

fn value(property: &Property) -> Option<Value> {
    let schema = &property.schema;
    let own = schema.json.get("readOnly") == Some(&Value::Bool(true));
    let free =
        schema.enumeration.is_empty() && schema.constant.is_none() && schema.pattern.is_none();
    let small = property.name.to_ascii_lowercase();
    // Who is given an id may be right to take it, or to know the thing by it.
    let id = ["id", "uuid", "key", "slug"]
        .iter()
        .any(|end| small.ends_with(end));
    if !own || !free || id {
        return None;
    }
    let has = |kind: &str| schema.types.iter().any(|t| t == kind);
    match schema.format.as_deref() {
        Some("date-time") if has("string") => Some(TIME.into()),
        None | Some("int32" | "int64") if has("integer") => {
            let fits = schema.maximum.is_none_or(|most| most >= NUMBER as f64);
            fits.then(|| NUMBER.into())
        }
        _ => None,
    }
}

/// A request with such members.
pub fn with_values(mut message: Message, maker: &Operation) -> Option<Message> {
    message.body.as_ref()?.as_object()?;
    let values = values(maker);
    let (top, _) = maker.said_thing()?;
    for (name, value) in &values {
        message.set(&below(&top, name), Some(value.clone()));
    }
    (!values.is_empty()).then_some(message)
}

/// None of them is shown as it was sent: JSON Schema, Validation, section 9.4.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Managed)?;
    let mut all = vec![(made, answer)];
    if let Some((step, e)) = walk.answers(Role::ReadManaged).into_iter().next()
        && let Some(read) = e.answer.as_ref().ok().filter(|r| r.status == 200)
    {
        all.push((step, read));
    }
    let mut looked = false;
    for (step, response) in all {
        let Ok(body) = wire::free_body(response) else {
            continue;
        };
        let Some(shown) = inside(&body) else {
            continue;
        };
        for (name, sent) in values(walk.seen.operation) {
            let Some(got) = shown.get(&name).filter(|v| !v.is_null()) else {
                continue;
            };
            looked = true;
            let time = |v: &Value| v.as_str().is_some_and(|t| t.starts_with(&TIME[..19]));
            if alike(&sent, got) || sent.is_string() && time(got) {
                let got = format!("the `{name}` of the request, which is `readOnly`");
                let expected = Kept::Managed.in_words().into();
                return Ok(Judgement::broken(expected, got, (step, 0)));
            }
        }
    }
    match looked {
        true => Ok(Judgement::Held),
        false => Err(unseen(Role::Managed, "shows nothing that is `readOnly`")),
    }
}
