//! How often each rule was tried, and how often the parser got it right.

use std::collections::HashMap;

use super::expect::Verdict;
use super::input::Input;
use crate::xml::documents::Truth;

/// The counts of one rule or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Section of the recommendation; empty for kinds of well-formed documents and for mutants.
    pub section: &'static str,
    /// The parser got it right.
    pub right: u64,
    /// It got it wrong.
    pub wrong: u64,
    /// Nothing can be said, as it claims no such thing or the truth is unknown.
    pub open: u64,
    /// It says that it does not read these.
    pub unsupported: u64,
    /// Whether these documents break a rule.
    pub ill_formed: bool,
}

/// Counts by name of rule or kind.
#[derive(Clone, Debug, Default)]
pub struct Tally(HashMap<&'static str, Count>);

impl Tally {
    pub(super) fn add(&mut self, input: &Input, verdict: Verdict) {
        let count = self.0.entry(input.name()).or_insert_with(|| Count {
            section: input.rule().map_or("", |rule| rule.section),
            ill_formed: matches!(input.truth(), Truth::IllFormed(_)),
            ..Count::default()
        });
        match verdict {
            Verdict::Right => count.right += 1,
            Verdict::Wrong(_) => count.wrong += 1,
            Verdict::Open => count.open += 1,
            Verdict::Unsupported => count.unsupported += 1,
        }
    }

    pub(super) fn merge(&mut self, other: &Tally) {
        for (name, more) in &other.0 {
            let count = self.0.entry(name).or_insert_with(|| Count {
                section: more.section,
                ill_formed: more.ill_formed,
                ..Count::default()
            });
            count.right += more.right;
            count.wrong += more.wrong;
            count.open += more.open;
            count.unsupported += more.unsupported;
        }
    }

    /// Rules by section, then well-formed and unknown documents by kind.
    pub fn rows(&self) -> Vec<(&'static str, Count)> {
        let mut rows: Vec<_> = self.0.iter().map(|(name, count)| (*name, *count)).collect();
        let place = |count: &Count| {
            let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
            let mut parts = count.section.split('.');
            let first = number(parts.next().unwrap_or_default());
            (
                !count.ill_formed,
                first,
                parts.next().map_or(0, number),
                count.section,
            )
        };
        rows.sort_by(|(a, x), (b, y)| place(x).cmp(&place(y)).then(a.cmp(b)));
        rows
    }

    /// Documents of every rule and kind that got any answer but `unsupported`.
    pub fn tested(&self) -> u64 {
        self.0
            .values()
            .map(|count| count.right + count.wrong + count.open)
            .sum()
    }
}
