//! The findings, a block for each cause: its clauses and one example.

use std::collections::BTreeMap;
use std::io;

use super::page::{BAD, Page, QUIET, STRONG};
use super::sections::count;
use crate::report::book::Entry;
use crate::report::cause::Cause;
use crate::report::escape;
use crate::report::finding::{answer, excerpt, facts, short};
use crate::run::event::{Finding, Kind, Verdict};

/// Causes that are told, the most telling ones.
const TOLD: usize = 10;
/// Places that are named where it is wrong in the same words.
const ELSEWHERE: usize = 4;
/// Up to so many are told with all that is known of them.
const FEW: usize = 4;
/// Further causes, of which there is a line each.
const LISTED: usize = 10;
/// Clauses of a cause that are named, of few causes and of many.
const NAMED: (usize, usize) = (8, 3);
/// Where the text of a fact begins.
const COLUMN: usize = 10;
/// Lines and characters of a command that are shown, of few causes and of many.
const COMMAND: ((usize, usize), (usize, usize)) = ((40, 2000), (6, 500));
/// Rules of a cause that are named.
const RULES: usize = 16;
/// Characters of an answer's body beside what else is told in brief.
const BRIEF: usize = 80;

pub(super) fn findings(page: &mut Page, causes: &[Cause<'_>], judged: &[&Entry]) -> io::Result<()> {
    let whole = causes.len() <= FEW;
    let (told, left) = choose(causes);
    for alike in &told {
        if let Some((cause, others)) = alike.split_first() {
            block(page, cause, others, whole)?;
        }
    }
    rest(page, &left);
    let all =
        |c: &Alike<'_, '_>| c.len() > 1 || c.iter().any(|c| c.clauses.len() > named(whole) + 1);
    let cut = told.iter().any(all);
    if cut || !left.is_empty() {
        page.gap();
        let text = "`--report html=FILE` shows every cause with its clauses and its exchange, `--report json=FILE` every finding; `--only CLAUSE` tries one clause again";
        page.labelled(0, "", 0, QUIET, text);
    }
    let unexplained = |c: &&Entry| c.verdict == Verdict::Broken && c.found.is_none();
    for clause in judged.iter().copied().filter(unexplained) {
        page.heading(BAD, "Broken:", &short(&clause.duty));
        page.line(2, &page.paint(STRONG, &escape::line(&clause.id)));
    }
    Ok(())
}

/// Causes in the same words, of however many operations.
type Alike<'c, 'a> = Vec<&'c Cause<'a>>;

/// The causes that are told, each with those that are told by it, and the others. Where there are many,
/// operations that are wrong in the same words share a block.
fn choose<'c, 'a>(causes: &'c [Cause<'a>]) -> (Vec<Alike<'c, 'a>>, Vec<Alike<'c, 'a>>) {
    if causes.len() <= TOLD {
        return (causes.iter().map(|cause| vec![cause]).collect(), Vec::new());
    }
    let mut places: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    let mut kinds: Vec<Alike<'_, '_>> = Vec::new();
    for cause in causes {
        let place = *places
            .entry((cause.kind, &cause.words))
            .or_insert(kinds.len());
        match kinds.get_mut(place) {
            Some(kind) => kind.push(cause),
            None => kinds.push(vec![cause]),
        }
    }
    let left = kinds.split_off(TOLD.min(kinds.len()));
    (kinds, left)
}

