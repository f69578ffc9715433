//! `maxProperties`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, count, counts, shown, without};

/// `maxProperties`.
pub(super) struct MaxProperties;

impl Rule for MaxProperties {
    fn keyword(&self) -> &'static str {
        "maxProperties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "object") && count(facts, self.keyword()).is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!(
            "{place} at its maxProperties of {limit} is accepted"
        ))
    }

    fn words(&self, facts: &Facts) -> String {
        format!(
            "an object of at most {} members",
            shown(facts, self.keyword())
        )
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        Ok(vec![(
            format!("{limit} members"),
            counts::members(facts, limit, make)?,
        )])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        let wrong = limit.saturating_add(1);
        let value = counts::members(&without(facts, &["maxProperties"]), wrong, make)?;
        Ok(vec![Broken::whole(format!("{wrong} members"), value)])
    }
}
