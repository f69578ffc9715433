//! GitHub flavoured Markdown for the summary of a CI job.
//!
//! Words of the contract stand as escaped text, words of the target as code: neither can become
//! markup, a link or a mention.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::book::Entry;
use super::cause::Cause;
use super::escape;
use super::finding::{answer, facts, short};
use super::pretty;
use super::time::in_words;
use super::whole::Run;
use crate::exchange::Request;
use crate::run::event::Verdict;

/// Bytes of a body that are shown.
const BODY: usize = 4 << 10;
/// A job summary holds no more than 1 MiB; findings that would not fit are counted only.
const WHOLE: usize = 800 << 10;
/// Clauses of a cause that are named.
const NAMED: usize = 20;
/// Ids that are listed under one reason.
const MANY: usize = 100;

/// The summary of a run.
pub(super) fn summary(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(text(run)?.as_bytes())
}

fn text(run: &Run<'_>) -> io::Result<String> {
    let finished = run.finished;
    let mut out = format!("# clausal: {}\n\n", run.totals());
    if let Some(why) = run.unfit() {
        out += &format!("> [!WARNING]\n> {}\n\n", words(&why));
    }
    out += "| | held | broken | inconclusive | skipped |\n|---|---:|---:|---:|---:|\n";
    for (operation, counts) in operations(run.judged) {
        let [held, broken, inconclusive, skipped] = counts;
        out += &format!(
            "| {} | {held} | {broken} | {inconclusive} | {skipped} |\n",
            words(&operation)
        );
    }
    out += &format!(
        "| **all** | {} | {} | {} | {} |\n\n",
        finished.held, finished.broken, finished.inconclusive, finished.skipped
    );
    out += &format!(
        "Target {}, {} requests in {}, seed {}.\n",
        code(&finished.target),
        finished.requests,
        in_words(finished.took),
        finished.seed
    );
    findings(&mut out, &run.causes)?;
    let unexplained = |c: &&Entry| c.found.is_none();
    for clause in run.with(Verdict::Broken).filter(unexplained) {
        out += &format!("\nBroken: {}: {}\n", code(&clause.id), words(&clause.duty));
    }
    reasons(&mut out, run, Verdict::Inconclusive, "Inconclusive");
    reasons(&mut out, run, Verdict::Skipped, "Skipped");
    if !finished.readings.is_empty() {
        out += "\n## Readings\n\n| reading | what is open | taken |\n|---|---|---|\n";
        for reading in &finished.readings {
            let taken: Vec<String> = reading.taken.iter().map(|t| cell(t)).collect();
            let taken = if taken.is_empty() {
                "not seen".to_owned()
            } else {
                taken.join(", ")
            };
            out += &format!(
                "| {} | {} | {taken} |\n",
                words(&reading.id),
                words(&reading.about)
            );
        }
    }
    let notes = run.notes();
    if !notes.is_empty() {
        out += "\n## Notes\n\n";
    }
    for note in &notes {
        out += &format!("- {}\n", words(note));
    }
    Ok(out)
}

/// Counts by operation and verdict.
fn operations(judged: &[&Entry]) -> BTreeMap<String, [usize; 4]> {
    let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    for clause in judged {
        let name = format!("{} {}", clause.contract, clause.operation);
        counts.entry(name).or_default()[clause.verdict as usize] += 1;
    }
    counts
}

