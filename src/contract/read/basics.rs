//! Nodes of an expected kind, references followed, members known.

use std::collections::HashSet;

use serde_json::Value;

use super::{Reader, address};
use crate::contract::diagnostic::{Problem, Weight};
use crate::contract::nearest::{known_words, nearest};
use crate::contract::text::{Data, Entry, Node};

impl<'d> Reader<'d> {
    /// Says that a node is of the wrong kind.
    pub(super) fn wrong(&mut self, node: &Node, what: &str, wanted: &str) {
        let message = format!("{what} is {}, and must be {wanted}", node.kind());
        let hint = match (wanted, &node.data) {
            ("a string", Data::Scalar(value)) if !node.mark.span.is_empty() => {
                format!("write it in quotes: '{value}'")
            }
            ("a list", _) => "write it as `[a, b]`, or one `- ` to a line".to_owned(),
            ("a map", _) => {
                "write it as `{name: value}`, or one `name: value` to a line".to_owned()
            }
            _ => format!("write {wanted}"),
        };
        self.refuse(&node.mark, message, hint);
    }

    /// The members of a map.
    pub(super) fn map(&mut self, node: &'d Node, what: &str) -> &'d [Entry] {
        if !matches!(node.data, Data::Map(_)) {
            self.wrong(node, what, "a map");
        }
        node.entries()
    }

    /// The entries of a list.
    pub(super) fn list(&mut self, node: &'d Node, what: &str) -> &'d [Node] {
        if !matches!(node.data, Data::List(_)) {
            self.wrong(node, what, "a list");
        }
        node.items()
    }

    /// A string.
    pub(super) fn text(&mut self, node: &'d Node, what: &str) -> Option<&'d str> {
        if node.text().is_none() {
            self.wrong(node, what, "a string");
        }
        node.text()
    }

    /// A list of strings.
    pub(super) fn texts(&mut self, node: &'d Node, what: &str) -> Vec<String> {
        let one = format!("an entry of {what}");
        self.list(node, what)
            .iter()
            .filter_map(|n| self.text(n, &one).map(str::to_owned))
            .collect()
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: &'d Node, what: &str) -> bool {
        if let Data::Scalar(Value::Bool(flag)) = node.data {
            return flag;
        }
        self.wrong(node, what, "true or false");
        false
    }

    /// A string of a member that may be missing.
    pub(super) fn text_of(&mut self, node: &'d Node, key: &str) -> Option<&'d str> {
        let value = node.get(key)?;
        self.text(value, &format!("`{key}`"))
    }

    /// A string of a member that must be there.
    pub(super) fn needed(&mut self, node: &'d Node, key: &str, what: &str) -> Option<&'d Node> {
        if !matches!(node.data, Data::Map(_)) {
            self.wrong(node, what, "a map");
            return None;
        }
        let found = node.get(key);
        if found.is_none() {
            let message = format!("{what} lacks `{key}`");
            self.refuse(&node.mark, message, format!("add `{key}: ...`"));
        }
        found
    }

    /// Refuses members that an extension does not know.
    pub(super) fn members(&mut self, node: &'d Node, what: &str, known: &[&str]) {
        for entry in self.map(node, what) {
            if !known.contains(&&*entry.key) {
                let message = format!("{what} knows no `{}`", entry.key);
                self.refuse(&entry.mark, message, known_words(&entry.key, known));
            }
        }
    }

    /// Tells of what looks like a misspelt keyword; other unknown keywords are left alone.
    pub(super) fn spelling(&mut self, node: &'d Node, what: &str, known: &[&str]) {
        for entry in node.entries() {
            let key = &*entry.key;
            if known.contains(&key) || key.starts_with("x-") || key.len() < 5 {
                continue;
            }
            if let Some(near) = nearest(key, known.iter().copied()) {
                let message = format!("`{key}` is no keyword of {what}");
                let hint = format!("did you mean `{near}`?");
                self.remark(
                    Weight::Warning,
                    &entry.mark,
                    message,
                    hint,
                    "it is passed over",
                );
            }
        }
    }

    /// Where references lead from a node; the node itself when it is none.
    pub(super) fn follow(&mut self, node: &'d Node) -> Option<&'d Node> {
        if node.get("$ref").is_none_or(|n| n.text().is_none()) {
            return Some(node);
        }
        let mut chain: Vec<(&'d Node, &'d str)> = Vec::new();
        let mut passed = HashSet::new();
        let mut node = node;
        let end = loop {
            if let Some(known) = self.leads.get(&address(node)) {
                break *known;
            }
            let Some(reference) = node.get("$ref") else {
                break Some(node);
            };
            let Some(text) = reference.text() else {
                break Some(node);
            };
            if !passed.insert(address(node)) {
                let start = chain.iter().position(|(n, _)| std::ptr::eq(*n, node));
                self.endless(&chain[start.unwrap_or(0)..]);
                break None;
            }
            chain.push((node, text));
            match self.docs.find(&node.mark.source, text) {
                Ok(target) => node = target,
                Err((message, hint)) => {
                    let problem = Problem::at(&reference.mark, message).hint(hint);
                    // What lies elsewhere may well be right.
                    let weight = match text.contains("://") {
                        true => Weight::Warning,
                        false => Weight::Error,
                    };
                    self.note(
                        problem
                            .weighs(weight)
                            .costs("nothing is known of what it stands for"),
                    );
                    break None;
                }
            }
        };
        for (node, _) in chain {
            self.leads.insert(address(node), end);
        }
        end
    }

    /// What a reference leads to, which may be a reference again.
    pub(super) fn step(&self, node: &'d Node) -> Option<&'d Node> {
        let text = node.get("$ref")?.text()?;
        self.docs.find(&node.mark.source, text).ok()
    }

    /// Says that references lead back to themselves: the same words wherever the circle is entered.
    fn endless(&mut self, circle: &[(&'d Node, &'d str)]) {
        let place = |(n, _): &&(&Node, &str)| (n.mark.source.name.clone(), n.mark.span.start);
        let Some(first) = circle.iter().min_by_key(place).map(|(n, _)| *n) else {
            return;
        };
        let start = circle.iter().position(|(n, _)| std::ptr::eq(*n, first));
        let turn = circle.iter().cycle().skip(start.unwrap_or(0));
        let steps: Vec<_> = turn
            .take(circle.len() + 1)
            .map(|(_, text)| format!("`{text}`"))
            .collect();
        let at = first.get("$ref").map_or(&first.mark, |n| &n.mark);
        let message = format!(
            "this reference leads back to itself: {}",
            steps.join(" -> ")
        );
        let cost = "nothing is known of what it stands for";
        self.drop(at, message, "one of them must be written out", cost);
    }
}
