//! What follows the findings, in the order it is read.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::page::{BAD, DOUBTFUL, GOOD, Page, STRONG};
use crate::alike::alike;
use crate::report::book::Entry;
use crate::report::escape;
use crate::report::finding::short;
use crate::run::event::{Change, Finished, Missing, ReadingTaken, Stale, Untested, Verdict};

/// More ids than this under one reason are cut: a target that is down would fill the screen.
const MANY: usize = 24;
/// The same where there are more reasons than some.
const FEW: usize = 8;
const SOME_REASONS: usize = 4;
/// The same where there is much else to be read, of operations; clauses are not named then.
const CROWDED: usize = 6;
/// Reasons that are told then.
const CROWDED_REASONS: usize = 4;
/// More clauses without a judgement, or operations without a test, than these are a crowd.
const CROWD: usize = 60;
/// What stands in front of a line of the profile.
const LINE: &str = ": [contracts.";
/// What stands in front of what was tried in vain, or of what the answer says.
const MORE: &str = " (";
/// What stands in front of what an answer says, behind that.
const SAYS: &str = "it says: ";
/// Reasons that are told; of further ones there is a line.
const REASONS: usize = 8;
/// Notes that are told, and things that were left behind.
const NOTES: usize = 12;
/// Operations that are named in a line.
const BESIDE: usize = 3;
/// Readings that are told in a crowd.
const CROWDED_READINGS: usize = 8;
/// Characters of a reading that are told.
const READING: usize = 200;

/// What the whole run met, before anything else.
pub(super) fn headline(page: &mut Page, finished: &Finished) {
    if let Some(headline) = &finished.headline {
        page.heading(BAD, "Not tested:", &short(headline));
    }
}

/// Operations of which no valid request was accepted.
pub(super) fn untested(page: &mut Page, untested: &[Untested]) {
    let mut by_reason: BTreeMap<String, (&str, Vec<String>, Vec<&str>)> = BTreeMap::new();
    for one in untested {
        let name = format!("{}/{}", one.contract, one.operation);
        // The lines of the profile that several lack are told at the end.
        let (front, _) = one.why.split_once(LINE).unwrap_or((&one.why, ""));
        // What was tried in vain, or what the answer says, differs, and the reason is the same: the first one
        // stands for all.
        let (reason, _) = front.split_once(MORE).unwrap_or((front, ""));
        let said = front.split_once(MORE).map_or("", |(_, said)| said);
        let alike = by_reason.entry(alike(reason));
        let (why, names, all) = alike.or_insert((&one.why, Vec::new(), Vec::new()));
        if !names.is_empty() {
            *why = why.split_once(LINE).map_or(*why, |(front, _)| front);
        }
        names.push(name);
        all.push(said);
    }
    let mut by_reason: Vec<(&str, Vec<String>)> = by_reason.into_values().map(beside).collect();
    let most = match by_reason.len() {
        0..=SOME_REASONS if untested.len() <= MANY => MANY,
        0..=SOME_REASONS => 2 * FEW,
        _ => CROWDED,
    };
    if by_reason.len() > REASONS {
        by_reason.sort_by_key(|(_, names)| Reverse(names.len()));
    }
    for (why, names) in by_reason.iter().take(REASONS) {
        let word = match names.len() {
            1 => "Not tested:".to_owned(),
            n => format!("Not tested, {n} operations:"),
        };
        page.heading(BAD, &word, &short(why));
        match by_reason.len() > SOME_REASONS && names.len() > 1 {
            true => names_beside(page, names),
            false => names_below(page, names, most),
        }
    }
    if let Some(left) = by_reason.get(REASONS..).filter(|left| !left.is_empty()) {
        let operations = left.iter().map(|(_, names)| names.len()).sum::<usize>();
        let word = format!(
            "Not tested, {}:",
            count(operations as u64, "more operation")
        );
        let text = format!(
            "for {} of their own; `--report json=FILE` names them all",
            count(left.len() as u64, "reason")
        );
        page.heading(BAD, &word, &text);
    }
}

