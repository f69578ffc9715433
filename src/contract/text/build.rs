//! Parser events in, a tree out: aliases are written out, duplicate keys are refused.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::insert::{MAX_POINTERS, merged};
use super::{Data, Entry, MAX_DEPTH, MAX_NODES, Mark, Node, Source};
use crate::contract::diagnostic::Problem;

/// A list or map that has begun and not ended.
pub(super) struct Open {
    pub(super) mark: Mark,
    pub(super) anchor: usize,
    /// Nodes and levels inside.
    pub(super) size: (usize, usize),
    pub(super) inside: Inside,
}

pub(super) enum Inside {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: HashSet<Arc<str>>,
        key: Option<(Arc<str>, Range<usize>)>,
    },
}

/// Builds the tree of one document.
pub(super) struct Builder<'s> {
    pub(super) source: &'s Arc<Source>,
    pub(super) stack: Vec<Open>,
    pub(super) anchors: BTreeMap<usize, (Node, (usize, usize))>,
    pub(super) nodes: usize,
    /// Names so far: the same few stand everywhere.
    pub(super) names: HashSet<Arc<str>>,
    pub(super) pointers: usize,
    pub(super) root: Option<Node>,
    /// Why building cannot go on.
    pub(super) problems: Vec<Problem>,
    /// What is wrong and was passed over.
    pub(super) notes: Vec<Problem>,
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
            names: HashSet::new(),
            pointers: 0,
            root: None,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Whether a limit of size ended the building: no other way of reading would help.
    pub(super) fn is_full(&self) -> bool {
        self.nodes > MAX_NODES || self.pointers > MAX_POINTERS
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

    /// Says that there is more than a tree may have.
    pub(super) fn much(&mut self) -> Stop {
        let message = format!("the document has more than {MAX_NODES} nodes");
        self.stop(0..0, &message, "split it into several files")
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
            // Most lists and maps are short, and room for more would weigh more than they do.
            Inside::List(mut items) => {
                items.shrink_to_fit();
                Data::List(items)
            }
            Inside::Map { entries, .. } => {
                let mut entries = merged(entries);
                entries.shrink_to_fit();
                Data::Map(entries)
            }
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
}
