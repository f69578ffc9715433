//! The table of clauses with its filters.

use std::collections::BTreeMap;

use super::{grouped, mark, text, word};
use crate::report::book::Entry;
use crate::report::level;
use crate::report::time::in_words;
use crate::report::whole::Run;
use crate::run::event::Verdict;

/// Rows that a browser filters while somebody types.
const ROWS: usize = 10_000;

/// The section with every clause.
pub(super) fn section(run: &Run<'_>) -> String {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, cause) in run.causes.iter().enumerate() {
        places.extend(cause.clauses.iter().map(|c| (&*c.id, number + 1)));
    }
    let mut clauses: Vec<&Entry> = run.judged.to_vec();
    // What needs a look stands first.
    clauses.sort_by_key(|c| match c.verdict {
        Verdict::Broken => 0,
        Verdict::Inconclusive => 1,
        Verdict::Skipped => 2,
        Verdict::Held => 3,
    });
    let left = match clauses.len().saturating_sub(ROWS) {
        0 => String::new(),
        n => format!(
            "<p>{} more, most of them held, have no row here; a json report has them all.</p>\n",
            grouped(n as u64)
        ),
    };
    let rows: String = clauses
        .iter()
        .take(ROWS)
        .map(|c| row(c, places.get(&*c.id)))
        .collect();
    let mut operations: Vec<String> = run.judged.iter().map(|c| operation(c)).collect();
    operations.sort();
    operations.dedup();
    let verdicts = ["broken", "inconclusive", "skipped", "held"].map(str::to_owned);
    let levels = ["documented", "sample", "implied"].map(str::to_owned);
    format!(
        "<section aria-labelledby=\"clauses\">\n<h2 id=\"clauses\">Clauses</h2>\n<form class=\"filters\" id=\"filters\" role=\"search\" aria-label=\"Clauses\" hidden>\n<label class=\"search\">Search<input type=\"search\" name=\"search\" placeholder=\"id, duty, source or reason\" autocomplete=\"off\"></label>\n{}{}{}<button type=\"reset\">Show all</button>\n</form>\n<p class=\"shown\" id=\"shown\" role=\"status\">{} clauses</p>\n<table id=\"clause-table\"><thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Clause</th><th scope=\"col\">Level</th><th scope=\"col\" class=\"number\">Cases</th><th scope=\"col\" class=\"number\">Requests</th><th scope=\"col\" class=\"number\">Time</th></tr></thead><tbody>\n{rows}</tbody></table>\n{left}</section>\n",
        select("verdict", "Verdict", &verdicts),
        select("level", "Level", &levels),
        select("operation", "Operation", &operations),
        run.judged.len().min(ROWS)
    )
}

fn select(name: &str, label: &str, values: &[String]) -> String {
    let options = values.iter().map(|value| {
        let value = text(value);
        format!("<option value=\"{value}\">{value}</option>")
    });
    format!(
        "<label>{label}<select name=\"{name}\"><option value=\"\">all</option>{}</select></label>\n",
        options.collect::<String>()
    )
}

fn operation(clause: &Entry) -> String {
    format!("{} {}", clause.contract, clause.operation)
}

fn row(clause: &Entry, finding: Option<&usize>) -> String {
    let verdict = match finding {
        Some(number) => format!("<a href=\"#finding-{number}\">{}</a>", mark(clause.verdict)),
        None => mark(clause.verdict),
    };
    let cause = finding.map_or(String::new(), |number| format!(" data-cause=\"{number}\""));
    let reason = clause.reason.as_ref().map_or(String::new(), |reason| {
        format!("<span class=\"reason\">{}</span>", text(reason))
    });
    let level = level(clause.level);
    let time = if clause.requests == 0 {
        String::new()
    } else {
        in_words(clause.took)
    };
    format!(
        "<tr data-verdict=\"{}\" data-level=\"{level}\" data-operation=\"{}\"{cause}><td>{verdict}</td><td class=\"clause\"><code>{}</code><span>{}</span>{reason}<span>{}</span></td><td>{level}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{time}</td></tr>\n",
        word(clause.verdict),
        text(&operation(clause)),
        text(&clause.id),
        text(&clause.duty),
        text(&clause.source),
        grouped(clause.cases as u64),
        grouped(clause.requests),
    )
}
