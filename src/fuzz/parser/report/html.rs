//! HTML in one file, for people: light and dark, without scripts and without anything from
//! elsewhere.

use std::fmt::Write as _;

use super::text::{heading, last_line, subject};
use crate::fuzz::parser::{Finding, Outcome, Summary};
use crate::report::{cut, shown_bytes, visible};

/// How much of a document is shown, in characters, and on its finding's one line.
const SHOWN: usize = 4000;
const BRIEF: usize = 60;
/// Up to so many findings each stands open.
const FEW: usize = 8;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --good: #1b7f3b; --back: #8881; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7ddc9a; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: var(--back); padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
details { border-left: 4px solid var(--bad); padding: .25rem 0 .25rem 1rem; margin: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary code { background: var(--back); padding: 0 .25rem; }
.place { color: #888; margin: 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
";

/// The run as one HTML document.
pub fn html(summary: &Summary) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>clausal fuzz parser</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>clausal fuzz parser</h1>\n"
    );
    let _ = writeln!(out, "<p><code>{}</code></p>", escaped(&summary.command));
    let class = if summary.findings.is_empty() {
        "good"
    } else {
        "bad"
    };
    let _ = writeln!(
        out,
        "<p class=\"{class}\">{}</p>",
        escaped(&last_line(summary))
    );
    if let Some(why) = &summary.unusable {
        let _ = writeln!(
            out,
            "<p class=\"bad\">Ended early: {}</p>",
            escaped(&why.to_string())
        );
    }
    for note in &summary.notes {
        let _ = writeln!(out, "<p>Note: {}</p>", escaped(note));
    }
    let open = if summary.findings.len() <= FEW {
        " open"
    } else {
        ""
    };
    let mut last = None;
    for finding in &summary.findings {
        if last.replace(finding.outcome) != Some(finding.outcome) {
            let all = summary.findings.iter();
            let count = all.filter(|f| f.outcome == finding.outcome).count();
            let _ = writeln!(out, "<h2>{} ({count})</h2>", heading(finding));
        }
        self::finding(&mut out, finding, open);
    }
    out += "<h2>Rules</h2>\n<table>\n<tr><th>Section</th><th>Rule or kind</th><th class=\"number\">Right</th><th class=\"number\">Wrong</th><th class=\"number\">Open</th></tr>\n";
    for (name, count) in summary.tally.rows() {
        let class = if count.wrong > 0 {
            "number bad"
        } else {
            "number"
        };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"{class}\">{}</td><td class=\"number\">{}</td></tr>",
            escaped(count.section),
            escaped(name),
            count.right,
            count.wrong,
            count.open + count.unsupported
        );
    }
    out += "</table>\n";
    if !summary.known.is_empty() {
        out += "<h2>Known deviations</h2>\n<table>\n<tr><th>Section</th><th>Rule or kind</th><th class=\"number\">Documents</th><th>What the parser does</th></tr>\n";
        for seen in &summary.known {
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td><td>{}</td></tr>",
                escaped(&seen.deviation.section),
                escaped(seen.rule),
                seen.count,
                escaped(&seen.deviation.reason)
            );
        }
        out += "</table>\n";
    }
    out += "</body>\n</html>\n";
    out
}

fn finding(out: &mut String, finding: &Finding, open: &str) {
    let (text, more) = cut(&shown_bytes(&finding.document), BRIEF);
    let _ = writeln!(
        out,
        "<details{open}>\n<summary><b>{}</b><span class=\"place\">{}</span><code>{}{}</code></summary>\n<dl>",
        escaped(&finding.rule),
        escaped(&subject(finding)),
        escaped(&text),
        if more { "…" } else { "" }
    );
    let mut put = |label: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "<dt>{label}</dt><dd>{}</dd>", escaped(text));
        }
    };
    let label = match finding.outcome {
        Outcome::WrongInfoset => "Reading",
        _ => "Document",
    };
    put(label, &finding.about);
    put("Expected", &finding.expected);
    put("Got", &finding.got);
    put(
        "Seen",
        &format!(
            "{} times, first after {:.2} s",
            finding.seen, finding.seconds
        ),
    );
    if let Some(file) = &finding.file {
        put("File", &file.display().to_string());
    }
    put("Again", &finding.again);
    let (text, more) = cut(&shown_bytes(&finding.document), SHOWN);
    let _ = writeln!(
        out,
        "</dl>\n<p>{} bytes</p>\n<pre>{}{}</pre>\n</details>",
        finding.document.len(),
        escaped(&text),
        if more { " …" } else { "" }
    );
}

/// Text for HTML, with everything that does not print made visible.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}
