//! What only requests have (`writeOnly`) is not in the answer to them.

use serde_json::Value;

use crate::clause::answer::{Answer, Secret};
use crate::clause::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Response, Schema};
use crate::exchange::below;

/// How deep a request is looked through.
const DEEPEST: usize = 5;
/// Schemas of an answer that are looked through.
const MOST: usize = 400;

pub(super) fn derive(scope: &Scope<'_>, response: &Response, clauses: &mut Vec<Clause>) {
    let body = scope.operation.body.as_ref();
    let Some(asked) = body.and_then(|b| b.media.first()) else {
        return;
    };
    let mut all = Vec::new();
    find(&asked.schema, "/body", DEEPEST, &mut all);
    if all.is_empty() || response.media.is_empty() {
        return;
    }
    for secret in &mut all {
        secret.is_named = response.media.iter().any(|m| {
            let mut left = MOST;
            names(&m.schema.json, &m.schema, &secret.name, &mut left) || left == 0
        });
    }
    clauses.push(scope.clause(
        "implied/write-only".into(),
        "what is for requests alone does not come back as it was sent".into(),
        Cited::implied("", &scope.operation.at),
        Stimulus::Successes,
        Check::Answer(Answer::Secrets(all).into()),
    ));
}

fn find(schema: &Schema, at: &str, depth: usize, all: &mut Vec<Secret>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for property in &schema.properties {
        let inner = &property.schema;
        let place = below(at, &property.name);
        let is_text = inner.types.iter().any(|t| t == "string");
        let is_free = inner.enumeration.is_empty() && inner.constant.is_none();
        let known = all.iter().any(|secret| secret.at == place);
        if inner.json.get("writeOnly") == Some(&Value::Bool(true)) {
            if is_text && is_free && !known {
                all.push(Secret {
                    at: place,
                    name: property.name.clone(),
                    is_named: false,
                });
            }
            continue;
        }
        find(inner, &place, depth, all);
    }
    for branch in &schema.any_of {
        find(branch, at, depth, all);
    }
}

/// Whether a schema describes a member of a name, or any member at all by a pattern.
fn names(json: &Value, schema: &Schema, name: &str, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    match json {
        Value::Object(map) => {
            let own = map.get("properties").and_then(Value::as_object);
            own.is_some_and(|all| all.contains_key(name))
                || map.contains_key("patternProperties")
                || map
                    .get("additionalProperties")
                    .is_some_and(Value::is_object)
                || map
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|target| schema.shared.find(target))
                    .is_some_and(|target| names(target, schema, name, left))
                || map.values().any(|inner| names(inner, schema, name, left))
        }
        Value::Array(list) => list.iter().any(|inner| names(inner, schema, name, left)),
        _ => false,
    }
}
