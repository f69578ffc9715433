//! clausal holds a server to its documentation, clause by clause.

pub mod alike;
mod check;
pub mod clause;
#[cfg(all(feature = "cli", feature = "reference"))]
pub mod cli;
pub mod contract;
pub mod coverage;
pub mod curl;
pub mod dice;
pub mod exchange;
#[cfg(any(
    feature = "fuzzing",
    all(feature = "cli", unix),
    all(test, feature = "reference")
))]
pub mod fuzz;
pub mod generate;
#[cfg(feature = "cli")]
pub mod learn;
#[cfg(feature = "cli")]
pub mod page;
#[cfg(feature = "reference")]
pub mod prove;
#[cfg(feature = "reference")]
pub mod reference;
pub mod report;
pub mod rule;
pub mod run;
pub mod target;
pub mod wire;
pub mod xml;

pub use check::{Check, CheckError, Checked};
