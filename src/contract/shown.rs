//! Schemas as answers are held to them: a member that only requests have (`writeOnly`) need not come.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Which shared schemas are `writeOnly`.
#[derive(Debug, Default)]
pub(super) struct Secret {
    /// References to them.
    pub(super) references: BTreeSet<String>,
    /// Whether any schema mentions the keyword.
    pub(super) any: bool,
}

impl Secret {
    pub(super) fn of(all: &Map<String, Value>, address: &str) -> Self {
        let secret = all.iter().filter(|(_, schema)| is_secret(schema));
        Secret {
            references: secret
                .map(|(name, _)| format!("{address}#/$defs/{name}"))
                .collect(),
            any: all.values().any(mentions),
        }
    }
}

fn is_secret(schema: &Value) -> bool {
    schema.get("writeOnly") == Some(&Value::Bool(true))
}

fn mentions(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => is_secret(schema) || map.values().any(mentions),
        Value::Array(list) => list.iter().any(mentions),
        _ => false,
    }
}

/// A schema that does not require members which only requests have.
pub(super) fn shown(schema: &Value, secret: &Secret) -> Value {
    match schema {
        Value::Array(list) => list.iter().map(|s| shown(s, secret)).collect(),
        Value::Object(map) => {
            let hidden = |name: &Value| {
                let member = name.as_str().and_then(|n| map.get("properties")?.get(n));
                member.is_some_and(|m| {
                    let target = m.get("$ref").and_then(Value::as_str);
                    is_secret(m) || target.is_some_and(|t| secret.references.contains(t))
                })
            };
            let member = |(key, value): (&String, &Value)| {
                let value = match (key.as_str(), value) {
                    ("required", Value::Array(names)) => {
                        names.iter().filter(|n| !hidden(n)).cloned().collect()
                    }
                    ("enum" | "const", value) => value.clone(),
                    (_, value) => shown(value, secret),
                };
                (key.clone(), value)
            };
            Value::Object(map.iter().map(member).collect())
        }
        other => other.clone(),
    }
}
