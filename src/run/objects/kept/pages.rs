//! A list from its first page to its last one.

use super::{Role, Walk, parents};
use crate::clause::kept::chosen;
use crate::clause::pages::{By, Paging, paging};
use crate::contract::Operation;
use crate::exchange::Message;
use crate::run::Lane;

/// Pages that are asked for.
const PAGES: i64 = 5;
/// Entries of a page where the schema names no most.
const ENTRIES: f64 = 100.0;

impl Lane<'_> {
    /// Asks for the pages of a list, each as long as it may be, of what was made by what it shows.
    pub(super) fn pages(
        &self,
        walk: &mut Walk,
        maker: &Operation,
        list: &Operation,
        plain: &Message,
    ) {
        let own = chosen(list, maker).own;
        let mut fill = parents(maker, list);
        let has_parents = !fill.is_empty();
        fill.extend(own.iter().cloned());
        let Some(Paging { size, at, by }) = paging(list) else {
            if !own.is_empty() {
                walk.follow(Role::Page, plain.clone(), fill);
            }
            return;
        };
        let schema = list.schema_at(&size);
        let limit = schema.and_then(|s| s.maximum).unwrap_or(ENTRIES);
        let limit = limit.clamp(1.0, 1_000.0) as i64;
        let mut page = plain.clone();
        page.set(&size, Some(limit.into()));
        match by {
            By::Number(first, second) => {
                let steps = list.schema_at(&at).is_some_and(|_| counts_entries(&at));
                for number in 0..PAGES {
                    let mut page = page.clone();
                    let on = if steps { limit } else { second - first };
                    page.set(&at, Some((first + number * on).into()));
                    walk.follow(Role::Page, page, fill.clone());
                }
            }
            By::Member(pointer) => {
                walk.follow(Role::Page, page.clone(), fill);
                // What leads on stands in the page before, and what else is filled in what was made.
                for _ in 1..PAGES {
                    if has_parents || !own.is_empty() {
                        break;
                    }
                    let of = walk.steps.len() - 1;
                    let fill = vec![(at.clone(), pointer.clone())];
                    walk.follow_of(of, Role::Page, page.clone(), fill);
                }
            }
        }
    }
}

/// Whether a parameter says how many entries come before.
fn counts_entries(at: &str) -> bool {
    crate::clause::pages::is_offset(at.rsplit('/').next().unwrap_or_default())
}
