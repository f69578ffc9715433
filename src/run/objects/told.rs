//! What is told of things that could not be found.

use serde_json::Value;

use crate::contract::{Operation, Place};
use crate::exchange::Message;
use crate::run::Lane;

impl Lane<'_> {
    /// A place of a message that is called as the id of something, with a value that nothing is known of.
    pub(in crate::run) fn names_nothing_known<'o>(
        &'o self,
        operation: &str,
        message: &Message,
    ) -> Option<&'o str> {
        let kit = &self.kits[operation];
        let places = self.objects.ties.references(operation).iter();
        let mut unknown = places.filter(|at| {
            let known = kit.standing(at);
            let unknown = |v: &Value| !v.is_null() && known.as_ref() != Some(v);
            named(message, at).into_iter().any(unknown)
        });
        unknown.next().map(String::as_str)
    }

    /// What the profile would have to name, where an operation was not found to accept anything because
    /// what its path names could not be made.
    pub(in crate::run) fn missing_object(
        &self,
        operation: &Operation,
        status: Option<u16>,
    ) -> String {
        let mut path = operation.parameters.iter();
        let names = path.any(|p| p.place == Place::Path);
        let lacks = matches!(status, Some(404 | 410)) && !self.objects.stands(&operation.id);
        match lacks && names && operation.resource.is_none() {
            true => format!("; {}", self.nothing_named(operation)),
            false => String::new(),
        }
    }

    /// That nothing is known to exist which the path could name, why, and the line that the profile lacks.
    pub(super) fn nothing_named(&self, operation: &Operation) -> String {
        let path = operation
            .parameters
            .iter()
            .filter(|p| p.place == Place::Path);
        // What is used up must be meant, and there must be some of it.
        let line = |name: &str| match self.objects.uses_up(&operation.id) {
            true => format!("{} = [...]", key(&format!("{}.{name}", operation.id))),
            false => format!("{} = ...", key(name)),
        };
        let lines: Vec<String> = path.map(|p| line(&p.name)).collect();
        let why = self.objects.lacking(&operation.id);
        let why = match why.as_slice() {
            [] => String::new(),
            some => format!(" ({})", some.join("; ")),
        };
        format!(
            "nothing is known to exist that its path could name{why}: [contracts.{}.parameters] {}",
            self.contract.name,
            lines.join(", ")
        )
    }
}

/// The values of a message at a place; those of all entries where it is one of a list, or in one.
fn named<'m>(message: &'m Message, at: &str) -> Vec<&'m Value> {
    let list = match at.split_once("/0/") {
        Some((list, below)) => Some((list, format!("/{below}"))),
        None => at.strip_suffix("/0").map(|list| (list, String::new())),
    };
    match list.and_then(|(list, below)| Some((message.get(list)?.as_array()?, below))) {
        Some((all, below)) => all.iter().filter_map(|one| one.pointer(&below)).collect(),
        None => message.get(at).into_iter().collect(),
    }
}

/// A name as a key of TOML.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => serde_json::Value::from(name).to_string(),
    }
}

impl super::Objects {
    fn lacking(&self, operation: &str) -> Vec<String> {
        let slots = self.slots.borrow();
        let mut lacking = slots
            .get(operation)
            .map_or_else(Vec::new, |s| s.lacking.clone());
        lacking.sort();
        lacking.dedup();
        lacking.truncate(2);
        lacking
    }
}
