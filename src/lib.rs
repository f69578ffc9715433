//! clausal holds a server to its documentation, clause by clause.

pub mod contract;
#[cfg(feature = "reference")]
pub mod reference;
