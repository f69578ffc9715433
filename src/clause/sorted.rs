//! A list that is asked to be sorted by a member of its entries is, where the contract lists what may be
//! asked for.

use std::cmp::Ordering;

use serde_json::Value;

use super::judge::{Judgement, Seen};
use super::pages::{bare, paging};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Operation, Parameter, Place, Property, Schema};
use crate::wire;

/// Names of parameters that say by what a list is sorted.
const SORTS: [&str; 8] = [
    "sort",
    "sortby",
    "order",
    "orderby",
    "ordering",
    "sortfield",
    "sortkey",
    "sorting",
];
/// Of those that say in which direction.
const DIRECTIONS: [&str; 8] = [
    "order",
    "direction",
    "dir",
    "sortorder",
    "sortdirection",
    "sortdir",
    "orderdirection",
    "orderdir",
];
/// Members whose greatest value may be meant to come first whichever way is asked for.
const MEANT: [&str; 7] = [
    "priority",
    "rank",
    "importance",
    "severity",
    "relevance",
    "score",
    "popularity",
];
/// Orders that are asked for.
const MOST: usize = 6;
/// What is accepted, in words.
pub(super) const EXPECTED: &str = "entries in the order that was asked for";

/// An order that a list may be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Values that ask for it, by place.
    pub asks: Vec<(String, Value)>,
    /// Member of the entries.
    pub member: String,
    /// Whether the greatest comes first.
    pub down: bool,
}

/// The clause of a list that can be sorted.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let orders = orders(scope.operation);
    let Some(at) = orders.first().and_then(|o| o.asks.first()) else {
        return Vec::new();
    };
    let word = scope.word(&at.0);
    vec![scope.clause(
        format!("sorted/{word}"),
        format!("a list is sorted as {word} asks for"),
        Cited::implied("", &scope.operation.at),
        Stimulus::Sorted(orders.clone()),
        Check::Sorted,
    )]
}

/// The schema of the entries of a list.
fn item_of(operation: &Operation) -> Option<&Schema> {
    let schema = &operation.success_response()?.media.first()?.schema;
    let mut lists = schema
        .properties
        .iter()
        .filter_map(|p| p.schema.items.as_deref());
    let (one, other) = (lists.next(), lists.next());
    let inner = one.filter(|_| other.is_none());
    schema.items.as_deref().or(inner)
}

/// The orders that the parameters of a list offer: members of its entries, each with a direction.
pub fn orders(operation: &Operation) -> Vec<Order> {
    if operation.method != "GET" || operation.success.is_some() || operation.resource.is_some() {
        return Vec::new();
    }
    let Some(item) = item_of(operation) else {
        return Vec::new();
    };
    let query = || {
        operation
            .parameters
            .iter()
            .filter(|p| p.place == Place::Query)
    };
    let listed = |p: &&Parameter| !p.schema.enumeration.is_empty();
    let by = query().filter(listed).find_map(|p| {
        let known = SORTS.contains(&&*bare(&p.name));
        let all = p.schema.enumeration.iter().filter_map(|v| {
            let (member, down) = parts(v.as_str()?);
            let own = item.properties.iter();
            let mut own = own.filter(|p| bare(&p.name) == bare(member) && is_plain(p));
            Some((v.clone(), own.next()?.name.clone(), down))
        });
        let all: Vec<(Value, String, Option<bool>)> = all.collect();
        (known && !all.is_empty()).then_some((p, all))
    });
    let Some((by, values)) = by else {
        return Vec::new();
    };
    let mut turn = query().filter(listed).filter(|p| p.name != by.name);
    let turn = turn.find(|p| DIRECTIONS.contains(&&*bare(&p.name)));
    let mut all = Vec::new();
    for (value, member, down) in &values {
        let asks = vec![(by.pointer(), value.clone())];
        let other = |d: &Option<bool>| *d == Some(true);
        // A name alone goes up where the same one can be asked to go down.
        let paired = values.iter().any(|(_, m, d)| m == member && other(d));
        match (down, turn) {
            (Some(down), None) => all.push((asks, member, *down)),
            (None, None) if paired => all.push((asks, member, false)),
            (None, Some(turn)) => {
                for said in &turn.schema.enumeration {
                    let Some(down) = said.as_str().and_then(direction) else {
                        continue;
                    };
                    let mut asks = asks.clone();
                    asks.push((turn.pointer(), said.clone()));
                    all.push((asks, member, down));
                }
            }
            _ => {}
        }
    }
    let made = all.into_iter().map(|(asks, member, down)| Order {
        asks,
        member: member.clone(),
        down,
    });
    made.take(MOST).collect()
}

