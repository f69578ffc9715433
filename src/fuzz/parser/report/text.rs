//! Text for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::fuzz::parser::input::MUTATED;
use crate::fuzz::parser::{Finding, Outcome, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::text::{self as frame, Facts};
use crate::report::{visible, wrap::wrap};

/// One finding in words.
pub fn finding(finding: &Finding, width: usize) -> String {
    let heading = format!("{}: {}", heading(finding), finding.rule);
    let mut facts = Facts::new(&heading, 9, width);
    if !finding.section.is_empty() {
        let label = if finding.by_rule { "rule" } else { "has" };
        facts.put(
            label,
            &format!("{}: {}", place(&finding.section), finding.about),
        );
    } else if !finding.about.is_empty() {
        let label = match finding.outcome {
            Outcome::WrongInfoset => "reading",
            _ => "document",
        };
        facts.put(label, &finding.about);
    }
    facts.put("expected", &visible(&finding.expected));
    facts.put("got", &visible(&finding.got));
    match finding.growth {
        Some(_) => facts.put("document", &frame::brief(&finding.document, 120, " …")),
        None => facts.bytes(&finding.document),
    }
    if let Some(file) = &finding.file {
        facts.put("file", &visible(&file.display().to_string()));
    }
    if !finding.also.is_empty() {
        let names: Vec<&str> = finding.also.iter().copied().take(8).collect();
        let rest = finding.also.len().saturating_sub(names.len());
        let more = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        facts.put("also on", &format!("{}{more}", names.join(", ")));
    }
    if !finding.repeats {
        facts.put(
            "note",
            "it did not come again when the document was given alone",
        );
    }
    facts.end(&finding.again)
}

/// One finding on one line, for runs with many.
pub fn brief(finding: &Finding) -> String {
    format!(
        "{}: {} ({})  {}",
        heading(finding),
        finding.rule,
        subject(finding),
        frame::brief(&finding.document, 60, "…")
    )
}

/// What a finding is about in few words: the section, or how the reading differs.
pub(super) fn subject(finding: &Finding) -> String {
    match finding.outcome {
        Outcome::WrongInfoset => finding.about.clone(),
        _ => place(&finding.section),
    }
}

/// How the parser is wrong, in words.
pub(super) fn heading(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Crash => "Crash",
        Outcome::Hang => "Hang",
        Outcome::Memory => "Too much memory",
        Outcome::Growth => "Grows too fast",
        Outcome::Sequence => "Does not last",
        Outcome::Differs => "Differs",
        Outcome::Position => "Tells of a place that is not there",
        Outcome::External => "Reads outside of the document",
        Outcome::AcceptsIllFormed => "Accepts ill-formed",
        Outcome::RejectsWellFormed => "Rejects well-formed",
        Outcome::WrongInfoset => "Reads something else",
    }
}

/// A section with the document it is of.
pub(super) fn place(section: &str) -> String {
    match section.strip_prefix("Namespaces ") {
        None if section.is_empty() => "truth unknown".into(),
        Some(section) => format!("Namespaces in XML 1.0, {section}"),
        None => format!("XML 1.0, {section}"),
    }
}

/// Everything: the findings, then the overview.
pub fn text(summary: &Summary, width: usize) -> String {
    let mut out = String::new();
    for found in &summary.findings {
        out += &finding(found, width);
        out.push('\n');
    }
    out + &overview(summary, width)
}

/// The table of rules, the notes and the whole run in one line.
pub fn overview(summary: &Summary, width: usize) -> String {
    let mut out = table(summary) + &groups(summary) + &known(summary, width);
    if summary.baited > 0 {
        let _ = writeln!(
            out,
            "reading outside of documents: {} documents named a file or a listener of this machine",
            summary.baited
        );
    }
    if summary.measured > 0 {
        let _ = writeln!(
            out,
            "growth of time and memory: {} documents of families were measured",
            summary.measured
        );
    }
    out += &frame::notes(&summary.notes, width);
    out += &hints(summary);
    out += &frame::last_line(&summary.basics());
    out.push('\n');
    out
}

