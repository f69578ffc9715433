//! From text to a tree of nodes that know where they stand.

mod build;
mod count;
mod insert;
mod json;
mod lenient;
mod node;
mod scalar;
mod source;
mod yaml;

pub(super) use node::{Data, Entry, Mark, Node};
pub(super) use source::Source;
pub(super) use yaml::parse;

/// Largest text that is read, in bytes.
pub(super) const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// Deepest nesting that is read.
pub(super) const MAX_DEPTH: usize = 128;
/// Most nodes a document may have once its aliases are written out.
pub(super) const MAX_NODES: usize = 1_000_000;
