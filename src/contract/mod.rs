//! Contracts: loading an OpenAPI 3.1 document with our extensions into a model of our own.

mod acts;
mod arazzo;
mod builtin;
mod choose;
mod claims;
mod destroys;
mod diagnostic;
mod grammar;
mod ignored;
mod keywords;
mod model;
mod nearest;
mod open;
mod overlay;
pub mod pointer;
mod read;
mod refs;
mod sent;
pub mod shape;
mod shared;
mod stays;
mod streamed;
mod swagger;
mod text;
pub mod ties;
mod traceability;

pub use arazzo::{WorkflowTie, follow_text, follow_workflows};
pub use builtin::{builtin, builtin_names, builtin_traceability};
pub use choose::{Choice, ChoiceError, choose};
pub use diagnostic::{ContractError, Problem, Weight};
pub use grammar::{grammar, meaning};
pub use model::*;
pub use nearest::nearest;
pub use open::{
    Around, load_file, load_overlaid, load_text, open, open_overlaid, open_with, plain,
};
pub use overlay::Overlay;
pub use shared::Shared;
pub use traceability::{Fact, TRACEABILITY_COLUMNS, TraceabilityError, facts};

/// Every keyword of a schema that the reader knows.
pub fn keywords_of_schemas() -> impl Iterator<Item = &'static str> {
    read::keywords()
}