/// From so many findings on they are told by production.
const MANY: usize = 6;
/// So many are named as the worst.
const WORST: usize = 5;

/// The worst findings, how many there are of each section, and what would leave out those that a
/// lenient parser may have on purpose.
fn groups(summary: &Summary) -> String {
    let mut all: Vec<&Finding> = summary.findings.iter().collect();
    if all.len() < MANY {
        return String::new();
    }
    all.sort_by_key(|f| (f.outcome, std::cmp::Reverse(f.seen)));
    let mut out = format!("the worst {WORST} of {} findings\n", all.len());
    for finding in &all[..WORST] {
        let _ = writeln!(out, "  {}", brief(finding));
    }
    let mut sections: BTreeMap<(Outcome, &str), (usize, u64, &str)> = BTreeMap::new();
    for finding in &all {
        let key = (finding.outcome, finding.section.as_str());
        let row = sections.entry(key).or_insert((0, 0, &finding.rule));
        row.0 += 1;
        row.1 += finding.seen;
    }
    out.push_str("\nfindings by production\n");
    for ((outcome, section), (count, seen, rule)) in sections {
        let _ = writeln!(
            out,
            "  {:20} {section:15} {count:>4} findings {seen:>8} documents, as {rule}",
            outcome.name()
        );
    }
    let is_of_taste = |f: &&&Finding| {
        matches!(
            f.outcome,
            Outcome::AcceptsIllFormed | Outcome::RejectsWellFormed
        ) && f.section.len() > 1
    };
    let words: BTreeSet<String> = all
        .iter()
        .filter(is_of_taste)
        .map(|f| format!("lenient:{}", f.rule))
        .collect();
    if !words.is_empty() {
        let words: Vec<String> = words.into_iter().collect();
        let _ = writeln!(
            out,
            "\nto leave out what is taken or refused on purpose: --expect {}",
            words.join(",")
        );
    }
    out.push('\n');
    out
}

/// What the parser may not claim, where that would explain findings.
fn hints(summary: &Summary) -> String {
    let mut out = String::new();
    for (word, claim) in [
        ("no-dtd", "to read document type declarations"),
        ("utf8-only", "to read other encodings than UTF-8"),
        ("fourth-edition", "to keep to the fifth edition"),
        ("external-entities", "to read nothing outside of a document"),
    ] {
        let all = summary.findings.iter();
        let count = all.filter(|finding| finding.unless == Some(word)).count();
        if count > 0 {
            let _ = writeln!(
                out,
                "hint: --expect {word} leaves out {count} of the findings, if the parser does not claim {claim}"
            );
        }
    }
    out
}

/// For each rule tried: right, wrong. Rules without a fault are counted by section.
fn table(summary: &Summary) -> String {
    let rows = summary.tally.rows();
    let widest = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut out = format!(
        "{:13} {:widest$} {:>10} {:>10} {:>10}\n",
        "section", "rule or kind", "right", "wrong", "open"
    );
    for (name, count) in rows {
        let section = match (count.ill_formed, count.section) {
            (true, section) => section,
            (false, _) if name == MUTATED => "unknown",
            (false, _) => "well-formed",
        };
        let mark = if count.wrong > 0 { "  *" } else { "" };
        let open = count.open + count.unsupported;
        let _ = writeln!(
            out,
            "{section:13} {name:widest$} {:>10} {:>10} {open:>10}{mark}",
            count.right, count.wrong
        );
    }
    out.push('\n');
    out
}

/// Known deviations that were seen: rule, section, how often, and what the parser does.
fn known(summary: &Summary, width: usize) -> String {
    let mut out = String::new();
    for seen in &summary.known {
        let (own, count) = (&seen.deviation, seen.count);
        let line = format!(
            "known deviation: {} ({}), {count} documents: {}",
            seen.rule,
            place(&own.section),
            own.reason
        );
        let lines = wrap(&visible(&line), width.saturating_sub(2));
        for (number, line) in lines.iter().enumerate() {
            let indent = if number == 0 { "" } else { "  " };
            let _ = writeln!(out, "{indent}{}", line.trim_end());
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
