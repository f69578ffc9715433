//! JSON, for programs.

use serde_json::{Value, json};

use crate::fuzz::http::{Finding, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::json::{document, with_bytes};

/// The whole run as one JSON document.
pub fn json(summary: &Summary) -> String {
    let findings = summary.findings.iter().map(finding).collect();
    let places = summary.places.iter().map(|(place, requests)| {
        let findings = summary.findings_of(place).count();
        json!({ "place": place, "requests": requests, "findings": findings })
    });
    let own = json!({
        "jobs": summary.jobs,
        "statuses": summary.statuses,
        "places": places.collect::<Vec<_>>(),
    });
    document(&summary.basics(), findings, own)
}

fn finding(finding: &Finding) -> Value {
    let object = json!({
        "outcome": finding.outcome.name(),
        "place": finding.place,
        "about": finding.about,
        "expected": finding.outcome.expected(),
        "got": finding.got,
        "repeats": finding.repeats,
        "seconds": finding.seconds,
        "seen": finding.seen,
        "file": finding.file.as_ref().map(|path| path.display().to_string()),
        "again": finding.again,
    });
    let object = with_bytes(object, "request", &finding.bytes);
    match &finding.answer {
        Some(answer) => with_bytes(object, "answer", answer),
        None => object,
    }
}
