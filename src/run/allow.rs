//! Allowances: clauses that are broken, or cannot be judged, and that the profile knows of.

use std::cell::Cell;

use jiff::civil::Date;

use super::event::{Allowed, Judged, Stale, Verdict};
use super::plan::{Pattern, PatternError};
use crate::clause::Clause;
use crate::target::Allowance;

/// The allowances of a run, and what came of the clauses under each.
pub(super) struct Allowances(Vec<Entry>);

struct Entry {
    allowance: Allowance,
    pattern: Pattern,
    /// Whether the contracts have a clause that it matches.
    known: bool,
    broken: Cell<usize>,
    held: Cell<usize>,
    other: Cell<usize>,
}

impl Allowances {
    /// Reads the patterns. An allowance for a contract that is not checked is left aside.
    pub(super) fn new(list: &[Allowance], all: &[Clause]) -> Result<Self, PatternError> {
        let mut entries = Vec::new();
        for allowance in list {
            let contract = allowance.clause.split('/').next().unwrap_or_default();
            let elsewhere = !contract.contains(['*', '?', '[', '{'])
                && all.iter().all(|c| c.contract != contract);
            let pattern = Pattern::parse(&allowance.clause)?;
            let known = all.iter().any(|c| pattern.matches(&c.id));
            if elsewhere && crate::contract::builtin_names().contains(&contract) {
                continue;
            }
            entries.push(Entry {
                allowance: allowance.clone(),
                pattern,
                known,
                broken: Cell::new(0),
                held: Cell::new(0),
                other: Cell::new(0),
            });
        }
        Ok(Allowances(entries))
    }

    /// Nothing is allowed.
    pub(super) fn none() -> Self {
        Allowances(Vec::new())
    }

    /// Marks a clause that is broken or without a judgement and allowed, and takes note of every other.
    pub(super) fn apply(&self, judged: &mut Judged) {
        for entry in self.0.iter().filter(|e| e.pattern.matches(&judged.id)) {
            let count = match judged.verdict {
                Verdict::Broken => &entry.broken,
                Verdict::Held => &entry.held,
                Verdict::Inconclusive | Verdict::Skipped => &entry.other,
            };
            count.set(count.get() + 1);
            let needed = judged.verdict == Verdict::Broken || judged.is_open();
            if needed && judged.allowed.is_none() {
                judged.allowed = Some(told(&entry.allowance));
            }
        }
    }

    /// Allowances that need a look.
    pub(super) fn stale(&self, today: Date) -> Vec<Stale> {
        let stale = self.0.iter().filter_map(|entry| {
            let judged = entry.broken.get() + entry.held.get() + entry.other.get();
            let why = if !entry.known {
                "it matches no clause".to_owned()
            } else if judged == 0 {
                // The run was asked about other clauses.
                return None;
            } else if entry.broken.get() == 0 && entry.held.get() > 0 && entry.other.get() == 0 {
                "what it allows holds now".to_owned()
            } else if entry.allowance.is_over(today) {
                let until = entry.allowance.until.map(|d| d.to_string());
                format!("it ended on {}", until.unwrap_or_default())
            } else {
                return None;
            };
            Some(Stale {
                allowance: told(&entry.allowance),
                why,
            })
        });
        stale.collect()
    }
}

fn told(allowance: &Allowance) -> Allowed {
    Allowed {
        clause: allowance.clause.clone(),
        reason: allowance.reason.clone(),
        until: allowance.until.map(|d| d.to_string()),
    }
}

/// The day of today in UTC.
pub(super) fn today() -> Date {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().days(days))
        .unwrap_or(Date::MAX)
}
