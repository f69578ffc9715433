//! What a run made and did not delete, of things that some operation deletes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Values;
use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Operation};
use crate::exchange::{Case, Exchange, Message, Request, Step, Taken};
use crate::run::Lane;
use crate::run::driver::Driver;
use crate::wire;

/// Things that are kept in mind; the rest is counted.
const MOST: usize = 20_000;
/// Ids of one operation that are told.
const TOLD: usize = 5;
/// Rounds of deleting: what another thing needs can be deleted when that one is gone.
const ROUNDS: usize = 2;

/// What a run made.
#[derive(Default)]
pub(super) struct Left {
    /// By what made it: the operation that deletes it.
    ways: BTreeMap<String, (String, Tie)>,
    /// By an operation that deletes all that its path holds: what makes such things.
    emptied: BTreeMap<String, Vec<String>>,
    all: RefCell<Vec<Made>>,
    /// Things beyond those that are kept in mind.
    more: Cell<usize>,
}

struct Made {
    producer: String,
    /// What the path of the request that deletes it holds.
    values: Values,
}

impl Left {
    pub(super) fn of(contract: &Contract, ties: &Ties) -> Self {
        let mut ways = BTreeMap::new();
        for tie in ties.all().filter(|t| t.kind != Kind::Listed) {
            let Some(operation) = contract.operation(&tie.operation) else {
                continue;
            };
            let name = tie.at().strip_prefix("/path/").unwrap_or_default();
            let path = operation.path.trim_end_matches('/');
            if operation.method == "DELETE" && path.ends_with(&format!("/{{{name}}}")) {
                ways.entry(tie.producer.clone())
                    .or_insert_with(|| (operation.id.clone(), tie.clone()));
            }
        }
        let bare = |o: &Operation| o.path.trim_end_matches('/').to_owned();
        let empties = contract.operations.iter().filter(|o| o.method == "DELETE");
        let emptied = empties.filter(|o| !bare(o).ends_with('}')).map(|o| {
            let (own, below) = (bare(o), format!("{}/", bare(o)));
            let made = contract.operations.iter().filter(|m| {
                let path = bare(m);
                ways.contains_key(&m.id) && (path == own || path.starts_with(&below))
            });
            (o.id.clone(), made.map(|m| m.id.clone()).collect())
        });
        let emptied = emptied.collect();
        Left {
            ways,
            emptied,
            ..Left::default()
        }
    }

    /// Forgets everything: the target was brought back to baseline.
    pub(super) fn clear(&self) {
        self.all.borrow_mut().clear();
        self.more.set(0);
    }

    fn note(&self, operation: &Operation, message: &Message, exchange: &Exchange) {
        let Ok(response) = &exchange.answer else {
            return;
        };
        if !(200..300).contains(&response.status) || exchange.request.method != operation.method {
            return;
        }
        if operation.method == "DELETE" {
            let mut all = self.all.borrow_mut();
            let own = |made: &Made| {
                let way = self.ways.get(&made.producer);
                way.is_some_and(|(delete, _)| *delete == operation.id)
                    && made.values.iter().all(|(at, v)| {
                        let held = message.get(at);
                        held.is_some_and(|h| wire::plain(h) == wire::plain(v))
                    })
            };
            if let Some(makers) = self.emptied.get(&operation.id) {
                all.retain(|made| !makers.contains(&made.producer));
                return;
            }
            all.retain(|made| !own(made));
            // What was made below a thing goes with it.
            let last = operation.path.rsplit('{').next().unwrap_or_default();
            let last = format!("/path/{}", last.trim_end_matches(['}', '/']));
            if let Some(gone) = message.get(&last).map(wire::plain) {
                let below = |made: &Made| {
                    let mut parents = made.values.iter().skip(1);
                    parents.any(|(at, v)| *at == last && wire::plain(v) == gone)
                };
                all.retain(|made| !below(made));
            }
            return;
        }
        let Some((_, tie)) = self.ways.get(&operation.id) else {
            return;
        };
        // What its own path names was there before unless the answer says that it is new.
        if tie.kind == Kind::Named && response.status != 201 {
            return;
        }
        let told = tie.fills.iter().map(|(at, origin)| {
            let value = wire::told(origin, message, response, 0).ok()?;
            Some((at.clone(), value))
        });
        let Some(values) = told.collect::<Option<Values>>() else {
            return;
        };
        let mut all = self.all.borrow_mut();
        let known = |made: &Made| made.producer == operation.id && made.values == values;
        match all.len() < MOST {
            _ if all.iter().rev().take(64).any(known) => {}
            true => all.push(Made {
                producer: operation.id.clone(),
                values,
            }),
            false => self.more.set(self.more.get() + 1),
        }
    }

