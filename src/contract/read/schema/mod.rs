//! Schemas: references resolved, `allOf` merged, limits checked.

mod conflict;
mod ext;
mod json;
mod keywords;
mod limits;
mod merge;
mod types;

use serde_json::Value;

use super::{MAX_WEIGHT, Reader};
use crate::contract::text::{Data, MAX_DEPTH, Mark, Node};
use crate::contract::{Property, Schema};

/// A schema with the names it requires: they bind properties of other branches of an `allOf` too.
#[derive(Default)]
struct Parts {
    schema: Schema,
    required: Vec<String>,
}

impl<'d> Reader<'d> {
    /// A schema, complete.
    pub(super) fn schema(&mut self, node: &'d Node, above: &str) -> Schema {
        let mut parts = self.parts(node, above);
        for name in std::mem::take(&mut parts.required) {
            match parts.schema.properties.iter_mut().find(|p| p.name == name) {
                Some(property) => property.required = true,
                // Required and not described: it must be there, and anything goes.
                None => parts.schema.properties.push(Property {
                    name,
                    required: true,
                    schema: Schema {
                        at: parts.schema.at.clone(),
                        source: parts.schema.source.clone(),
                        json: Value::Bool(true),
                        ..Schema::default()
                    },
                }),
            }
        }
        parts.schema
    }

    /// A branch of `oneOf` or `anyOf`: it may require what the schema around it describes.
    fn branch(&mut self, node: &'d Node, above: &str) -> Schema {
        let mut parts = self.parts(node, above);
        for property in &mut parts.schema.properties {
            property.required |= parts.required.contains(&property.name);
        }
        parts.schema
    }

    /// A schema before its required names are settled.
    fn parts(&mut self, node: &'d Node, above: &str) -> Parts {
        if self.weight > MAX_WEIGHT {
            return Parts::default();
        }
        if self.turns_back(node) {
            return Parts::default();
        }
        if self.open.len() >= MAX_DEPTH {
            let message =
                format!("with references written out, schemas nest deeper than {MAX_DEPTH} levels");
            self.refuse(&node.mark, message, "make the schemas flatter");
            return Parts::default();
        }
        self.open.push(node);
        let parts = match (&node.data, node.get("$ref")) {
            (Data::Map(_), Some(_)) => self.referred(node, above),
            (Data::Map(_), None) => self.described(node, above),
            (Data::Scalar(Value::Bool(flag)), _) => Parts {
                schema: Schema {
                    at: node.mark.location(),
                    source: above.to_owned(),
                    json: Value::Bool(*flag),
                    ..Schema::default()
                },
                required: Vec::new(),
            },
            _ => {
                self.wrong(node, "a schema", "a map");
                Parts::default()
            }
        };
        self.open.pop();
        self.weigh(node, &parts.schema.json);
        parts
    }

    /// What a `$ref` leads to, with what stands beside it laid over.
    fn referred(&mut self, node: &'d Node, above: &str) -> Parts {
        // The whole chain must lead somewhere; then one step is taken, as more may stand beside the
        // next reference.
        let step = self.follow(node).and_then(|_| self.step(node));
        let Some(target) = step else {
            return Parts::default();
        };
        // OpenAPI 3.0 says that members beside a `$ref` mean nothing.
        if self.old || node.entries().len() == 1 {
            return self.parts(target, above);
        }
        let above = self.source(node, above);
        let mut whole = self.parts(target, &above);
        let own = self.described(node, &above);
        whole.schema.json = json::beside(whole.schema.json, &own.schema.json);
        let mark = node.get("$ref").map_or(&node.mark, |n| &n.mark);
        self.both_hold(mark, &own.schema, &whole.schema);
        merge::lay_over(&mut whole, own);
        whole
    }

    /// Refuses two schemas that no value suits, before they are merged into one that any would.
    fn both_hold(&mut self, mark: &Mark, one: &Schema, other: &Schema) {
        if let Some(why) = conflict::conflict(one, other) {
            let message = format!("these schemas cannot hold together: {why}");
            let hint = "nothing is valid by both; use `oneOf` where either will do";
            self.refuse(mark, message, hint);
        }
    }

    /// Whether a schema contains itself; such a one has no end.
    fn turns_back(&mut self, node: &'d Node) -> bool {
        let Some(start) = self.open.iter().position(|n| std::ptr::eq(*n, node)) else {
            return false;
        };
        let circle = self.open[start..].to_vec();
        // The same words and place wherever the circle is entered, so that it is told once.
        let place = |n: &&&Node| (n.mark.source.name.clone(), n.mark.span.start);
        let (refs, schemas): (Vec<&Node>, Vec<&Node>) =
            circle.into_iter().partition(|n| n.get("$ref").is_some());
        let first = schemas.iter().min_by_key(place).copied().unwrap_or(node);
        let start = schemas.iter().position(|n| std::ptr::eq(*n, first));
        let steps: Vec<String> = schemas
            .iter()
            .cycle()
            .skip(start.unwrap_or(0))
            .take(schemas.len() + 1)
            .map(|n| format!("`#{}`", n.mark.pointer))
            .collect();
        let last = refs.iter().max_by_key(place).and_then(|n| n.get("$ref"));
        let mark = last.map_or(&node.mark, |n| &n.mark).clone();
        let message = format!("this schema contains itself: {}", steps.join(" -> "));
        self.refuse(
            &mark,
            message,
            "clausal writes every reference out; describe the inner one without the cycle",
        );
        true
    }

    /// Keeps count of what is held, and says so when it is too much.
    fn weigh(&mut self, node: &'d Node, json: &Value) {
        let before = self.weight;
        self.weight += weight(json);
        if before <= MAX_WEIGHT && self.weight > MAX_WEIGHT {
            let message = format!(
                "with references written out, the schemas take more than {} MiB",
                MAX_WEIGHT >> 20
            );
            self.refuse(
                &node.mark,
                message,
                "refer to the same schema less often, or make it smaller",
            );
        }
    }
}

fn weight(json: &Value) -> usize {
    const NODE: usize = 64;
    match json {
        Value::String(text) => NODE + text.len(),
        Value::Array(items) => NODE + items.iter().map(weight).sum::<usize>(),
        Value::Object(map) => NODE + map.iter().map(|(k, v)| k.len() + weight(v)).sum::<usize>(),
        _ => NODE,
    }
}
