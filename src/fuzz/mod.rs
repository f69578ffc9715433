//! Open-ended runs: what is tested here has no contract but a standard.

pub mod parser;