    /// What is left, in words, by what made it.
    fn lines(&self, contract: &Contract) -> Vec<String> {
        let all = self.all.borrow();
        let mut by: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for made in all.iter() {
            let id = made.values.first().map(|(_, v)| wire::plain(v));
            by.entry(&made.producer).or_default().extend(id);
        }
        let mut lines = Vec::new();
        for (producer, ids) in by {
            let more = match ids.len().saturating_sub(TOLD) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let shown = ids
                .iter()
                .take(TOLD)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            lines.push(format!(
                "{}/{producer}: {} created and not deleted: {shown}{more}",
                contract.name,
                ids.len()
            ));
        }
        if self.more.get() > 0 {
            lines.push(format!(
                "{} things more were created and not deleted",
                self.more.get()
            ));
        }
        lines
    }
}

impl Lane<'_> {
    /// Takes note of what a case made and deleted.
    pub(in crate::run) fn note_made(&self, operation: &Operation, case: &Case, one: &Taken) {
        if !self.options.cleanup || self.objects.left.ways.is_empty() {
            return;
        }
        for exchange in &one.exchanges {
            let message = match case.steps.get(one.step) {
                Some(Step::Send(message)) if message.operation == operation.id => {
                    Some(message.clone())
                }
                _ => {
                    let read = Request {
                        body: None,
                        ..exchange.request.clone()
                    };
                    wire::decode(operation, &read, &wire::Writing::default())
                }
            };
            if let Some(message) = message {
                self.objects.left.note(operation, &message, exchange);
            }
        }
    }

    /// Deletes what the run made and did not delete, the newest first.
    pub(in crate::run) async fn remove_made(&self, driver: &mut Driver<'_>) {
        for _ in 0..ROUNDS {
            let all = std::mem::take(&mut *self.objects.left.all.borrow_mut());
            let before = all.len();
            let mut kept = Vec::new();
            for made in all.into_iter().rev() {
                if !self.remove(driver, &made).await {
                    kept.push(made);
                }
            }
            kept.reverse();
            let after = kept.len();
            *self.objects.left.all.borrow_mut() = kept;
            if after == 0 || after == before {
                break;
            }
        }
        let left = self.objects.left.lines(self.contract);
        self.totals.left_behind.borrow_mut().extend(left);
    }

    async fn remove(&self, driver: &mut Driver<'_>, made: &Made) -> bool {
        let way = self.objects.left.ways.get(&made.producer);
        let Some(delete) = way.and_then(|(delete, _)| self.contract.operation(delete)) else {
            return false;
        };
        let Some(kit) = self.kits.get(&delete.id) else {
            return false;
        };
        // What else the request needs is as in the plain one.
        for at in made.values.iter().map(|(at, _)| at) {
            kit.lack(at, None);
        }
        let settings = self.settings(driver.writing.clone());
        let plain = kit.making(&settings, crate::generate::Newness::Plain, None);
        let mut message = plain.unwrap_or_else(|_| Message {
            operation: delete.id.clone(),
            ..Message::default()
        });
        for (at, value) in &made.values {
            message.set(at, Some(value.clone()));
        }
        let request = wire::encode(delete, &message, &driver.writing);
        let answer = driver.ask(&request).await;
        let status = answer.ok().and_then(|e| Some(e.answer.ok()?.status));
        matches!(status, Some(200..=299 | 404 | 410))
    }
}
