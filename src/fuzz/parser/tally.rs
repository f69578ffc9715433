//! How often each rule was tried, and how often the parser got it right.

use std::collections::{BTreeMap, HashMap};

use super::expect::Verdict;
use super::input::Input;
use crate::xml::documents::Truth;

/// So many wrong answers of a kind, and no right one, are no chance.
const MANY: u64 = 50;

/// The counts of one rule or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Section of the recommendation; empty for kinds of well-formed documents and for mutants.
    pub section: &'static str,
    /// The parser got it right.
    pub right: u64,
    /// It got it wrong.
    pub wrong: u64,
    /// Nothing is held against it: it claims no such thing, the truth is unknown, or the deviation
    /// is known.
    pub open: u64,
    /// It says that it does not read these.
    pub unsupported: u64,
    /// Whether these documents break a rule.
    pub ill_formed: bool,
}

/// Counts by name of rule or kind.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    counts: HashMap<&'static str, Count>,
    /// How often a known deviation was seen, by its number and what the documents are called.
    known: BTreeMap<(usize, &'static str), u64>,
}

impl Tally {
    pub(super) fn add(&mut self, input: &Input, verdict: Verdict) {
        let count = self.counts.entry(input.name()).or_insert_with(|| Count {
            section: input.rule().map_or("", |rule| rule.section),
            ill_formed: matches!(input.truth(), Truth::IllFormed(_)),
            ..Count::default()
        });
        match verdict {
            Verdict::Right => count.right += 1,
            Verdict::Wrong(_) => count.wrong += 1,
            Verdict::Open => count.open += 1,
            Verdict::Known(number) => {
                count.open += 1;
                *self.known.entry((number, input.name())).or_default() += 1;
            }
            Verdict::Unsupported => count.unsupported += 1,
        }
    }

    pub(super) fn merge(&mut self, other: &Tally) {
        for (key, more) in &other.known {
            *self.known.entry(*key).or_default() += more;
        }
        for (name, more) in &other.counts {
            let count = self.counts.entry(name).or_insert_with(|| Count {
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

    /// What is to be said of a parser that gives one answer to all documents.
    pub(super) fn one_sided(&self) -> Option<String> {
        let sum = |ill_formed: bool| {
            let own = self
                .counts
                .values()
                .filter(|count| count.ill_formed == ill_formed);
            own.fold((0, 0), |(right, wrong), count| {
                (right + count.right, wrong + count.wrong)
            })
        };
        match (sum(true), sum(false)) {
            ((0, MANY..), _) => Some(format!(
                "it refused none of {} documents that are not well-formed: is it the parser that answers?",
                sum(true).1
            )),
            (_, (0, MANY..)) => Some(format!(
                "it accepted none of {} well-formed documents: is it the parser that answers?",
                sum(false).1
            )),
            _ => None,
        }
    }

    /// Rules by section, then well-formed and unknown documents by kind.
    pub fn rows(&self) -> Vec<(&'static str, Count)> {
        let all = self.counts.iter();
        let mut rows: Vec<_> = all.map(|(name, count)| (*name, *count)).collect();
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

    /// The known deviations that were seen, by number, with the rule or kind of the documents and
    /// how many there were.
    pub(super) fn known(&self) -> impl Iterator<Item = (usize, &'static str, u64)> + '_ {
        let all = self.known.iter();
        all.map(|((number, name), seen)| (*number, *name, *seen))
    }

    /// Documents of every rule and kind that got any answer but `unsupported`.
    pub fn tested(&self) -> u64 {
        self.counts
            .values()
            .map(|count| count.right + count.wrong + count.open)
            .sum()
    }
}
