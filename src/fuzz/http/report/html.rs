//! HTML in one file, for people.

use super::lines::shown;
use super::text::{heading, status};
use crate::fuzz::http::input::{lines, split};
use crate::fuzz::http::{Finding, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::html::{Cell, Shown, findings, page, seen, table};

/// The run as one HTML document.
pub fn html(summary: &Summary) -> String {
    let shown: Vec<Shown<'_>> = summary.findings.iter().map(finding).collect();
    let mut body = findings(&shown);
    let rows = summary.places.iter().map(|(place, requests)| {
        let findings = summary.findings_of(place).count() as u64;
        vec![
            Cell::Text(place),
            Cell::Number(*requests),
            Cell::Bad(findings),
        ]
    });
    let columns = ["Operation", "Requests", "Findings"];
    body += &table("Operations", &columns, &rows.collect::<Vec<_>>());
    let statuses = summary.statuses.iter();
    let names: Vec<_> = statuses.map(|(s, count)| (status(*s), *count)).collect();
    let rows = names
        .iter()
        .map(|(name, count)| vec![Cell::Text(name), Cell::Number(*count)]);
    let rows: Vec<_> = rows.collect();
    body += &table("Answers", &["Status", "Requests"], &rows);
    page(&summary.basics(), &body)
}

fn finding(finding: &Finding) -> Shown<'_> {
    let seen = seen(finding.seen, finding.seconds);
    let file = finding.file.as_ref().map(|path| path.display().to_string());
    let mut texts = vec![(
        format!("Request, {} bytes", finding.bytes.len()),
        shown(&finding.bytes),
    )];
    if let Some(answer) = &finding.answer {
        texts.push(("Answer".to_owned(), shown(answer)));
    }
    Shown {
        kind: heading(finding.outcome),
        name: &finding.place,
        place: finding.about.clone(),
        input: brief(&finding.bytes),
        facts: vec![
            ("Expected", finding.outcome.expected().to_owned()),
            ("Got", finding.got.clone()),
            ("Note", finding.note().unwrap_or_default().to_owned()),
            ("Seen", seen),
            ("File", file.unwrap_or_default()),
        ],
        again: &finding.again,
        texts,
    }
}

/// What tells a request from others: its body, or else its first line.
fn brief(bytes: &[u8]) -> &[u8] {
    match split(bytes) {
        Some((_, body @ [_, ..])) => body,
        _ => lines(bytes).next().unwrap_or_default(),
    }
}
