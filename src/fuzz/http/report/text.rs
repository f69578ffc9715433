//! Text for people.

use std::fmt::Write as _;

use crate::fuzz::http::{Finding, Outcome, Summary};
use crate::report::{shown_bytes, visible, wrap::wrap};

/// How much of a request is shown, in characters.
const SHOWN: usize = 600;

/// One finding in words.
pub fn finding(finding: &Finding, width: usize) -> String {
    let mut out = format!(
        "{}: {}\n\n",
        heading(finding.outcome),
        visible(&finding.place)
    );
    let mut put = |label: &str, text: &str| {
        for (number, line) in wrap(text, width.saturating_sub(14)).iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            let _ = writeln!(out, "  {label:11} {}", line.trim_end());
        }
    };
    put("request", &visible(&finding.about));
    put("expected", finding.outcome.expected());
    put("got", &visible(&finding.got));
    let (text, more) = crate::report::cut(&shown_bytes(&finding.bytes), SHOWN);
    let cut = if more { " …" } else { "" };
    put(
        &format!("{} bytes", finding.bytes.len()),
        &format!("{text}{cut}"),
    );
    if let Some(file) = &finding.file {
        put("file", &visible(&file.display().to_string()));
    }
    if !finding.repeats {
        put(
            "note",
            "it did not come again when the request was sent alone",
        );
    }
    if !finding.again.is_empty() {
        let _ = writeln!(out, "\n{}", visible(&finding.again));
    }
    out
}

fn heading(outcome: Outcome) -> &'static str {
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
    findings + &overview(summary)
}

/// The statuses, the notes and the whole run in one line.
pub fn overview(summary: &Summary) -> String {
    let mut out = String::new();
    for (status, count) in &summary.statuses {
        let name = match status {
            0 => "no answer due".to_owned(),
            status => status.to_string(),
        };
        let _ = writeln!(out, "{name:13} {count:>10}");
    }
    for note in &summary.notes {
        let _ = writeln!(out, "note: {}", visible(note));
    }
    let seconds = summary.took.as_secs_f64();
    let more = match summary.more {
        0 => String::new(),
        more => format!(" (and {more} requests with faults of more kinds)"),
    };
    let _ = writeln!(
        out,
        "{} findings{more}; {} requests in {seconds:.1} s ({:.0} requests/s), {} kinds of answers, seed {}",
        summary.findings.len(),
        summary.requests,
        summary.requests as f64 / seconds.max(1e-3),
        summary.kinds,
        summary.seed
    );
    out
}
