//! What of the documents this run has looked at: facts and error codes by operation.

use std::collections::BTreeMap;

use super::{grouped, text, word};
use crate::report::book::Entry;
use crate::report::whole::Run;
use crate::run::event::{Fact, Verdict};

/// What a run says about a fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Held,
    Broken,
    /// No clause about it was judged in this run.
    Untested,
    /// It cannot be seen from outside.
    Unseen,
}

/// Operations by contract and name.
type ByOperation<'r, T> = BTreeMap<(&'r str, &'r str), T>;

/// The section with both tables.
pub(super) fn section(run: &Run<'_>) -> String {
    let facts = run.started.map_or(&[][..], |started| &started.facts[..]);
    let parts = self::facts(run, facts) + &codes(run) + &unseen(facts);
    let parts = match parts.as_str() {
        "" => "<p>The contracts have neither facts nor error codes that a table could count.</p>\n",
        parts => parts,
    };
    format!(
        "<section aria-labelledby=\"coverage\">\n<h2 id=\"coverage\">Coverage</h2>\n{parts}</section>\n"
    )
}

fn facts(run: &Run<'_>, facts: &[Fact]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let verdicts: BTreeMap<&str, Verdict> =
        run.judged.iter().map(|c| (&*c.id, c.verdict)).collect();
    let mut counts: ByOperation<'_, [usize; 4]> = BTreeMap::new();
    for fact in facts {
        let count = counts.entry((&fact.contract, &fact.operation)).or_default();
        count[said(fact, &verdicts) as usize] += 1;
    }
    let rows: String = counts
        .iter()
        .map(|(name, count)| row(name, count))
        .collect();
    format!(
        "<h3>Documented facts</h3>\n<ul class=\"key\"><li><i class=\"held\"></i>held</li><li><i class=\"broken\"></i>broken</li><li><i class=\"untested\"></i>not judged in this run</li><li><i class=\"unseen\"></i>cannot be seen from outside</li></ul>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Operation</th><th scope=\"col\" class=\"number\">Facts</th><th scope=\"col\" class=\"number\">Held</th><th scope=\"col\" class=\"number\">Broken</th><th scope=\"col\" class=\"number\">Not judged</th><th scope=\"col\" class=\"number\">Unseen</th><th scope=\"col\">Share</th></tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )
}

fn said(fact: &Fact, verdicts: &BTreeMap<&str, Verdict>) -> Said {
    if fact.clauses.is_empty() {
        return Said::Unseen;
    }
    let of = |wanted: Verdict| {
        let mut clauses = fact.clauses.iter();
        clauses.any(|id| verdicts.get(id.as_str()) == Some(&wanted))
    };
    match (of(Verdict::Broken), of(Verdict::Held)) {
        (true, _) => Said::Broken,
        (_, true) => Said::Held,
        _ => Said::Untested,
    }
}

fn row((contract, operation): &(&str, &str), counts: &[usize; 4]) -> String {
    let total: usize = counts.iter().sum();
    let numbers: String = counts
        .iter()
        .map(|n| format!("<td class=\"number\">{}</td>", grouped(*n as u64)))
        .collect();
    let mut bar = String::new();
    let mut from = 0.0;
    for (count, class) in counts.iter().zip(["held", "broken", "untested", "unseen"]) {
        let width = *count as f64 * 100.0 / total.max(1) as f64;
        if *count > 0 {
            bar += &format!(
                "<rect class=\"{class}\" x=\"{from:.2}\" width=\"{width:.2}\" height=\"8\"/>"
            );
        }
        from += width;
    }
    format!(
        "<tr><th scope=\"row\">{} {}</th><td class=\"number\">{total}</td>{numbers}<td><svg class=\"part\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{bar}</svg></td></tr>\n",
        text(contract),
        text(operation)
    )
}

/// Error codes, as the ids of their clauses name them: `422-1002`, or the code alone.
fn codes(run: &Run<'_>) -> String {
    let mut operations: ByOperation<'_, BTreeMap<&str, Verdict>> = BTreeMap::new();
    for clause in run.judged {
        if let Some(code) = code(clause) {
            let codes = operations
                .entry((&clause.contract, &clause.operation))
                .or_default();
            let worst = codes.entry(code).or_insert(clause.verdict);
            *worst = graver(*worst, clause.verdict);
        }
    }
    if operations.is_empty() {
        return String::new();
    }
    let rows: String = operations
        .iter()
        .map(|((contract, operation), codes)| {
            let codes: String = codes
                .iter()
                .map(|(code, verdict)| {
                    let word = word(*verdict);
                    let told = if *verdict == Verdict::Held { "" } else { word };
                    format!("<li><span class=\"verdict {word}\">{} {told}</span></li>", text(code))
                })
                .collect();
            let (contract, operation) = (text(contract), text(operation));
            format!("<tr><th scope=\"row\">{contract} {operation}</th><td><ul class=\"codes\">{codes}</ul></td></tr>\n")
        })
        .collect();
    format!(
        "<h3>Error codes</h3>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Operation</th><th scope=\"col\">Codes; those without a word held</th></tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )
}

fn code(clause: &Entry) -> Option<&str> {
    let family = clause.id.split('/').nth(2)?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (head, tail) = family.split_once('-').unwrap_or(("0", family));
    (digits(head) && digits(tail)).then_some(family)
}

/// The verdict that says more against the target, or else less for it.
fn graver(a: Verdict, b: Verdict) -> Verdict {
    let weight = |v: Verdict| match v {
        Verdict::Held => 2,
        Verdict::Broken => 3,
        Verdict::Inconclusive => 1,
        Verdict::Skipped => 0,
    };
    if weight(b) > weight(a) { b } else { a }
}

fn unseen(facts: &[Fact]) -> String {
    let mut reasons: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in facts.iter().filter(|f| f.clauses.is_empty()) {
        reasons.entry(&fact.reason).or_default().push(fact);
    }
    if reasons.is_empty() {
        return String::new();
    }
    let items: String = reasons
        .iter()
        .map(|(reason, facts)| {
            let facts: String = facts
                .iter()
                .map(|f| format!("<li><code>{}</code> {}</li>", text(&f.id), text(&f.words)))
                .collect();
            format!("<li>{}<ul>{facts}</ul></li>\n", text(reason))
        })
        .collect();
    format!(
        "<details><summary>Facts that cannot be seen from outside, and why</summary><ul>\n{items}</ul></details>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_broken_if_any_clause_about_it_is() {
        let fact = |clauses: &[&str]| Fact {
            id: "f".into(),
            contract: "c".into(),
            operation: "o".into(),
            kind: "k".into(),
            words: "w".into(),
            clauses: clauses.iter().map(|c| (*c).into()).collect(),
            reason: String::new(),
        };
        let verdicts = BTreeMap::from([
            ("a", Verdict::Held),
            ("b", Verdict::Broken),
            ("c", Verdict::Skipped),
        ]);
        let told =
            [&["a", "b"][..], &["a", "c"], &["c", "x"], &[]].map(|ids| said(&fact(ids), &verdicts));
        assert!(told == [Said::Broken, Said::Held, Said::Untested, Said::Unseen]);
    }
}
