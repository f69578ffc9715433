//! HTML in one file, for people.

use super::text::{heading, subject};
use crate::fuzz::parser::{Finding, Outcome, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::html::{Cell, Shown, findings, page, seen, table};
use crate::report::shown_bytes;

/// The run as one HTML document.
pub fn html(summary: &Summary) -> String {
    let shown: Vec<Shown<'_>> = summary.findings.iter().map(finding).collect();
    let mut body = findings(&shown);
    let rows = summary.tally.rows();
    let rows = rows.iter().map(|(name, count)| {
        vec![
            Cell::Text(count.section),
            Cell::Text(name),
            Cell::Number(count.right),
            Cell::Bad(count.wrong),
            Cell::Number(count.open + count.unsupported),
        ]
    });
    let columns = ["Section", "Rule or kind", "Right", "Wrong", "Open"];
    body += &table("Rules", &columns, &rows.collect::<Vec<_>>());
    if !summary.known.is_empty() {
        let rows = summary.known.iter().map(|seen| {
            vec![
                Cell::Text(&seen.deviation.section),
                Cell::Text(seen.rule),
                Cell::Number(seen.count),
                Cell::Text(&seen.deviation.reason),
            ]
        });
        let columns = [
            "Section",
            "Rule or kind",
            "Documents",
            "What the parser does",
        ];
        body += &table("Known deviations", &columns, &rows.collect::<Vec<_>>());
    }
    page(&summary.basics(), &body)
}

fn finding(finding: &Finding) -> Shown<'_> {
    let seen = seen(finding.seen, finding.seconds);
    let about = match finding.outcome {
        Outcome::WrongInfoset => "Reading",
        _ => "Document",
    };
    let file = finding.file.as_ref().map(|path| path.display().to_string());
    Shown {
        kind: heading(finding),
        name: &finding.rule,
        place: subject(finding),
        input: &finding.document,
        facts: vec![
            (about, finding.about.clone()),
            ("Expected", finding.expected.clone()),
            ("Got", finding.got.clone()),
            ("Seen", seen),
            ("File", file.unwrap_or_default()),
        ],
        again: &finding.again,
        texts: vec![(
            format!("{} bytes", finding.document.len()),
            shown_bytes(&finding.document),
        )],
    }
}
