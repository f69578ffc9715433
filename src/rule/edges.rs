//! Values at the edges of a schema that has no place of its own: an alternative, a member that nobody
//! listed. What its rules have to say is said there.

use serde_json::{Value, json};

use super::{Facts, Make, RULES, Rule};

/// Values of one rule, and those of one schema.
const OF_A_RULE: usize = 2;
const MOST: usize = 24;
/// Members that are looked into.
const MEMBERS: usize = 8;

/// Rules that are judged by schemas inside, and would lead down without an end.
const INSIDE: &[&str] = &[
    "oneOf",
    "anyOf",
    "not",
    "if",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
];

fn rules(facts: &Facts) -> impl Iterator<Item = &'static dyn Rule> {
    RULES.iter().copied().filter(|rule| {
        !INSIDE.contains(&rule.keyword()) && rule.stands(facts) && !rule.told_below(facts)
    })
}

/// Values that break one rule of a schema, or of one of its members, each with what is wrong.
pub(super) fn broken(schema: &Value, make: &mut dyn Make) -> Vec<(String, Value)> {
    let facts = make.facts(schema);
    let Ok(now) = make.value(schema) else {
        return Vec::new();
    };
    let mut list = of_rules(&facts, &now, make);
    let named = facts.get("properties").and_then(Value::as_object);
    for (name, inner) in named.into_iter().flatten().take(MEMBERS) {
        let Value::Object(object) = &now else { break };
        let facts = make.facts(inner);
        let Ok(own) = make.value(inner) else { continue };
        for (about, value) in of_rules(&facts, &own, make) {
            let mut object = object.clone();
            object.insert(name.clone(), value);
            list.push((format!("`{name}`: {about}"), Value::Object(object)));
        }
    }
    list.truncate(MOST);
    list
}

fn of_rules(facts: &Facts, now: &Value, make: &mut dyn Make) -> Vec<(String, Value)> {
    let mut list = Vec::new();
    for rule in rules(facts).filter(|rule| rule.keyword() != "type") {
        let made = rule.broken(facts, now, make).unwrap_or_default();
        let whole = made.into_iter().filter_map(|b| Some((b.about, b.value?)));
        list.extend(
            whole
                .take(OF_A_RULE)
                .map(|(about, v)| (format!("{} broken: {about}", rule.keyword()), v)),
        );
    }
    list
}

/// Valid values at the limits of a schema.
pub(super) fn limits(schema: &Value, make: &mut dyn Make) -> Vec<(String, Value)> {
    let facts = make.facts(schema);
    let mut list = Vec::new();
    for rule in rules(&facts) {
        let made = rule.at_limit(&facts, make).unwrap_or_default();
        list.extend(made.into_iter().take(OF_A_RULE));
    }
    list.retain(|(_, value)| make.is_valid(schema, value));
    list.truncate(MOST);
    list
}

/// A schema of what fits one and not the other.
pub(super) fn but(rest: &Value, branches: &Value) -> Value {
    json!({"allOf": [rest, {"not": {"anyOf": branches}}]})
}
