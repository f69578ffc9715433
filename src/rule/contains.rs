//! `contains`, with `minContains` and `maxContains`.

use serde_json::{Value, json};

use super::facts::all_of;
use super::{Broken, Facts, Make, Rule, count, without};

/// `contains`.
pub(super) struct Contains;

const PARTS: &[&str] = &["contains", "minContains", "maxContains"];

impl Rule for Contains {
    fn keyword(&self) -> &'static str {
        "contains"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array")
            && facts.contains_key("contains")
            && (count(facts, "minContains") != Some(0) || facts.contains_key("maxContains"))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} without the entries that it must hold is refused")
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        self.stands(facts).then(|| super::with(facts, PARTS))
    }

    fn words(&self, facts: &Facts) -> String {
        let least = count(facts, "minContains").unwrap_or(1);
        match count(facts, "maxContains") {
            Some(most) => format!("a list with {least} to {most} entries of a kind"),
            None => format!("a list with at least {least} of the entries that it must hold"),
        }
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let held = facts.get("contains").cloned().unwrap_or(json!(true));
        let mut list = Vec::new();
        let mut why = String::new();
        let of = |schema: Value, number: Option<u64>| {
            let mut rest = without(facts, PARTS);
            rest.insert("type".to_owned(), json!("array"));
            let items = rest.get("items").cloned().unwrap_or(json!(true));
            rest.insert("items".to_owned(), all_of(&items, &schema));
            let least = count(facts, "minItems").unwrap_or_default();
            let least = least
                .max(number.unwrap_or(1))
                .min(count(facts, "maxItems").unwrap_or(u64::MAX));
            rest.insert("minItems".to_owned(), least.into());
            Value::Object(rest)
        };
        if count(facts, "minContains") != Some(0) {
            match make.value(&of(json!({"not": held}), None)) {
                Ok(value) => list.push(Broken::whole("none of the entries it must hold", value)),
                Err(miss) => why = miss,
            }
        }
        if let Some(most) = count(facts, "maxContains").filter(|n| *n < super::MOST) {
            match make.value(&of(held, Some(most + 1))) {
                Ok(value) => list.push(Broken::whole(
                    format!("{} of these entries", most + 1),
                    value,
                )),
                Err(miss) => why = miss,
            }
        }
        match list.is_empty() {
            true => Err(why),
            false => Ok(list),
        }
    }
}
