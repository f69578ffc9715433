//! One schema without its references: the model and the plain JSON grow side by side.

use serde_json::{Map, Value, json};

use super::keywords::{DROPPED, MANY, NAMED, NOTES, ONE};
use super::limits::whole_limits;
use super::{Parts, merge};
use crate::contract::keywords::Part;
use crate::contract::read::Reader;
use crate::contract::text::{Data, Entry, Node};
use crate::contract::{Property, Schema};

impl<'d> Reader<'d> {
    /// A schema that describes itself.
    pub(super) fn described(&mut self, node: &'d Node, above: &str) -> Parts {
        self.extensions(node, Part::Schema);
        self.spelling(node, "a schema", &super::keywords::all());
        let source = self.source(node, above);
        let mut parts = Parts {
            schema: Schema {
                at: node.mark.location(),
                source: source.clone(),
                ..Schema::default()
            },
            required: Vec::new(),
        };
        self.limits(node, &mut parts);
        let mut plain = Map::new();
        let mut merged = Vec::new();
        for entry in node.entries() {
            let key = &*entry.key;
            if key.starts_with("x-") || DROPPED.contains(&key) {
                continue;
            }
            let value = if ONE.contains(&key) {
                self.one(entry, &source, &mut parts.schema)
            } else if MANY.contains(&key) {
                self.many(entry, &source, &mut parts.schema, &mut merged)
            } else if NAMED.contains(&key) {
                self.named(entry, &source, &mut parts.schema)
            } else {
                entry.value.json()
            };
            plain.insert(key.to_owned(), value);
        }
        if self.old {
            modern(node, &mut plain, &mut parts.schema);
        }
        parts.schema.json = Value::Object(plain);
        self.usable(node, &parts.schema.json);
        let examples: Vec<&'d Node> = node
            .get("example")
            .into_iter()
            .chain(node.get("examples").map_or(&[][..], Node::items))
            .collect();
        self.try_examples(&examples, &parts.schema.json);
        parts.schema.examples = examples.into_iter().map(Node::json).collect();
        self.schema_extensions(node, &mut parts.schema);
        // What is listed later says more, so the last one goes on top.
        for branch in merged.into_iter().rev() {
            let mark = node.entry("allOf").map_or(&node.mark, |e| &e.mark);
            self.both_hold(mark, &parts.schema, &branch.schema);
            merge::lay_under(&mut parts, branch);
        }
        self.siblings(node, &parts.schema);
        parts
    }

    fn one(&mut self, entry: &'d Entry, source: &str, schema: &mut Schema) -> Value {
        let inner = self.schema(&entry.value, source);
        let json = inner.json.clone();
        match &*entry.key {
            "items" => schema.items = Some(Box::new(inner)),
            "additionalProperties" | "unevaluatedProperties" => {
                schema.closed |= json == Value::Bool(false);
            }
            _ => {}
        }
        json
    }

    fn many(
        &mut self,
        entry: &'d Entry,
        source: &str,
        schema: &mut Schema,
        merged: &mut Vec<Parts>,
    ) -> Value {
        let key = &*entry.key;
        let mut all = Vec::new();
        let list = self.list(&entry.value, &format!("`{key}`"));
        if list.is_empty() && matches!(entry.value.data, Data::List(_)) {
            let message = format!("`{key}` is empty");
            self.refuse(
                &entry.value.mark,
                message,
                "list at least one schema, or leave it out",
            );
        }
        for node in list {
            if key == "allOf" {
                let branch = self.parts(node, source);
                all.push(branch.schema.json.clone());
                merged.push(branch);
                continue;
            }
            let branch = self.branch(node, source);
            all.push(branch.json.clone());
            if key != "prefixItems" {
                schema.any_of.push(branch);
            }
        }
        Value::Array(all)
    }

    fn named(&mut self, entry: &'d Entry, source: &str, schema: &mut Schema) -> Value {
        let what = format!("`{}`", entry.key);
        let mut all = Map::new();
        for member in self.map(&entry.value, &what) {
            let inner = self.schema(&member.value, source);
            all.insert(member.key.to_string(), inner.json.clone());
            if &*entry.key == "properties" {
                schema.properties.push(Property {
                    name: member.key.to_string(),
                    required: false,
                    schema: inner,
                });
            }
        }
        Value::Object(all)
    }
}

/// Rewrites what OpenAPI 3.0 says otherwise: `nullable`, and limits that are excluded by a flag.
fn modern(node: &Node, plain: &mut Map<String, Value>, schema: &mut Schema) {
    let says = |key: &str| node.get(key).is_some_and(|n| n.json() == Value::Bool(true));
    if says("nullable") && !schema.types.is_empty() && !schema.allows("null") {
        schema.types.push("null".to_owned());
        plain.insert("type".to_owned(), json!(schema.types));
    }
    for (limit, excluded) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if plain.get(excluded).is_some_and(Value::is_boolean) {
            plain.remove(excluded);
            if says(excluded)
                && let Some(value) = plain.remove(limit)
            {
                plain.insert(excluded.to_owned(), value);
                match limit {
                    "minimum" => schema.minimum = None,
                    _ => schema.maximum = None,
                }
            }
        }
    }
    let number = |key: &str| plain.get(key).and_then(Value::as_f64);
    whole_limits(
        schema,
        number("exclusiveMinimum"),
        number("exclusiveMaximum"),
    );
}

/// The JSON of a referred schema with what stands beside the `$ref`.
pub(super) fn beside(target: Value, own: &Value) -> Value {
    let Value::Object(own) = own else {
        return target;
    };
    if let Value::Object(mut whole) = target {
        if own.keys().all(|k| NOTES.contains(&k.as_str())) {
            whole.extend(own.clone());
            return Value::Object(whole);
        }
        return json!({"allOf": [whole, own]});
    }
    json!({"allOf": [target, own]})
}
