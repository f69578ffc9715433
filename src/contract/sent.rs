//! Schemas as they hold for requests: members that are `readOnly` are never sent, so that none is
//! required there.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::shared::Shared;
use super::{Operation, Schema, SchemaNode};

/// References and branches that are followed for one schema.
const DEEPEST: usize = 32;
/// Keywords whose schemas judge the same value.
const IN_PLACE: &[&str] = &["allOf", "anyOf", "oneOf", "then", "else"];

/// Makes the schemas of all requests those of what is sent.
pub(super) fn all(operations: &mut [Operation], shared: &Shared) {
    let shared = shared.for_requests();
    let mut known = HashMap::new();
    for operation in operations {
        for media in operation.body.iter_mut().flat_map(|b| &mut b.media) {
            media.schema = of(&media.schema, &shared, &mut known);
        }
    }
}

/// A schema as it is sent; the whole one is held, whose address is the key.
fn of(schema: &Schema, shared: &Shared, known: &mut HashMap<usize, (Schema, Schema)>) -> Schema {
    if let Some((sent, _)) = known.get(&schema.key()) {
        return sent.clone();
    }
    let mut node = SchemaNode::clone(schema);
    if let Some(json) = trimmed(&node.json, shared) {
        node.json = json.into();
    }
    node.shared = shared.clone();
    for property in &mut node.properties {
        let unsent = property.required && is_read_only(&property.schema.json, shared, DEEPEST);
        property.schema = of(&property.schema, shared, known);
        if unsent {
            property.required = false;
            let mut inner = SchemaNode::clone(&property.schema);
            inner.ext.unsent = true;
            property.schema = inner.into();
        }
    }
    if let Some(items) = &mut node.items {
        **items = of(items, shared, known);
    }
    for branch in &mut node.any_of {
        *branch = of(branch, shared, known);
    }
    let sent = Schema::from(node);
    known.insert(schema.key(), (sent.clone(), schema.clone()));
    sent
}

/// A schema without the names that it requires and that are never sent; `None` where it stays.
pub(super) fn trimmed(json: &Value, shared: &Shared) -> Option<Value> {
    let mut changed = json.clone();
    trim(&mut changed, shared, &[]);
    (changed != *json).then_some(changed)
}

fn trim(json: &mut Value, shared: &Shared, above: &[String]) {
    match json {
        Value::Array(list) => list.iter_mut().for_each(|v| trim(v, shared, &[])),
        Value::Object(map) => {
            let mut names = above.to_vec();
            read_only(map, shared, DEEPEST, &mut names);
            if !names.is_empty()
                && let Some(Value::Array(required)) = map.get_mut("required")
            {
                required.retain(|r| r.as_str().is_none_or(|r| !names.iter().any(|n| n == r)));
            }
            for (key, value) in map.iter_mut() {
                match (IN_PLACE.contains(&key.as_str()), value) {
                    (true, Value::Array(list)) => {
                        list.iter_mut().for_each(|v| trim(v, shared, &names));
                    }
                    (true, one) => trim(one, shared, &names),
                    (false, _) if holds_values(key) => {}
                    (false, other) => trim(other, shared, &[]),
                }
            }
        }
        _ => {}
    }
}

fn holds_values(key: &str) -> bool {
    matches!(
        key,
        "enum" | "const" | "required" | "discriminator" | "not" | "if"
    )
}

/// Members that a schema says are never sent.
fn read_only(map: &Map<String, Value>, shared: &Shared, fuel: usize, names: &mut Vec<String>) {
    let Some(fuel) = fuel.checked_sub(1) else {
        return;
    };
    for (name, schema) in map
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if is_read_only(schema, shared, fuel) {
            names.push(name.clone());
        }
    }
    let target = map
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| shared.whole(r));
    let all = map
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for inner in target.into_iter().chain(all).filter_map(Value::as_object) {
        read_only(inner, shared, fuel, names);
    }
}

fn is_read_only(json: &Value, shared: &Shared, fuel: usize) -> bool {
    let (Value::Object(map), Some(fuel)) = (json, fuel.checked_sub(1)) else {
        return false;
    };
    if map.get("readOnly") == Some(&Value::Bool(true)) {
        return true;
    }
    let target = map
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| shared.whole(r));
    let mut all = map
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    target.is_some_and(|t| is_read_only(t, shared, fuel))
        || all.any(|one| is_read_only(one, shared, fuel))
}
