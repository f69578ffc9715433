//! Whether a value is valid by a schema, looked at as far as needed: no schema is compiled, and
//! references are followed where the value leads. What is sent is proved by another judge.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::allows;
use crate::contract::Shared;

/// References and branches that are followed for one value.
const DEEPEST: usize = 200;

/// What was described of a value, for those keywords that speak of the rest.
#[derive(Default)]
struct Seen {
    names: BTreeSet<String>,
    entries: BTreeSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.names.extend(other.names);
        self.entries.extend(other.entries);
    }
}

/// Whether a schema allows a value, formats looked at.
pub fn holds(schema: &Value, value: &Value, shared: &Shared) -> bool {
    judge(schema, value, shared, DEEPEST).is_some()
}

/// What the schema describes of a value that it allows; `None` where it does not.
fn judge(schema: &Value, value: &Value, shared: &Shared, fuel: usize) -> Option<Seen> {
    let map = match schema {
        Value::Object(map) => map,
        Value::Bool(false) => return None,
        _ => return Some(Seen::default()),
    };
    let fuel = fuel.checked_sub(1)?;
    let inner = |schema: &Value, value: &Value| judge(schema, value, shared, fuel);
    let mut seen = Seen::default();
    if let Some(target) = map.get("$ref").and_then(Value::as_str)
        && let Some(target) = shared.find(target)
    {
        seen.add(inner(target, value)?);
    }
    if !kind_fits(map, value) || !listed(map, value) {
        return None;
    }
    let fits = match value {
        Value::String(text) => text_fits(map, text, value),
        Value::Number(_) => number_fits(map, value.as_f64().unwrap_or_default(), value),
        Value::Array(entries) => list_fits(map, entries, &mut seen, &inner),
        Value::Object(members) => object_fits(map, members, value, &mut seen, &inner),
        _ => true,
    };
    if !fits {
        return None;
    }
    for branch in list(map, "allOf") {
        seen.add(inner(branch, value)?);
    }
    for key in ["anyOf", "oneOf"] {
        if !map.contains_key(key) {
            continue;
        }
        let right: Vec<Seen> = list(map, key)
            .iter()
            .filter_map(|b| inner(b, value))
            .collect();
        if right.is_empty() || key == "oneOf" && right.len() > 1 {
            return None;
        }
        right.into_iter().for_each(|more| seen.add(more));
    }
    if map
        .get("not")
        .is_some_and(|not| inner(not, value).is_some())
    {
        return None;
    }
    if let Some(case) = map.get("if") {
        let then = match inner(case, value) {
            Some(more) => {
                seen.add(more);
                map.get("then")
            }
            None => map.get("else"),
        };
        if let Some(then) = then {
            seen.add(inner(then, value)?);
        }
    }
    unevaluated(map, value, &mut seen, &inner)?;
    Some(seen)
}

type Inner<'i> = dyn Fn(&Value, &Value) -> Option<Seen> + 'i;

fn list<'m>(map: &'m Map<String, Value>, key: &str) -> &'m [Value] {
    map.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn kind_fits(map: &Map<String, Value>, value: &Value) -> bool {
    if !map.contains_key("type") {
        return true;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(n) => match n.is_f64() && n.as_f64().is_some_and(|n| n.fract() != 0.0) {
            true => "number",
            false => "integer",
        },
    };
    allows(map, kind)
}

/// Whether two values are equal, as numbers are: 1 is 1.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64(),
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y))
        }
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(k, v)| y.get(k).is_some_and(|w| same(v, w)))
        }
        _ => a == b,
    }
}

fn listed(map: &Map<String, Value>, value: &Value) -> bool {
    let constant = map.get("const").is_none_or(|c| same(c, value));
    let one = map
        .get("enum")
        .and_then(Value::as_array)
        .is_none_or(|all| all.iter().any(|v| same(v, value)));
    constant && one
}