/// Whether a word means down.
fn direction(word: &str) -> Option<bool> {
    match &*word.to_ascii_lowercase() {
        "asc" | "ascending" => Some(false),
        "desc" | "descending" => Some(true),
        _ => None,
    }
}

/// The member that a value names, with a direction where it says one: `-price`, `price:desc`, `price_asc`.
fn parts(value: &str) -> (&str, Option<bool>) {
    if let Some(member) = value.strip_prefix('-') {
        return (member, Some(true));
    }
    if let Some(member) = value.strip_prefix('+') {
        return (member, Some(false));
    }
    let ends = value.rsplit_once([':', ',', ' ', '.', '_', '-']);
    match ends.and_then(|(member, end)| Some((member, direction(end)?))) {
        Some((member, down)) => (member, Some(down)),
        None => (value, None),
    }
}

fn is_plain(member: &Property) -> bool {
    let schema = &member.schema;
    let plain = ["string", "integer", "number"];
    let own = schema.types.iter().any(|t| plain.contains(&t.as_str()));
    own && schema.enumeration.is_empty() && !MEANT.contains(&&*bare(&member.name))
}

/// Places and sizes of the longest page of a list.
pub fn widest(operation: &Operation) -> Option<(String, i64)> {
    let paging = paging(operation)?;
    let most = operation.schema_at(&paging.size).and_then(|s| s.maximum);
    Some((paging.size, most.unwrap_or(50.0).clamp(1.0, 100.0) as i64))
}

/// How two values stand to each other, where every way to sort says the same of them.
fn compare(one: &Value, other: &Value, time: bool) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) if time => {
            let alike = a.len() == b.len() && a.is_ascii() && b.is_ascii();
            // Other offsets are other times.
            let zone = |t: &str| t.len() == 10 || t.ends_with('Z');
            (alike && zone(a) && zone(b)).then(|| a.cmp(b))
        }
        (Value::String(a), Value::String(b)) => {
            let first = |t: &str| t.chars().next().filter(char::is_ascii_lowercase);
            let (a, b) = (first(a)?, first(b)?);
            // Letters that stand elsewhere in some languages show nothing.
            let sure = |c: char| !matches!(c, 'v' | 'w' | 'y' | 'z');
            (a != b && sure(a) && sure(b)).then(|| a.cmp(&b))
        }
        _ => None,
    }
}

