//! `items`: the entries have places of their own, so that this one is told where it allows none.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule};

/// `items`.
pub(super) struct Items;

impl Rule for Items {
    fn keyword(&self) -> &'static str {
        "items"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = facts
            .get("items")
            .is_some_and(|i| *i != json!(true) && *i != json!({}));
        super::allows(facts, "array") && says
    }

    fn told_below(&self, facts: &Facts) -> bool {
        facts.get("items") != Some(&json!(false)) && !facts.contains_key("prefixItems")
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with an entry that is not described is refused")
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        let places = facts.get("prefixItems").and_then(Value::as_array);
        let mut part = super::with(facts, &["items"]);
        // The entries before it are judged by their own rule.
        if let Some(places) = places {
            part["prefixItems"] = places.iter().map(|_| json!(true)).collect();
        }
        self.stands(facts).then_some(part)
    }

    fn words(&self, facts: &Facts) -> String {
        match facts.get("items") {
            Some(Value::Bool(false)) => "a list without entries beyond those described".to_owned(),
            _ => "a list whose entries are as described".to_owned(),
        }
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let mut base = facts.clone();
        base.insert("type".to_owned(), json!("array"));
        let places = facts
            .get("prefixItems")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let least = super::count(facts, "minItems").unwrap_or_default();
        base.insert("minItems".to_owned(), least.max(places as u64).into());
        let Value::Array(mut entries) = make.value(&Value::Object(base))? else {
            return Err("no list could be made".to_owned());
        };
        let wrong = match facts.get("items") {
            Some(Value::Bool(false)) | None => json!("text"),
            Some(items) => make.value(&json!({"not": items}))?,
        };
        let whole = facts.get("items") == Some(&json!(false));
        let within = format!("/{}", entries.len());
        entries.push(wrong);
        let value = Value::Array(entries);
        Ok(match whole {
            true => vec![
                Broken::whole("an entry more", value.clone()),
                Broken::part("an entry more", value, within),
            ],
            false => vec![Broken::part(
                "an entry that is not as described",
                value,
                within,
            )],
        })
    }
}
