//! clausal holds a server to its documentation, clause by clause.

pub mod clause;
pub mod contract;
pub mod curl;
pub mod exchange;
pub mod generate;
#[cfg(feature = "reference")]
pub mod reference;
pub mod run;
pub mod target;
pub mod wire;
