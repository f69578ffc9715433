//! Text for people.

use std::fmt::Write as _;

use crate::fuzz::http::{Finding, Outcome, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::text::{self as frame, Facts};
use crate::report::visible;

/// One finding in words.
pub fn finding(finding: &Finding, width: usize) -> String {
    let heading = format!("{}: {}", heading(finding.outcome), visible(&finding.place));
    let mut facts = Facts::new(&heading, 11, width);
    facts.put("request", &visible(&finding.about));
    facts.put("expected", finding.outcome.expected());
    facts.put("got", &visible(&finding.got));
    facts.bytes(&finding.bytes);
    if let Some(file) = &finding.file {
        facts.put("file", &visible(&file.display().to_string()));
    }
    if let Some(note) = finding.note() {
        facts.put("note", note);
    }
    facts.end(&finding.again)
}

/// How the server is wrong, in words.
pub(super) fn heading(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Gone => "Server gone",
        Outcome::Hang => "Hang",
        Outcome::Dropped => "Connection dropped",
        Outcome::Cut => "Answer cut short",
        Outcome::Fault => "Fault of the server",
        Outcome::NoHttp => "No HTTP",
    }
}

/// Everything: the findings, then the overview.
pub fn text(summary: &Summary, width: usize) -> String {
    let findings = summary.findings.iter();
    let findings: String = findings.map(|f| finding(f, width) + "\n").collect();
    findings + &overview(summary, width)
}

/// A status in words; `0` stands for no answer where none was due.
pub(super) fn status(status: u16) -> String {
    match status {
        0 => "no answer due".to_owned(),
        status => status.to_string(),
    }
}

/// The statuses, the notes and the whole run in one line.
pub fn overview(summary: &Summary, width: usize) -> String {
    let mut out = String::new();
    for (number, count) in &summary.statuses {
        let _ = writeln!(out, "{:13} {count:>10}", status(*number));
    }
    out += &frame::notes(&summary.notes, width);
    out += &frame::last_line(&summary.basics());
    out.push('\n');
    out
}
