//! `paths`: every method of every path.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::Reader;
use crate::contract::Operation;
use crate::contract::diagnostic::Weight;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::{Data, Entry, Node};

/// Most operations of a contract: more would fill the memory with clauses.
const MAX_OPERATIONS: usize = 25_000;

/// The methods a path item may have.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
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
                let message = format!("the path `{}` does not begin with `/`", entry.key);
                let hint = format!("write `/{}`", entry.key);
                self.drop(&entry.mark, message, hint, "it is read as if it did");
            }
            let path = match entry.key.starts_with('/') {
                true => entry.key.to_string(),
                false => format!("/{}", entry.key),
            };
            if operations.len() >= MAX_OPERATIONS {
                let message = format!("the contract has more than {MAX_OPERATIONS} operations");
                let hint = "split it into several contracts";
                let cost = "this path and those below are not read";
                self.remark(Weight::Note, &entry.mark, message, hint, cost);
                break;
            }
            let Some(item) = self.follow(&entry.value) else {
                continue;
            };
            self.path_item(item);
            for method in self.methods(item) {
                for (number, form) in self.forms(&method.value).into_iter().enumerate() {
                    self.scope = Some(operations.len());
                    let read = self.operation(root, &path, item, method, form);
                    if let Some(mut operation) = read {
                        if method.value.get("operationId").is_none() {
                            seen.call(&mut operation);
                        }
                        self.unlike(&mut seen, &mut operation, method, number > 0);
                        operations.push(operation);
                    }
                }
            }
        }
        operations
    }

    /// The operations of a path item, those of other methods (OpenAPI 3.2) included.
    fn methods(&mut self, item: &'d Node) -> Vec<&'d Entry> {
        let entries = self.map(item, "a path item").iter();
        let mut all: Vec<&'d Entry> = entries
            .filter(|m| METHODS.contains(&&*m.key.to_ascii_lowercase()))
            .collect();
        if let Some(more) = item.get("additionalOperations") {
            all.extend(self.map(more, "`additionalOperations`"));
        }
        all.retain(|m| {
            let right = matches!(m.value.data, Data::Map(_));
            if !right {
                let what = format!("the operation `{}`", m.key);
                self.wrong(&m.value, &what, "a map");
            }
            right
        });
        all
    }

    fn path_item(&mut self, item: &'d Node) {
        self.extensions(item, Part::PathItem);
        let mut known = vec![
            "$ref",
            "summary",
            "description",
            "servers",
            "parameters",
            "additionalOperations",
        ];
        known.extend(METHODS);
        for entry in item.entries() {
            let key = &*entry.key;
            if known.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let hint = known_words(&key.to_ascii_lowercase(), &known);
            let message = format!("a path item knows no `{key}`");
            let cost = match METHODS.contains(&&*key.to_ascii_lowercase()) {
                true => "it is read in lower case",
                false => "it is passed over",
            };
            self.drop(&entry.mark, message, hint, cost);
        }
    }

    /// Tells of a second operation of the same name, or for the same requests; it gets a name of its
    /// own. Further forms of an operation share its requests.
    fn unlike(&mut self, seen: &mut Seen, new: &mut Operation, entry: &'d Entry, form: bool) {
        let line = new.at.line;
        let title = format!("{} {}", new.method, new.path);
        let requests = format!("{} {}", new.method, shape(&new.path));
        if !form {
            if let Some((old, line)) = seen.requests.get(&requests) {
                let message = format!("`{title}` takes the same requests as `{old}`");
                let hint = format!(
                    "the first one stands at line {line}; names in braces make no difference"
                );
                self.drop(&entry.mark, message, hint, "both are checked");
            }
            seen.requests
                .entry(requests)
                .or_insert((title.clone(), line));
        }
        let Some((old, first)) = seen.ids.get(&new.id) else {
            seen.ids.insert(new.id.clone(), (title, line));
            return;
        };
        let written = entry.value.get("operationId");
        let mark = written.map_or(&entry.mark, |n| &n.mark);
        let message = format!("two operations are called `{}`", new.id);
        let hint = format!("the first one is `{old}` at line {first}; an operationId is unique");
        let weight = match written {
            Some(_) => Weight::Error,
            None => Weight::Note,
        };
        let suffix = new.form.as_ref().map_or(String::new(), |f| format!(".{f}"));
        let stem = new.id.strip_suffix(&suffix).unwrap_or(&new.id).to_owned();
        let mut names = (2..).map(|n| format!("{stem}-{n}{suffix}"));
        if let Some(name) = names.find(|n| !seen.ids.contains_key(n)) {
            let cost = format!("this one is called `{name}`");
            self.remark(weight, mark, message, hint, &cost);
            new.id.clone_from(&name);
            seen.ids.insert(name, (title, line));
        }
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
