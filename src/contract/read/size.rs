//! How much of a schema is described place by place: what refers to the same schemas again and again
//! would be a tree without end, so each tree is cut at a depth, and judged as a whole below.

use std::collections::HashMap;

use super::Reader;
use super::examples::Wrong;
use crate::contract::diagnostic::{Problem, Weight};
use crate::contract::{Location, Operation, Property, Schema, SchemaNode};

/// Most schemas that the trees of one contract describe together.
const ALL: u64 = 60_000;
/// Most schemas of one tree.
const MOST: u64 = 4_000;
/// Deepest cut that is tried.
const DEEPEST: u8 = 32;

impl Reader<'_> {
    /// Cuts the trees of all operations to a size.
    pub(super) fn fit(&mut self, operations: &mut [Operation]) {
        let mut sizes: Vec<u64> = Vec::new();
        for operation in operations.iter_mut() {
            trees(operation, &mut |schema| sizes.push(schema.size));
        }
        let most = share(&mut sizes);
        let none = Wrong::new();
        let mut cutter = Cutter::new(&none);
        let mut told: Vec<(Location, u8)> = Vec::new();
        for operation in operations.iter_mut() {
            trees(operation, &mut |schema| {
                if schema.size > most {
                    let depth = cutter.depth(schema, most);
                    told.push((schema.at.clone(), depth));
                    *schema = cutter.fit(schema, depth);
                }
            });
        }
        for (at, depth) in told {
            let message =
                format!("with references followed, this schema describes more than {most} places");
            let problem = Problem::of_place(&at, message)
                .weighs(Weight::Note)
                .costs(format!(
                    "what is deeper than {depth} levels is judged as a whole and has no clauses of its own"
                ))
                .hint("nothing has to change");
            self.note(problem);
        }
    }
}

/// Takes wrong examples out.
pub(super) fn take_out(operations: &mut [Operation], wrong: &Wrong) {
    if wrong.is_empty() {
        return;
    }
    let mut cutter = Cutter::new(wrong);
    for operation in operations {
        trees(operation, &mut |schema| {
            *schema = cutter.fit(schema, u8::MAX)
        });
        media(operation, wrong);
    }
}

/// Every schema that an operation holds.
fn trees(operation: &mut Operation, see: &mut dyn FnMut(&mut Schema)) {
    let parameters = operation.parameters.iter_mut().map(|p| &mut p.schema);
    let body = operation.body.iter_mut().flat_map(|b| &mut b.media);
    let answers = operation.responses.iter_mut().flat_map(|r| {
        let media = r.media.iter_mut().map(|m| &mut m.schema);
        media.chain(r.headers.iter_mut().map(|h| &mut h.schema))
    });
    let media = body.chain(&mut operation.fault).map(|m| &mut m.schema);
    parameters.chain(media).chain(answers).for_each(see);
}

/// Takes wrong examples out of media types.
fn media(operation: &mut Operation, wrong: &Wrong) {
    let body = operation.body.iter_mut().flat_map(|b| &mut b.media);
    let answers = operation.responses.iter_mut().flat_map(|r| &mut r.media);
    for media in body.chain(answers) {
        if let Some(bad) = wrong.get(&place(&media.schema)) {
            media.examples.retain(|e| !bad.contains(e));
        }
    }
}

fn place(schema: &SchemaNode) -> (std::sync::Arc<str>, String) {
    (schema.at.file.clone(), schema.at.pointer.clone())
}

/// The size that each tree may have so that all fit: small ones leave their share to large ones.
fn share(sizes: &mut [u64]) -> u64 {
    sizes.sort_unstable();
    let mut left = ALL;
    for (n, size) in sizes.iter().enumerate() {
        let each = left / (sizes.len() - n) as u64;
        if *size > each {
            return each.clamp(20, MOST);
        }
        left -= size;
    }
    MOST
}

struct Cutter<'w> {
    wrong: &'w Wrong,
    /// Sizes of schemas that are cut at a depth.
    sizes: HashMap<(usize, u8), u64>,
    /// Schemas that are cut at a depth, with the whole one, whose address is the key.
    cut: HashMap<(usize, u8), (Schema, Schema)>,
}

impl<'w> Cutter<'w> {
    fn new(wrong: &'w Wrong) -> Self {
        Cutter {
            wrong,
            sizes: HashMap::new(),
            cut: HashMap::new(),
        }
    }

    /// The greatest depth at which a schema is no larger than `most`.
    fn depth(&mut self, schema: &Schema, most: u64) -> u8 {
        let fits = |depth: &u8| self.size(schema, *depth) <= most;
        (1..=DEEPEST).take_while(fits).last().unwrap_or(1)
    }

    fn size(&mut self, schema: &Schema, depth: u8) -> u64 {
        if depth == 0 || schema.size == 1 {
            return 1;
        }
        if let Some(known) = self.sizes.get(&(schema.key(), depth)) {
            return *known;
        }
        let mut size = 1u64;
        for below in children(schema) {
            size = size.saturating_add(self.size(below, depth - 1));
        }
        self.sizes.insert((schema.key(), depth), size);
        size
    }

    /// The schema, described down to a depth.
    fn fit(&mut self, schema: &Schema, depth: u8) -> Schema {
        if schema.size == 1 && self.wrong.is_empty() {
            return schema.clone();
        }
        let key = (schema.key(), depth);
        if let Some((cut, _)) = self.cut.get(&key) {
            return cut.clone();
        }
        let below = match depth {
            u8::MAX => depth,
            depth => depth.saturating_sub(1),
        };
        let mut node = SchemaNode::clone(schema);
        if let Some(bad) = self.wrong.get(&place(&node)) {
            node.examples.retain(|e| !bad.contains(e));
        }
        if depth == 0 && schema.size > 1 {
            node.cut = true;
            node.properties.clear();
            node.items = None;
            node.any_of.clear();
        }
        for property in &mut node.properties {
            let Property { schema, .. } = property;
            *schema = self.fit(schema, below);
        }
        if let Some(items) = &mut node.items {
            **items = self.fit(items, below);
        }
        for branch in &mut node.any_of {
            *branch = self.fit(branch, below);
        }
        let all = children(&node).map(|s| s.size);
        node.size = all.fold(1, u64::saturating_add);
        let cut = Schema::from(node);
        self.cut.insert(key, (cut.clone(), schema.clone()));
        cut
    }
}

fn children(node: &SchemaNode) -> impl Iterator<Item = &Schema> {
    let properties = node.properties.iter().map(|p| &p.schema);
    properties.chain(node.items.as_deref()).chain(&node.any_of)
}
