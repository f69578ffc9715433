//! What a schema says, as one flat list: references followed and `allOf` merged in. What cannot be
//! merged stays in `allOf`.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::holds::fits;
use super::{Facts, allows};
use crate::contract::{Schema, Shared};

/// References and branches that are followed for one schema.
const DEEPEST: usize = 64;

/// What a schema of the contract says.
pub fn facts(schema: &Schema) -> Cow<'_, Facts> {
    match &*schema.json {
        // Most schemas say all of it themselves, and need no copy.
        Value::Object(map) if !map.contains_key("$ref") && !map.contains_key("allOf") => {
            Cow::Borrowed(map)
        }
        json => Cow::Owned(of(json, &schema.shared)),
    }
}

/// Whether a place is never sent (`readOnly`).
pub fn is_read_only(schema: &Schema) -> bool {
    let says = |flag: Option<&Value>| flag == Some(&Value::Bool(true));
    let own = &schema.json;
    says(own.get("readOnly"))
        || (own.get("$ref").is_some() || own.get("allOf").is_some())
            && says(facts(schema).get("readOnly"))
}

/// What a schema says that may refer to shared ones.
pub fn of(json: &Value, shared: &Shared) -> Facts {
    flat(json, shared, DEEPEST)
}

fn flat(json: &Value, shared: &Shared, fuel: usize) -> Facts {
    let map = match json {
        Value::Object(map) => map,
        Value::Bool(false) => return nothing(),
        _ => return Facts::new(),
    };
    let target = map.get("$ref").and_then(Value::as_str);
    let all = map.get("allOf").and_then(Value::as_array);
    if target.is_none() && all.is_none() {
        return map.clone();
    }
    let mut facts = map.clone();
    facts.remove("$ref");
    facts.remove("allOf");
    let Some(fuel) = fuel.checked_sub(1) else {
        return facts;
    };
    if let Some(target) = target.and_then(|t| shared.find(t)) {
        both(&mut facts, flat(target, shared, fuel));
    }
    for branch in all.into_iter().flatten() {
        both(&mut facts, flat(branch, shared, fuel));
    }
    facts
}

/// What nothing fits.
fn nothing() -> Facts {
    Facts::from_iter([("not".to_owned(), json!({}))])
}

/// Adds what another schema says of the same value.
pub fn both(top: &mut Facts, mut low: Facts) {
    if top.is_empty() {
        *top = low;
        return;
    }
    // What counts what the others leave over counts it for its own schema alone.
    for key in ["unevaluatedProperties", "unevaluatedItems"] {
        if let Some(value) = low.remove(key) {
            let mut own = low.clone();
            own.insert(key.to_owned(), value);
            left_over(top, Value::Object(own));
        }
    }
    additional(top, &mut low);
    entries(top, &mut low);
    for (key, value) in low {
        let Some(own) = top.get(&key).cloned() else {
            top.insert(key, value);
            continue;
        };
        if own == value {
            continue;
        }
        match merged(&key, &own, &value) {
            Some(merged) => drop(top.insert(key, merged)),
            None if PROSE.contains(&key.as_str()) => {}
            None => left_over(top, json!({ key: value })),
        }
    }
}

/// What the first one says stands.
const PROSE: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "discriminator",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

fn left_over(top: &mut Facts, value: Value) {
    let all = top.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        all.push(value);
    }
}

/// Two values of one keyword as one; `None` where that cannot be said.
fn merged(key: &str, own: &Value, other: &Value) -> Option<Value> {
    let pick = |larger: bool| {
        let more = own.as_f64()? >= other.as_f64()?;
        Some(if more == larger { own } else { other }.clone())
    };
    match key {
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => pick(true),
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => pick(false),
        "type" => Some(types(own, other)),
        "enum" => {
            let (a, b) = (own.as_array()?, other.as_array()?);
            Some(a.iter().filter(|v| b.contains(v)).cloned().collect())
        }
        "multipleOf" => {
            let (a, b) = (own.as_f64()?, other.as_f64()?);
            let divides = |a: f64, b: f64| (a / b).fract() == 0.0;
            if divides(a, b) {
                return Some(own.clone());
            }
            divides(b, a).then(|| other.clone())
        }
        "required" => {
            let mut names = own.as_array()?.clone();
            for name in other.as_array()? {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            Some(Value::Array(names))
        }
        "properties" | "patternProperties" | "dependentSchemas" => {
            let mut named = own.as_object()?.clone();
            for (name, schema) in other.as_object()? {
                let schema = match named.get(name) {
                    Some(own) => all_of(own, schema),
                    None => schema.clone(),
                };
                named.insert(name.clone(), schema);
            }
            Some(Value::Object(named))
        }
        "dependentRequired" => {
            let mut named = own.as_object()?.clone();
            for (name, list) in other.as_object()? {
                let list = match named.get(name) {
                    Some(own) => merged("required", own, list)?,
                    None => list.clone(),
                };
                named.insert(name.clone(), list);
            }
            Some(Value::Object(named))
        }
        "propertyNames" | "additionalProperties" | "items" => Some(all_of(own, other)),
        "not" => Some(json!({"anyOf": [own, other]})),
        "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" => {
            Some(json!(own == &json!(true) || other == &json!(true)))
        }
        _ => None,
    }
}

/// A schema of what fits both.
pub fn all_of(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Bool(true), rest) | (rest, Value::Bool(true)) => rest.clone(),
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (one, other) if one == other => one.clone(),
        _ => json!({"allOf": [one, other]}),
    }
}

