//! A number of all entries of a list.

use serde_json::Value;

use super::{Page, bare, entries};
use crate::clause::judge::{Judgement, Seen};
use crate::contract::{Operation, Schema};
use crate::exchange::Response;
use crate::wire;

/// Names of members and headers that count all entries, whichever page is asked for.
const TOTALS: [&str; 9] = [
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalelements",
    "totalrecords",
    "totalentries",
    "xtotalcount",
    "xtotal",
];

fn is_total(name: &str) -> bool {
    TOTALS.contains(&&*bare(name))
}

/// Whether a header says which of how many entries are shown (RFC 9110, section 14.4).
fn is_range(name: &str) -> bool {
    name.eq_ignore_ascii_case("content-range")
}

/// Whether the contract describes such a number beside the entries.
pub(super) fn is_documented(operation: &Operation) -> bool {
    let Some(response) = operation.success_response() else {
        return false;
    };
    let number = |s: &Schema| s.allows("integer") && s.items.is_none();
    let counts = |s: &Schema| {
        let mut own = s.properties.iter();
        own.any(|p| is_total(&p.name) && number(&p.schema))
    };
    let member = response.media.first().is_some_and(|m| {
        let inner = m.schema.properties.iter();
        counts(&m.schema) || inner.map(|p| &p.schema).any(counts)
    });
    let header = |name: &str| is_total(name) || is_range(name);
    member || response.headers.iter().any(|h| header(&h.name))
}

/// The number that an answer gives, in a member or in a header.
fn given(response: &Response) -> Vec<u64> {
    let of = |map: &serde_json::Map<String, Value>| {
        let own = map.iter().filter(|(name, _)| is_total(name));
        own.filter_map(|(_, v)| v.as_u64()).collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    if let Ok(Value::Object(map)) = wire::free_body(response) {
        all.extend(of(&map));
        for inner in map.values().filter_map(Value::as_object) {
            all.extend(of(inner));
        }
    }
    let headers = response.headers.iter().filter(|(name, _)| is_total(name));
    all.extend(headers.filter_map(|(_, v)| v.trim().parse::<u64>().ok()));
    let ranges = response.headers.iter().filter(|(name, _)| is_range(name));
    // Bytes are counted where a file is sent in parts.
    let ranges = ranges.filter(|(_, v)| !v.trim_start().starts_with("bytes"));
    let ranges = ranges.filter_map(|(_, v)| v.rsplit_once('/'));
    all.extend(ranges.filter_map(|(_, whole)| whole.trim().parse::<u64>().ok()));
    all
}

/// The same list in pages of two sizes: a number that goes with the length of the page, and is less than the
/// entries that were seen, counts that page.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let mut shown: Vec<(usize, Vec<Value>, Vec<u64>)> = Vec::new();
    for taken in seen.taken {
        let Some(exchange) = taken.exchanges.last() else {
            continue;
        };
        if let (Some(page), Ok(response)) = (entries(exchange), &exchange.answer) {
            shown.push((taken.step, page, given(response)));
        }
    }
    let unseen = |why: &str| Judgement::Unseen(why.to_owned());
    let widest = shown.iter().map(|(_, page, _)| page.len()).max();
    let Some(widest) = widest.filter(|n| *n > 1) else {
        return unseen("the list was not seen to hold more than one entry");
    };
    let narrow = |page: &Vec<Value>| !page.is_empty() && page.len() < widest;
    let Some((step, page, few)) = shown
        .iter()
        .find(|(_, p, all)| narrow(p) && !all.is_empty())
    else {
        return unseen("no shorter page was seen beside a number of all entries");
    };
    for (place, total) in few.iter().enumerate() {
        let goes_with = |(_, p, all): &(usize, Vec<Value>, Vec<u64>)| {
            p.is_empty() || all.get(place) == Some(&(p.len() as u64))
        };
        if *total == page.len() as u64 && shown.iter().all(goes_with) {
            let got = format!("a total of {total}, where the list holds {widest} entries or more");
            return Judgement::broken(Page::Total.in_words().into(), got, (*step, 0));
        }
    }
    Judgement::Held
}
