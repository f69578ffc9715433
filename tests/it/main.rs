//! The integration tests, in one binary so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answer_rules;
mod answers;
mod broken_contracts;
mod cli;
mod commvault;
mod contracts;
mod determinism;
mod fuzz_http;
mod fuzz_parser;
mod generate;
mod hostile;
mod hurl;
mod ids;
mod journal;
mod kubernetes;
mod layers;
mod lenient;
mod lint;
mod loading;
mod manual;
mod peers;
mod reach;
mod readme;
mod referees;
mod repeat;
mod replay;
mod secrets;
mod sent;
mod served;
mod shards;
mod snapshots;
mod support;
mod traceability;
mod untested;
mod w3c;
