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
