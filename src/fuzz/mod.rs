//! Open-ended runs: what is tested here has no contract but a standard.

#[cfg(all(feature = "cli", unix))]
pub mod parser;
#[cfg(any(feature = "fuzzing", all(test, feature = "reference")))]
pub mod targets;
