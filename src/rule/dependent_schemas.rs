//! `dependentSchemas`.

use serde_json::{Value, json};

use super::dependent_required::holding;
use super::{Broken, Facts, Make, Rule, without};

/// `dependentSchemas`.
pub(super) struct DependentSchemas;

impl Rule for DependentSchemas {
    fn keyword(&self) -> &'static str {
        "dependentSchemas"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = |(_, v): (&String, &Value)| *v != json!(true) && *v != json!({});
        let named = facts.get("dependentSchemas").and_then(Value::as_object);
        super::allows(facts, "object") && named.is_some_and(|named| named.iter().any(says))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with a member but not as it must be beside it is refused")
    }

    fn words(&self, _facts: &Facts) -> String {
        "as it must be beside the members that it holds".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let named = facts.get("dependentSchemas").and_then(Value::as_object);
        let mut list = Vec::new();
        let mut why = "no schema says anything".to_owned();
        for (name, schema) in named.into_iter().flatten() {
            let mut rest = holding(&without(facts, &["dependentSchemas"]), name, &[]);
            let all = json!([{"not": schema}, rest.get("allOf").cloned().map_or(json!({}), |all| json!({"allOf": all}))]);
            rest["allOf"] = all;
            match make.value(&rest) {
                Ok(value) => {
                    let about = format!("`{name}`, and not as it must be beside it");
                    list.push(Broken::part(about, value, ""));
                }
                Err(miss) => why = miss,
            }
        }
        match list.is_empty() {
            true => Err(why),
            false => Ok(list),
        }
    }
}
