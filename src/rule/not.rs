//! `not`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, without};

/// `not`.
pub(super) struct Not;

impl Rule for Not {
    fn keyword(&self) -> &'static str {
        "not"
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that is what it must not be is refused")
    }

    fn words(&self, _facts: &Facts) -> String {
        "something else than what is excluded".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let rest = Value::Object(without(facts, &["not"]));
        let excluded = facts.get("not").cloned().unwrap_or(json!(false));
        let value = make.value(&json!({"allOf": [excluded, rest]}))?;
        Ok(vec![Broken::whole("what it must not be", value)])
    }
}
