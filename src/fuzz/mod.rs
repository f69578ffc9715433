//! Open-ended runs: what is tested here has no contract but a standard.

pub mod http;
pub mod parser;

/// A word for a shell.
#[cfg(feature = "reference")]
pub(crate) fn quoted(word: &str) -> String {
    parser::quoted(word.as_ref())
}
