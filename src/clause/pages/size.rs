//! A page is no longer than was asked for.

use serde_json::Value;

use super::{Page, entries, paging};
use crate::clause::judge::{Judgement, Seen};
use crate::contract::shape;
use crate::wire;

/// Entries up to which a target may fill a page, however few are asked for, where the contract is silent.
const FEW: usize = 10;

/// Each page against the number that was asked for, which the contract allows.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let unseen = |why: &str| Judgement::Unseen(why.to_owned());
    let Some(paging) = paging(seen.operation) else {
        return unseen("the list has no pages");
    };
    let schema = seen.operation.schema_at(&paging.size);
    let least = schema.and_then(|s| s.minimum);
    let usual = schema.and_then(|s| s.default.as_ref());
    let (mut least_full, mut all) = (usize::MAX, Vec::new());
    for taken in seen.taken {
        let own = seen.message(taken.step);
        let asked = own.and_then(|m| m.get(&paging.size));
        let left_out = own.is_some() && asked.is_none();
        let asked = asked.or(usual.filter(|_| left_out));
        let page = taken.exchanges.last().and_then(|e| Some((e, entries(e)?)));
        let (Some(asked), Some((exchange, page))) = (asked.and_then(Value::as_u64), page) else {
            continue;
        };
        let asked = asked as usize;
        if page.len() == asked {
            least_full = least_full.min(asked);
        }
        let new = page.iter().filter(|e| !all.contains(*e)).cloned();
        let new: Vec<Value> = new.collect();
        all.extend(new);
        if page.len() <= asked {
            continue;
        }
        let body = exchange
            .answer
            .as_ref()
            .ok()
            .and_then(|r| wire::free_body(r).ok());
        if body.is_none_or(|b| lists(&b) != 1) {
            return unseen("the answer holds several lists");
        }
        // Who says nothing of the least number may have one of his own, which is a round one.
        let said = least.is_some_and(|least| least <= asked as f64);
        let said = said || left_out;
        let round =
            page.len() <= FEW || page.len().is_multiple_of(4) || page.len().is_multiple_of(5);
        if !said && round {
            return unseen(
                "a page is longer than was asked for, and the contract names no least number",
            );
        }
        let for_it = match left_out {
            true => "is the default",
            false => "were asked for",
        };
        let got = format!("a page of {} entries, where {asked} {for_it}", page.len());
        return Judgement::broken(Page::Size.in_words().into(), got, (taken.step, 0));
    }
    // A list that holds no more than was asked for shows nothing of it.
    match all.len() > least_full {
        true => Judgement::Held,
        false => unseen("the list was not seen to hold more than a page"),
    }
}

/// Lists that a body is, or holds in its members.
fn lists(body: &Value) -> usize {
    match body {
        Value::Array(_) => 1,
        Value::Object(_) => {
            // Beside the list that is meant, where that stands.
            let Some((path, _)) = shape::list(body) else {
                return 0;
            };
            let around = path.split_last().map_or(&[][..], |(_, around)| around);
            let own = body.pointer(&shape::pointer("", around));
            let own = own.and_then(Value::as_object).into_iter().flatten();
            let lists = own.filter(|(_, v)| v.is_array());
            lists
                .filter(|(name, _)| path.last() == Some(name) || !shape::is_aside(name))
                .count()
        }
        _ => 0,
    }
}
