//! JSON, for programs.

use serde_json::{Value, json};

use crate::fuzz::parser::{Finding, Growth, Seen, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::json::{document, with_bytes};

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
    let own = json!({
        "rules": rules,
        "baited": summary.baited,
        "measured": summary.measured,
        "known": summary.known.iter().map(known).collect::<Vec<_>>(),
        "unusable": summary.unusable.as_ref().map(ToString::to_string),
    });
    document(&summary.basics(), findings, own)
}

fn growth(growth: &Growth) -> Value {
    let points = growth.points.iter().map(
        |point| json!({ "bytes": point.length, "seconds": point.seconds, "memory": point.memory }),
    );
    json!({
        "cost": growth.cost.name(),
        "power": growth.power,
        "points": points.collect::<Vec<_>>(),
    })
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
    let object = json!({
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
        "growth": finding.growth.as_ref().map(growth),
    });
    with_bytes(object, "document", &finding.document)
}
