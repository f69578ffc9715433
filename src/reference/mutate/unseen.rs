//! Mutants that no check can call wrong, with the reason why.
mod commvault;
mod jsa;

use std::sync::LazyLock;

use globset::{Glob, GlobMatcher};

/// Why a mutant is no fault that a request could show.
#[derive(Clone, Copy, Debug)]
pub struct Unseen {
    /// A glob over ids of mutants.
    pub mutants: &'static str,
    /// The reading that it lands on: what the documents allow. Empty where it changes nothing that
    /// a request within the documents can tell.
    pub reading: &'static str,
    /// Why.
    pub why: &'static str,
}

/// A row: glob, reading, reason.
const fn row(mutants: &'static str, reading: &'static str, why: &'static str) -> Unseen {
    Unseen {
        mutants,
        reading,
        why,
    }
}

/// Every row.
pub(in crate::reference) fn table() -> impl Iterator<Item = &'static Unseen> {
    jsa::TABLE.iter().chain(commvault::TABLE)
}

/// The row of a mutant.
pub(super) fn reason(id: &str) -> Option<&'static Unseen> {
    // There are thousands of mutants, and reading a glob takes its time.
    static READ: LazyLock<Vec<(GlobMatcher, &'static Unseen)>> = LazyLock::new(|| {
        let read =
            |row: &'static Unseen| Some((Glob::new(row.mutants).ok()?.compile_matcher(), row));
        table().filter_map(read).collect()
    });
    let mut rows = READ.iter();
    rows.find(|(glob, _)| glob.is_match(id))
        .map(|(_, row)| *row)
}
