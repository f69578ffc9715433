//! What a run leaves on a target: created resources by id, and made-up names that were taken.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::Value;

use super::driver::is_short;
use crate::clause::lifecycle::created_id;
use crate::contract::{Contract, Operation, Schema};
use crate::exchange::Exchange;
use crate::wire::{self, Nature};

/// Names under one operation that are told; the rest is counted.
const MANY: usize = 20;

/// What was created, in the order it was.
#[derive(Default)]
pub(super) struct Ledger(RefCell<BTreeMap<String, Entry>>, Cell<u64>);

#[derive(Default)]
struct Entry {
    /// Ids of resources that can be asked about.
    ids: Vec<Value>,
    /// Names of things that cannot.
    names: Vec<String>,
    /// Ids and names beyond those that are kept.
    more: (usize, usize),
}

/// Ids of one operation that are kept, and names.
const IDS: usize = 20_000;

impl Entry {
    fn add_id(&mut self, id: Value) {
        match is_short(&id) && self.ids.len() < IDS {
            true => self.ids.push(id),
            false => self.more.0 += 1,
        }
    }

    fn add_name(&mut self, name: String) {
        match self.names.len() < MANY {
            true => self.names.push(name),
            false => self.more.1 += 1,
        }
    }
}

impl Ledger {
    /// Takes note of what a success created. `prefix` is what made-up names begin with.
    pub(super) fn note(
        &self,
        contract: &Contract,
        operation: &Operation,
        exchange: &Exchange,
        prefix: &str,
    ) {
        let Ok(response) = &exchange.answer else {
            return;
        };
        // Most answers are refusals and most requests make up no name: that is seen at once.
        if response.status >= 400 {
            return;
        }
        let sent = String::from_utf8_lossy(exchange.request.body.as_deref().unwrap_or_default());
        let named = sent.find(prefix).map(|at| &sent[at..]);
        if operation.resource.is_none() && (named.is_none() || !names_things(operation))
            || wire::nature(operation, &contract.error_code, response) != Nature::Success
        {
            return;
        }
        let mut entries = self.0.borrow_mut();
        let entry = entries.entry(operation.id.clone()).or_default();
        match operation
            .resource
            .as_ref()
            .and_then(|r| created_id(r, response))
        {
            Some(id) => entry.add_id(id),
            None => {
                if let Some(name) = named {
                    let name = name.chars();
                    let name = name.take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
                    entry.add_name(name.collect());
                }
            }
        }
    }

    /// Forgets everything: the target was brought back to baseline.
    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
        self.1.set(self.1.get() + 1);
    }

    /// How often everything was forgotten.
    pub(super) fn clears(&self) -> u64 {
        self.1.get()
    }

    /// Ids of resources that an operation created, taken out.
    pub(super) fn take_ids(&self) -> Vec<(String, Vec<Value>)> {
        let mut entries = self.0.borrow_mut();
        let taken = entries
            .iter_mut()
            .map(|(id, entry)| (id.clone(), std::mem::take(&mut entry.ids)));
        taken.filter(|(_, ids)| !ids.is_empty()).collect()
    }

    /// Puts back an id that could not be removed.
    pub(super) fn keep(&self, operation: &str, id: Value) {
        let mut entries = self.0.borrow_mut();
        entries.entry(operation.to_owned()).or_default().add_id(id);
    }

    /// What is still there, a line for each operation.
    pub(super) fn lines(&self, contract: &Contract) -> Vec<String> {
        let entries = self.0.borrow();
        let mut lines = Vec::new();
        for (operation, entry) in entries.iter() {
            let can_delete = contract
                .operation(operation)
                .and_then(|o| o.resource.as_ref())
                .is_some_and(|r| r.delete.is_some());
            let ids = entry.ids.iter().map(wire::plain);
            if let Some(line) = line(ids, entry.more.0) {
                let how = match can_delete {
                    true => "--cleanup deletes what it can",
                    false => "the contract tells no way to delete them",
                };
                lines.push(format!("{}/{operation}: {line} ({how})", contract.name));
            }
            if let Some(line) = line(entry.names.iter().cloned(), entry.more.1) {
                lines.push(format!(
                    "{}/{operation}: {line} (the contract tells no way to delete them)",
                    contract.name
                ));
            }
        }
        lines
    }
}

fn line(things: impl ExactSizeIterator<Item = String>, more: usize) -> Option<String> {
    let count = things.len() + more;
    if count == 0 {
        return None;
    }
    let shown: Vec<String> = things.take(MANY).collect();
    let more = match count - shown.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    Some(format!("{count} created: {}{more}", shown.join(", ")))
}

/// Whether messages of an operation name something new.
fn names_things(operation: &Operation) -> bool {
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    body.is_some_and(|m| names_unique(&m.schema))
}

/// Whether messages of a schema name something new.
fn names_unique(schema: &Schema) -> bool {
    schema.ext.unique || schema.properties.iter().any(|p| names_unique(&p.schema))
}