/// A reason, and the operations that have it: where their answers say other things, each one's words stand
/// beside its name.
fn beside<'a>(
    (why, mut names, all): (&'a str, Vec<String>, Vec<&'a str>),
) -> (&'a str, Vec<String>) {
    if all.iter().all(|said| *said == all[0]) {
        return (why, names);
    }
    for (name, said) in names.iter_mut().zip(all) {
        let said = said.trim_start_matches(SAYS).trim_end_matches(')');
        if !said.is_empty() {
            *name += &format!(": {}", short(said));
        }
    }
    (why.split_once(MORE).map_or(why, |(front, _)| front), names)
}

/// A few names, and how many there are besides.
fn names_beside(page: &mut Page, names: &[String]) {
    let mut text = names[..names.len().min(BESIDE)].join(", ");
    if names.len() > BESIDE {
        text += &format!(" and {} more", names.len() - BESIDE);
    }
    page.paragraph(2, &escape::line(&text));
}

/// The names, or a few less than `most` of them and how many there are besides.
fn names_below<N: AsRef<str>>(page: &mut Page, names: &[N], most: usize) {
    let shown = match names.len() > most {
        true => most - 4,
        false => names.len(),
    };
    for name in &names[..shown] {
        page.line(2, &escape::line(name.as_ref()));
    }
    if shown < names.len() {
        let more = format!(
            "… and {} more; `--report json=FILE` names them all",
            names.len() - shown
        );
        page.line(2, &more);
    }
}

/// Whether one thing is the matter with all that was to be tested.
pub(super) fn is_useless(finished: &Finished) -> bool {
    finished.headline.is_some() && finished.untested.len() >= finished.operations
}

/// How many clauses have no judgement, where the reason of all was told already.
pub(super) fn counted(page: &mut Page, judged: &[&Entry]) {
    let open = |c: &&&Entry| matches!(c.verdict, Verdict::Inconclusive | Verdict::Skipped);
    let open = judged.iter().filter(open).count();
    if open > 0 {
        let word = format!("No judgement on {}:", count(open as u64, "clause"));
        let text = "for that reason; `--report json=FILE` names them all";
        page.heading(DOUBTFUL, &word, text);
    }
}

/// Whether there is so much to be read that no clause without a judgement is named.
fn is_crowded(judged: &[&Entry]) -> bool {
    let open = |c: &&&Entry| matches!(c.verdict, Verdict::Inconclusive | Verdict::Skipped);
    judged.iter().filter(open).count() > CROWD
}

/// Clauses without a judgement, under the reason they share.
pub(super) fn reasons(page: &mut Page, title: &str, judged: &[&Entry], verdict: Verdict) {
    let mut ids: BTreeMap<String, (&str, Vec<&str>)> = BTreeMap::new();
    for clause in judged.iter().filter(|c| c.verdict == verdict) {
        let reason = clause.reason.as_deref().unwrap_or("no reason was given");
        let alike = ids.entry(alike(reason));
        alike.or_insert((reason, Vec::new())).1.push(&clause.id);
    }
    let mut reasons: Vec<(&str, Vec<&str>)> = ids.into_values().collect();
    let (told, most) = match reasons.len() {
        _ if is_crowded(judged) => (CROWDED_REASONS, 0),
        0..=SOME_REASONS => (REASONS, MANY),
        _ => (REASONS, FEW),
    };
    if reasons.len() > told {
        reasons.sort_by_key(|(_, ids)| Reverse(ids.len()));
    }
    for (number, (reason, ids)) in reasons.iter().take(told).enumerate() {
        let word = match ids.len() {
            1 => format!("{title}:"),
            n => format!("{title}, {n} clauses:"),
        };
        // Nothing stands below them in a crowd.
        match number > 0 && most == 0 {
            true => page.goes_on(DOUBTFUL, &word, &short(reason)),
            false => page.heading(DOUBTFUL, &word, &short(reason)),
        }
        if most > 0 {
            names_below(page, ids, most);
        }
    }
    if let Some(left) = reasons.get(told..).filter(|left| !left.is_empty()) {
        let clauses = left.iter().map(|(_, ids)| ids.len()).sum::<usize>();
        let word = format!("{title}, {}:", count(clauses as u64, "more clause"));
        let text = format!(
            "for {} of their own; `--report json=FILE` names them all",
            count(left.len() as u64, "reason")
        );
        match most == 0 {
            true => page.goes_on(DOUBTFUL, &word, &text),
            false => page.heading(DOUBTFUL, &word, &text),
        }
    }
}

