//! `propertyNames`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, additional_properties, edges, without};

/// `propertyNames`.
pub(super) struct PropertyNames;

impl Rule for PropertyNames {
    fn keyword(&self) -> &'static str {
        "propertyNames"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = |v: &Value| *v != json!(true) && *v != json!({});
        super::allows(facts, "object") && facts.get("propertyNames").is_some_and(says)
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with a member of a wrong name is refused")
    }

    fn words(&self, _facts: &Facts) -> String {
        "an object whose members are named as described".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let names = facts.get("propertyNames").cloned().unwrap_or(json!(true));
        let wrong = json!({"type": "string", "minLength": 1, "not": names.clone()});
        let odd = ["Clausal Extra", "clausal extra 1", "ÄÖ-0", "A", "a", "0"];
        let named = facts.get("properties").and_then(Value::as_object);
        let known = odd.iter().map(|name| json!(name)).find(|name| {
            make.is_valid(&wrong, name)
                && named.is_none_or(|n| !n.contains_key(name.as_str().unwrap_or_default()))
        });
        let name = match known {
            Some(name) => name,
            None => make.value(&wrong)?,
        };
        let name = name.as_str().unwrap_or_default().to_owned();
        let (_, mut object) = additional_properties::room(facts, make)
            .or_else(|_| additional_properties::room(&without(facts, &["propertyNames"]), make))?;
        let schema = facts
            .get("additionalProperties")
            .cloned()
            .unwrap_or(json!(true));
        let value = make.value(&schema)?;
        let mut wrong_names = vec![name];
        let text = super::facts::all_of(&json!({"type": "string"}), &names);
        for (_, name) in edges::broken(&text, make) {
            if make.is_valid(&wrong, &name) {
                wrong_names.extend(name.as_str().map(str::to_owned));
            }
        }
        object.retain(|own, _| !wrong_names.contains(own));
        let broken = |name: String| {
            let mut object = object.clone();
            let about = format!("with a member `{name}`");
            object.insert(name, value.clone());
            Broken::whole(about, Value::Object(object))
        };
        Ok(wrong_names.into_iter().map(broken).collect())
    }
}
