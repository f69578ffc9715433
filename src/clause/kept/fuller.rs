//! What may be left out: it is kept where it is sent, and as the contract says where it is not.

use serde_json::{Map, Value};

use super::shows::{alike, inside, is_free, is_plain};
use super::{Kept, READING, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::{Operation, Property, Schema};
use crate::exchange::Response;
use crate::wire;

/// Ends of the names of members by which others are chosen, in small letters.
const KINDS: [&str; 4] = ["type", "kind", "method", "mode"];

/// Parts of the names of members that a target may fill itself, or shows to nobody, whoever sends them.
const OWN: [&str; 19] = [
    "creat", "updat", "delet", "modif", "complet", "finish", "clos", "resolv", "last", "total",
    "count", "pass", "pwd", "secret", "token", "cvv", "cvc", "card", "hash",
];

/// Whether what a member is sent as says nothing of how it is to be shown.
fn is_its_own(property: &Property) -> bool {
    let small = property.name.to_ascii_lowercase();
    let time = property.schema.format.as_deref() == Some("date-time");
    time || OWN.iter().any(|part| small.contains(part))
}

fn sent_members(operation: &Operation) -> &[Property] {
    operation.said_members()
}

/// Whether an answer to one of the operations shows a member.
fn shows(operations: &[&Operation], name: &str) -> bool {
    operations.iter().any(|operation| {
        let mut shown = operation.shown_members().iter();
        let member = shown.find(|p| p.name == name);
        member.is_some_and(|p| p.schema.json.get("writeOnly") != Some(&Value::Bool(true)))
    })
}

fn pair<'c>(maker: &'c Operation, read: Option<&'c Operation>) -> Vec<&'c Operation> {
    [Some(maker), read].into_iter().flatten().collect()
}

/// Whether a request may say more than it must of what is shown.
pub(super) fn may_say_more(maker: &Operation, read: Option<&Operation>) -> bool {
    let shown = pair(maker, read);
    let mut all = sent_members(maker).iter();
    all.any(|p| !p.required && !is_its_own(p) && is_one(&p.schema) && shows(&shown, &p.name))
}

/// Whether what may be left out of a request has defaults that could be seen.
pub(super) fn has_defaults(maker: &Operation, read: Option<&Operation>) -> bool {
    let shown = pair(maker, read);
    let mut all = sent_members(maker).iter();
    all.any(|p| default_of(p).is_some() && shows(&shown, &p.name))
}

fn is_one(schema: &Schema) -> bool {
    let plain = ["string", "integer", "number", "boolean"];
    let own = schema.types.iter().any(|t| plain.contains(&t.as_str()));
    own || schema.any_of.iter().any(is_one)
}

/// The default of a member that may be left out, where it has but one way to be written.
fn default_of(property: &Property) -> Option<&Value> {
    let value = property.schema.default.as_ref()?;
    let number = |text: &str| text.parse::<f64>().is_ok();
    let apart = property.required
        || is_its_own(property)
        || !is_plain(value)
        || property.schema.format.is_some() && value.is_string()
        || value.as_str().is_some_and(number);
    (!apart).then_some(value)
}

fn object(response: &Response) -> Option<Map<String, Value>> {
    let done = (200..300).contains(&response.status) && response.status != 202;
    inside(&wire::free_body(response).ok()?).filter(|_| done)
}

/// What the answer to a making shows, and what is read of the thing.
fn shown(walk: &Walk<'_>, made: usize, reads: Role) -> [Option<Map<String, Value>>; 2] {
    let answer = |(_, e): &(usize, &crate::exchange::Exchange)| object(e.answer.as_ref().ok()?);
    let all = [Role::Make, Role::Full].map(|role| walk.answers(role));
    let own = all.iter().flatten().find(|(step, _)| *step == made);
    let next = walk
        .answers(reads)
        .into_iter()
        .find(|(step, _)| *step > made);
    [own.and_then(answer), next.as_ref().and_then(answer)]
}

/// What became of one member over all things of which it was said.
#[derive(Default)]
struct Came {
    kept: usize,
    lost: usize,
    shown: usize,
}

pub(super) fn judge(
    walk: &Walk<'_>,
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    let (_, _) = walk.done(Role::Make)?;
    let (full, _) = walk.done(Role::Full)?;
    let maker = walk.seen.operation;
    let read = walk.seen.message(full + 1).map(|m| m.operation.as_str());
    let read = read.and_then(|id| walk.seen.contract.operation(id));
    let operations = pair(maker, read.filter(|o| o.method == "GET"));
    let mut all: Vec<(&Property, Came)> = Vec::new();
    let mut kinds = false;
    for (step, _) in walk.answers(Role::Full) {
        let Some(Value::Object(sent)) = walk.sent(step) else {
            continue;
        };
        let views = shown(walk, step, Role::ReadFull);
        let views: Vec<&Map<String, Value>> = views.iter().flatten().collect();
        let same = |name: &str, value: &Value| {
            views
                .iter()
                .any(|v| v.get(name).is_some_and(|o| alike(value, o)))
        };
        let schema = |name: &str| sent_members(maker).iter().find(|p| p.name == name);
        // Who shows no text as it was sent shows something else.
        let echoes = sent.iter().any(|(name, value)| {
            let free = schema(name)
                .is_some_and(|p| is_free(&p.schema) || p.schema.any_of.iter().any(is_free));
            free && same(name, value)
        });
        if views.is_empty() || !echoes {
            continue;
        }
        for (name, value) in sent.iter().filter(|(_, v)| is_plain(v)) {
            let Some(property) = schema(name).filter(|p| shows(&operations, &p.name)) else {
                continue;
            };
            let small = name.to_ascii_lowercase();
            kinds |=
                property.schema.enumeration.len() > 3 && KINDS.iter().any(|k| small.ends_with(k));
            if property.required || is_its_own(property) {
                continue;
            }
            let place = all.iter().position(|(own, _)| own.name == *name);
            let place = place.unwrap_or_else(|| {
                all.push((property, Came::default()));
                all.len() - 1
            });
            let came = &mut all[place].1;
            let none = |v: &&Map<String, Value>| match v.get(name) {
                None | Some(Value::Null) => true,
                Some(Value::String(text)) => text.is_empty(),
                _ => false,
            };
            if same(name, value) {
                came.kept += 1;
            } else if views.iter().all(none) {
                came.lost += 1;
                came.shown = step;
            } else {
                readings.push((READING.to_owned(), "a member is kept in another way".into()));
                came.kept += 1;
            }
        }
    }
    if let Some((property, came)) = all.iter().find(|(_, c)| c.kept == 0 && c.lost > 0) {
        if kinds {
            return Err(Judgement::Unseen(format!(
                "`{}` is not shown, and may belong to other kinds of the thing",
                property.name
            )));
        }
        return Ok(Judgement::broken(
            Kept::Whole.in_words().into(),
            format!("no `{}`, which was sent", property.name),
            (came.shown, 0),
        ));
    }
    match all.iter().any(|(_, c)| c.kept > 0) {
        true => Ok(Judgement::Held),
        false => Err(Judgement::Unseen(
            "no member that may be left out is shown as it was sent".into(),
        )),
    }
}

/// What is left out is what the schema says that it is taken for: OpenAPI 3.0.3, Schema Object, `default`.
pub(super) fn defaults(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, _) = walk.done(Role::Make)?;
    let Some(Value::Object(sent)) = walk.sent(made) else {
        return Err(unseen(Role::Make, "holds no object"));
    };
    let views = shown(walk, made, Role::Read);
    let mut looked = false;
    for property in sent_members(walk.seen.operation) {
        let Some(wanted) = default_of(property).filter(|_| !sent.contains_key(&property.name))
        else {
            continue;
        };
        for view in views.iter().flatten() {
            let Some(got) = view.get(&property.name) else {
                continue;
            };
            if std::mem::discriminant(got) != std::mem::discriminant(wanted) {
                continue;
            }
            looked = true;
            if !alike(wanted, got) {
                let got = format!(
                    "another `{}` than its default, though none was sent",
                    property.name
                );
                return Ok(Judgement::broken(
                    Kept::Default.in_words().into(),
                    got,
                    (made, 0),
                ));
            }
        }
    }
    match looked {
        true => Ok(Judgement::Held),
        false => Err(Judgement::Unseen(
            "no default of what was left out is shown".into(),
        )),
    }
}
