//! `unevaluatedItems`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule};

/// `unevaluatedItems`.
pub(super) struct UnevaluatedItems;

impl Rule for UnevaluatedItems {
    fn keyword(&self) -> &'static str {
        "unevaluatedItems"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array")
            && facts.get("unevaluatedItems") == Some(&json!(false))
            && !facts.contains_key("items")
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with an entry that nothing describes is refused")
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        // What is described may stand anywhere in the schema.
        self.stands(facts).then(|| Value::Object(facts.clone()))
    }

    fn words(&self, _facts: &Facts) -> String {
        "a list without entries that nothing describes".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let places = facts
            .get("prefixItems")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let least = super::count(facts, "minItems").unwrap_or_default();
        let mut base = facts.clone();
        base.insert("type".to_owned(), json!("array"));
        base.insert("minItems".to_owned(), least.max(places as u64).into());
        let Value::Array(mut entries) = make.value(&Value::Object(base))? else {
            return Err("no list could be made".to_owned());
        };
        entries.push(json!("text"));
        Ok(vec![Broken::whole("an entry more", Value::Array(entries))])
    }
}
