//! One page for people, in one file that needs no network.
//!
//! Every text goes through [`text`], and a policy in the page lets nothing run or load but the
//! page's own script and style, told by their hashes.

mod clauses;
mod coverage;
mod finding;

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::finding::short;
use super::time::{in_words, iso};
use super::whole::Run;
use super::{base64, escape};
use crate::run::event::{ReadingTaken, Verdict};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The page of a run.
pub(super) fn page(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut put = |text: String| out.write_all(text.as_bytes());
    put(head(run))?;
    put(top(run))?;
    put(finding::section(run)?)?;
    put(clauses::section(run))?;
    put(coverage::section(run))?;
    put(readings(&run.finished.readings))?;
    put(notes(&run.notes()))?;
    put(format!(
        "</main>\n<footer>clausal {}, seed {}. The same seed makes the same requests.</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        run.finished.seed
    ))
}

fn head(run: &Run<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>clausal: {}</title>\n<style>{STYLE}</style>\n</head>\n",
        hash(SCRIPT),
        hash(STYLE),
        text(&run.totals())
    )
}

/// What the policy of a page calls a script or style.
fn hash(content: &str) -> String {
    format!(
        "sha256-{}",
        base64::encode(&Sha256::digest(content.as_bytes()))
    )
}

fn top(run: &Run<'_>) -> String {
    let finished = run.finished;
    let total = finished.held + finished.broken + finished.inconclusive + finished.skipped;
    let number = |n: usize| grouped(n as u64);
    let headline = match (finished.broken, finished.held) {
        (0, 0) => "Nothing was tested".to_owned(),
        (0, 1) if total == 1 => "The one clause held".to_owned(),
        (0, held) if held == total => format!("All {} clauses held", number(held)),
        (0, held) => format!(
            "{} of {} clauses held, none is broken",
            number(held),
            number(total)
        ),
        (1, _) => format!("1 of {} clauses is broken", number(total)),
        (broken, _) => format!("{} of {} clauses are broken", number(broken), number(total)),
    };
    let mut about = vec![("Target", text(&finished.target))];
    if let Some(started) = run.started {
        let contracts = started.contracts.join(", ");
        about.push(("Contracts", text(&contracts)));
        let began = iso(started.began);
        let shown = began.get(..16).unwrap_or_default().replace('T', " ");
        about.push((
            "Began",
            format!("<time datetime=\"{began}\">{shown} UTC</time>"),
        ));
    }
    about.push(("Took", text(&in_words(finished.took))));
    about.push(("Requests", grouped(finished.requests)));
    about.push(("Seed", finished.seed.to_string()));
    let about: String = about
        .iter()
        .map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>"))
        .collect();
    let totals: String = [
        (Verdict::Held, finished.held),
        (Verdict::Broken, finished.broken),
        (Verdict::Inconclusive, finished.inconclusive),
        (Verdict::Skipped, finished.skipped),
    ]
    .iter()
    .map(|(verdict, n)| {
        let (word, none) = (word(*verdict), if *n == 0 { " none" } else { "" });
        let number = grouped(*n as u64);
        format!("<li class=\"{word}{none}\"><b>{number}</b><span><a href=\"#clauses\" data-filter=\"{word}\">{word}</a></span></li>")
    })
    .collect();
    let warning = run.unfit().map_or(String::new(), |why| {
        format!("<p class=\"warning\" role=\"alert\">{}</p>", text(&why))
    });
    let mut links = vec![
        ("findings", "Findings"),
        ("clauses", "Clauses"),
        ("coverage", "Coverage"),
    ];
    if !finished.readings.is_empty() {
        links.push(("readings", "Readings"));
    }
    if !run.notes().is_empty() {
        links.push(("notes", "Notes"));
    }
    let links: String = links
        .iter()
        .map(|(id, name)| format!("<li><a href=\"#{id}\">{name}</a></li>"))
        .collect();
    format!(
        "<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header>\n<h1>{headline}</h1>\n<dl class=\"about\">{about}</dl>\n<ul class=\"totals\" aria-label=\"Clauses by verdict\">{totals}</ul>\n{warning}\n</header>\n<nav aria-label=\"Sections\"><div class=\"bar\"><ul>{links}</ul></div></nav>\n<main>\n"
    )
}

fn readings(readings: &[ReadingTaken]) -> String {
    if readings.is_empty() {
        return String::new();
    }
    let rows: String = readings
        .iter()
        .map(|reading| {
            let taken = match reading.taken.as_slice() {
                [] => "<span class=\"quiet\">not seen</span>".to_owned(),
                taken => text(&taken.join(", ")),
            };
            let (id, about) = (text(&reading.id), text(&reading.about));
            format!("<tr><th scope=\"row\">{id}</th><td>{about}</td><td>{taken}</td></tr>\n")
        })
        .collect();
    format!(
        "<section aria-labelledby=\"readings\">\n<h2 id=\"readings\">Readings</h2>\n<p>Where the documents leave something open, this is what the target takes. None of it is wrong.</p>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Reading</th><th scope=\"col\">What is open</th><th scope=\"col\">Taken</th></tr></thead><tbody>\n{rows}</tbody></table></div>\n</section>\n"
    )
}

fn notes(notes: &[String]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let items: String = notes
        .iter()
        .map(|n| format!("<li>{}</li>\n", text(n)))
        .collect();
    format!(
        "<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ul>\n{items}</ul>\n</section>\n"
    )
}

/// A verdict as a mark with a word.
fn mark(verdict: Verdict) -> String {
    let word = word(verdict);
    format!("<span class=\"verdict {word}\">{word}</span>")
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Held => "held",
        Verdict::Broken => "broken",
        Verdict::Inconclusive => "inconclusive",
        Verdict::Skipped => "skipped",
    }
}

/// A number with its digits in threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A text on one line, harmless in content and in quoted attributes.
fn text(text: &str) -> String {
    markup(&short(text))
}

/// A text of several lines, harmless in the same way.
fn lines(text: &str) -> String {
    markup(&escape::lines(text))
}

/// A text without characters that a page would take for markup.
pub(crate) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        assert_eq!(
            text("</script><img onerror='x'> \"&\" \u{1b}\0"),
            "&lt;/script&gt;&lt;img onerror=&#39;x&#39;&gt; &quot;&amp;&quot; \\u{1b}\\0"
        );
        assert_eq!(lines("a\n\u{202e}<b>"), "a\n\\u{202e}&lt;b&gt;");
    }

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!(
            [7, 120, 5135, 1_000_000].map(grouped),
            ["7", "120", "5,135", "1,000,000"]
        );
    }

    #[test]
    fn the_style_and_the_script_do_not_end_their_elements() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
