//! Each entry of a list that is sent is kept.

use serde_json::Value;

use super::shows::{alike, inside, is_free};
use super::{Kept, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::{Operation, Property};
use crate::wire;

/// Parts of the names of members of which a target may give less than is asked for.
const GRANTS: [&str; 7] = [
    "scope",
    "role",
    "permission",
    "grant",
    "privilege",
    "right",
    "group",
];

/// Whether a member is a list of texts that mean nothing to a target, or of listed ones.
pub fn is_list_of_texts(property: &Property) -> bool {
    let small = property.name.to_ascii_lowercase();
    let granted = GRANTS.iter().any(|part| small.contains(part));
    let text = property.schema.items.as_deref().is_some_and(|items| {
        let listed = items.enumeration.len() > 1 && items.enumeration.iter().all(Value::is_string);
        listed || is_free(items)
    });
    let read = property.schema.json.get("readOnly") == Some(&Value::Bool(true));
    text && !granted && !read && property.schema.max_items.is_none_or(|most| most > 1)
}

/// Whether an operation takes such a list and shows it.
pub(super) fn has_lists(maker: &Operation) -> bool {
    let shown = maker.shown_members();
    maker.said_members().iter().any(|p| {
        let other = shown.iter().find(|o| o.name == p.name);
        is_list_of_texts(p) && other.is_some_and(|o| o.schema.items.is_some())
    })
}

fn texts(value: &Value) -> Option<Vec<&Value>> {
    let all = value.as_array()?;
    let mut some: Vec<&Value> = Vec::new();
    for entry in all {
        if !entry.is_string() {
            return None;
        }
        if !some.iter().any(|own| alike(own, entry)) {
            some.push(entry);
        }
    }
    Some(some)
}

/// A list of several texts: what shows some of them as they were sent, and nothing else, lacks none.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Many)?;
    let mut all = vec![(made, answer)];
    if let Some((step, e)) = walk.answers(Role::ReadMany).into_iter().next()
        && let Some(read) = e.answer.as_ref().ok().filter(|r| r.status == 200)
    {
        all.push((step, read));
    }
    let Some(Value::Object(sent)) = walk.sent(made) else {
        return Err(unseen(Role::Many, "holds no object"));
    };
    let mut held = false;
    for (step, response) in all {
        let Ok(body) = wire::free_body(response) else {
            continue;
        };
        let Some(shown) = inside(&body) else {
            continue;
        };
        for (name, list) in sent {
            let both = (texts(list), shown.get(name).and_then(texts));
            let (Some(wanted), Some(got)) = both else {
                continue;
            };
            let ours = |v: &&Value| wanted.iter().any(|own| alike(own, v));
            if wanted.len() < 2 || got.is_empty() || !got.iter().all(ours) {
                continue;
            }
            if got.len() < wanted.len() {
                let (few, many) = (got.len(), wanted.len());
                let got = format!("{few} of the {many} texts of `{name}`");
                let expected = Kept::Entries.in_words().into();
                return Ok(Judgement::broken(expected, got, (step, 0)));
            }
            held = true;
        }
    }
    match held {
        true => Ok(Judgement::Held),
        false => Err(unseen(Role::Many, "shows no list as it was sent")),
    }
}
