//! Open-ended runs: what is tested here has no contract but a standard.

#[cfg(all(feature = "cli", unix))]
pub mod http;
#[cfg(all(feature = "cli", unix))]
pub mod parser;
#[cfg(all(feature = "cli", unix))]
pub mod report;
#[cfg(any(feature = "fuzzing", all(test, feature = "reference")))]
pub mod targets;

/// A word for a shell.
#[cfg(all(feature = "cli", feature = "reference", unix))]
pub(crate) fn quoted(word: &str) -> String {
    parser::quoted(word.as_ref())
}
