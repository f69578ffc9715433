//! A list holds what was made: its first page, or one behind it.

use serde_json::Value;

use super::{Kept, READING, Role, Walk, shows, unseen};
use crate::clause::Judgement;
use crate::clause::pages::{By, Paging, is_onward, is_page, paging};
use crate::contract::shape::{self, one_of};
use crate::contract::{Operation, Place, Schema};
use crate::exchange::{Exchange, Response, below};
use crate::wire;

/// Entries of a list that may be but one page of it.
const PAGE: usize = 10;
/// Names of parameters that say how entries are shown, not which.
const MANNERS: [&str; 19] = [
    "sort",
    "sortby",
    "sortorder",
    "sortdirection",
    "order",
    "orderby",
    "direction",
    "dir",
    "fields",
    "expand",
    "embed",
    "include",
    "format",
    "lang",
    "locale",
    "language",
    "pretty",
    "indent",
    "envelope",
];
/// Of those that look for a text in them.
const LOOKS: [&str; 5] = ["q", "query", "search", "filter", "keyword"];
/// Parts of the names of members by which a thing may be kept out of a list.
const HIDES: [&str; 14] = [
    "status", "state", "publish", "draft", "visib", "active", "enabled", "hidden", "private",
    "public", "archive", "approved", "deleted", "expire",
];

/// Names of those that say of which time they are.
const TIMES: [&str; 13] = [
    "from", "to", "since", "until", "start", "end", "day", "week", "month", "year", "period",
    "when", "range",
];

/// What the parameters of a list choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Places of those that choose by a member, with its pointer in the answer to the making.
    pub own: Vec<(String, String)>,
    /// Whether the list may leave something out that the run cannot ask for.
    pub open: bool,
}

/// What the parameters of a list choose of what an operation makes.
pub fn chosen(list: &Operation, maker: &Operation) -> Chosen {
    let mut all = Chosen::default();
    let members = answer_members(maker);
    let top = maker
        .shown_thing()
        .map(|(path, _)| shape::pointer("", &path));
    let top = top.unwrap_or_default();
    for parameter in list.parameters.iter().filter(|p| p.place == Place::Query) {
        let bare = crate::clause::pages::bare(&parameter.name);
        let known = MANNERS.contains(&&*bare) || LOOKS.contains(&&*bare);
        if is_page(parameter) || known && !parameter.required {
            continue;
        }
        let choice = one_of(&parameter.schema);
        let listed = !choice.enumeration.is_empty() || is_flag(choice);
        let member = members.iter().find(|(name, _)| *name == parameter.name);
        match member {
            Some((name, schema)) if listed && is_plain(schema) => {
                all.own.push((parameter.pointer(), below(&top, name)));
            }
            _ => {
                let set = parameter.schema.default.as_ref();
                let said = set.is_some_and(|d| !d.is_null()) || {
                    // What its description says stands there, too.
                    let about = parameter.schema.about.to_ascii_lowercase();
                    about.contains("default")
                };
                let time = matches!(choice.format.as_deref(), Some("date" | "date-time"));
                let time = time || TIMES.contains(&&*bare) || bare.contains("date");
                all.open |= time || listed || parameter.required || said;
            }
        }
    }
    all
}

/// Whether a parameter says how entries are shown, or looks for a text in them.
pub(super) fn is_manner(name: &str) -> bool {
    let bare = crate::clause::pages::bare(name);
    MANNERS.contains(&&*bare) || LOOKS.contains(&&*bare)
}

fn is_flag(schema: &Schema) -> bool {
    schema.types.iter().any(|t| t == "boolean")
}

fn is_plain(schema: &Schema) -> bool {
    schema.items.is_none() && schema.properties.is_empty()
}

fn answer_members(operation: &Operation) -> Vec<(&str, &Schema)> {
    let own = operation.shown_members().iter();
    own.map(|p| (p.name.as_str(), &p.schema)).collect()
}

/// The lists that a body holds: itself, and those of its members and theirs.
fn lists(body: &Value, deep: usize) -> Vec<&Vec<Value>> {
    match body {
        Value::Array(own) => vec![own],
        Value::Object(map) if deep < 3 => map.values().flat_map(|v| lists(v, deep + 1)).collect(),
        _ => Vec::new(),
    }
}

/// One list that was answered with.
struct Shown {
    step: usize,
    body: Value,
    length: usize,
    /// A header leads on to more.
    more: bool,
}

pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let ids = shows::ids(walk.seen, made, answer);
    let Some((name, _)) = ids.first() else {
        return Err(Judgement::Unseen(
            "nothing tells what was made from the rest".into(),
        ));
    };
    let (step, first) = walk.done(Role::List)?;
    let shown = |step: usize, response: &Response| {
        let body = wire::free_body(response).ok()?;
        let lists = lists(&body, 0);
        let length = match lists.as_slice() {
            [] => return None,
            [own] => own.len(),
            _ => shows::entries(&body)?.len(),
        };
        let held = lists
            .iter()
            .any(|l| l.iter().any(|e| shows::is_of(e, &ids)));
        let link = response.header("link").unwrap_or_default();
        let more = link.to_ascii_lowercase().contains("next");
        let shown = Shown {
            step,
            body,
            length,
            more,
        };
        Some((shown, held))
    };
    let plain = shown(step, first);
    let own = walk
        .answers(Role::Page)
        .into_iter()
        .filter_map(|(step, e)| {
            let response = e.answer.as_ref().ok().filter(|r| r.status == 200)?;
            shown(step, response)
        });
    let pages: Vec<(Shown, bool)> = own.collect();
    if plain.iter().chain(&pages).any(|(_, held)| *held) {
        return Ok(Judgement::Held);
    }
    let Some((plain, _)) = plain else {
        return Err(unseen(Role::List, "answered with no list"));
    };
    let message = walk.seen.message(step);
    let list = message.and_then(|m| walk.seen.contract.operation(&m.operation));
    let Some(list) = list else {
        return Err(unseen(Role::List, "answered with no list"));
    };
    let pages: Vec<Shown> = pages.into_iter().map(|(page, _)| page).collect();
    if let Some(why) = may_leave_out(walk, list, name, &plain, answer) {
        return Err(Judgement::Unseen(why));
    }
    let last = whole(list, walk.seen.operation, plain, pages).map_err(Judgement::Unseen)?;
    Ok(Judgement::broken(
        Kept::Listed.in_words().into(),
        last.1,
        (last.0, 0),
    ))
}

/// What a list shows that is asked for one value of a member: nothing with another one.
pub(super) fn filtered(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (_, answer) = walk.done(Role::Make)?;
    let made = wire::free_body(answer).unwrap_or_default();
    let body = |e: &Exchange| {
        let response = e
            .answer
            .as_ref()
            .ok()
            .filter(|r| (200..300).contains(&r.status))?;
        wire::free_body(response).ok()
    };
    let others = walk
        .answers(Role::Full)
        .into_iter()
        .filter_map(|(_, e)| body(e));
    let others: Vec<Value> = others.collect();
    let pages = walk.answers(Role::Page);
    if pages.is_empty() {
        return Err(unseen(Role::Page, "was not sent"));
    }
    let mut held = false;
    for (step, exchange) in pages {
        let message = walk.seen.message(step);
        let list = message.and_then(|m| walk.seen.contract.operation(&m.operation));
        let (Some(list), Some(shown)) = (list, body(exchange)) else {
            continue;
        };
        let lists = lists(&shown, 0);
        let [entries] = lists.as_slice() else {
            continue;
        };
        for (at, pointer) in chosen(list, walk.seen.operation).own {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let Some(asked) = made.pointer(&pointer).filter(|v| shows::is_plain(v)) else {
                continue;
            };
            let listed = list.schema_at(&at).map(one_of).is_some_and(|s| {
                s.enumeration.contains(asked) || s.enumeration.is_empty() && asked.is_boolean()
            });
            let values = entries.iter().filter_map(|e| shape::thing(e).1.get(name));
            let mut values = values.filter(|v| kind(v) == kind(asked)).peekable();
            let other = |v: &Value| kind(v) == kind(asked) && !shows::alike(asked, v);
            held |= listed
                && values.peek().is_some()
                && others
                    .iter()
                    .any(|o| shape::thing(o).1.get(name).is_some_and(other));
            if listed && values.any(other) {
                return Ok(Judgement::broken(
                    Kept::Filtered.in_words().into(),
                    format!("an entry with another `{name}` than the list was asked for"),
                    (step, 0),
                ));
            }
        }
    }
    match held {
        true => Ok(Judgement::Held),
        false => Err(Judgement::Unseen(
            "nothing shows that there were things with another value".into(),
        )),
    }
}