fn text_fits(map: &Map<String, Value>, text: &str, value: &Value) -> bool {
    let length = text.chars().count() as u64;
    within(map, "minLength", "maxLength", length)
        && ["pattern", "format"]
            .iter()
            .all(|key| map.get(*key).is_none_or(|said| small(key, said, value)))
        && of_format(map, value)
}

/// Whether a value is of its format, where the other judge does not know that.
fn of_format(map: &Map<String, Value>, value: &Value) -> bool {
    let format = map.get("format").and_then(Value::as_str);
    format.is_none_or(|name| super::format::fits(name, value) != Some(false))
}

fn number_fits(map: &Map<String, Value>, n: f64, value: &Value) -> bool {
    let limit = |key: &str| map.get(key).and_then(Value::as_f64);
    limit("minimum").is_none_or(|l| n >= l)
        && limit("maximum").is_none_or(|l| n <= l)
        && limit("exclusiveMinimum").is_none_or(|l| n > l)
        && limit("exclusiveMaximum").is_none_or(|l| n < l)
        && of_format(map, value)
        && map
            .get("multipleOf")
            .is_none_or(|said| small("multipleOf", said, value))
}

fn within(map: &Map<String, Value>, least: &str, most: &str, n: u64) -> bool {
    let limit = |key: &str| map.get(key).and_then(Value::as_u64);
    limit(least).is_none_or(|l| n >= l) && limit(most).is_none_or(|l| n <= l)
}

fn list_fits(
    map: &Map<String, Value>,
    entries: &[Value],
    seen: &mut Seen,
    inner: &Inner<'_>,
) -> bool {
    if !within(map, "minItems", "maxItems", entries.len() as u64) {
        return false;
    }
    let places = list(map, "prefixItems");
    for (n, entry) in entries.iter().enumerate() {
        let Some(schema) = places.get(n).or(map.get("items")) else {
            continue;
        };
        if inner(schema, entry).is_none() {
            return false;
        }
        seen.entries.insert(n);
    }
    if map.get("uniqueItems") == Some(&json!(true)) {
        let twice = |(n, one): (usize, &Value)| entries[..n].iter().any(|other| same(one, other));
        if entries.iter().enumerate().any(twice) {
            return false;
        }
    }
    if let Some(held) = map.get("contains") {
        let right = entries
            .iter()
            .enumerate()
            .filter(|(_, e)| inner(held, e).is_some());
        let right: Vec<usize> = right.map(|(n, _)| n).collect();
        let count = |key: &str| map.get(key).and_then(Value::as_u64);
        let number = right.len() as u64;
        if number < count("minContains").unwrap_or(1)
            || count("maxContains").is_some_and(|most| number > most)
        {
            return false;
        }
        seen.entries.extend(right);
    }
    true
}

fn object_fits(
    map: &Map<String, Value>,
    members: &Map<String, Value>,
    value: &Value,
    seen: &mut Seen,
    inner: &Inner<'_>,
) -> bool {
    if !within(map, "minProperties", "maxProperties", members.len() as u64) {
        return false;
    }
    let held = |name: &Value| name.as_str().is_some_and(|name| members.contains_key(name));
    if !list(map, "required").iter().all(held) {
        return false;
    }
    let named = |key: &str| map.get(key).and_then(Value::as_object);
    for (name, needed) in named("dependentRequired").into_iter().flatten() {
        let needed = needed.as_array().map_or(&[][..], Vec::as_slice);
        if members.contains_key(name) && !needed.iter().all(held) {
            return false;
        }
    }
    for (name, schema) in named("dependentSchemas").into_iter().flatten() {
        if members.contains_key(name) {
            match inner(schema, value) {
                Some(more) => seen.add(more),
                None => return false,
            }
        }
    }
    for (name, member) in members {
        if map
            .get("propertyNames")
            .is_some_and(|s| inner(s, &json!(name)).is_none())
        {
            return false;
        }
        let mut described = false;
        if let Some(schema) = named("properties").and_then(|p| p.get(name)) {
            described = true;
            if inner(schema, member).is_none() {
                return false;
            }
        }
        for (pattern, schema) in named("patternProperties").into_iter().flatten() {
            if small("pattern", &json!(pattern), &json!(name)) {
                described = true;
                if inner(schema, member).is_none() {
                    return false;
                }
            }
        }
        if !described && let Some(schema) = map.get("additionalProperties") {
            described = true;
            if inner(schema, member).is_none() {
                return false;
            }
        }
        if described {
            seen.names.insert(name.clone());
        }
    }
    true
}

