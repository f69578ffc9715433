//! JSON, for programs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fuzz::http::{Finding, Summary};

/// The whole run as one JSON document.
pub fn json(summary: &Summary) -> String {
    let findings: Vec<Value> = summary.findings.iter().map(finding).collect();
    let document = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "target": summary.target,
        "seed": summary.seed,
        "requests": summary.requests,
        "seconds": summary.took.as_secs_f64(),
        "kinds": summary.kinds,
        "statuses": summary.statuses,
        "findings": findings,
        "more": summary.more,
        "notes": summary.notes,
    });
    format!("{document:#}\n")
}

fn finding(finding: &Finding) -> Value {
    json!({
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
        "request": String::from_utf8(finding.bytes.clone()).ok(),
        "request_base64": STANDARD.encode(&finding.bytes),
    })
}
