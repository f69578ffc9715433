//! What references name: files, `$id` and anchors.

use std::collections::{HashMap, HashSet};

use crate::contract::text::{Data, Node};

/// Maps whose members are named by the author: no member of theirs is a keyword.
const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "examples",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
];
/// What holds data of the author: a `$ref` in there refers to nothing.
const DATA: &[&str] = &["example", "default", "enum", "const", "value"];

/// Collects the files that the references of a document name.
pub(super) fn files(node: &Node, from: &str, known: &mut HashSet<String>, found: &mut Vec<String>) {
    each(node, false, &mut |node| {
        let Some(text) = node.get("$ref").and_then(Node::text) else {
            return;
        };
        let file = text.split('#').next().unwrap_or("");
        let path = join(from, file);
        let fetched = file.starts_with("http://") || file.starts_with("https://");
        if !file.is_empty() && (fetched || !file.contains("://")) && known.insert(path.clone()) {
            found.push(path);
        }
    });
}

/// Visits every map that may hold keywords.
fn each<'n>(node: &'n Node, names: bool, see: &mut dyn FnMut(&'n Node)) {
    match &node.data {
        Data::Scalar(_) => {}
        Data::List(items) => items.iter().for_each(|n| each(n, false, see)),
        Data::Map(entries) => {
            if !names {
                see(node);
            }
            for entry in entries {
                let key = &*entry.key;
                if names {
                    each(&entry.value, false, see);
                } else if !key.starts_with("x-") && !DATA.contains(&key) {
                    each(&entry.value, NAMES.contains(&key), see);
                }
            }
        }
    }
}

/// What `$id`, `$anchor` and `$dynamicAnchor` name: the file and the pointer of each.
#[derive(Default)]
pub(super) struct Names {
    ids: HashMap<String, (String, String)>,
    anchors: HashMap<(String, String), String>,
}

impl Names {
    /// Collects the names of a document.
    pub(super) fn collect(&mut self, node: &Node, path: &str) {
        each(node, false, &mut |node| {
            let pointer = || node.mark.pointer.to_string();
            if let Some(id) = node.get("$id").and_then(Node::text) {
                let id = id.trim_end_matches('#').to_owned();
                self.ids
                    .entry(id)
                    .or_insert_with(|| (path.to_owned(), pointer()));
            }
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(anchor) = node.get(key).and_then(Node::text) {
                    self.anchors
                        .entry((path.to_owned(), anchor.to_owned()))
                        .or_insert_with(pointer);
                }
            }
        });
    }

    /// The file and the pointer that a reference leads to.
    pub(super) fn find(&self, path: &str, id: &str, fragment: &str) -> Option<(&str, String)> {
        let anchor = |path: &str| {
            let key = (path.to_owned(), fragment.to_owned());
            self.anchors.get(&key).cloned()
        };
        if id.is_empty() {
            return anchor(path).and_then(|at| Some((self.file(path)?, at)));
        }
        // A relative reference to an `$id` that is written whole, by the last part of both.
        let last = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
        let mut ends = self.ids.iter().filter(|(known, _)| last(known) == last(id));
        let (file, below) = match self.ids.get(id) {
            Some(found) => found,
            None if id.contains("://") => return None,
            None => ends.next().filter(|_| ends.next().is_none())?.1,
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some((file, format!("{below}{fragment}")));
        }
        anchor(file).map(|at| (file.as_str(), at))
    }

    fn file(&self, path: &str) -> Option<&str> {
        let known = self.anchors.keys().find(|(file, _)| file == path);
        known.map(|(file, _)| file.as_str())
    }
}

/// The path of a file as another one names it; an empty name is that other one.
pub(super) fn join(from: &str, file: &str) -> String {
    if file.is_empty() {
        return from.to_owned();
    }
    if file.contains("://") {
        return file.to_owned();
    }
    // What a document on a server names is on that server.
    if let Some((scheme, rest)) = from.split_once("://") {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        return format!("{scheme}://{host}/{}", join(path, file));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_joined() {
        for (from, file, whole) in [
            ("openapi.yaml", "", "openapi.yaml"),
            ("openapi.yaml", "a.yaml", "a.yaml"),
            ("openapi.yaml", "./b/a.yaml", "b/a.yaml"),
            ("b/a.yaml", "c.yaml", "b/c.yaml"),
            ("b/a.yaml", "../c.yaml", "c.yaml"),
            ("a.yaml", "../c.yaml", "../c.yaml"),
            ("a.yaml", "http://h:1/b.yaml", "http://h:1/b.yaml"),
            ("http://h:1/a/b.yaml", "./c.yaml", "http://h:1/a/c.yaml"),
            ("http://h:1/b.yaml", "../c.yaml", "http://h:1/../c.yaml"),
        ] {
            assert_eq!(join(from, file), whole, "{from} {file}");
        }
    }
}
