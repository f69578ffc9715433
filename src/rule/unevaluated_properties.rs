//! `unevaluatedProperties`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, additional_properties};

/// `unevaluatedProperties`.
pub(super) struct UnevaluatedProperties;

impl Rule for UnevaluatedProperties {
    fn keyword(&self) -> &'static str {
        "unevaluatedProperties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = |v: &Value| *v != json!(true) && *v != json!({});
        super::allows(facts, "object")
            && facts.get("unevaluatedProperties").is_some_and(says)
            && !facts.contains_key("additionalProperties")
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with a member that nothing describes is refused")
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        // What is described may stand anywhere in the schema.
        self.stands(facts).then(|| Value::Object(facts.clone()))
    }

    fn words(&self, _facts: &Facts) -> String {
        "an object without members that nothing describes".to_owned()
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let schema = facts
            .get("unevaluatedProperties")
            .cloned()
            .unwrap_or(json!(true));
        let (name, mut object) = additional_properties::room(facts, make)?;
        let closed = schema == json!(false);
        let wrong = match closed {
            true => make.extra(),
            false => make.value(&json!({"not": schema}))?,
        };
        object.insert(name.clone(), wrong);
        let about = format!("with a member `{name}`");
        let value = Value::Object(object);
        // The fault is one of the object, or one of the member, as a judge tells it.
        Ok(vec![
            Broken::whole(about.clone(), value.clone()),
            Broken::part(about, value, format!("/{name}")),
        ])
    }
}
