//! Parser events in, a tree out: aliases are written out, duplicate keys are refused.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::{Data, Entry, MAX_DEPTH, MAX_NODES, Mark, Node, Source};
use crate::contract::diagnostic::Problem;

/// Most bytes that the pointers of all nodes may take together.
const MAX_POINTERS: usize = 128 * 1024 * 1024;

/// A list or map that has begun and not ended.
struct Open {
    mark: Mark,
    anchor: usize,
    /// Nodes and levels inside.
    size: (usize, usize),
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: HashSet<Arc<str>>,
        key: Option<(Arc<str>, Range<usize>)>,
    },
}

/// Builds the tree of one document.
pub(super) struct Builder<'s> {
    source: &'s Arc<Source>,
    stack: Vec<Open>,
    anchors: BTreeMap<usize, (Node, (usize, usize))>,
    nodes: usize,
    pointers: usize,
    pub(super) root: Option<Node>,
    pub(super) problems: Vec<Problem>,
}

/// Says that building cannot go on; the reason stands among the problems.
pub(super) struct Stop;

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Builder {
            source,
            stack: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            pointers: 0,
            root: None,
            problems: Vec::new(),
        }
    }

    pub(super) fn mark(&self, span: Range<usize>, pointer: Arc<str>) -> Mark {
        Mark {
            source: self.source.clone(),
            span,
            pointer,
        }
    }

    pub(super) fn stop(&mut self, span: Range<usize>, message: &str, hint: &str) -> Stop {
        let mark = self.mark(span, "".into());
        self.problems.push(Problem::at(&mark, message).hint(hint));
        Stop
    }

    /// A list or map begins.
    pub(super) fn open(
        &mut self,
        map: bool,
        span: Range<usize>,
        anchor: usize,
    ) -> Result<(), Stop> {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("this nests deeper than {MAX_DEPTH} levels");
            return Err(self.stop(
                span,
                &message,
                "write the inner part as a component of its own",
            ));
        }
        let pointer = self.pointer(&span)?;
        // A block begins with its first key: its own key says more, and so does that whole line.
        let flow = self.source.text[span.clone()].starts_with(['{', '[']);
        let place = match self.stack.last().map(|o| &o.inside) {
            Some(Inside::Map {
                key: Some((_, key)),
                ..
            }) if !flow => key.clone(),
            _ => span,
        };
        let inside = if map {
            Inside::Map {
                entries: Vec::new(),
                seen: HashSet::new(),
                key: None,
            }
        } else {
            Inside::List(Vec::new())
        };
        self.stack.push(Open {
            mark: self.mark(place, pointer),
            anchor,
            size: (1, 1),
            inside,
        });
        Ok(())
    }

    /// A list or map ends.
    pub(super) fn close(&mut self, end: usize) -> Result<(), Stop> {
        let Some(open) = self.stack.pop() else {
            return Ok(());
        };
        let mut mark = open.mark;
        if self.source.text[mark.span.start..].starts_with(['{', '[']) {
            mark.span.end = end.max(mark.span.end);
        }
        let data = match open.inside {
            Inside::List(items) => Data::List(items),
            Inside::Map { entries, .. } => Data::Map(merged(entries)),
        };
        self.add(Node { data, mark }, open.anchor, open.size, 1)
    }

    /// A scalar: a key where a map waits for one, else a node.
    pub(super) fn scalar(
        &mut self,
        text: &str,
        value: Value,
        span: Range<usize>,
        anchor: usize,
    ) -> Result<(), Stop> {
        if self.take_key(text, &span) {
            return Ok(());
        }
        let pointer = self.pointer(&span)?;
        let mark = self.mark(span, pointer);
        let data = Data::Scalar(value);
        self.add(Node { data, mark }, anchor, (1, 0), 1)
    }

    /// An alias: a copy of what the anchor stands for, as long as the copies stay few.
    pub(super) fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Stop> {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Err(self.stop(
                span,
                "this alias stands inside the very node it refers to",
                "write the node out, without the alias",
            ));
        };
        let (size, text) = (*size, node.text().map(str::to_owned));
        if let Some(text) = text
            && self.take_key(&text, &span)
        {
            return Ok(());
        }
        if self.nodes + size.0 > MAX_NODES || self.stack.len() + size.1 > MAX_DEPTH {
            let message = format!(
                "with its aliases written out, the document has more than {MAX_NODES} nodes or {MAX_DEPTH} levels"
            );
            return Err(self.stop(span, &message, "use `$ref` in place of aliases of aliases"));
        }
        let Some((node, _)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let node = node.clone();
        self.add(node, 0, size, size.0)
    }

    /// Whether a map that waits for a key took this one.
    fn take_key(&mut self, text: &str, span: &Range<usize>) -> bool {
        match self.stack.last_mut() {
            Some(Open {
                inside: Inside::Map {
                    key: key @ None, ..
                },
                ..
            }) => {
                *key = Some((text.into(), span.clone()));
                true
            }
            _ => false,
        }
    }

    /// The pointer of the node that comes next.
    fn pointer(&mut self, span: &Range<usize>) -> Result<Arc<str>, Stop> {
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
    fn add(
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
                    self.problems.push(
                        Problem::at(&mark, format!("`{name}` stands twice in this map"))
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
fn merged(mut entries: Vec<Entry>) -> Vec<Entry> {
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
