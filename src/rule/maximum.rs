//! `maximum`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, number, numbers, shown};

/// `maximum`.
pub(super) struct Maximum;

impl Rule for Maximum {
    fn keyword(&self) -> &'static str {
        "maximum"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "integer") && number(facts, self.keyword()).is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!("{place} at its maximum of {limit} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("at most {}", shown(facts, self.keyword()))
    }

    fn at_limit(
        &self,
        facts: &Facts,
        _make: &mut dyn Make,
    ) -> Result<Vec<(String, Value)>, String> {
        let Some(limit) = number(facts, self.keyword()) else {
            return Ok(Vec::new());
        };
        if let Some(value) = numbers::exact(facts, self.keyword()) {
            return Ok(vec![(format!("the value {value}"), value)]);
        }
        let value = numbers::value(numbers::on_grid(facts, limit, false));
        Ok(vec![(format!("the value {value}"), value)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = number(facts, self.keyword()).unwrap_or_default();
        numbers::broken(facts, limit, true, false)
    }

    fn random(&self, facts: &Facts, _now: &Value, make: &mut dyn Make) -> Option<Broken> {
        let limit = number(facts, self.keyword())?;
        numbers::random(facts, limit, true, make)
    }
}
