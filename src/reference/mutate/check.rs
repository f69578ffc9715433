//! Checks of rules, and the limits in them.

use super::at;

/// A rule that a request may break.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Check(pub(in crate::reference) &'static str);

impl Check {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &["dropped", "inverted"];

    /// Whether the rule is seen as broken.
    pub(in crate::reference) fn seen(self, broken: bool) -> bool {
        match at(self.0) {
            Some(on) if on.operator() == "dropped" => false,
            Some(_) => !broken,
            None => broken,
        }
    }
}

/// The most there may be of something.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Limit(pub(in crate::reference) &'static str);

impl Limit {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] =
        &["one-up", "one-down", "doubled", "halved", "gone"];

    /// The limit that is held to.
    pub(in crate::reference) fn of(self, limit: usize) -> usize {
        let Some(on) = at(self.0) else { return limit };
        match on.operator() {
            "one-up" => limit + 1,
            "one-down" => limit - 1,
            "doubled" => limit * 2,
            "halved" => limit / 2,
            _ => usize::MAX,
        }
    }
}

/// Bounds that an operator has moved.
pub(super) fn moved(operator: &str, (first, last): (i128, i128)) -> (i128, i128) {
    match operator {
        "first-one-up" => (first.saturating_add(1), last),
        "first-one-down" => (first.saturating_sub(1), last),
        "last-one-up" => (first, last.saturating_add(1)),
        "last-one-down" => (first, last.saturating_sub(1)),
        "first-gone" => (i128::MIN, last),
        _ => (first, i128::MAX),
    }
}

/// What a length is counted in.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Unit(pub(in crate::reference) &'static str);

impl Unit {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "bytes",
        "utf-16-units",
        "without-outer-blanks",
        "words",
        "escaped",
    ];

    /// The length of a text.
    pub(in crate::reference) fn of(self, text: &str, usual: usize) -> usize {
        let Some(on) = at(self.0) else { return usual };
        match on.operator() {
            "bytes" => text.len(),
            "utf-16-units" => text.encode_utf16().count(),
            "without-outer-blanks" => text.trim().chars().count(),
            "words" => text.split_whitespace().count(),
            _ => text.escape_default().count(),
        }
    }
}