/// Where else it is wrong in the same words.
fn elsewhere(shown: &Cause<'_>, others: &[&Cause<'_>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for cause in others {
        let first = cause.clauses.first().copied().unwrap_or(cause.shown);
        let name = match first.operation == shown.shown.operation {
            true => (*first.id).to_owned(),
            false => format!("{}/{}", first.contract, first.operation),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let clauses = others.iter().map(|c| c.clauses.len()).sum::<usize>();
    let more = match names.len().saturating_sub(ELSEWHERE) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    names.truncate(ELSEWHERE);
    let text = format!(
        "{}{more} ({})",
        names.join(", "),
        count(clauses as u64, "clause")
    );
    escape::line(&text)
}

fn named(whole: bool) -> usize {
    if whole { NAMED.0 } else { NAMED.1 }
}

fn block(page: &mut Page, cause: &Cause<'_>, others: &[&Cause<'_>], whole: bool) -> io::Result<()> {
    let finding = &*cause.finding()?;
    if let [clause] = cause.clauses.as_slice() {
        page.heading(BAD, "Broken:", &escape::line(&clause.id));
    } else {
        let word = format!("Broken, {} clauses:", cause.clauses.len());
        page.heading(BAD, &word, &short(&cause.words));
        // Among many causes, the example names one of many clauses.
        if whole || cause.clauses.len() < NAMED.1 {
            names(page, cause, named(whole));
        }
    }
    rules(page, cause, named(whole), whole);
    if whole {
        page.gap();
        if cause.clauses.len() > 1 {
            in_one(page, "example", &escape::line(&cause.shown.id));
        }
        for fact in facts(cause.shown, finding) {
            if fact.label == "contract" {
                in_one(page, fact.label, &fact.text);
            } else {
                page.labelled(2, fact.label, COLUMN, QUIET, &fact.text);
            }
        }
        command(page, &finding.command(), COMMAND.0);
    } else {
        brief(page, cause, finding);
        if !others.is_empty() {
            let text = elsewhere(cause, others);
            page.labelled(2, "also", COLUMN, QUIET, &text);
        }
        command(page, &finding.command(), COMMAND.1);
    }
    Ok(())
}

/// The clauses of a cause, or the first of them and how many there are besides.
fn names(page: &mut Page, cause: &Cause<'_>, limit: usize) {
    // A line that says "1 more" is as long as the name.
    let all = cause.clauses.len();
    let shown = if all > limit + 1 { limit } else { all };
    for clause in &cause.clauses[..shown] {
        page.line(2, &page.paint(STRONG, &escape::line(&clause.id)));
    }
    if shown < all {
        page.line(2, &format!("… and {} more", all - shown));
    }
}

/// What a cause with many clauses does not enforce, rule by rule.
fn rules(page: &mut Page, cause: &Cause<'_>, limit: usize, apart: bool) {
    let rules = cause.rules();
    if rules.is_empty() || cause.clauses.len() <= limit + 1 {
        return;
    }
    let mut words: Vec<String> = rules
        .iter()
        .take(RULES)
        .map(|(rule, count)| match count {
            1 => escape::line(rule),
            n => format!("{} ({n})", escape::line(rule)),
        })
        .collect();
    if rules.len() > RULES {
        words.push(format!("and {} more", rules.len() - RULES));
    }
    if apart {
        page.gap();
    }
    page.labelled(2, "rules", COLUMN, QUIET, &words.join(", "));
}

/// What is told of one cause among many.
fn brief(page: &mut Page, cause: &Cause<'_>, finding: &Finding) {
    let clause = cause.shown;
    let mut fact = |label: &str, text: &str| {
        if !text.is_empty() {
            page.labelled(2, label, COLUMN, QUIET, text);
        }
    };
    if cause.clauses.len() > 1 {
        fact("example", &escape::line(&clause.id));
    } else {
        fact("duty", &short(&clause.duty));
    }
    fact("case", &short(&finding.case));
    fact("expected", &short(&finding.expected));
    // The words of several clauses begin with what came, and the answer with its status.
    let got = short(&finding.got);
    let is_said = cause.clauses.len() > 1 && finding.answer.is_ok() && cause.words.contains(&got);
    if !is_said {
        fact("got", &got);
    }
    let mut told = answer(&finding.answer);
    if told == got {
        return;
    }
    if let Ok(response) = &finding.answer
        && !response.body.is_empty()
    {
        told += ": ";
        told += &excerpt(&response.body, BRIEF);
    }
    fact("answer", &told);
}

/// Causes beyond those that are told, a line for those in the same words.
fn rest(page: &mut Page, kinds: &[Alike<'_, '_>]) {
    if kinds.is_empty() {
        return;
    }
    let clauses = |kind: &Alike<'_, '_>| kind.iter().map(|c| c.clauses.len()).sum::<usize>();
    let causes = kinds.iter().map(Vec::len).sum::<usize>();
    let word = format!("And {}:", count(causes as u64, "more cause"));
    let all = kinds.iter().map(clauses).sum::<usize>();
    page.heading(BAD, &word, &count(all as u64, "broken clause"));
    for kind in kinds.iter().take(LISTED) {
        let first = kind.first().and_then(|c| c.clauses.first());
        let more = match clauses(kind) {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let words = kind.first().map_or("", |c| c.words.as_str());
        let text = format!("{}{more}: {words}", first.map_or("", |c| &*c.id));
        let width = page.width().saturating_sub(2);
        let line = match escape::cut(&escape::line(&text), width) {
            (all, 0) => all.to_owned(),
            (text, _) => format!("{}…", escape::cut(text, width.saturating_sub(1)).0),
        };
        page.line(2, &line);
    }
    if kinds.len() > LISTED {
        let left = kinds[LISTED..].iter().map(Vec::len).sum::<usize>();
        page.line(2, &format!("… and {left} more"));
    }
}

/// A fact in one piece, to be copied or opened in an editor.
fn in_one(page: &mut Page, label: &str, text: &str) {
    let padding = " ".repeat(COLUMN.saturating_sub(label.len()));
    page.line(2, &format!("{}{padding}{text}", page.paint(QUIET, label)));
}

/// The command stands unwrapped and alone on its lines, to be pasted.
fn command(page: &mut Page, curl: &str, (lines, characters): (usize, usize)) {
    if curl.is_empty() {
        return;
    }
    page.gap();
    let lines: usize = curl.split_inclusive('\n').take(lines).map(str::len).sum();
    let (head, _) = escape::cut(&curl[..lines], characters);
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
