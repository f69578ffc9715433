//! The places of an operation that words may be about.

use crate::contract::{Operation, Schema};
use crate::exchange::below;
use crate::page::words::Known;

/// Deepest members that are known.
const DEEP: usize = 6;

pub(super) fn of(operation: &Operation) -> Vec<Known> {
    let mut all = Vec::new();
    for parameter in &operation.parameters {
        all.push(one(
            &parameter.name,
            parameter.pointer(),
            &parameter.schema,
            parameter.required,
        ));
    }
    if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
        members(&media.schema, "/body", &mut all, 0);
    }
    all
}

fn members(schema: &Schema, at: &str, all: &mut Vec<Known>, depth: usize) {
    if depth > DEEP || all.len() > 2_000 {
        return;
    }
    for property in &schema.properties {
        let at = below(at, &property.name);
        all.push(one(
            &property.name,
            at.clone(),
            &property.schema,
            property.required,
        ));
        members(&property.schema, &at, all, depth + 1);
    }
}

fn one(name: &str, at: String, schema: &Schema, required: bool) -> Known {
    let types: Vec<_> = schema
        .types
        .iter()
        .filter(|t| t.as_str() != "null")
        .collect();
    let text = |v: &serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let has = schema.json.as_object().map(|o| o.keys().cloned().collect());
    Known {
        name: name.to_owned(),
        at,
        kind: types.first().map(|t| (*t).clone()),
        refers: false,
        values: schema.enumeration.iter().map(text).collect(),
        required,
        has: has.unwrap_or_default(),
    }
}
