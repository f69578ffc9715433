//! `maxItems`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, count, counts, shown, without};

/// `maxItems`.
pub(super) struct MaxItems;

impl Rule for MaxItems {
    fn keyword(&self) -> &'static str {
        "maxItems"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array") && count(facts, self.keyword()).is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!("{place} at its maxItems of {limit} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("a list of at most {} entries", shown(facts, self.keyword()))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        Ok(vec![(
            format!("{limit} items"),
            counts::items(facts, limit, make)?,
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
        let value = counts::items(&without(facts, &["maxItems"]), wrong, make)?;
        Ok(vec![Broken::whole(format!("{wrong} items"), value)])
    }
}
