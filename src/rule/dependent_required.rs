//! `dependentRequired`.

use serde_json::{Value, json};

use super::facts::below;
use super::{Broken, Facts, Make, Rule};

/// `dependentRequired`.
pub(super) struct DependentRequired;

impl Rule for DependentRequired {
    fn keyword(&self) -> &'static str {
        "dependentRequired"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "object") && !pairs(facts).is_empty()
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with a member but without those it needs is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!(
            "{place} with a member and those it needs is accepted"
        ))
    }

    fn words(&self, facts: &Facts) -> String {
        let each = pairs(facts);
        let each: Vec<String> = each
            .iter()
            .map(|(a, b)| format!("`{b}` where `{a}` stands"))
            .collect();
        format!("an object with {}", each.join(", "))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let mut list = Vec::new();
        let mut names = Vec::new();
        for (name, _) in pairs(facts) {
            if !names.contains(&name) {
                let value = make.value(&holding(facts, &name, &[]))?;
                list.push((format!("`{name}` with what it needs"), value));
                names.push(name);
            }
        }
        Ok(list)
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let mut list = Vec::new();
        let mut why = "each of them is required anyway".to_owned();
        for (name, needed) in pairs(facts) {
            match make.value(&holding(facts, &name, &[])) {
                Ok(Value::Object(mut object)) => {
                    object.remove(&needed);
                    let about = format!("`{name}` without `{needed}`");
                    list.push(Broken::part(
                        about,
                        Value::Object(object),
                        below("", &needed),
                    ));
                }
                Ok(_) => {}
                Err(miss) => why = miss,
            }
        }
        match list.is_empty() {
            true => Err(why),
            false => Ok(list),
        }
    }
}

/// A member, and one that it needs; none that is required anyway.
fn pairs(facts: &Facts) -> Vec<(String, String)> {
    let always = facts.get("required").and_then(Value::as_array);
    let always = always.map_or(&[][..], Vec::as_slice);
    let named = facts.get("dependentRequired").and_then(Value::as_object);
    let mut list = Vec::new();
    for (name, needs) in named.into_iter().flatten() {
        for needed in needs.as_array().into_iter().flatten() {
            if let Some(text) = needed.as_str()
                && !always.contains(needed)
                && text != name
            {
                list.push((name.clone(), text.to_owned()));
            }
        }
    }
    list
}

/// The facts of objects that hold a member, and others.
pub(super) fn holding(facts: &Facts, name: &str, more: &[&str]) -> Value {
    let mut facts = facts.clone();
    let mut required = facts
        .get("required")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    required.push(json!(name));
    required.extend(more.iter().map(|n| json!(n)));
    required.dedup();
    facts.insert("type".to_owned(), json!("object"));
    facts.insert("required".to_owned(), Value::Array(required));
    Value::Object(facts)
}