fn kind(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

/// Why a list need not hold what was made.
fn may_leave_out(
    walk: &Walk<'_>,
    list: &Operation,
    name: &str,
    plain: &Shown,
    answer: &Response,
) -> Option<String> {
    if let Some(read) = walk.answers(Role::Read).first()
        && !read.1.answer.as_ref().is_ok_and(|r| r.status == 200)
    {
        return Some("what was made cannot be read".into());
    }
    if walk.answers(Role::Read).is_empty() && answer.status != 201 {
        return Some("nothing shows that something was made".into());
    }
    let choice = chosen(list, walk.seen.operation);
    if choice.open {
        return Some(
            "it is not in the list, and a parameter of that may choose what is shown".into(),
        );
    }
    let body = wire::free_body(answer).unwrap_or_default();
    let hides = |name: &String| {
        let small = name.to_ascii_lowercase();
        let chosen = choice
            .own
            .iter()
            .any(|(_, at)| at.ends_with(&below("", name)));
        !chosen && HIDES.iter().any(|part| small.contains(part))
    };
    if let Some(name) = shows::inside(&body).and_then(|m| m.keys().find(|n| hides(n)).cloned()) {
        return Some(format!(
            "it is not in the list, and its `{name}` may keep it out"
        ));
    }
    if lists(&plain.body, 0).len() > 1 {
        return Some("the answer holds several lists, none of them with it".into());
    }
    let item = item_of(list).filter(|s| !s.properties.is_empty());
    let other = item.is_some_and(|s| s.property(name).is_none());
    let entries = lists(&plain.body, 0).into_iter().flatten();
    let others = { entries }.any(|e| e.is_object() && e.get(name).is_none());
    (other || others).then(|| format!("the entries of the list have no `{name}`"))
}

/// The schema of a list's entries.
fn item_of(list: &Operation) -> Option<&Schema> {
    let schema = &list.success_response()?.media.first()?.schema;
    shape::one_of(shape::list(schema)?.1).items.as_deref()
}

/// What shows that a list was seen to its end, and where; else why it was not.
fn whole(
    list: &Operation,
    maker: &Operation,
    plain: Shown,
    pages: Vec<Shown>,
) -> Result<(usize, String), String> {
    let open = "it is in none of the pages that were seen, and there may be more".to_owned();
    let few = |n: usize| n < PAGE || !n.is_multiple_of(4) && !n.is_multiple_of(5);
    let told = |n: usize| format!("a list of {n} entries without it");
    let paging = paging(list);
    if paging.is_none() && chosen(list, maker).own.is_empty() {
        // Who parts a list without saying so does it by round numbers.
        let all = few(plain.length) && !plain.more && !leads_on(&plain.body, plain.length);
        return match all {
            true => Ok((plain.step, told(plain.length))),
            false => Err(format!("{open} ({READING})")),
        };
    }
    let Some(last) = pages
        .iter()
        .position(|page| !is_full(page, list, paging.as_ref()))
    else {
        return Err(open);
    };
    let count: usize = pages[..=last].iter().map(|p| p.length).sum();
    let page = &pages[last];
    let first = last > 0 || few(page.length);
    match first && !page.more && !leads_on(&page.body, count) {
        true => Ok((page.step, told(count))),
        false => Err(open),
    }
}

/// Whether a page is as long as it may be, so that another one may follow.
fn is_full(page: &Shown, list: &Operation, paging: Option<&Paging>) -> bool {
    let Some(paging) = paging else {
        return false;
    };
    if matches!(paging.by, By::Member(_)) {
        return leads_on(&page.body, 0);
    }
    let most = list.schema_at(&paging.size).and_then(|s| s.maximum);
    page.length as f64 >= most.unwrap_or(100.0)
}

/// Whether a body says that there is more than so many entries.
fn leads_on(body: &Value, count: usize) -> bool {
    let Value::Object(map) = body else {
        return false;
    };
    map.iter().any(|(name, value)| {
        let bare = crate::clause::pages::bare(name);
        let onward = bare.starts_with("next") || is_onward(&bare);
        match value {
            Value::String(text) => !text.is_empty() && onward,
            Value::Bool(more) => *more && (bare.contains("more") || bare.contains("next")),
            Value::Number(n) if count > 0 && !onward => {
                let counts = bare.contains("total") || bare == "count";
                counts && n.as_u64().is_some_and(|n| n > count as u64)
            }
            Value::Number(_) => onward,
            Value::Object(inner) if onward => !inner.is_empty(),
            Value::Object(_) => leads_on(value, count),
            _ => false,
        }
    })
}
