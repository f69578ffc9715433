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
mod lifecycle;
mod names;
mod naming;
mod operation;
mod parameter;
mod parameters;
mod path;
mod probes;
mod resource;
mod schema;
mod security;
mod servers;
mod states;
mod ways;

use super::Contract;
use super::claims::Claim;
use super::diagnostic::Problem;
use super::refs::Documents;
use super::text::{Mark, Node};

/// Most problems that are collected: a document full of faults needs no full list.
const MAX_PROBLEMS: usize = 200;
/// Bytes of schemas that may be held once every reference is written out.
const MAX_WEIGHT: usize = 128 * 1024 * 1024;

/// Reads the model; `None` only with problems.
pub(super) fn read(name: &str, docs: &Documents) -> (Option<Contract>, Reading) {
    let mut reader = Reader {
        docs,
        notes: Reading::default(),
        scope: None,
        open: Vec::new(),
        weight: 0,
        old: false,
    };
    let contract = docs.root().and_then(|root| reader.document(name, root));
    (contract, reader.notes)
}

/// What is noted beside the model.
#[derive(Default)]
pub(super) struct Reading {
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
    /// Names and places to be looked up when the model is whole.
    pub(super) claims: Vec<Claim>,
}

/// The reader of one contract.
struct Reader<'d> {
    docs: &'d Documents,
    notes: Reading,
    /// Number of the operation that is being read.
    scope: Option<usize>,
    /// Schemas that are being read, outermost first.
    open: Vec<&'d Node>,
    /// Bytes of schemas so far.
    weight: usize,
    /// Whether the document is OpenAPI 3.0.
    old: bool,
}

impl<'d> Reader<'d> {
    /// Notes a problem.
    fn refuse(&mut self, mark: &Mark, message: impl Into<String>, hint: impl Into<String>) {
        self.note(Problem::at(mark, message).hint(hint));
    }

    fn note(&mut self, problem: Problem) {
        // A component is read once for every operation that uses it; its faults are told once.
        let known = self
            .notes
            .problems
            .iter()
            .any(|p| p.says_the_same(&problem));
        if !known && self.notes.problems.len() < MAX_PROBLEMS {
            self.notes.problems.push(problem);
        }
    }
}
