//! From the tree of nodes to the model, part by part; what is wrong is noted and reading goes on.

mod basics;
mod body;
mod components;
mod document;
mod errors;
mod examples;
mod expr;
mod extensions;
mod forms;
mod headers;
mod lifecycle;
mod names;
mod naming;
mod operation;
mod parameter;
mod parameters;
mod path;
mod probes;
mod resource;
mod said;
mod schema;
mod security;
mod serial;
mod servers;
mod size;
mod states;
mod ways;

use std::collections::{HashMap, HashSet};

use super::claims::Claim;
use super::diagnostic::{Problem, Weight};
use super::refs::Documents;
use super::shared::Shared;
use super::text::{Mark, Node};
use super::{Contract, Schema};
pub(super) use schema::known as keywords;
use schema::{Kept, Parts};

/// Most notes that are collected: a document full of faults needs no full list.
const MAX_NOTES: usize = 2_000;

/// Reads the model; `None` only with problems.
pub(super) fn read(name: &str, docs: &Documents) -> (Option<Contract>, Reading) {
    let mut reader = Reader {
        docs,
        notes: Reading::default(),
        told: HashSet::new(),
        scope: None,
        open: Vec::new(),
        old: false,
        own: false,
        leads: HashMap::new(),
        plain: HashMap::new(),
        referred: HashSet::new(),
        parts: HashMap::new(),
        whole: HashMap::new(),
        kept: Kept::default(),
        shared: Shared::default(),
        later: Vec::new(),
        operation_ids: HashSet::new(),
        read_only: false,
    };
    let contract = docs.root().and_then(|root| reader.document(name, root));
    reader.notes.own = reader.own;
    (contract, reader.notes)
}

/// What is noted beside the model.
#[derive(Default)]
pub(super) struct Reading {
    /// What is wrong, or less than it could be.
    pub(super) problems: Vec<Problem>,
    /// What is wrong with the placing or spelling of our extensions.
    pub(super) misspelt: Vec<Problem>,
    /// Names and places to be looked up when the model is whole.
    pub(super) claims: Vec<Claim>,
    /// Whether the document says that it is written for clausal.
    pub(super) own: bool,
}

/// The reader of one contract.
struct Reader<'d> {
    docs: &'d Documents,
    notes: Reading,
    /// Place and words of each problem so far.
    told: HashSet<(usize, usize, String)>,
    /// Number of the operation that is being read.
    scope: Option<usize>,
    /// Schemas that are being read, outermost first.
    open: Vec<&'d Node>,
    /// Whether the document is OpenAPI 3.0.
    old: bool,
    /// Whether the document says that it is written for clausal.
    own: bool,
    /// Where references lead, by the node that refers.
    leads: HashMap<usize, Option<&'d Node>>,
    /// Where bare references lead, in the end.
    plain: HashMap<usize, &'d Node>,
    /// Schemas that references lead to.
    referred: HashSet<usize>,
    /// Schemas that are read, by node and by what holds above: as they stand, and complete.
    parts: HashMap<(usize, String), (Parts, Vec<Claim>)>,
    whole: HashMap<(usize, String), (Schema, Vec<Claim>)>,
    /// Schemas that others refer to in their JSON.
    kept: Kept<'d>,
    shared: Shared,
    /// Examples to be tried once all shared schemas are known.
    later: Vec<(Vec<&'d Node>, Schema)>,
    /// Every `operationId` of the document, for links.
    operation_ids: HashSet<String>,
    /// Whether some schema is `readOnly`.
    read_only: bool,
}

impl<'d> Reader<'d> {
    /// Notes that the document is wrong.
    fn refuse(&mut self, mark: &Mark, message: impl Into<String>, hint: impl Into<String>) {
        self.note(Problem::at(mark, message).hint(hint));
    }

    /// Notes that the document is wrong, and what is lost by it.
    fn drop(
        &mut self,
        mark: &Mark,
        message: impl Into<String>,
        hint: impl Into<String>,
        cost: &str,
    ) {
        self.note(Problem::at(mark, message).hint(hint).costs(cost));
    }

    /// Notes what is not forbidden.
    fn remark(
        &mut self,
        weight: Weight,
        mark: &Mark,
        message: impl Into<String>,
        hint: impl Into<String>,
        cost: &str,
    ) {
        let problem = Problem::at(mark, message).hint(hint).weighs(weight);
        self.note(match cost {
            "" => problem,
            cost => problem.costs(cost),
        });
    }

    fn note(&mut self, problem: Problem) {
        if self.notes.problems.len() >= MAX_NOTES {
            return;
        }
        // A component is read once for every operation that uses it; its faults are told once.
        let file = problem.location.file.as_ptr() as usize;
        let place = (file, problem.span.start, problem.message.clone());
        if self.told.insert(place) {
            self.notes.problems.push(problem);
        }
    }
}

/// The address of a node: what tables know it by.
fn address(node: &Node) -> usize {
    std::ptr::from_ref(node) as usize
}