fn unevaluated(
    map: &Map<String, Value>,
    value: &Value,
    seen: &mut Seen,
    inner: &Inner<'_>,
) -> Option<()> {
    match value {
        Value::Object(members) => {
            let Some(schema) = map.get("unevaluatedProperties") else {
                return Some(());
            };
            for (name, member) in members {
                if !seen.names.contains(name) {
                    inner(schema, member)?;
                    seen.names.insert(name.clone());
                }
            }
        }
        Value::Array(entries) => {
            let Some(schema) = map.get("unevaluatedItems") else {
                return Some(());
            };
            for (n, entry) in entries.iter().enumerate() {
                if !seen.entries.contains(&n) {
                    inner(schema, entry)?;
                    seen.entries.insert(n);
                }
            }
        }
        _ => {}
    }
    Some(())
}

thread_local! {
    /// Judges of single keywords, as each text and number meets them again and again.
    static SMALL: RefCell<HashMap<String, Option<Validator>>> = RefCell::default();
}

/// Most judges of single keywords that are kept.
const KEPT: usize = 2_000;

/// Whether a value is right by one keyword.
fn small(key: &str, said: &Value, value: &Value) -> bool {
    SMALL.with_borrow_mut(|kept| {
        if kept.len() > KEPT {
            kept.clear();
        }
        let judge = kept
            .entry(format!("{key} {said}"))
            .or_insert_with(|| Shared::default().compile(&json!({ key: said }), true));
        judge.as_ref().is_none_or(|judge| judge.is_valid(value))
    })
}

/// Whether a text fits a pattern.
pub fn fits(pattern: &str, text: &str) -> bool {
    small("pattern", &json!(pattern), &json!(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::holds;
    use crate::contract::Shared;

    #[test]
    fn it_agrees_with_the_other_judge() {
        let schemas = [
            json!({"type": ["string", "null"], "maxLength": 2}),
            json!({"type": "integer", "multipleOf": 3, "exclusiveMinimum": 3}),
            json!({"properties": {"a": {"const": 1}}, "additionalProperties": false}),
            json!({"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}),
            json!({"prefixItems": [{"type": "string"}], "items": false}),
            json!({"contains": {"const": 1}, "maxContains": 1, "unevaluatedItems": false}),
            json!({"oneOf": [{"type": "integer"}, {"minimum": 2}]}),
            json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
            json!({"not": {"type": "object"}, "format": "date"}),
            json!({"patternProperties": {"^x": {"type": "integer"}}, "minProperties": 1}),
            json!({"uniqueItems": true, "dependentRequired": {"a": ["b"]}}),
        ];
        let values = [
            json!(null),
            json!(1),
            json!(1.0),
            json!(6),
            json!(2.5),
            json!("a"),
            json!("abc"),
            json!("2020-01-01"),
            json!([]),
            json!(["a"]),
            json!(["a", 1]),
            json!([1, 1.0]),
            json!([1, 2]),
            json!({}),
            json!({"a": 1}),
            json!({"a": 1, "b": 2}),
            json!({"x1": "y"}),
            json!({"x1": 1}),
            json!(true),
        ];
        for schema in &schemas {
            let judge = Shared::default().compile(schema, true).unwrap();
            for value in &values {
                assert_eq!(
                    holds(schema, value, &Shared::default()),
                    judge.is_valid(value),
                    "{schema} {value}"
                );
            }
        }
    }
}
