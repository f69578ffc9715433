//! `patternProperties`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, edges};

/// `patternProperties`.
pub(super) struct PatternProperties;

impl Rule for PatternProperties {
    fn keyword(&self) -> &'static str {
        "patternProperties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = |(_, v): (&String, &Value)| *v != json!(true) && *v != json!({});
        let named = facts.get("patternProperties").and_then(Value::as_object);
        super::allows(facts, "object") && named.is_some_and(|named| named.iter().any(says))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with a wrong member of a name that fits a pattern is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!(
            "{place} with a member of a name that fits a pattern is accepted"
        ))
    }

    fn words(&self, _facts: &Facts) -> String {
        "an object whose members are as the patterns of their names ask for".to_owned()
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        each(facts, make, &mut |name, schema, mut object, make| {
            object.insert(name.to_owned(), make.value(schema)?);
            Ok((format!("with a member `{name}`"), Value::Object(object)))
        })
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let all = each(facts, make, &mut |name, schema, object, make| {
            let mut list = vec![(
                "none of these".to_owned(),
                make.value(&json!({"not": schema}))?,
            )];
            list.extend(edges::broken(schema, make));
            let within = crate::rule::facts::below("", name);
            let broken = |(about, value): (String, Value)| {
                let mut object = object.clone();
                object.insert(name.to_owned(), value);
                let about = format!("with a wrong member `{name}`, {about}");
                Broken::part(about, Value::Object(object), within.clone())
            };
            Ok(list.into_iter().map(broken).collect::<Vec<_>>())
        })?;
        Ok(all.into_iter().flatten().collect())
    }
}

/// What is made of a name, its schema and an object without it.
type See<'s, T> = dyn FnMut(&str, &Value, Facts, &mut dyn Make) -> Result<T, String> + 's;

/// Something for each pattern: of a name that fits, its schema, and an object without it.
fn each<T>(facts: &Facts, make: &mut dyn Make, see: &mut See<'_, T>) -> Result<Vec<T>, String> {
    let named = facts.get("patternProperties").and_then(Value::as_object);
    let mut list = Vec::new();
    let mut why = "no pattern says anything".to_owned();
    for (pattern, schema) in named.into_iter().flatten() {
        if *schema == json!(true) {
            continue;
        }
        let names = facts.get("propertyNames").cloned().unwrap_or(json!(true));
        let wanted =
            json!({"type": "string", "pattern": pattern, "minLength": 1, "allOf": [names]});
        let mut object = facts.clone();
        object.insert("type".to_owned(), json!("object"));
        if let Some(most) = super::count(facts, "maxProperties") {
            object.insert("maxProperties".to_owned(), most.saturating_sub(1).into());
        }
        let least = super::count(facts, "minProperties").unwrap_or_default();
        object.insert("minProperties".to_owned(), least.saturating_sub(1).into());
        let made = make.value(&wanted).and_then(|name| {
            let name = name.as_str().unwrap_or_default().to_owned();
            match make.value(&Value::Object(object))? {
                Value::Object(object) => see(&name, schema, object, make),
                _ => Err("no object could be made".to_owned()),
            }
        });
        match made {
            Ok(made) => list.push(made),
            Err(miss) => why = miss,
        }
    }
    match list.is_empty() {
        true => Err(why),
        false => Ok(list),
    }
}
