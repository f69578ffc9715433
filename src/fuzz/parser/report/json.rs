//! JSON, for programs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fuzz::parser::{Finding, Seen, Summary};

/// The whole run as one JSON document.
pub fn json(summary: &Summary) -> String {
    let rules: Vec<Value> = summary
        .tally
        .rows()
        .into_iter()
        .map(|(name, count)| {
            json!({
                "rule": name,
                "section": count.section,
                "right": count.right,
                "wrong": count.wrong,
                "open": count.open,
                "unsupported": count.unsupported,
            })
        })
        .collect();
    let findings: Vec<Value> = summary.findings.iter().map(finding).collect();
    let document = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "command": summary.command,
        "seed": summary.seed,
        "documents": summary.documents,
        "seconds": summary.took.as_secs_f64(),
        "kinds": summary.kinds,
        "findings": findings,
        "more": summary.more,
        "rules": rules,
        "known": summary.known.iter().map(known).collect::<Vec<_>>(),
        "notes": summary.notes,
        "unusable": summary.unusable.as_ref().map(ToString::to_string),
    });
    format!("{document:#}\n")
}

fn known(seen: &Seen) -> Value {
    json!({
        "parser": seen.deviation.parser,
        "rule": seen.rule,
        "section": seen.deviation.section,
        "reason": seen.deviation.reason,
        "seen": seen.count,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "outcome": finding.outcome.name(),
        "rule": finding.rule,
        "section": finding.section,
        "about": finding.about,
        "file": finding.file.as_ref().map(|path| path.display().to_string()),
        "seconds": finding.seconds,
        "seen": finding.seen,
        "also": finding.also,
        "expected": finding.expected,
        "got": finding.got,
        "repeats": finding.repeats,
        "unless": finding.unless.map(|word| format!("--expect {word}")),
        "again": finding.again,
        "document": String::from_utf8(finding.document.clone()).ok(),
        "document_base64": STANDARD.encode(&finding.document),
    })
}
