//! `anyOf`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, edges, type_of, without};

/// `anyOf`.
pub(super) struct AnyOf;

impl Rule for AnyOf {
    fn keyword(&self) -> &'static str {
        "anyOf"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let branches = facts.get("anyOf").and_then(Value::as_array);
        // Where one of them takes anything, nothing is wrong.
        let free = |one: &Value| *one == json!(true) || *one == json!({});
        branches.is_some_and(|all| !all.iter().any(free))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that fits none of its alternatives is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!("{place} in each of its alternatives is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        let number = facts
            .get("anyOf")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        match number {
            1 => "as its one alternative says".to_owned(),
            _ => format!("one of {number} alternatives"),
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
        none(facts, self.keyword(), now, make)
    }
}

/// A value in each branch.
pub(super) fn some(
    facts: &Facts,
    keyword: &str,
    make: &mut dyn Make,
) -> Result<Vec<(String, Value)>, String> {
    let branches = facts.get(keyword).and_then(Value::as_array);
    let whole = Value::Object(facts.clone());
    let mut list = Vec::new();
    let mut why = "there is no alternative".to_owned();
    for (n, branch) in branches.into_iter().flatten().enumerate() {
        match make.value(&json!({"allOf": [whole, branch]})) {
            Ok(value) => list.push((format!("in alternative {}", n + 1), value)),
            Err(miss) => why = miss,
        }
        for (about, value) in edges::limits(branch, make) {
            if make.is_valid(&whole, &value) {
                list.push((format!("{about}, in alternative {}", n + 1), value));
            }
        }
    }
    match list.is_empty() {
        true => Err(why),
        false => Ok(list),
    }
}

/// Values that no branch takes, and that are right by all that stands beside them.
pub(super) fn none(
    facts: &Facts,
    keyword: &str,
    now: &Value,
    make: &mut dyn Make,
) -> Result<Vec<Broken>, String> {
    let branches = facts.get(keyword).cloned().unwrap_or(json!([]));
    let rest = Value::Object(without(facts, &[keyword]));
    let wanted = edges::but(&rest, &branches);
    let mut list: Vec<(String, Value)> = Vec::new();
    // One that would be right but for a member, before ones of another kind.
    if let Value::Object(object) = now {
        for name in object.keys() {
            let mut less = object.clone();
            less.remove(name);
            list.push((
                format!("in no alternative without `{name}`"),
                Value::Object(less),
            ));
        }
    }
    if let Ok(value) = make.value(&wanted) {
        list.push(("in no alternative".to_owned(), value));
    }
    let kinds = ["object", "array", "string", "integer", "boolean", "null"];
    for kind in kinds {
        let values = type_of::of_kind(kind).into_iter();
        list.extend(values.map(|v| (format!("{kind} {v} is in no alternative"), v)));
    }
    list.retain(|(_, value)| make.is_valid(&wanted, value));
    list.truncate(4);
    // Each alternative broken by one rule.
    for (n, branch) in branches.as_array().into_iter().flatten().enumerate() {
        let made = edges::broken(branch, make).into_iter();
        list.extend(made.map(|(about, v)| (format!("{about}, in alternative {}", n + 1), v)));
    }
    list.retain(|(_, value)| make.is_valid(&wanted, value));
    list.dedup_by(|a, b| a.1 == b.1);
    match list.is_empty() {
        true => Err("no value was found that fits no alternative".to_owned()),
        false => Ok(list
            .into_iter()
            .map(|(about, v)| Broken::whole(about, v))
            .collect()),
    }
}
