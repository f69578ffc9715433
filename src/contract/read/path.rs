//! `paths`: every method of every path.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

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
        let mut seen = Seen::default();
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
                for (number, form) in self.forms(&method.value).into_iter().enumerate() {
                    self.scope = Some(operations.len());
                    let read = self.operation(root, &entry.key, item, method, form);
                    if let Some(mut operation) = read {
                        if method.value.get("operationId").is_none() {
                            seen.call(&mut operation);
                        }
                        if number == 0 {
                            self.unlike(&mut seen, &operation, method);
                        }
                        operations.push(operation);
                    }
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

    /// Refuses a second operation of the same name, or for the same requests.
    fn unlike(&mut self, seen: &mut Seen, new: &Operation, entry: &'d Entry) {
        let title = || (format!("{} {}", new.method, new.path), new.at.line);
        let requests = format!("{} {}", new.method, shape(&new.path));
        if let Some((old, line)) = seen.requests.get(&requests) {
            let message = format!("`{}` takes the same requests as `{old}`", title().0);
            let hint =
                format!("the first one stands at line {line}; names in braces make no difference");
            self.refuse(&entry.mark, message, hint);
        }
        seen.requests.entry(requests).or_insert_with(title);
        if let Some((old, line)) = seen.ids.get(&new.id) {
            let written = entry.value.get("operationId");
            let mark = written.map_or(&entry.mark, |n| &n.mark);
            let message = format!("two operations are called `{}`", new.id);
            let hint = format!("the first one is `{old}` at line {line}; an operationId is unique");
            self.refuse(mark, message, hint);
        }
        seen.ids.entry(new.id.clone()).or_insert_with(title);
    }
}

/// Operations so far, with method, path and line: by name, and by the requests they take.
#[derive(Default)]
struct Seen {
    ids: HashMap<String, (String, usize)>,
    requests: HashMap<String, (String, usize)>,
}

impl Seen {
    /// Gives an operation that nobody named a name that no other one has.
    fn call(&self, operation: &mut Operation) {
        let form = operation.form.as_deref().map(|f| format!(".{f}"));
        let form = form.unwrap_or_default();
        let title = format!("{} {}", operation.method, operation.path);
        let own = self.ids.get(&operation.id);
        let own = own.is_some_and(|(old, _)| *old != title);
        let first = operation.id.strip_suffix(&form).unwrap_or_default();
        if own || self.renamed(first, &title) {
            let digest = Sha256::digest(title.as_bytes());
            let hash: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
            operation.id = format!("{first}-{hash}{form}");
        }
    }

    /// Whether a name was given, in any form, to an operation of another title.
    fn renamed(&self, id: &str, title: &str) -> bool {
        let forms = ["json", "xml"].map(|form| format!("{id}.{form}"));
        let mut known = forms.iter().filter_map(|id| self.ids.get(id));
        known.any(|(old, _)| old != title)
    }
}

/// A path template without the names of its parameters.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    for (n, part) in path.split('{').enumerate() {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        shape.push_str(if n == 0 { "" } else { "{}" });
        shape.push_str(rest);
    }
    shape
}
