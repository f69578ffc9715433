//! Schemas: references followed, `allOf` merged, limits checked.

mod conflict;
mod ecma;
mod ext;
mod json;
mod keep;
mod keywords;
mod limits;
mod merge;
mod pattern;
mod types;

use serde_json::Value;

use super::{Reader, address};
use crate::contract::diagnostic::Weight;
use crate::contract::text::{Data, MAX_DEPTH, Mark, Node};
use crate::contract::{Property, Schema, SchemaNode};
pub(super) use keep::Kept;

/// Every keyword of a schema.
pub(in crate::contract) fn known() -> impl Iterator<Item = &'static str> {
    keywords::all()
}

/// A schema with the names it requires: they bind properties of other branches of an `allOf` too.
#[derive(Clone)]
pub(super) struct Parts {
    schema: Schema,
    required: Vec<String>,
}

impl<'d> Reader<'d> {
    /// A schema, complete.
    pub(super) fn schema(&mut self, node: &'d Node, above: &str) -> Schema {
        // Most references say nothing beside: what they lead to is read once.
        let node = self.plainly(node);
        let key = (address(node), above.to_owned());
        if let Some((schema, claims)) = self.whole.get(&key) {
            let (schema, claims) = (schema.clone(), claims.clone());
            self.claim_again(claims);
            return schema;
        }
        let first = self.notes.claims.len();
        let parts = self.parts(node, above);
        let schema = settled(parts);
        // What is cut where it stands inside itself is read whole elsewhere.
        if self.parts.contains_key(&key) {
            let claims = self.notes.claims[first..].to_vec();
            self.whole.insert(key, (schema.clone(), claims));
        }
        schema
    }

    /// A branch of `oneOf` or `anyOf`: it may require what the schema around it describes.
    fn branch(&mut self, node: &'d Node, above: &str) -> Schema {
        let Parts {
            mut schema,
            required,
        } = self.parts(node, above);
        let binds = |p: &Property| !p.required && required.contains(&p.name);
        if schema.properties.iter().any(binds) {
            for property in &mut schema.properties {
                property.required |= required.contains(&property.name);
            }
        }
        schema
    }

    /// A schema before its required names are settled.
    fn parts(&mut self, node: &'d Node, above: &str) -> Parts {
        let node = self.plainly(node);
        let key = (address(node), above.to_owned());
        if let Some((parts, claims)) = self.parts.get(&key) {
            let (parts, claims) = (parts.clone(), claims.clone());
            self.claim_again(claims);
            return parts;
        }
        if self.open.iter().any(|n| std::ptr::eq(*n, node)) {
            let message = "this schema stands inside itself";
            let cost = "the inner one is judged as a whole and has no clauses of its own";
            self.remark(
                Weight::Note,
                &node.mark,
                message,
                "nothing has to change",
                cost,
            );
            return self.cut(node, above);
        }
        if self.open.len() >= MAX_DEPTH / 2 && !is_leaf(node) {
            let message = format!(
                "with references followed, schemas nest deeper than {} levels",
                MAX_DEPTH / 2
            );
            let cost = "what is deeper is judged as a whole and has no clauses of its own";
            self.remark(
                Weight::Note,
                &node.mark,
                message,
                "make the schemas flatter",
                cost,
            );
            return self.cut(node, above);
        }
        let first = self.notes.claims.len();
        // What no reference leads to is read once anyway.
        let again = self.open.is_empty() || self.referred.contains(&address(node));
        self.open.push(node);
        let mut parts = match (&node.data, node.get("$ref").and_then(Node::text)) {
            (Data::Map(_), Some(_)) => self.referred(node, above),
            (Data::Map(_), None) => self.described(node, above),
            (Data::Scalar(Value::Bool(flag)), _) => Parts::of(SchemaNode {
                at: node.mark.location(),
                source: above.to_owned(),
                json: Value::Bool(*flag).into(),
                ..SchemaNode::default()
            }),
            _ => {
                self.wrong(node, "a schema", "a map");
                self.anything(node, above)
            }
        };
        self.open.pop();
        if parts.schema.size == 0 {
            parts.schema.size = tree(&parts.schema);
            parts.schema.shared = self.shared.clone();
        }
        self.kept.found(node, &parts.schema.json);
        if again {
            let claims = self.notes.claims[first..].to_vec();
            self.parts.insert(key, (parts.clone(), claims));
        }
        parts
    }

