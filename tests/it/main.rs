//! The integration tests, in one binary so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answer_rules;
mod answer_statuses;
mod answers;
mod broken_contracts;
mod causes;
mod cli;
mod codes;
mod commvault;
mod contracts;
mod coverage;
mod determinism;
mod early;
#[cfg(unix)]
mod fuzz_differs;
#[cfg(unix)]
mod fuzz_growth;
mod fuzz_http;
mod fuzz_parser;
mod generate;
mod hard;
mod hostile;
mod hurl;
mod ids;
mod init;
mod journal;
mod kubernetes;
mod layers;
mod lenient;
mod lint;
mod listed;
mod loading;
mod manual;
mod newcomer;
mod objects;
mod peers;
mod phases;
mod prose;
mod reach;
mod readme;
mod referees;
mod repeat;
mod replay;
mod rules;
mod secrets;
mod sent;
mod served;
mod several;
mod shards;
mod snapshots;
mod support;
mod traceability;
mod untested;
mod w3c;
mod wire;
