//! Pages of lists: the second one does not repeat the first and leaves nothing out, following what leads on
//! comes to an end, none is longer than was asked for, and what counts them all does not count one page.

mod size;
mod total;
mod whole;

use serde_json::Value;

use super::judge::{Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Operation, PAGE_TOKENS, Parameter, Place, Schema, shape};
use crate::exchange::{Exchange, below};
use crate::wire;

/// Names of parameters that say how many entries a page has.
const SIZES: [&str; 13] = [
    "limit",
    "perpage",
    "pagesize",
    "size",
    "count",
    "top",
    "maxresults",
    "maxitems",
    "take",
    "rows",
    "pagelimit",
    "itemsperpage",
    "resultsperpage",
];
/// Of those that say how many entries stand before it.
const OFFSETS: [&str; 4] = ["offset", "skip", "startindex", "pageoffset"];
/// Of those that number pages.
const NUMBERS: [&str; 5] = ["page", "pagenumber", "pageno", "pageindex", "pagenum"];
/// Of those that lead to the page before.
const BACK: [&str; 2] = ["before", "endingbefore"];
/// Of members that say what leads on.
const ONWARD: [&str; 9] = [
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "cursor",
    "continuation",
    "continuationtoken",
    "nextmarker",
    "next",
    "endcursor",
];

/// Tags of the requests of a case.
pub const COUNTED: &str = "counted";
/// The same where each page says what leads on.
pub const FOLLOWED: &str = "followed";

/// How a list is parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// Place of the parameter that says how many entries a page has.
    pub size: String,
    /// Place of the one that says which page it is.
    pub at: String,
    /// How.
    pub by: By,
}

/// What tells one page from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Numbers, of the first page and of the second one.
    Number(i64, i64),
    /// What stands at this pointer of the page before.
    Member(String),
}

/// One thing that holds for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// None is the one before it.
    Apart,
    /// None is longer than was asked for.
    Size,
    /// No entry lies between two of them.
    Whole,
    /// A number of all entries is none of those of a page.
    Total,
}

impl Page {
    /// What is accepted, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Page::Apart => "a page with what comes behind the one before",
            Page::Size => "no more entries than were asked for",
            Page::Whole => {
                "a page that begins with the entry behind the last one of the page before"
            }
            Page::Total => "a total of no fewer entries than the pages show",
        }
    }
}

/// Clauses of each list with pages.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(paging) = paging(scope.operation) else {
        return Vec::new();
    };
    let duty = match paging.by {
        By::Number(..) => "the second page of a list is not the first one again",
        By::Member(_) => "following the pages of a list leads on",
    };
    let clause = |id: &str, duty: &str, page: Page| {
        scope.clause(
            id.to_owned(),
            duty.to_owned(),
            Cited::implied("", &scope.operation.at),
            Stimulus::Pages(paging.clone()),
            Check::Pages(page),
        )
    };
    let size = "a page of a list is no longer than was asked for";
    let mut all = vec![
        clause("pages/apart", duty, Page::Apart),
        clause("pages/size", size, Page::Size),
        clause(
            "pages/whole",
            "no entry is left out between two pages",
            Page::Whole,
        ),
    ];
    if total::is_documented(scope.operation) {
        let duty = "the total of a list is that of all its pages";
        all.push(clause("pages/total", duty, Page::Total));
    }
    all
}

/// A name in small letters, without what stands between its words.
pub fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether a parameter says how many entries stand before those that are asked for.
pub fn is_offset(name: &str) -> bool {
    OFFSETS.contains(&&*bare(name))
}

/// Whether a parameter says which page of a list is asked for, or how long it is.
pub fn is_page(parameter: &Parameter) -> bool {
    let bare = bare(&parameter.name);
    let counts = [&SIZES[..], &OFFSETS, &NUMBERS];
    let counts = counts.iter().any(|names| names.contains(&&*bare));
    let number = parameter.schema.allows("integer") && parameter.schema.enumeration.is_empty();
    counts && number || is_token(parameter)
}

/// Whether a parameter takes what leads on; an id may do, a time is something else.
fn is_token(parameter: &Parameter) -> bool {
    let uuid = parameter.schema.format.as_deref() == Some("uuid");
    let called = uuid && PAGE_TOKENS.contains(&&*bare(&parameter.name));
    parameter.place == Place::Query && (called || parameter.is_page_token())
}

/// Whether a member says what leads on, by its name.
pub fn is_onward(bare: &str) -> bool {
    ONWARD.contains(&bare)
}

/// The place of the query that is called by one of some names, with its schema: a parameter, or a member of
/// one that holds several (`page[size]`).
fn called<'o>(operation: &'o Operation, names: &[&str]) -> Option<(String, &'o Schema)> {
    let is = |name: &str| names.contains(&&*bare(name));
    let query = || {
        let all = operation.parameters.iter();
        all.filter(|p| p.place == Place::Query)
    };
    let own = query().find(|p| is(&p.name));
    if let Some(own) = own.filter(|p| p.schema.properties.is_empty()) {
        return Some((own.pointer(), &own.schema));
    }
    query().find_map(|p| {
        let mut inner = p.schema.properties.iter();
        let one = inner.find(|m| is(&format!("{}{}", p.name, m.name)))?;
        Some((below(&p.pointer(), &one.name), &one.schema))
    })
}

