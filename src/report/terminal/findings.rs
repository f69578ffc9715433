//! The findings: each cause with its clauses and one example in full.

use super::page::{BAD, Page, QUIET, STRONG};
use crate::report::escape;
use crate::report::finding::{Group, facts, group, short};
use crate::run::event::{Judged, Verdict};

/// Where the text of a fact begins.
const COLUMN: usize = 10;
/// Characters of a command that are shown.
const COMMAND: usize = 2000;
/// Lines of a command that are shown.
const LINES: usize = 40;

pub(super) fn findings(page: &mut Page, judged: &[Judged]) {
    for group in group(judged) {
        finding(page, &group);
    }
    let unexplained = |c: &&Judged| c.verdict == Verdict::Broken && c.finding.is_none();
    for clause in judged.iter().filter(unexplained) {
        page.heading(BAD, "Broken:", &short(&clause.duty));
        page.line(2, &page.paint(STRONG, &escape::line(&clause.id)));
    }
}

fn finding(page: &mut Page, group: &Group<'_>) {
    if let [clause] = group.clauses.as_slice() {
        page.heading(BAD, "Broken:", &escape::line(&clause.id));
    } else {
        let word = format!("Broken, {} clauses:", group.clauses.len());
        page.heading(BAD, &word, &short(&group.finding.cause));
        for clause in &group.clauses {
            page.line(2, &page.paint(STRONG, &escape::line(&clause.id)));
        }
    }
    page.gap();
    if group.clauses.len() > 1 {
        whole(page, "example", &escape::line(&group.clauses[0].id));
    }
    for fact in facts(group.clauses[0], group.finding) {
        if fact.label == "contract" {
            whole(page, fact.label, &fact.text);
        } else {
            page.labelled(2, fact.label, COLUMN, QUIET, &fact.text);
        }
    }
    command(page, &group.finding.curl);
}

/// A fact in one piece, to be copied or opened in an editor.
fn whole(page: &mut Page, label: &str, text: &str) {
    let padding = " ".repeat(COLUMN.saturating_sub(label.len()));
    page.line(2, &format!("{}{padding}{text}", page.paint(QUIET, label)));
}

/// The command stands unwrapped and alone on its lines, to be pasted.
fn command(page: &mut Page, curl: &str) {
    if curl.is_empty() {
        return;
    }
    page.gap();
    let lines: usize = curl.split_inclusive('\n').take(LINES).map(str::len).sum();
    let (head, _) = escape::cut(&curl[..lines], COMMAND);
    if head.len() == curl.len() {
        page.line(0, &escape::lines(curl));
        return;
    }
    page.line(
        0,
        &format!("{} ...", escape::lines(head.trim_end_matches('\n'))),
    );
    let left = curl[head.len()..].chars().count();
    let text = format!("({left} more characters; `--report json=FILE` keeps the whole command)");
    page.line(0, &page.paint(QUIET, &text));
}
