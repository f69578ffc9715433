//! Mutants that no check can call wrong, with the reason why.
use globset::Glob;

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

/// The whole table.
pub(in crate::reference) const TABLE: &[Unseen] = &[
    row(
        "jsa/rules/name.unit:{bytes,utf-16-units}",
        "JSA-06",
        "the unit of a length is open, and a name has ASCII alone",
    ),
    row(
        "jsa/rules/description.unit:{bytes,utf-16-units}",
        "JSA-06",
        "the unit of a length is open",
    ),
];

/// The row of a mutant.
pub(super) fn reason(id: &str) -> Option<&'static Unseen> {
    TABLE
        .iter()
        .find(|row| Glob::new(row.mutants).is_ok_and(|glob| glob.compile_matcher().is_match(id)))
}