fn types(own: &Value, other: &Value) -> Value {
    let list = |value: &Value| match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let named = |value: &Value| Facts::from_iter([("type".to_owned(), value.clone())]);
    let fit = |of: &Value, by: &Value| -> Vec<Value> {
        let by = named(by);
        let fits = |t: &Value| t.as_str().is_some_and(|t| allows(&by, t));
        list(of).into_iter().filter(fits).collect()
    };
    let mut kept = fit(own, other);
    for kind in fit(other, own) {
        if !kept.contains(&kind) {
            kept.push(kind);
        }
    }
    if kept.contains(&json!("integer"))
        && !(list(own).contains(&json!("number")) && list(other).contains(&json!("number")))
    {
        kept.retain(|t| t != "number");
    }
    match kept.as_slice() {
        [one] => one.clone(),
        _ => Value::Array(kept),
    }
}

/// `additionalProperties` of one holds for members that the other one describes.
fn additional(top: &mut Facts, low: &mut Facts) {
    let (mut own, mut other) = (named(top), named(low));
    lay(
        &mut other,
        &named(top),
        low.get("additionalProperties"),
        low,
    );
    lay(&mut own, &named(low), top.get("additionalProperties"), top);
    for (facts, named) in [(top, own), (low, other)] {
        if !named.is_empty() {
            facts.insert("properties".to_owned(), Value::Object(named));
        }
    }
}

fn named(facts: &Facts) -> Facts {
    let named = facts.get("properties").and_then(Value::as_object);
    named.cloned().unwrap_or_default()
}

/// Adds the names of another schema, as `additionalProperties` binds them.
fn lay(own: &mut Facts, others: &Facts, bound: Option<&Value>, facts: &Facts) {
    let Some(bound) = bound.filter(|b| **b != json!(true)) else {
        return;
    };
    for name in others.keys() {
        if !own.contains_key(name) && !is_of_pattern(facts, name) {
            own.insert(name.clone(), bound.clone());
        }
    }
}

/// Whether a name belongs to `patternProperties`.
pub fn is_of_pattern(facts: &Facts, name: &str) -> bool {
    let patterns = facts.get("patternProperties").and_then(Value::as_object);
    patterns.is_some_and(|named| named.keys().any(|p| fits(p, name)))
}

/// `items` of one holds for entries that the other one describes by place.
fn entries(top: &mut Facts, low: &mut Facts) {
    let places = |facts: &Facts| {
        let list = facts.get("prefixItems").and_then(Value::as_array);
        list.cloned().unwrap_or_default()
    };
    let (own, other) = (places(top), places(low));
    if own.is_empty() && other.is_empty() {
        return;
    }
    let rest = |facts: &Facts| facts.get("items").cloned().unwrap_or(json!(true));
    let (own_rest, other_rest) = (rest(top), rest(low));
    let merged = (0..own.len().max(other.len())).map(|n| {
        all_of(
            own.get(n).unwrap_or(&own_rest),
            other.get(n).unwrap_or(&other_rest),
        )
    });
    top.insert("prefixItems".to_owned(), merged.collect());
    low.remove("prefixItems");
}

/// The schemas of `oneOf` or `anyOf`, those that could not be merged as well.
pub fn branches(facts: &Facts) -> impl Iterator<Item = (&'static str, &Vec<Value>)> {
    let left = facts.get("allOf").and_then(Value::as_array);
    let left = left.into_iter().flatten().filter_map(Value::as_object);
    std::iter::once(facts).chain(left).flat_map(|map| {
        ["oneOf", "anyOf"].into_iter().filter_map(move |key| {
            let list = map.get(key)?.as_array()?;
            Some((key, list))
        })
    })
}

/// A place below another one.
pub fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::of;
    use crate::contract::Shared;

    fn flat(json: Value) -> Value {
        Value::Object(of(&json, &Shared::default()))
    }

    #[test]
    fn branches_of_all_of_become_one() {
        let one = flat(json!({"type": "integer", "minimum": 3, "allOf": [
            {"type": "number", "minimum": 5, "maximum": 9}, {"maximum": 7, "enum": [5, 6, 9]},
        ]}));
        assert_eq!(
            one,
            json!({"type": "integer", "minimum": 5, "maximum": 7, "enum": [5, 6, 9]})
        );
        let two = flat(json!({"allOf": [
            {"required": ["a"], "properties": {"a": {"type": "string"}}, "additionalProperties": false},
            {"required": ["b"], "properties": {"a": {"minLength": 1}, "b": true}},
        ]}));
        assert_eq!(two["required"], json!(["a", "b"]));
        assert_eq!(two["properties"]["b"], json!(false));
        assert_eq!(two["additionalProperties"], json!(false));
        assert_eq!(
            two["properties"]["a"],
            json!({"allOf": [{"type": "string"}, {"minLength": 1}]})
        );
    }

    #[test]
    fn what_cannot_be_merged_stays() {
        let one = flat(json!({"pattern": "^a", "allOf": [{"pattern": "b$"}]}));
        assert_eq!(one, json!({"pattern": "^a", "allOf": [{"pattern": "b$"}]}));
    }
}
