//! `exclusiveMaximum`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, number, numbers, shown};

/// `exclusiveMaximum`.
pub(super) struct ExclusiveMaximum;

impl Rule for ExclusiveMaximum {
    fn keyword(&self) -> &'static str {
        "exclusiveMaximum"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "integer") && number(facts, self.keyword()).is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!(
            "{place} at its exclusiveMaximum of {limit} is accepted"
        ))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("below {}", shown(facts, self.keyword()))
    }

    fn at_limit(
        &self,
        facts: &Facts,
        _make: &mut dyn Make,
    ) -> Result<Vec<(String, Value)>, String> {
        let Some(limit) = number(facts, self.keyword()) else {
            return Ok(Vec::new());
        };
        let step = match numbers::is_whole(facts) || facts.contains_key("multipleOf") {
            true => numbers::step(facts),
            false => numbers::inside(facts, limit, true),
        };
        let first = numbers::on_grid(facts, limit, false);
        let next = if first == limit { first - step } else { first };
        let value = numbers::value(next);
        Ok(vec![(format!("the value {value}"), value)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = number(facts, self.keyword()).unwrap_or_default();
        numbers::broken(facts, limit, true, true)
    }

    fn random(&self, facts: &Facts, _now: &Value, make: &mut dyn Make) -> Option<Broken> {
        let limit = number(facts, self.keyword())?;
        numbers::random(facts, limit, true, make)
    }
}
