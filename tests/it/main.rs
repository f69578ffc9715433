//! The integration tests, in one binary so that they link once.

mod broken_contracts;
mod cli;
mod contracts;
mod determinism;
mod layers;
mod peers;
mod secrets;
mod support;
mod traceability;
