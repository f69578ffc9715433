//! `x-lifecycle`: how a status moves.

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::nearest::known_words;
use crate::contract::text::{Mark, Node};
use crate::contract::{Deleted, Lifecycle};

impl<'d> Reader<'d> {
    /// `x-lifecycle` of a schema that lists these statuses.
    pub(super) fn lifecycle(
        &mut self,
        node: &'d Node,
        statuses: &[serde_json::Value],
        above: &str,
    ) -> Lifecycle {
        self.members(node, "`x-lifecycle`", members::LIFECYCLE);
        let known: Vec<&str> = statuses.iter().filter_map(|v| v.as_str()).collect();
        let reading = self.reading_of(node, "reading");
        let mut first = Vec::new();
        for entry in node
            .get("first")
            .map_or(&[][..], |n| self.map(n, "`first`"))
        {
            self.known_status(&entry.mark, &entry.key, &known, &[]);
            let Some(shown) = self.text(&entry.value, "what a first status shows") else {
                continue;
            };
            if let Some(reading) = reading.clone() {
                self.claim(&entry.value.mark, shown, Want::Alternative { reading });
            }
            first.push((entry.key.to_string(), shown.to_owned()));
        }
        let mut steps = Vec::new();
        for entry in node
            .get("steps")
            .map_or(&[][..], |n| self.map(n, "`steps`"))
        {
            self.known_status(&entry.mark, &entry.key, &known, &["any"]);
            steps.push((
                entry.key.to_string(),
                self.statuses(&entry.value, &known, &[]),
            ));
        }
        let deleted = node.get("deleted");
        if let Some(deleted) = deleted {
            self.members(deleted, "`deleted`", members::DELETED);
        }
        let mut after = |kind: &str| {
            let node = deleted?.get(kind)?;
            Some(self.deleted(node, &known))
        };
        let (deleted_running, deleted_done) = (after("running"), after("done"));
        let mut list = |key: &str| match node.get(key) {
            Some(list) => self.statuses(list, &known, &[]),
            None => Vec::new(),
        };
        Lifecycle {
            first,
            running: list("running"),
            done: list("done"),
            failed: list("failed"),
            source: self.own_source(node, above),
            reading,
            steps,
            deleted_running,
            deleted_done,
        }
    }

    fn deleted(&mut self, node: &'d Node, known: &[&str]) -> Deleted {
        self.members(node, "`deleted`", members::DELETED_ONE);
        let mut list = |key: &str, special: &[&str]| match node.get(key) {
            Some(list) => self.statuses(list, known, special),
            None => Vec::new(),
        };
        Deleted {
            pass: list("pass", &[]),
            end: list("end", &["gone"]),
            reading: self.reading_of(node, "reading"),
            end_reading: self.reading_of(node, "end-reading"),
        }
    }

    fn statuses(&mut self, node: &'d Node, known: &[&str], special: &[&str]) -> Vec<String> {
        let texts = self.texts(node, "a list of statuses");
        for item in node.items() {
            if let Some(text) = item.text() {
                self.known_status(&item.mark, text, known, special);
            }
        }
        texts
    }

    /// Refuses a status that the schema does not list.
    fn known_status(&mut self, mark: &Mark, text: &str, known: &[&str], special: &[&str]) {
        if known.is_empty() || known.contains(&text) || special.contains(&text) {
            return;
        }
        let words: Vec<&str> = known.iter().chain(special).copied().collect();
        let message = format!("the `enum` of this schema has no status `{text}`");
        self.refuse(mark, message, known_words(text, &words));
    }
}
