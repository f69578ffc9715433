//! `uniqueItems`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, count, without};

/// `uniqueItems`.
pub(super) struct UniqueItems;

impl Rule for UniqueItems {
    fn keyword(&self) -> &'static str {
        "uniqueItems"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array")
            && facts.get("uniqueItems") == Some(&json!(true))
            && count(facts, "maxItems").is_none_or(|n| n > 1)
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with an entry twice is refused")
    }

    fn words(&self, _facts: &Facts) -> String {
        "a list without an entry twice".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let mut rest = without(facts, &["uniqueItems"]);
        let least = count(facts, "minItems").unwrap_or_default();
        rest.insert("type".to_owned(), json!("array"));
        rest.insert("minItems".to_owned(), least.max(1).into());
        let made = make.value(&Value::Object(rest.clone()))?;
        let Value::Array(made) = made else {
            return Err("no list could be made".to_owned());
        };
        rest.insert("minItems".to_owned(), least.max(2).into());
        let rest = Value::Object(rest);
        let mut list = Vec::new();
        // One entry more that stands there already, else one in place of another.
        let mut more = made.clone();
        more.extend(made.last().cloned());
        list.push(("the last entry twice", more));
        if let [first, _, ..] = made.as_slice() {
            let mut other = made.clone();
            other[1] = first.clone();
            list.push(("the first entry twice", other));
        }
        let list: Vec<Broken> = list
            .into_iter()
            .map(|(about, value)| Broken::whole(about, Value::Array(value)))
            .filter(|b| b.value.as_ref().is_some_and(|v| make.is_valid(&rest, v)))
            .collect();
        match list.is_empty() {
            true => Err("no list with an entry twice is right in all else".to_owned()),
            false => Ok(list),
        }
    }
}
