//! A schema as far as it says anything of a value: references are followed only where the value goes,
//! so that a judge never holds more than that, however entangled the schemas of a contract are.

use serde_json::{Map, Value, json};

use crate::contract::Shared;

/// A name, as `propertyNames` judges it.
static NAME: Value = Value::String(String::new());

/// References that are followed on one way.
const DEEPEST: usize = 1_200;

/// The schema without references, as it judges this value. Members that only requests have need not
/// be there.
pub(super) fn pruned(schema: &Value, value: &Value, shared: &Shared) -> Value {
    prune(schema, &[value], shared, DEEPEST)
}

fn prune(schema: &Value, values: &[&Value], shared: &Shared, fuel: usize) -> Value {
    let Value::Object(map) = schema else {
        return schema.clone();
    };
    let Some(fuel) = fuel.checked_sub(1).filter(|_| !values.is_empty()) else {
        return Value::Bool(true);
    };
    let below = || values.iter().flat_map(|v| inside(v)).collect::<Vec<_>>();
    let each = |list: &Vec<Value>, values: &[&Value]| -> Value {
        list.iter()
            .map(|s| prune(s, values, shared, fuel))
            .collect()
    };
    let mut out = Map::new();
    for (key, inner) in map {
        let made = match (key.as_str(), inner) {
            ("$ref", _) => continue,
            ("required", Value::Array(names)) => {
                let asked = names.iter().filter(|n| !is_hidden(map, n, shared));
                asked.cloned().collect()
            }
            ("properties", Value::Object(named)) => {
                let member = |(name, schema): (&String, &Value)| {
                    let held: Vec<&Value> = values.iter().filter_map(|v| v.get(name)).collect();
                    (name.clone(), prune(schema, &held, shared, fuel))
                };
                Value::Object(named.iter().map(member).collect())
            }
            ("patternProperties", Value::Object(named)) => {
                let held = below();
                let member = |(name, schema): (&String, &Value)| {
                    (name.clone(), prune(schema, &held, shared, fuel))
                };
                Value::Object(named.iter().map(member).collect())
            }
            ("dependentSchemas", Value::Object(named)) => {
                let member = |(name, schema): (&String, &Value)| {
                    (name.clone(), prune(schema, values, shared, fuel))
                };
                Value::Object(named.iter().map(member).collect())
            }
            (
                "items"
                | "contains"
                | "unevaluatedItems"
                | "additionalProperties"
                | "unevaluatedProperties",
                inner,
            ) => prune(inner, &below(), shared, fuel),
            ("prefixItems", Value::Array(list)) => each(list, &below()),
            ("propertyNames", inner) => prune(inner, &[&NAME], shared, fuel),
            ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => each(list, values),
            ("not" | "if" | "then" | "else", inner) => prune(inner, values, shared, fuel),
            ("contentSchema", _) => continue,
            (_, other) => other.clone(),
        };
        out.insert(key.clone(), made);
    }
    if let Some(target) = map.get("$ref").and_then(Value::as_str)
        && let Some(target) = shared.find(target)
    {
        let target = prune(target, values, shared, fuel);
        let all = out.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(target);
        }
    }
    Value::Object(out)
}

/// Members or entries of a value.
fn inside(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}

/// Whether only requests have a member.
fn is_hidden(map: &Map<String, Value>, name: &Value, shared: &Shared) -> bool {
    let member = name.as_str().and_then(|n| map.get("properties")?.get(n));
    let secret = |schema: &Value| schema.get("writeOnly") == Some(&Value::Bool(true));
    member.is_some_and(|member| {
        let target = member.get("$ref").and_then(Value::as_str);
        secret(member) || target.and_then(|t| shared.find(t)).is_some_and(secret)
    })
}
