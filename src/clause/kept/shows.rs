//! Whether what is read shows what was sent.

use serde_json::Value;

use super::{Kept, READING};
use crate::clause::{Judgement, Seen, prose};
use crate::contract::ties::same_name;
use crate::contract::{Schema, shape};
use crate::exchange::Response;
use crate::wire;

/// Names of members that tell a thing from others, behind which its own may stand.
const IDS: [&str; 6] = ["id", "uuid", "_id", "guid", "key", "slug"];

/// Judges the members of what is read by what was sent: what the answer to the making showed as it was
/// sent is still there, and a text that is free to be chosen is the same.
pub(super) fn judge(
    seen: &Seen<'_>,
    sent: &Value,
    echoed: Option<&Value>,
    read: &Value,
    shown: (usize, usize),
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let (Value::Object(sent), Some(read)) = (sent, inside(read)) else {
        return Judgement::Unseen("nothing was sent that could show".into());
    };
    let echoed = echoed.and_then(inside);
    let said = seen.operation.said_members();
    let mut looked = 0;
    for (name, value) in sent.iter().filter(|(_, v)| is_plain(v)) {
        let schema = said.iter().find(|p| p.name == *name).map(|p| &p.schema);
        let same = |other: &Value| alike(value, other);
        if !echoed
            .as_ref()
            .is_some_and(|e| e.get(name).is_some_and(same))
        {
            let own = schema.filter(|s| is_free(s) && !prose::narrows(&s.about));
            if let (Some(_), Some(less)) = (own, read.get(name).and_then(|o| less(name, value, o)))
            {
                return Judgement::broken(Kept::Shown.in_words().into(), less, shown);
            }
            // What was not taken over as it was need not be kept so.
            if read.get(name).is_some_and(|other| !same(other)) {
                readings.push((READING.to_owned(), "a member is kept in another way".into()));
            }
            looked += usize::from(read.get(name).is_some_and(same));
            continue;
        }
        looked += 1;
        let got = match read.get(name) {
            None | Some(Value::Null) => {
                format!("no `{name}`, which the answer to its making showed")
            }
            Some(other) if !same(other) && schema.is_some_and(is_free) && other.is_string() => {
                format!("another `{name}` than the one that was sent")
            }
            Some(other) if !same(other) => {
                readings.push((READING.to_owned(), "a member is kept in another way".into()));
                continue;
            }
            Some(_) => continue,
        };
        return Judgement::broken(Kept::Shown.in_words().into(), got, shown);
    }
    match looked {
        0 => Judgement::Unseen("no member that was sent is shown where it is read".into()),
        _ => Judgement::Held,
    }
}

/// Parts of the names of texts of which a part may be shown.
const PARTS: [&str; 14] = [
    "card", "code", "excerpt", "hash", "key", "number", "pass", "phone", "preview", "secret",
    "short", "slug", "token", "url",
];
/// Letters and digits that nobody leaves out to make a text neater.
const LEFT_OUT: usize = 4;

/// How a text that may be anything is shown with less in it than was sent: as nothing, or as its beginning.
fn less(name: &str, sent: &Value, read: &Value) -> Option<String> {
    let (sent, read) = (sent.as_str()?.trim(), read.as_str()?.trim());
    let small = name.to_ascii_lowercase();
    if PARTS.iter().any(|part| small.contains(part)) {
        return None;
    }
    let rest = sent.strip_prefix(read)?;
    let told = rest.chars().filter(|c| c.is_alphanumeric()).count();
    (told >= LEFT_OUT).then(|| match read.is_empty() {
        true => format!("an empty `{name}`, and a text was sent"),
        false => format!(
            "the first {} characters of the {} that were sent as `{name}`",
            read.chars().count(),
            sent.chars().count()
        ),
    })
}

/// A member that was sent and shown so, and is shown in another way since.
pub(super) fn undone(sent: &Value, before: &Value, after: &Value) -> Option<String> {
    let (Value::Object(sent), Some(before), Some(after)) = (sent, inside(before), inside(after))
    else {
        return None;
    };
    let mut plain = sent.iter().filter(|(_, v)| is_plain(v));
    let undone = |(name, value): &(&String, &Value)| {
        let shown = before.get(*name).is_some_and(|v| alike(value, v));
        shown && after.get(*name).is_some_and(|v| !alike(value, v))
    };
    plain.find(undone).map(|(name, _)| name.clone())
}

