//! Records that are looked up.

use super::at;
use super::compare::same;

/// A name that may be on record.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Names(pub(in crate::reference) &'static str);

impl Names {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "ignores-case",
        "ignores-last-character",
        "first-8-characters",
        "first-32-characters",
        "given-may-be-longer",
        "given-may-be-shorter",
        "ignores-outer-blanks",
        "ignores-punctuation",
        "newest-only",
        "oldest-only",
        "all-but-newest",
        "never",
    ];

    /// Which of the names on record, the oldest first, is the one that was given. None where no
    /// mutant is on.
    pub(in crate::reference) fn find(self, known: &[&str], given: &str) -> Option<Option<usize>> {
        let on = at(self.0)?;
        let last = known.len().saturating_sub(1);
        let mut places = 0..known.len();
        Some(match on.operator() {
            "newest-only" => places.find(|it| *it == last && known[*it] == given),
            "oldest-only" => places.find(|it| *it == 0 && known[*it] == given),
            "all-but-newest" => places.find(|it| *it != last && known[*it] == given),
            "never" => None,
            operator => places.find(|it| same(operator, known[*it], given)),
        })
    }
}

/// A record that is asked for by its id.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Records(pub(in crate::reference) &'static str);

impl Records {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "newest",
        "oldest",
        "next",
        "previous",
        "newest-for-unknown",
        "oldest-for-unknown",
        "nearest-below",
        "skips-newest",
        "skips-oldest",
        "ids-that-end-so",
    ];

    /// The id whose record is taken, of those on record, the oldest first.
    pub(in crate::reference) fn find(self, ids: &[i128], wanted: i128) -> Option<i128> {
        let place = ids.iter().position(|it| *it == wanted);
        let usual = place.map(|_| wanted);
        let Some(on) = at(self.0) else { return usual };
        let (oldest, newest) = (ids.first().copied(), ids.last().copied());
        let moved = |by: isize| ids.get(place?.checked_add_signed(by)?).copied();
        match on.operator() {
            "newest" => usual.and(newest),
            "oldest" => usual.and(oldest),
            "next" => moved(1).or(usual),
            "previous" => moved(-1).or(usual),
            "newest-for-unknown" => usual.or(newest),
            "oldest-for-unknown" => usual.or(oldest),
            "nearest-below" => ids.iter().rev().find(|it| **it <= wanted).copied(),
            "skips-newest" => usual.filter(|it| newest != Some(*it)),
            "skips-oldest" => usual.filter(|it| oldest != Some(*it)),
            _ => {
                let end = wanted.to_string();
                usual.or_else(|| {
                    ids.iter()
                        .find(|it| it.to_string().ends_with(&end))
                        .copied()
                })
            }
        }
    }
}
