//! The frame of the HTML reports: one file, light and dark, without scripts and without anything
//! from elsewhere, which a policy in the page says too.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Basics;
use super::text::{brief, last_line};
use crate::report::{cut, markup, visible};

/// How much of an input or an answer is shown, in characters, and on its finding's one line.
const SHOWN: usize = 4000;
const BRIEF: usize = 60;
/// Up to so many findings each stands open.
const FEW: usize = 8;

const STYLE: &str = include_str!("page.css");

/// The page of a run: what every report begins with, and then `body`, which is markup.
pub(in crate::fuzz) fn page(basics: &Basics<'_>, body: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let title = format!("clausal {}", basics.command);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let _ = writeln!(out, "<p><code>{}</code></p>", escaped(basics.driven.1));
    let is_good = basics.findings == 0 && basics.unfit.is_none();
    let class = if is_good { "good" } else { "bad" };
    let line = escaped(&last_line(basics));
    let _ = writeln!(out, "<p class=\"{class}\">{line}</p>");
    if let Some(why) = &basics.unfit {
        let _ = writeln!(out, "<p class=\"bad\">Incomplete: {}</p>", escaped(why));
    }
    for note in basics.notes {
        let _ = writeln!(out, "<p>Note: {}</p>", escaped(note));
    }
    out + body + "</body>\n</html>\n"
}

/// A finding as the page shows it.
pub(in crate::fuzz) struct Shown<'f> {
    /// How it is wrong; findings of one kind stand together.
    pub kind: &'static str,
    /// What it is about.
    pub name: &'f str,
    /// Where that belongs.
    pub place: String,
    /// What tells the input from others; its first characters stand on the finding's one line.
    pub input: &'f [u8],
    /// What is known of it, each with a label; empty ones are left out.
    pub facts: Vec<(&'static str, String)>,
    /// A command line that shows it again.
    pub again: &'f str,
    /// Texts with a heading each; line breaks stay.
    pub texts: Vec<(String, String)>,
}

/// How often something was seen, and when for the first time, in seconds.
pub(in crate::fuzz) fn seen(count: u64, seconds: f64) -> String {
    match count {
        1 => format!("once, after {seconds:.2} s"),
        count => format!("{count} times, first after {seconds:.2} s"),
    }
}

/// The findings, in order.
pub(in crate::fuzz) fn findings(list: &[Shown<'_>]) -> String {
    let mut out = String::new();
    let open = if list.len() <= FEW { " open" } else { "" };
    let mut last = None;
    for finding in list {
        if last.replace(finding.kind) != Some(finding.kind) {
            let count = list.iter().filter(|f| f.kind == finding.kind).count();
            let _ = writeln!(out, "<h2>{} ({count})</h2>", finding.kind);
        }
        let _ = writeln!(
            out,
            "<details{open}>\n<summary><b>{}</b><span class=\"place\">{}</span><code>{}</code></summary>\n<dl>",
            escaped(finding.name),
            escaped(&finding.place),
            markup(&brief(finding.input, BRIEF, "…")),
        );
        for (label, text) in finding.facts.iter().filter(|(_, text)| !text.is_empty()) {
            let _ = writeln!(out, "<dt>{label}</dt><dd>{}</dd>", escaped(text));
        }
        if !finding.again.is_empty() {
            let again = escaped(finding.again);
            let _ = writeln!(out, "<dt>Again</dt><dd><code>{again}</code></dd>");
        }
        out += "</dl>\n";
        for (heading, text) in &finding.texts {
            let (text, has_more) = cut(text, SHOWN);
            let mark = if has_more { " …" } else { "" };
            let (heading, text) = (escaped(heading), markup(&text));
            let _ = writeln!(out, "<p>{heading}</p>\n<pre>{text}{mark}</pre>");
        }
        out += "</details>\n";
    }
    out
}

/// A cell of a table.
pub(in crate::fuzz) enum Cell<'c> {
    Text(&'c str),
    Number(u64),
    /// A number that is bad unless it is zero.
    Bad(u64),
}

/// A table below a heading; numbers stand to the right.
pub(in crate::fuzz) fn table(heading: &str, columns: &[&str], rows: &[Vec<Cell<'_>>]) -> String {
    let is_number = |at: usize| {
        rows.iter()
            .any(|r| !matches!(r.get(at), Some(Cell::Text(_))))
    };
    let mut out = format!("<h2>{heading}</h2>\n<table>\n<tr>");
    for (at, name) in columns.iter().enumerate() {
        let class = if is_number(at) {
            " class=\"number\""
        } else {
            ""
        };
        let _ = write!(out, "<th{class}>{name}</th>");
    }
    out += "</tr>\n";
    for row in rows {
        out += "<tr>";
        for cell in row {
            let _ = match cell {
                Cell::Text(text) => write!(out, "<td>{}</td>", escaped(text)),
                Cell::Bad(n @ 1..) => write!(out, "<td class=\"number bad\">{n}</td>"),
                Cell::Bad(n) | Cell::Number(n) => write!(out, "<td class=\"number\">{n}</td>"),
            };
        }
        out += "</tr>\n";
    }
    out + "</table>\n"
}

/// Text for HTML, with everything that does not print made visible.
fn escaped(text: &str) -> String {
    markup(&visible(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        let text = escaped("<b onclick='x'>\u{1b}&\"\u{202e}");
        assert_eq!(
            text,
            "&lt;b onclick=&#39;x&#39;&gt;\\u{1b}&amp;&quot;\\u{202e}"
        );
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn a_column_of_numbers_stands_to_the_right() {
        let rows = [
            vec![Cell::Text("<a>"), Cell::Bad(0)],
            vec![Cell::Text("b"), Cell::Bad(2)],
        ];
        let table = table("T", &["name", "wrong"], &rows);
        for part in [
            "<th>name</th><th class=\"number\">wrong</th>",
            "<td>&lt;a&gt;</td><td class=\"number\">0</td>",
            "<td class=\"number bad\">2</td>",
        ] {
            assert!(table.contains(part), "{table}");
        }
    }
}
