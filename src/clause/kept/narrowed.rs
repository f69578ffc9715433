//! A list that is asked for things by a text, a number or one of several values, where no schema of a member
//! lists what may be asked for.

use serde_json::Value;

use super::{Kept, Role, Walk, shows};
use crate::clause::Judgement;
use crate::contract::{Operation, Parameter, Place, Schema, shape};
use crate::exchange::{Exchange, below};
use crate::wire;

/// Parameters of a list that are tried.
const MOST: usize = 4;
/// Entries with other values from which on a list that is asked for one shows that nothing was chosen.
const MANY: usize = 2;

/// How a parameter chooses by a member of the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// One of the values of the member.
    OneOf,
    /// The id of another thing.
    Id,
    /// A text, which may be found in other ones.
    Text,
    /// A number, which may be a bound.
    Number,
}

/// A parameter that chooses by a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrow {
    /// Its place.
    pub at: String,
    /// Pointer of what is asked for, in the answer to a making.
    pub pointer: String,
    member: String,
    by: By,
}

fn has(schema: &Schema, kind: &str) -> bool {
    schema.types.iter().any(|t| t == kind)
}

/// The parameters of a list that choose by what an operation makes shows under their names.
pub fn narrows(list: &Operation, maker: &Operation) -> Vec<Narrow> {
    let members = maker.shown_members();
    let top = maker
        .shown_thing()
        .map(|(path, _)| shape::pointer("", &path));
    let top = top.unwrap_or_default();
    let strict = super::listed::chosen(list, maker).own;
    let query = list.parameters.iter().filter(|p| p.place == Place::Query);
    let narrow = |p: &Parameter| {
        let at = p.pointer();
        if strict.iter().any(|(own, _)| *own == at)
            || crate::clause::pages::is_page(p)
            || super::listed::is_manner(&p.name)
            || list.may_ignore(&at)
        {
            return None;
        }
        let many = members.iter().find(|m| {
            let plural = [p.name.clone(), format!("{}s", p.name)].contains(&m.name);
            let items = m.schema.items.as_deref();
            let listed = |i: &Schema| i.enumeration.len() + p.schema.enumeration.len() > 0;
            plural && items.is_some_and(|i| listed(i) && has(i, "string"))
        });
        let make = |member: &str, by: By| {
            let own = below(&top, member);
            Narrow {
                at: at.clone(),
                pointer: if by == By::OneOf {
                    format!("{own}/0")
                } else {
                    own
                },
                member: member.to_owned(),
                by,
            }
        };
        if let Some(member) = many.filter(|_| has(&p.schema, "string")) {
            return Some(make(&member.name, By::OneOf));
        }
        let member = members.iter().find(|m| m.name == p.name)?;
        let (asks, shows) = (&p.schema, &member.schema);
        let plain = shows.items.is_none() && shows.properties.is_empty();
        let id = p.name.ends_with("Id") || p.name.ends_with("_id");
        let number = |s: &Schema| has(s, "integer") || has(s, "number");
        let by = match (has(asks, "string"), number(asks)) {
            _ if !plain || has(asks, "boolean") || !asks.enumeration.is_empty() => return None,
            (true, _) | (_, true) if id => By::Id,
            (true, false) if asks.format.is_none() && has(shows, "string") => By::Text,
            (false, true) if number(shows) => By::Number,
            _ => return None,
        };
        Some(make(&member.name, by))
    };
    query.filter_map(narrow).take(MOST).collect()
}

fn entries(exchange: &Exchange) -> Option<Vec<Value>> {
    let response = exchange.answer.as_ref().ok().filter(|r| r.status == 200)?;
    let body = wire::free_body(response).ok()?;
    shows::entries(&body).cloned()
}

/// Whether a value is another one than was asked for, by every way to compare both.
fn is_other(asked: &Value, own: &Value, by: By) -> bool {
    match (asked, own) {
        (asked, Value::Array(all)) => !all.iter().any(|v| shows::alike(asked, v)),
        (Value::String(a), Value::String(b)) => {
            let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
            match by {
                By::Text => !a.contains(&b) && !b.contains(&a),
                _ => a != b,
            }
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() != b.as_f64(),
        _ => false,
    }
}

/// Whether numbers lie on both sides of one, so that it bounds none of them.
fn around(asked: &Value, others: &[&Value]) -> bool {
    let Some(asked) = asked.as_f64() else {
        return false;
    };
    let mut all = others.iter().filter_map(|v| v.as_f64());
    all.clone().any(|n| n < asked) && all.any(|n| n > asked)
}

/// What a list shows that is asked for one value: nothing with another one, where such a value leaves no doubt;
/// else not all that it shows without.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (_, answer) = walk.done(Role::Make)?;
    let made = wire::free_body(answer).unwrap_or_default();
    let mut held = false;
    for (step, exchange) in walk.answers(Role::Chosen) {
        let message = walk.seen.message(step);
        let list = message.and_then(|m| walk.seen.contract.operation(&m.operation));
        let before = walk.answers(Role::List);
        let before = before.into_iter().rfind(|(own, _)| *own < step);
        let plain = before.and_then(|(_, e)| entries(e));
        let (Some(list), Some(plain), Some(chosen)) = (list, plain, entries(exchange)) else {
            continue;
        };
        let all = narrows(list, walk.seen.operation);
        let own = all
            .iter()
            .find(|n| message.is_some_and(|m| m.get(&n.at).is_some()));
        let Some((narrow, asked)) = own.and_then(|n| Some((n, made.pointer(&n.pointer)?))) else {
            continue;
        };
        let other = |e: &&Value| {
            let own = shape::thing(*e).1.get(&narrow.member);
            own.is_some_and(|v| is_other(asked, v, narrow.by))
        };
        let shown: Vec<&Value> = chosen.iter().filter(other).collect();
        let there = plain.iter().filter(other).count();
        held |= there > 0 && shown.is_empty() && chosen.iter().any(|e| !other(&e));
        let whole = plain.iter().all(|e| chosen.contains(e));
        let values: Vec<&Value> = shown
            .iter()
            .filter_map(|e| shape::thing(*e).1.get(&narrow.member))
            .collect();
        let wrong = match narrow.by {
            By::OneOf => !shown.is_empty(),
            // What lies below the thing that is named may be meant as well.
            By::Text | By::Id => whole && shown.len() >= MANY,
            By::Number => whole && around(asked, &values),
        };
        if wrong {
            let got = match narrow.by {
                By::OneOf => format!(
                    "an entry with another `{}` than the list was asked for",
                    narrow.member
                ),
                _ => format!("all entries, whatever `{}` is asked for", narrow.member),
            };
            return Ok(Judgement::broken(
                Kept::Filtered.in_words().into(),
                got,
                (step, 0),
            ));
        }
    }
    match held {
        true => Ok(Judgement::Held),
        false => Err(Judgement::Unseen(
            "nothing shows that there were things with another value".into(),
        )),
    }
}
