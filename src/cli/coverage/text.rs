//! The tables as a person reads them.

use std::fmt::Write as _;

use super::{Count, Table};
use crate::contract::Fact;
use crate::report::terminal::Style;
use crate::report::wrap::wrap;

/// The heads of the columns of numbers.
const HEADS: [&str; 3] = ["facts", "checked", "not checked"];

/// Tables by operation and kind, then what is not checked and why; with `clauses` each fact too.
pub(super) fn text(tables: &[Table], clauses: bool, style: Style) -> String {
    let mut page = Page {
        out: String::new(),
        style,
    };
    for table in tables {
        let total = Count::of(table.facts.iter());
        let title = format!(
            "{}: {} of {} documented facts are checked",
            table.name, total.checked, total.facts
        );
        page.strong(0, &title);
        page.gap();
        page.counts(table);
        page.unchecked(table);
        if clauses {
            page.clauses(table);
        }
    }
    if tables.len() > 1 {
        let total = Count::of(tables.iter().flat_map(|t| &t.facts));
        page.wrapped(
            0,
            &format!(
                "{} of {} documented facts are checked",
                total.checked, total.facts
            ),
        );
    }
    page.out
}

struct Page {
    out: String,
    style: Style,
}

impl Page {
    fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Wrapped at the width.
    fn wrapped(&mut self, indent: usize, text: &str) {
        for line in wrap(text, self.style.width.saturating_sub(indent)) {
            let _ = writeln!(self.out, "{:indent$}{line}", "");
        }
    }

    /// A heading.
    fn strong(&mut self, indent: usize, text: &str) {
        let (bold, plain) = match self.style.colour {
            true => ("\u{1b}[1m", "\u{1b}[0m"),
            false => ("", ""),
        };
        let _ = writeln!(self.out, "{:indent$}{bold}{text}{plain}", "");
    }

    fn counts(&mut self, table: &Table) {
        let names = table.facts.iter().flat_map(|f| [&f.operation, &f.kind]);
        let column = names.map(|name| name.chars().count() + 2).max();
        // Numbers stand under their heads; a name that is longer than the rest pushes its own away.
        let numbers: usize = HEADS.iter().map(|head| head.len() + 2).sum();
        let most = self.style.width.saturating_sub(numbers + 2);
        let column = column.unwrap_or(0).min(most);
        for operation in table.operations() {
            let [facts, checked, left] = HEADS;
            self.strong(
                2,
                &format!("{operation:<column$}  {facts}  {checked}  {left}"),
            );
            let kinds = table.kinds(operation).into_iter();
            let all = ("all", Count::of(table.of(operation)));
            for (kind, count) in kinds.chain([all]) {
                let _ = writeln!(
                    self.out,
                    "    {kind:<0$}  {1:>2$}  {3:>4$}  {5:>6$}",
                    column.saturating_sub(2),
                    count.facts,
                    facts.len(),
                    count.checked,
                    checked.len(),
                    count.left(),
                    left.len(),
                );
            }
            self.gap();
        }
    }

    fn unchecked(&mut self, table: &Table) {
        let reasons = table.reasons();
        if !reasons.is_empty() {
            self.strong(2, "Not checked");
        }
        for (reason, facts) in &reasons {
            self.wrapped(4, reason);
            facts.iter().for_each(|fact| self.wrapped(6, &fact.id));
        }
        if !reasons.is_empty() {
            self.gap();
        }
    }

    fn clauses(&mut self, table: &Table) {
        self.strong(2, "Facts and their clauses");
        let has_clauses = |fact: &&Fact| !fact.clauses.is_empty();
        for fact in table.facts.iter().filter(has_clauses) {
            self.wrapped(4, &format!("{}  ({})", fact.id, fact.section));
            self.wrapped(6, &fact.fact);
            for clause in &fact.clauses {
                self.wrapped(8, clause);
            }
        }
        self.gap();
    }
}
