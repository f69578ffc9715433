//! `paths`: every method of every path.

use super::Reader;
use crate::contract::Operation;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::{Entry, Node};

/// The methods a path item may have.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl<'d> Reader<'d> {
    /// Every operation, in document order.
    pub(super) fn paths(&mut self, root: &'d Node, paths: &'d Node) -> Vec<Operation> {
        let mut operations: Vec<Operation> = Vec::new();
        for entry in self.map(paths, "`paths`") {
            if entry.key.starts_with("x-") {
                continue;
            }
            if !entry.key.starts_with('/') {
                self.refuse(
                    &entry.mark,
                    format!("the path `{}` does not begin with `/`", entry.key),
                    format!("write `/{}`", entry.key),
                );
            }
            let Some(item) = self.follow(&entry.value) else {
                continue;
            };
            self.path_item(item);
            for method in self.map(item, "a path item") {
                if !METHODS.contains(&&*method.key) {
                    continue;
                }
                self.scope = Some(operations.len());
                if let Some(operation) = self.operation(root, &entry.key, item, method) {
                    self.unlike(&operations, &operation, method);
                    operations.push(operation);
                }
            }
        }
        operations
    }

    fn path_item(&mut self, item: &'d Node) {
        self.extensions(item, Part::PathItem);
        let mut known = vec!["$ref", "summary", "description", "servers", "parameters"];
        known.extend(METHODS);
        for entry in item.entries() {
            let key = &*entry.key;
            if known.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let hint = known_words(&key.to_ascii_lowercase(), &known);
            self.refuse(&entry.mark, format!("a path item knows no `{key}`"), hint);
        }
    }

    /// Refuses a second operation of the same name.
    fn unlike(&mut self, operations: &[Operation], new: &Operation, entry: &'d Entry) {
        let Some(old) = operations.iter().find(|o| o.id == new.id) else {
            return;
        };
        let written = entry.value.get("operationId");
        let mark = written.map_or(&entry.mark, |n| &n.mark);
        let message = format!("two operations are called `{}`", new.id);
        self.refuse(
            mark,
            message,
            format!(
                "the first one is `{} {}` at line {}; an operationId is unique",
                old.method, old.path, old.at.line
            ),
        );
    }
}
