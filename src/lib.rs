//! clausal holds a server to its documentation, clause by clause.
#[cfg(feature = "reference")]
pub mod reference;