/// A member that is shown as it was sent, and was not before.
pub(super) fn taken_over(
    sent: &serde_json::Map<String, Value>,
    before: &Value,
    after: &Value,
) -> Option<String> {
    let (before, after) = (inside(before)?, inside(after)?);
    let mut all = sent.iter();
    let taken = |(name, value): &(&String, &Value)| {
        let old = before.get(*name);
        let new = after.get(*name);
        // What is empty may be shown for many a thing.
        let telling = !matches!(value, Value::Null | Value::Bool(_));
        telling && old.is_some() && old != new && new.is_some_and(|v| alike(value, v))
    };
    all.find(taken).map(|(name, _)| name.clone())
}

/// The object that an answer shows: its own, or that of what stands around it.
pub(super) fn inside(value: &Value) -> Option<serde_json::Map<String, Value>> {
    shape::object(value)
}

pub(super) fn is_plain(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

/// Whether two values mean the same: a text may be trimmed, or in another letter case.
pub(super) fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(a), Value::String(b)) => a.trim().to_lowercase() == b.trim().to_lowercase(),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => one == other,
    }
}

/// Whether a schema takes any text, which means nothing to the target.
pub(super) fn is_free(schema: &Schema) -> bool {
    schema.format.is_none()
        && schema.enumeration.is_empty()
        && schema.constant.is_none()
        && schema.types.iter().any(|t| t == "string")
}

/// The entries of a list, its own or a member's.
pub(in crate::clause) fn entries(body: &Value) -> Option<&Vec<Value>> {
    shape::list(body)?.1.as_array()
}

/// The ids of what was made: what its answer shows under the names of ids.
pub(super) fn ids(seen: &Seen<'_>, step: usize, answer: &Response) -> Vec<(String, Value)> {
    let Ok(body) = wire::free_body(answer) else {
        return Vec::new();
    };
    let Some(map) = inside(&body) else {
        return Vec::new();
    };
    let is_id = |name: &str| {
        let exact = IDS.iter().any(|id| same_name(id, name));
        exact || name.ends_with("Id") || name.ends_with("_id")
    };
    let sent = |name: &str, value: &Value| {
        let message = seen.message(step);
        let body = message.and_then(|m| Some((m.body.as_ref()?, &m.operation)));
        let said = body.map(|(b, id)| seen.contract.operation(id).map_or(b, |o| o.said_in(b)));
        said.and_then(|b| b.get(name)) == Some(value)
    };
    let own = map
        .iter()
        .filter(|(name, value)| is_id(name) && !sent(name, value));
    let own = own.filter(|(_, v)| v.is_string() || v.is_number());
    own.map(|(n, v)| (n.clone(), v.clone())).take(1).collect()
}

/// Whether an entry of a list is the thing with these ids.
pub(super) fn is_of(entry: &Value, ids: &[(String, Value)]) -> bool {
    match entry {
        Value::Object(_) => {
            let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
            ids.iter().any(|(_, id)| holds(entry, &text(id), 0))
        }
        other => ids.iter().any(|(_, id)| id == other),
    }
}

fn holds(value: &Value, wanted: &str, deep: usize) -> bool {
    match value {
        Value::Object(map) if deep < 3 => map.values().any(|v| holds(v, wanted, deep + 1)),
        Value::String(text) => text == wanted || text.ends_with(&format!("/{wanted}")),
        Value::Number(number) => number.to_string() == wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::less;

    #[test]
    fn a_text_that_lost_its_end_is_told_from_a_neater_one() {
        for (name, sent, read, wanted) in [
            ("title", "The long road home", "The long r", true),
            ("title", "The long road home", "", true),
            ("title", "The long road home ", "The long road home", false),
            (
                "title",
                "https://example.org/",
                "https://example.org",
                false,
            ),
            ("title", "The long road home", "the-long-road-home", false),
            ("slug", "the-long-road-home", "the-long", false),
            ("title", "Ann", "", false),
        ] {
            let got = less(name, &json!(sent), &json!(read));
            assert_eq!(got.is_some(), wanted, "{sent:?} as {read:?}: {got:?}");
        }
    }
}
