//! JUnit XML for CI servers: a test case for each operation, and one for requests that are none of
//! the contracts'.

use std::io;

use crate::fuzz::http::{Finding, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::junit::{Case, Verdict, report};

/// The run as a JUnit report.
///
/// # Errors
/// When it cannot be written as XML, which does not happen.
pub fn junit(summary: &Summary) -> io::Result<Vec<u8>> {
    let places = summary.places.iter();
    let cases = places.map(|(place, requests)| Case {
        name: place.clone(),
        class: "requests".to_owned(),
        verdict: verdict(summary, place, *requests),
    });
    report(&summary.basics(), "requests", cases.collect())
}

fn verdict(summary: &Summary, place: &str, requests: u64) -> Verdict {
    match summary.findings_of(place).next() {
        Some(first) => Verdict::Failed {
            kind: first.outcome.name(),
            message: format!("expected {}, got {}", first.outcome.expected(), first.got),
            text: summary.findings_of(place).map(described).collect(),
        },
        None if requests == 0 => Verdict::Skipped("no such request was sent"),
        None => Verdict::Passed,
    }
}

fn described(finding: &Finding) -> String {
    super::finding(finding, 100) + "\n"
}
