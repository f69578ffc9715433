//! `additionalProperties`.

use serde_json::{Value, json};

use super::facts::is_of_pattern;
use super::{Broken, Facts, Make, Rule, edges};

/// `additionalProperties`.
pub(super) struct AdditionalProperties;

impl Rule for AdditionalProperties {
    fn keyword(&self) -> &'static str {
        "additionalProperties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let says = |v: &Value| *v != json!(true) && *v != json!({});
        super::allows(facts, "object") && facts.get("additionalProperties").is_some_and(says)
    }

    fn duty(&self, place: &str, facts: &Facts) -> String {
        match facts.get("additionalProperties") {
            Some(Value::Bool(false)) => {
                format!("{place} with a member that is not listed is refused")
            }
            _ => format!("{place} with a member beside the listed ones that is wrong is refused"),
        }
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        (facts.get("additionalProperties") != Some(&json!(false)))
            .then(|| format!("{place} with a member beside the listed ones is accepted"))
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        if !self.stands(facts) {
            return None;
        }
        let mut part = super::with(facts, &["additionalProperties"]);
        for key in ["properties", "patternProperties"] {
            if let Some(named) = facts.get(key).and_then(Value::as_object) {
                // The names alone: their values have rules of their own.
                let names = named.keys().map(|name| (name.clone(), json!(true)));
                part[key] = Value::Object(names.collect());
            }
        }
        Some(part)
    }

    fn words(&self, facts: &Facts) -> String {
        match facts.get("additionalProperties") {
            Some(Value::Bool(false)) => "an object without members that are not listed".to_owned(),
            _ => "an object whose other members are as described".to_owned(),
        }
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let (name, mut object) = room(facts, make)?;
        let schema = facts
            .get("additionalProperties")
            .cloned()
            .unwrap_or(json!(true));
        object.insert(name.clone(), make.value(&schema)?);
        Ok(vec![(
            format!("with a member `{name}`"),
            Value::Object(object),
        )])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let (name, mut object) = room(facts, make)?;
        let schema = facts
            .get("additionalProperties")
            .cloned()
            .unwrap_or(json!(true));
        if schema == json!(false) {
            object.insert(name.clone(), make.extra());
            let about = format!("with a member `{name}`");
            return Ok(vec![Broken::whole(about, Value::Object(object))]);
        }
        let within = crate::rule::facts::below("", &name);
        let mut list = vec![(
            "none of these".to_owned(),
            make.value(&json!({"not": schema}))?,
        )];
        list.extend(edges::broken(&schema, make));
        let broken = |(about, value): (String, Value)| {
            let mut object = object.clone();
            object.insert(name.clone(), value);
            let about = format!("with a member `{name}`, {about}");
            Broken::part(about, Value::Object(object), within.clone())
        };
        Ok(list.into_iter().map(broken).collect())
    }
}

/// Names of members that nobody listed.
pub(super) const NAMES: &[&str] = &[
    "clausalExtra",
    "extra",
    "zzz",
    "x-extra",
    "EXTRA",
    "e1",
    "e",
    "9",
];

/// A name that the facts do not list, and a valid object with room for it.
pub(super) fn room(facts: &Facts, make: &mut dyn Make) -> Result<(String, Facts), String> {
    let named = facts.get("properties").and_then(Value::as_object);
    let names = facts.get("propertyNames").cloned().unwrap_or(json!(true));
    let free = NAMES.iter().find(|name| {
        named.is_none_or(|n| !n.contains_key(**name))
            && !is_of_pattern(facts, name)
            && make.is_valid(&names, &json!(name))
    });
    let made = match free {
        Some(name) => Some((*name).to_owned()),
        // A name of the wanted form, where a pattern asks for one.
        None => match make.value(&super::facts::all_of(&json!({"type": "string"}), &names)) {
            Ok(Value::String(name)) => Some(name).filter(|name| {
                named.is_none_or(|n| !n.contains_key(name)) && !is_of_pattern(facts, name)
            }),
            _ => None,
        },
    };
    let Some(name) = made else {
        return Err("no name of a member is known that is not listed".to_owned());
    };
    let mut base = facts.clone();
    base.insert("type".to_owned(), json!("object"));
    if let Some(most) = super::count(facts, "maxProperties") {
        let most = most.checked_sub(1).ok_or("no member at all is allowed")?;
        base.insert("maxProperties".to_owned(), most.into());
    }
    if let Some(least) = super::count(facts, "minProperties").filter(|n| *n > 0) {
        base.insert("minProperties".to_owned(), (least - 1).into());
    }
    match make.value(&Value::Object(base))? {
        Value::Object(mut object) => {
            object.remove(&name);
            Ok((name, object))
        }
        _ => Err("no object could be made".to_owned()),
    }
}
