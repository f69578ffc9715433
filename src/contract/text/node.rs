//! A node of a YAML or JSON document, with its place.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::Source;
use crate::contract::Location;

/// A stretch of a text, and the pointer of the node it belongs to.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Mark {
    /// The file.
    pub(in crate::contract) source: Arc<Source>,
    /// Bytes of the text.
    pub(in crate::contract) span: Range<usize>,
    /// JSON pointer in the file.
    pub(in crate::contract) pointer: Arc<str>,
}

impl Mark {
    /// The place as the model keeps it.
    pub(in crate::contract) fn location(&self) -> Location {
        let (line, column) = self.source.position(self.span.start);
        Location {
            file: self.source.name.clone(),
            line,
            column,
            pointer: self.pointer.to_string(),
        }
    }
}

/// A node with its place.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Node {
    /// What it holds.
    pub(in crate::contract) data: Data,
    /// Where it stands; for a block below a key that is the key, which is what a reader looks for.
    pub(in crate::contract) mark: Mark,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(in crate::contract) enum Data {
    /// Null, a flag, a number or a string.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A map, in document order.
    Map(Vec<Entry>),
}

/// A member of a map.
#[derive(Debug, Clone)]
pub(in crate::contract) struct Entry {
    /// Name; a number that stands as a key is taken as it is written.
    pub(in crate::contract) key: Arc<str>,
    /// Place of the name.
    pub(in crate::contract) mark: Mark,
    /// What the name stands for.
    pub(in crate::contract) value: Node,
}

impl Node {
    /// The members of a map; none when it is something else.
    pub(in crate::contract) fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entries of a list; none when it is something else.
    pub(in crate::contract) fn items(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a member.
    pub(in crate::contract) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.value)
    }

    /// A member.
    pub(in crate::contract) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|e| &*e.key == key)
    }

    /// The text of a string.
    pub(in crate::contract) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The node at a JSON pointer below this one.
    pub(in crate::contract) fn descend(&self, pointer: &str) -> Option<&Node> {
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        rest.split('/').try_fold(self, |node, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &node.data {
                Data::Map(_) => node.get(&step),
                Data::List(items) => items.get(step.parse::<usize>().ok()?),
                Data::Scalar(_) => None,
            }
        })
    }

    /// The same, to be changed.
    pub(in crate::contract) fn descend_mut(&mut self, pointer: &str) -> Option<&mut Node> {
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        rest.split('/').try_fold(self, |node, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &mut node.data {
                Data::Map(entries) => {
                    let entry = entries.iter_mut().find(|e| *e.key == *step);
                    entry.map(|e| &mut e.value)
                }
                Data::List(items) => items.get_mut(step.parse::<usize>().ok()?),
                Data::Scalar(_) => None,
            }
        })
    }

    /// Takes out the member, or the entry of a list, that a JSON pointer leads to.
    pub(in crate::contract) fn remove(&mut self, pointer: &str) {
        let Some(rest) = pointer.strip_prefix('/') else {
            return;
        };
        let (head, tail) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let step = head.replace("~1", "/").replace("~0", "~");
        match &mut self.data {
            Data::Map(entries) if tail.is_empty() => entries.retain(|e| *e.key != *step),
            Data::Map(entries) => {
                if let Some(entry) = entries.iter_mut().find(|e| *e.key == *step) {
                    entry.value.remove(tail);
                }
            }
            Data::List(items) => {
                let number = step.parse().ok().filter(|n: &usize| *n < items.len());
                match (number, tail.is_empty()) {
                    (Some(number), true) => drop(items.remove(number)),
                    (Some(number), false) => items[number].remove(tail),
                    (None, _) => {}
                }
            }
            Data::Scalar(_) => {}
        }
    }

    /// The node as plain JSON, exactly as written.
    pub(in crate::contract) fn json(&self) -> Value {
        match &self.data {
            Data::Scalar(value) => value.clone(),
            Data::List(items) => items.iter().map(Node::json).collect(),
            Data::Map(entries) => entries
                .iter()
                .map(|e| (e.key.to_string(), e.value.json()))
                .collect(),
        }
    }

    /// What the node is, in words for a message.
    pub(in crate::contract) fn kind(&self) -> &'static str {
        match &self.data {
            Data::Scalar(Value::Null) => "null",
            Data::Scalar(Value::Bool(_)) => "a flag",
            Data::Scalar(Value::Number(_)) => "a number",
            Data::Scalar(_) => "a string",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
        }
    }
}
