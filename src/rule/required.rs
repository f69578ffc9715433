//! `required`. It is told at each member, as the duty of a server is one for each.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule};

/// `required`.
pub(super) struct Required;

impl Rule for Required {
    fn keyword(&self) -> &'static str {
        "required"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "object")
            && facts
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|r| !r.is_empty())
    }

    fn told_below(&self, _facts: &Facts) -> bool {
        true
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("a request without {place} is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        let names = facts.get("required").and_then(Value::as_array);
        let names: Vec<&str> = names
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        format!("an object with `{}`", names.join("`, `"))
    }

    fn broken(
        &self,
        _facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        Ok(vec![Broken {
            about: "left out".to_owned(),
            value: None,
            within: None,
        }])
    }
}
