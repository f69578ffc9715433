//! `oneOf`.

use serde_json::{Value, json};

use super::any_of::{none, some};
use super::{Broken, Facts, Make, Rule, without};

/// Pairs of branches that are tried at once.
const PAIRS: usize = 6;

/// `oneOf`.
pub(super) struct OneOf;

impl Rule for OneOf {
    fn keyword(&self) -> &'static str {
        "oneOf"
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that fits none of its alternatives, or more than one, is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!("{place} in each of its alternatives is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        let number = facts
            .get("oneOf")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        match number {
            1 => "as its one alternative says".to_owned(),
            _ => format!("exactly one of {number} alternatives"),
        }
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        some(facts, self.keyword(), make)
    }

    fn broken(
        &self,
        facts: &Facts,
        now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let mut list = Vec::new();
        let first = none(facts, self.keyword(), now, make);
        let why = first.as_ref().err().cloned();
        list.extend(first.unwrap_or_default());
        let branches = facts.get("oneOf").and_then(Value::as_array);
        let branches = branches.map_or(&[][..], Vec::as_slice);
        let rest = Value::Object(without(facts, &["oneOf"]));
        let mut pairs = 0;
        for (n, one) in branches.iter().enumerate() {
            for (m, other) in branches.iter().enumerate().skip(n + 1) {
                if pairs == PAIRS {
                    break;
                }
                pairs += 1;
                let both = json!({"allOf": [one, other, rest]});
                if let Ok(value) = make.value(&both) {
                    let about = format!("alternatives {} and {} at once", n + 1, m + 1);
                    list.push(Broken::whole(about, value));
                }
            }
        }
        match (list.is_empty(), why) {
            (true, Some(why)) => Err(why),
            _ => Ok(list),
        }
    }
}