    /// The node itself, or where it leads when it is a reference with nothing beside.
    fn plainly(&mut self, node: &'d Node) -> &'d Node {
        let refers = |node: &Node| node.get("$ref").is_some_and(|n| n.text().is_some());
        let mut passed = Vec::new();
        let mut end = node;
        // The whole chain must lead somewhere; it is walked as long as nothing stands beside.
        let alone = |node: &Node, old: bool| match old {
            true => !json::is_nullable(node),
            false => node.entries().len() == 1,
        };
        while refers(end) && alone(end, self.old) {
            if let Some(known) = self.plain.get(&address(end)) {
                end = known;
                break;
            }
            if self.follow(end).is_none() {
                break;
            }
            let Some(next) = self.step(end) else {
                break;
            };
            passed.push(end);
            end = next;
        }
        if !std::ptr::eq(node, end) {
            self.referred.insert(address(end));
        }
        for node in passed {
            self.plain.insert(address(node), end);
        }
        end
    }

    /// What a `$ref` leads to, with what stands beside it laid over.
    fn referred(&mut self, node: &'d Node, above: &str) -> Parts {
        // One step is taken, as more may stand beside the next reference.
        let Some(target) = self.follow(node).and_then(|_| self.step(node)) else {
            return self.anything(node, above);
        };
        self.referred.insert(address(target));
        if self.old {
            let parts = self.parts(target, above);
            return match json::is_nullable(node) {
                true => {
                    let whole = self.kept.embed(&parts.schema);
                    json::null_beside(parts, whole)
                }
                false => parts,
            };
        }
        let above = self.source(node, above);
        let whole = self.parts(target, &above);
        let own = self.described(node, &above);
        let json = self.beside(&whole.schema, &own.schema);
        let mark = node.get("$ref").map_or(&node.mark, |n| &n.mark);
        self.both_hold(mark, &own.schema, &whole.schema);
        self.lay_over(whole, own, json)
    }

    /// Tells of two schemas that no value suits, before they are merged into one that any would.
    fn both_hold(&mut self, mark: &Mark, one: &Schema, other: &Schema) {
        if let Some((why, optional)) = conflict::conflict(one, other, &mut 2_000) {
            let message = format!("these schemas cannot hold together: {why}");
            let hint = "nothing is valid by both; use `oneOf` where either will do";
            match optional {
                true => {
                    let cost = "that member is never sent";
                    self.remark(Weight::Warning, mark, message, hint, cost);
                }
                false => self.drop(mark, message, hint, "no valid value is known"),
            }
        }
    }

    /// A schema that says nothing: what stands in place of one that cannot be read.
    pub(super) fn anything(&mut self, node: &'d Node, above: &str) -> Parts {
        Parts::of(SchemaNode {
            at: node.mark.location(),
            source: above.to_owned(),
            json: Value::Bool(true).into(),
            ..SchemaNode::default()
        })
    }

    /// The same, where no names are required.
    pub(super) fn any_value(&mut self, node: &'d Node, above: &str) -> Schema {
        let mut schema = self.anything(node, above).schema;
        schema.size = 1;
        schema
    }

    /// A schema that is judged by its JSON alone.
    fn cut(&mut self, node: &'d Node, above: &str) -> Parts {
        let json = self.kept.promise(node);
        let about = node.get("description").and_then(Node::text);
        Parts::of(SchemaNode {
            at: node.mark.location(),
            source: above.to_owned(),
            about: about.unwrap_or_default().trim().to_owned(),
            types: self.types(node),
            json: json.into(),
            shared: self.shared.clone(),
            cut: true,
            size: 1,
            ..SchemaNode::default()
        })
    }

    /// Notes the claims of a schema once more, for the operation that is being read.
    fn claim_again(&mut self, claims: Vec<crate::contract::claims::Claim>) {
        let scope = self.scope;
        for mut claim in claims {
            claim.scope = scope;
            self.notes.claims.push(claim);
        }
    }
}

impl Parts {
    fn of(node: SchemaNode) -> Self {
        Parts {
            schema: node.into(),
            required: Vec::new(),
        }
    }
}

/// Whether no schema stands inside.
fn is_leaf(node: &Node) -> bool {
    let mut keys = node.entries().iter().map(|e| &*e.key);
    let inside = [keywords::ONE, keywords::MANY, keywords::NAMED];
    !keys.any(|k| k.starts_with('$') || inside.iter().any(|list| list.contains(&k)))
}

/// The schema with its required names settled.
fn settled(parts: Parts) -> Schema {
    let Parts {
        mut schema,
        required,
    } = parts;
    for name in required {
        match schema.properties.iter().position(|p| p.name == name) {
            Some(n) if schema.properties[n].required => {}
            Some(n) => schema.properties[n].required = true,
            // Required and not described: it must be there, and anything goes.
            None => {
                let any = SchemaNode {
                    at: schema.at.clone(),
                    source: schema.source.clone(),
                    json: Value::Bool(true).into(),
                    size: 1,
                    ..SchemaNode::default()
                };
                schema.size += 1;
                schema.properties.push(Property {
                    name,
                    required: true,
                    schema: any.into(),
                });
            }
        }
    }
    schema
}

/// Schemas in a tree, from the sizes of what stands right below.
fn tree(schema: &Schema) -> u64 {
    let properties = schema.properties.iter().map(|p| p.schema.size);
    let items = schema.items.iter().map(|i| i.size);
    let branches = schema.any_of.iter().map(|s| s.size);
    let below = properties.chain(items).chain(branches);
    below.fold(1, u64::saturating_add)
}