/// Each order is asked for twice: it is broken where both answers go another way in more places than one.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let orders = orders(seen.operation);
    let item = item_of(seen.operation);
    let mut held = false;
    let stays = stays(seen);
    let mut earlier: Option<(&Order, Vec<Value>)> = None;
    for taken in seen.taken {
        let message = seen.message(taken.step);
        let asked = |o: &&Order| {
            let mut asks = o.asks.iter();
            asks.all(|(at, v)| message.and_then(|m| m.get(at)) == Some(v))
        };
        let Some(order) = orders.iter().find(asked) else {
            continue;
        };
        let body = taken.exchanges.last().and_then(|e| {
            let response = e.answer.as_ref().ok().filter(|r| r.status == 200)?;
            wire::free_body(response).ok()
        });
        let Some(body) = body else {
            continue;
        };
        let Some(entries) = super::kept::entries(&body) else {
            continue;
        };
        let values = entries.iter().filter_map(|e| e.get(&order.member).cloned());
        let values: Vec<Value> = values.filter(|v| !v.is_null()).collect();
        let member = item.and_then(|s| s.property(&order.member));
        let format = member.and_then(|p| p.schema.format.as_deref());
        let time = matches!(format, Some("date" | "date-time"));
        let (right, wrong) = ways(&values, order.down, time);
        held |= wrong == 0 && right > 1;
        let beyond = |e: &&Value| {
            let own = e.get(&order.member);
            own.is_some_and(|v| is_beyond(v, &values, order.down, time))
        };
        let before = earlier.take();
        let same = before.is_some_and(|(own, list)| own == order && list == values);
        // One entry out of its place may be kept on top; all of them may not.
        if same && (wrong > 1 || wrong == 1 && right == 0 && values.len() > 2) {
            let way = if order.down { "down" } else { "up" };
            let got = format!("`{}` that does not go {way}", order.member);
            return Judgement::broken(EXPECTED.to_owned(), got, (taken.step, 0));
        }
        if same && stays.iter().any(|e| beyond(&e)) {
            let end = if order.down { "greatest" } else { "least" };
            let got = format!("a page without the {end} `{}`", order.member);
            return Judgement::broken(EXPECTED.to_owned(), got, (taken.step, 0));
        }
        earlier = Some((order, values));
    }
    match held {
        true => Judgement::Held,
        false => Judgement::Unseen("no list was seen with values that tell an order".into()),
    }
}

/// Entries that the first answer and the last one hold.
fn stays(seen: &Seen<'_>) -> Vec<Value> {
    let of = |taken: Option<&crate::exchange::Taken>| {
        let response = taken?.exchanges.last()?.answer.as_ref().ok()?;
        let body = wire::free_body(response).ok()?;
        super::kept::entries(&body).cloned()
    };
    let first = of(seen.taken.first()).unwrap_or_default();
    let last = of(seen.taken.last()).unwrap_or_default();
    first.into_iter().filter(|e| last.contains(e)).collect()
}

/// Whether a value belongs before all that a page shows.
fn is_beyond(value: &Value, page: &[Value], down: bool, time: bool) -> bool {
    let way = if down {
        Ordering::Greater
    } else {
        Ordering::Less
    };
    let mut all = page.iter();
    !page.is_empty() && all.all(|own| compare(value, own, time) == Some(way))
}

/// Neighbours that stand in the order, and those that do not.
fn ways(values: &[Value], down: bool, time: bool) -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    for pair in values.windows(2) {
        let [one, other] = pair else {
            continue;
        };
        let way = compare(one, other, time).map(|o| if down { o.reverse() } else { o });
        match way {
            Some(Ordering::Less) => right += 1,
            Some(Ordering::Greater) => wrong += 1,
            _ => {}
        }
    }
    (right, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_names_a_member_and_a_direction() {
        assert_eq!(parts("-price"), ("price", Some(true)));
        assert_eq!(parts("price"), ("price", None));
        assert_eq!(parts("created_at"), ("created_at", None));
        assert_eq!(parts("created_at_desc"), ("created_at", Some(true)));
        assert_eq!(parts("name:asc"), ("name", Some(false)));
    }

    #[test]
    fn a_page_holds_what_comes_first() {
        let page = [json!(3), json!(3)];
        assert!(is_beyond(&json!(9), &page, true, false));
        assert!(!is_beyond(&json!(9), &page, false, false));
        assert!(!is_beyond(&json!(3), &page, true, false));
        assert!(!is_beyond(&json!(9), &[], true, false));
    }

    #[test]
    fn only_what_every_language_sorts_alike_is_compared() {
        let sure = |a: Value, b: Value| compare(&a, &b, false);
        assert_eq!(sure(json!(9), json!(10)), Some(Ordering::Less));
        assert_eq!(sure(json!("a"), json!("B")), None);
        assert_eq!(sure(json!("zeta"), json!("tau")), None);
        assert_eq!(sure(json!("beta"), json!("alpha")), Some(Ordering::Greater));
    }
}