/// Broken clauses that the profile allows, a line each, then allowances that need a look.
pub(super) fn allowances(page: &mut Page, judged: &[&Entry], stale: &[Stale]) {
    for clause in judged {
        if let Some(allowed) = &clause.allowed {
            let until = allowed.until.as_ref().map(|d| format!(", until {d}"));
            let text = format!(
                "{} ({}{})",
                clause.id,
                allowed.reason,
                until.unwrap_or_default()
            );
            page.heading(DOUBTFUL, "Allowed:", &short(&text));
        }
    }
    for stale in stale {
        let text = format!("{}: {}", stale.allowance.clause, stale.why);
        page.heading(DOUBTFUL, "Allowance to be looked at:", &short(&text));
    }
}

/// What the run created and did not remove.
pub(super) fn left_behind(page: &mut Page, lines: &[String]) {
    for line in lines.iter().take(NOTES) {
        page.heading(DOUBTFUL, "Left behind:", &escape::line(line));
    }
    more(page, "Left behind:", lines.len());
}

/// Answers that are not those of the snapshots, each with the lines that differ.
pub(super) fn changes(page: &mut Page, changes: &[Change]) {
    for change in changes.iter().take(MANY) {
        page.heading(DOUBTFUL, "Changed answer:", &short(&change.id));
        page.line(2, &short(&change.file));
        for line in &change.lines {
            page.line(4, &short(line));
        }
    }
    if changes.is_empty() {
        return;
    }
    let hidden = match changes.len().saturating_sub(MANY) {
        0 => String::new(),
        n => format!(", {n} of them not shown"),
    };
    let text = format!(
        "{}{hidden}; `cargo insta review` or `--update-snapshots` takes them over",
        count(changes.len(), "answer")
    );
    page.heading(DOUBTFUL, "Changed since the snapshots:", &text);
}

pub(super) fn readings(page: &mut Page, readings: &[ReadingTaken], judged: &[&Entry]) {
    if readings.is_empty() {
        return;
    }
    page.heading(STRONG, "Readings", "");
    let crowded = is_crowded(judged);
    // A line that says "1 more" is as long as the reading.
    let shown = match crowded && readings.len() > CROWDED_READINGS + 1 {
        true => CROWDED_READINGS,
        false => readings.len(),
    };
    let widest = (readings[..shown].iter())
        .map(|r| r.id.chars().count())
        .max();
    for reading in &readings[..shown] {
        let taken = match reading.taken.as_slice() {
            [] => "not seen".to_owned(),
            taken => taken.join(", "),
        };
        let text = short(&format!("{}: {taken}", reading.about));
        let column = widest.unwrap_or(0) + 2;
        let room = page.width().saturating_sub(column + 2);
        let text = match (crowded, escape::cut(&text, READING)) {
            (true, _) => match escape::cut(&text, room) {
                (_, 0) => text,
                _ => format!(
                    "{}…",
                    escape::cut(&text, room.saturating_sub(1)).0.trim_end()
                ),
            },
            (_, (_, 0)) => text,
            (_, (head, more)) => format!("{}… ({more} more characters)", head.trim_end()),
        };
        page.labelled(2, &escape::line(&reading.id), column, STRONG, &text);
    }
    if let Some(left) = readings.get(shown..).filter(|left| !left.is_empty()) {
        let text = format!(
            "… and {} more; `--report json=FILE` has them all",
            left.len()
        );
        page.line(2, &text);
    }
}

pub(super) fn notes(page: &mut Page, notes: &[String]) {
    for (number, note) in notes.iter().take(NOTES).enumerate() {
        match number > 0 {
            true => page.goes_on(DOUBTFUL, "Note:", &short(note)),
            false => page.heading(DOUBTFUL, "Note:", &short(note)),
        }
    }
    more(page, "Note:", notes.len());
}

