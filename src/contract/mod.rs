//! Contracts: loading an OpenAPI 3.1 document with our extensions into a model of our own.

mod model;

pub use model::*;
