//! Points whose operators are their own.
use serde_json::Value;

use super::at;

/// A point of the code that people get wrong in ways of its own.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Point(pub(in crate::reference) &'static str);

impl Point {
    /// Whether this operator is on here.
    pub(in crate::reference) fn does(self, operator: &str) -> bool {
        at(self.0).is_some_and(|on| on.operator() == operator)
    }

    /// Whether this operator is on here, and this is not the first call that asks.
    pub(in crate::reference) fn does_again(self, operator: &str) -> bool {
        at(self.0).is_some_and(|on| {
            let called = |on: &super::Chosen| on.memory().insert("called".into(), Value::Null);
            on.operator() == operator && called(&on).is_some()
        })
    }
}

/// A site whose id is made of a table's row.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Dynamic;

impl Dynamic {
    /// Operators of a first and a last number.
    pub(in crate::reference) const BOUNDS: &'static [&'static str] = &[
        "first-one-up",
        "first-one-down",
        "last-one-up",
        "last-one-down",
        "first-gone",
        "last-gone",
    ];

    /// The operator that is on at a site.
    pub(in crate::reference) fn operator(site: &str) -> Option<String> {
        at(site).map(|on| on.operator().to_owned())
    }

    /// The bounds that are held to at a site.
    pub(in crate::reference) fn bounds(site: &str, bounds: (i128, i128)) -> (i128, i128) {
        at(site).map_or(bounds, |on| Self::moved(on.operator(), bounds))
    }

    /// Bounds that an operator has moved.
    pub(in crate::reference) fn moved(operator: &str, bounds: (i128, i128)) -> (i128, i128) {
        match operator {
            "low-32-bits" | "low-8-bits" => bounds,
            _ => super::check::moved(operator, bounds),
        }
    }
}