/// A line on what is not told of a list.
fn more(page: &mut Page, word: &str, all: usize) {
    if let Some(more) = all.checked_sub(NOTES).filter(|more| *more > 0) {
        let text = format!("… and {more} more; `--report json=FILE` has them all");
        page.heading(DOUBTFUL, word, &text);
    }
}

/// Lines of the profile that would test the most besides, to be copied.
pub(super) fn missing(page: &mut Page, missing: &[Missing]) {
    if missing.is_empty() {
        return;
    }
    let word = match missing.len() {
        1 => "One line of the profile would test more:".to_owned(),
        n => format!("{n} lines of the profile would test more:"),
    };
    let text = "in a file for `--profile` (`clausal init` writes one)";
    page.heading(STRONG, &word, text);
    let mut table = "";
    for one in missing {
        if one.table != table {
            table = &one.table;
            page.line(2, &escape::line(table));
        }
        let what = match (one.operations, one.clauses) {
            (0, clauses) => count(clauses as u64, "clause"),
            (operations, _) => count(operations as u64, "operation"),
        };
        let why = short(&format!("{what}: {}", one.why));
        page.line(2, &format!("{:34} # {why}", escape::line(&one.line)));
    }
}

pub(super) fn stopped(page: &mut Page, finished: &Finished, planned: Option<usize>) {
    let Some(why) = &finished.stopped else {
        return;
    };
    let came_to = finished.held + finished.broken + finished.inconclusive + finished.skipped;
    let left = planned.unwrap_or(0).saturating_sub(came_to);
    let rest = match left {
        0 => String::new(),
        n => format!("; {} without a verdict", count(n, "clause")),
    };
    page.heading(BAD, "Stopped early:", &(short(why) + &rest));
}

pub(super) fn totals(page: &mut Page, finished: &Finished) {
    let Finished {
        held,
        broken,
        inconclusive,
        skipped,
        ..
    } = *finished;
    if held + broken == 0 {
        let text = match inconclusive {
            0 => "no clause was tried against the target.",
            _ => "nothing can be said about the clauses that were tried.",
        };
        let word = if inconclusive == 0 {
            "Nothing was tested:"
        } else {
            "Nothing was judged:"
        };
        page.heading(BAD, word, text);
    }
    if finished.open > 0 && held > 0 && broken == 0 && !finished.allows_untested {
        let clauses = match finished.open {
            1 => "1 clause was".to_owned(),
            n => format!("{n} clauses were"),
        };
        // A run that ended early has another exit code.
        let hint = match finished.stopped {
            Some(_) => "",
            None => " (`--allow-untested` takes exit code 4 back)",
        };
        let text =
            format!("{clauses} selected and could not be judged, for the reasons above{hint}");
        page.heading(DOUBTFUL, "Not all was tested:", &text);
    }
    let seconds = finished.took.as_secs_f64();
    let rate = if seconds > 0.0 {
        finished.requests as f64 / seconds
    } else {
        0.0
    };
    let verdicts =
        format!("{held} held, {broken} broken, {inconclusive} inconclusive, {skipped} skipped");
    let effort = format!(
        "{} in {seconds:.2} s ({}/s), seed {}",
        count(finished.requests, "request"),
        count(rate.round() as u64, "request"),
        finished.seed,
    );
    page.gap();
    let paint = match (broken, held, &finished.stopped) {
        (1.., ..) => BAD,
        (0, 1.., None) if finished.changes.is_empty() && finished.open == 0 => GOOD,
        _ => DOUBTFUL,
    };
    let painted = page.paint(paint, &verdicts);
    if verdicts.len() + 2 + effort.len() <= page.width() {
        page.line(0, &format!("{painted}; {effort}"));
    } else {
        page.line(0, &painted);
        page.line(0, &effort);
    }
}

/// A number with its noun.
pub(super) fn count<N: std::fmt::Display + PartialEq + From<u8>>(n: N, noun: &str) -> String {
    let plural = if n == N::from(1) { "" } else { "s" };
    format!("{n} {noun}{plural}")
}