/// How the list that an operation answers with is parted, where its parameters tell.
pub fn paging(operation: &Operation) -> Option<Paging> {
    let codes = operation.success.is_some() || operation.resource.is_some();
    if operation.method != "GET" || codes {
        return None;
    }
    let media = operation.success_response()?.media.first()?;
    let schema = &media.schema;
    let silent = schema.types.is_empty() && schema.properties.is_empty();
    let list = |s: &Schema| s.items.is_some() || s.types.iter().any(|t| t == "array");
    let inner = || schema.properties.iter().any(|p| list(&p.schema));
    if !(list(schema) || silent || inner() || shape::list(schema).is_some()) {
        return None;
    }
    let of = |names: &[&str]| called(operation, names);
    let number = |s: &Schema| s.allows("integer");
    let (size, _) = of(&SIZES).filter(|(_, s)| number(s) && s.minimum.is_none_or(|n| n <= 1.0))?;
    if let Some((at, offset)) = of(&OFFSETS).filter(|(_, s)| number(s)) {
        let first = offset.minimum.map_or(0, |n| n.max(0.0) as i64);
        let by = By::Number(first, first + 1);
        return Some(Paging { size, at, by });
    }
    if let Some((at, page)) = of(&NUMBERS).filter(|(_, s)| number(s)) {
        let said = page.default.as_ref().and_then(Value::as_i64);
        let least = page.minimum.map(|n| n as i64);
        let first = said.or(least).filter(|n| (0..=1).contains(n)).unwrap_or(1);
        let by = By::Number(first, first + 1);
        return Some(Paging { size, at, by });
    }
    let forth = |p: &&Parameter| !BACK.contains(&&*bare(&p.name));
    let mut cursors = operation.parameters.iter().filter(|p| is_token(p));
    let cursor = cursors.find(forth)?;
    let member = schema.properties.iter().find(|p| {
        let text = p.schema.allows("string") || p.schema.any_of.iter().any(|s| s.allows("string"));
        text && ONWARD.contains(&&*bare(&p.name))
    })?;
    Some(Paging {
        size,
        at: cursor.pointer(),
        by: By::Member(below("", &member.name)),
    })
}

/// Judges one thing about the pages of a list.
pub(super) fn judge(page: Page, seen: &Seen<'_>) -> Judgement {
    if page == Page::Size {
        return size::judge(seen);
    }
    let size = paging(seen.operation).map(|p| p.size);
    let sized = |step: usize| {
        let message = seen.message(step).zip(size.as_ref());
        message.is_some_and(|(m, size)| m.get(size).is_some())
    };
    let all = seen.taken.iter().filter(|taken| sized(taken.step));
    let pages = all.map(|taken| {
        let exchange = taken.exchanges.last();
        (taken.step, exchange.and_then(entries))
    });
    let pages: Vec<_> = pages.collect();
    let follows = seen.case.tag.as_deref() == Some(FOLLOWED);
    match (page, follows) {
        (Page::Whole, true) => whole::followed(&pages),
        (Page::Whole, false) => whole::counted(&pages),
        (Page::Total, _) => total::judge(seen),
        (_, true) => followed(single(&pages)),
        (_, false) => counted(&pages),
    }
}

/// The pages that follow each other, of one entry each: a wider one stands before and behind them.
fn single(pages: &[Shown]) -> &[Shown] {
    pages
        .split_first()
        .and_then(|(_, rest)| rest.split_last())
        .map_or(&[], |(_, pages)| pages)
}

type Shown = (usize, Option<Vec<Value>>);

fn entries(exchange: &Exchange) -> Option<Vec<Value>> {
    let response = exchange.answer.as_ref().ok()?;
    if response.status != 200 {
        return None;
    }
    let body = wire::free_body(response).ok()?;
    super::kept::entries(&body).cloned()
}

/// Two entries, then the first one, then the second one, then both again: where both are told apart and
/// their order stays, the second page is not the first one.
fn counted(pages: &[Shown]) -> Judgement {
    let unseen = |why: &str| Judgement::Unseen(why.to_owned());
    let [both, one, two, again, ..] = pages else {
        return unseen("a page was not sent");
    };
    let ((_, Some(both)), (_, Some(one)), (step, Some(two)), (_, Some(again))) =
        (both, one, two, again)
    else {
        return unseen("a page was refused, or is no list");
    };
    if both != again {
        return unseen("the list has another order, or other entries, each time");
    }
    match both.as_slice() {
        [first, second] if first != second => {}
        [_, _] => return unseen("its entries are alike"),
        some if some.len() > 2 => return unseen("a page is longer than was asked for"),
        _ => return unseen("it holds fewer than two entries"),
    }
    if one.len() != 1 {
        return unseen("a page has another size than was asked for");
    }
    match one == two {
        true => Judgement::broken(
            Page::Apart.in_words().into(),
            "the first page again in place of the second".to_owned(),
            (*step, 0),
        ),
        false => Judgement::Held,
    }
}

fn followed(pages: &[Shown]) -> Judgement {
    let shown: Vec<_> = pages
        .iter()
        .filter_map(|(step, p)| Some((*step, p.as_ref()?)))
        .collect();
    for pair in shown.windows(2) {
        let [(_, one), (step, two)] = pair else {
            continue;
        };
        if !one.is_empty() && one == two {
            return Judgement::broken(
                Page::Apart.in_words().into(),
                "the page before once more, behind what leads on from it".to_owned(),
                (*step, 0),
            );
        }
    }
    match shown.len() {
        0 | 1 => Judgement::Unseen("no page leads on to another one".into()),
        _ => Judgement::Held,
    }
}
