//! Putting a finished node where it belongs in the tree that grows.

use std::ops::Range;
use std::sync::Arc;

use super::build::{Builder, Inside, Open, Stop};
use super::{Data, Entry, MAX_NODES, Mark, Node};
use crate::contract::diagnostic::Problem;

/// Most bytes that the pointers of all nodes may take together.
pub(super) const MAX_POINTERS: usize = 96 * 1024 * 1024;

impl Builder<'_> {
    /// Whether a map that waits for a key took this one.
    pub(super) fn take_key(&mut self, text: &str, span: &Range<usize>) -> bool {
        if !self.wants_key() {
            return false;
        }
        let name = match self.names.get(text) {
            Some(name) => name.clone(),
            None => {
                let name: Arc<str> = text.into();
                self.names.insert(name.clone());
                name
            }
        };
        match self.stack.last_mut() {
            Some(Open {
                inside: Inside::Map {
                    key: key @ None, ..
                },
                ..
            }) => {
                *key = Some((name, span.clone()));
                true
            }
            _ => false,
        }
    }

    fn wants_key(&self) -> bool {
        let top = self.stack.last().map(|open| &open.inside);
        matches!(top, Some(Inside::Map { key: None, .. }))
    }

    /// The pointer of the node that comes next.
    pub(super) fn pointer(&mut self, span: &Range<usize>) -> Result<Arc<str>, Stop> {
        let pointer: Arc<str> = match self.stack.last() {
            None => "".into(),
            Some(open) => match &open.inside {
                Inside::List(items) => format!("{}/{}", open.mark.pointer, items.len()).into(),
                Inside::Map {
                    key: Some((key, _)),
                    ..
                } => step(&open.mark.pointer, key),
                Inside::Map { key: None, .. } => {
                    return Err(self.stop(
                        span.clone(),
                        "a list or map stands where a name is expected",
                        "names are strings",
                    ));
                }
            },
        };
        self.pointers += pointer.len();
        if self.pointers > MAX_POINTERS {
            return Err(self.stop(
                span.clone(),
                "the names of this document are too long",
                "shorten them",
            ));
        }
        Ok(pointer)
    }

    /// Puts a finished node where it belongs.
    pub(super) fn add(
        &mut self,
        node: Node,
        anchor: usize,
        size: (usize, usize),
        count: usize,
    ) -> Result<(), Stop> {
        self.nodes += count;
        if anchor != 0 {
            // The copy that is kept for aliases counts like any other.
            self.nodes += size.0;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        if self.nodes > MAX_NODES {
            let message = format!("the document has more than {MAX_NODES} nodes");
            return Err(self.stop(node.mark.span, &message, "split it into several files"));
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size = (open.size.0 + size.0, open.size.1.max(size.1 + 1));
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, seen, key } => {
                let Some((name, span)) = key.take() else {
                    return Ok(());
                };
                let mark = Mark {
                    source: self.source.clone(),
                    span,
                    pointer: node.mark.pointer.clone(),
                };
                if seen.insert(name.clone()) {
                    entries.push(Entry {
                        key: name,
                        mark,
                        value: node,
                    });
                } else {
                    let first = entries.iter().find(|e| e.key == name);
                    let line = first.map_or(0, |e| e.mark.location().line);
                    self.notes.push(
                        Problem::at(&mark, format!("`{name}` stands twice in this map"))
                            .costs("the second one is not read")
                            .hint(format!("it stands first at line {line}; keep one of them")),
                    );
                }
            }
        }
        Ok(())
    }
}

/// A pointer with one more step.
fn step(pointer: &str, key: &str) -> Arc<str> {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")).into()
}

/// Lays `<<` (a merge key) under the members that stand beside it.
pub(super) fn merged(mut entries: Vec<Entry>) -> Vec<Entry> {
    let Some(at) = entries.iter().position(|e| &*e.key == "<<") else {
        return entries;
    };
    let below = entries.remove(at).value;
    let maps = match below.data {
        Data::List(items) => items,
        _ => vec![below],
    };
    for map in maps {
        let Data::Map(more) = map.data else { continue };
        for entry in more {
            if !entries.iter().any(|e| e.key == entry.key) {
                entries.push(entry);
            }
        }
    }
    entries
}