fn findings(out: &mut String, causes: &[Cause<'_>]) -> io::Result<()> {
    if causes.is_empty() {
        return Ok(());
    }
    *out += "\n## Findings\n";
    for (number, cause) in causes.iter().enumerate() {
        let text = finding(cause)?;
        if out.len() + text.len() > WHOLE {
            let left = causes.len() - number;
            *out += &format!(
                "\n{left} more causes do not fit here; an html report shows more of them.\n"
            );
            return Ok(());
        }
        *out += &text;
    }
    Ok(())
}

fn finding(cause: &Cause<'_>) -> io::Result<String> {
    let (clause, finding) = (cause.shown, cause.finding()?);
    let title = match cause.clauses.as_slice() {
        [one] => format!("<code>{}</code>", html(&one.id)),
        many => format!("{} clauses: {}", many.len(), html(&cause.words)),
    };
    let mut out = format!("\n<details>\n<summary>{title}</summary>\n\n");
    if cause.clauses.len() > 1 {
        for clause in cause.clauses.iter().take(NAMED) {
            out += &format!("- {}\n", code(&clause.id));
        }
        if cause.clauses.len() > NAMED {
            out += &format!("- and {} more\n", cause.clauses.len() - NAMED);
        }
        out += &format!("\nShown by {}:\n\n", code(&clause.id));
    }
    out += "| | |\n|---|---|\n";
    for fact in facts(clause, &finding) {
        // The answer stands below in full.
        if fact.label != "answer" && !(fact.label.is_empty() && finding.before.is_empty()) {
            out += &format!("| {} | {} |\n", fact.label, cell(&fact.text));
        }
    }
    out += &format!("\nRequest\n\n{}", block(&request(&finding.request)));
    let mut text = answer(&finding.answer);
    if let Ok(response) = &finding.answer {
        text = format!("HTTP {}", response.status);
        for (name, value) in &response.headers {
            text += &format!("\n{}: {}", short(name), short(value));
        }
        text += &body(&response.body);
    }
    out += &format!(
        "\nAnswer, after {}\n\n{}",
        in_words(finding.took),
        block(&text)
    );
    let command = finding.command();
    if !command.is_empty() {
        let (head, left) = escape::cut(&command, BODY);
        let more = if left > 0 {
            format!("\n({left} more characters)")
        } else {
            String::new()
        };
        out += &format!("\nOnce more\n\n{}", block(&(escape::lines(head) + &more)));
    }
    Ok(out + "\n</details>\n")
}

fn request(request: &Request) -> String {
    let mut text = format!("{} {}", short(&request.method), short(&request.target));
    for (name, value) in &request.headers {
        text += &format!("\n{}: {}", short(name), short(value));
    }
    text + &body(request.body.as_deref().unwrap_or_default())
}

fn body(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    let shown = pretty::body(bytes, BODY);
    let note = shown
        .note
        .map_or(String::new(), |note| format!("\n({note})"));
    format!("\n\n{}{note}", shown.pretty.unwrap_or(shown.raw))
}

fn reasons(out: &mut String, run: &Run<'_>, verdict: Verdict, title: &str) {
    let mut ids: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for clause in run.with(verdict) {
        let reason = clause.reason.as_deref().unwrap_or("no reason was given");
        ids.entry(reason).or_default().push(&clause.id);
    }
    if ids.is_empty() {
        return;
    }
    let count: usize = ids.values().map(Vec::len).sum();
    *out += &format!("\n<details>\n<summary>{title}: {count}</summary>\n\n");
    for (reason, ids) in ids {
        *out += &format!("- {}\n", code(reason));
        for id in ids.iter().take(MANY) {
            *out += &format!("  - {}\n", code(id));
        }
        if ids.len() > MANY {
            *out += &format!("  - and {} more\n", ids.len() - MANY);
        }
    }
    *out += "\n</details>\n";
}

/// Text in which nothing is markup, on one line.
fn words(text: &str) -> String {
    short(text).chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            c if c.is_ascii_punctuation() && !".,;()'\"-".contains(c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        out
    })
}

/// A code span on one line.
fn code(text: &str) -> String {
    let text = short(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    // A span may neither begin nor end with a backtick, and one blank on each side is dropped.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    if text.trim().is_empty() {
        return String::new();
    }
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in a cell of a table.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A block of code behind a fence that it cannot end.
fn block(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}text\n{text}\n{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text inside HTML that stands inside Markdown: no character of it means anything to either.
fn html(text: &str) -> String {
    short(text).chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_alphanumeric() || c == ' ' || !c.is_ascii() {
            out.push(c);
        } else {
            out += &format!("&#{};", u32::from(c));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fence_is_ended_from_within() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(cell("a`b``c|d"), "```a`b``c\\|d```");
        assert_eq!(code("`"), "`` ` ``");
        let text = "````\n</details>\n`````````x";
        let shown = block(text);
        let fence = shown.split("text").next().unwrap();
        assert_eq!(fence.len(), 10);
        assert_eq!(shown.matches(fence).count(), 2);
    }

    #[test]
    fn words_are_no_markup() {
        assert_eq!(
            words("<img> [a](b) *c* @d #1 `e` | \n"),
            "&lt;img&gt; \\[a\\](b) \\*c\\* \\@d \\#1 \\`e\\` \\| \\\\n"
        );
        assert_eq!(html("</summary>*"), "&#60;&#47;summary&#62;&#42;");
    }
}
