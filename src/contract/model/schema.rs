//! Schemas with their references resolved, and our extensions of them.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::contract::shared::Shared;

/// In the `discriminator` of a schema's JSON: for each branch, the values that mean it.
pub const BRANCHES: &str = "x-branches";

/// A schema with its references resolved; copies share what they hold, so that a schema that is
/// referred to a thousand times is held once.
#[derive(Debug, Clone, Default)]
pub struct Schema(Arc<SchemaNode>);

impl Schema {
    /// Whether both are the very same schema of the document.
    pub fn is(&self, other: &Schema) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// A name for the schema as it is held, for tables.
    pub(in crate::contract) fn key(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// What it holds, to be changed.
    pub(in crate::contract) fn into_node(self) -> SchemaNode {
        Arc::unwrap_or_clone(self.0)
    }

    /// The compiled schema, with `format` checked or not; `None` where it cannot be compiled.
    ///
    /// `json` alone may refer to schemas that are kept elsewhere: those are known here only.
    pub fn validator(&self, formats: bool) -> Option<jsonschema::Validator> {
        self.shared.compile(&self.json, formats)
    }

    /// The same, shared by all schemas of the contract that say the same.
    pub fn shared_validator(&self, formats: bool) -> Option<Arc<jsonschema::Validator>> {
        self.shared.compile_once(&self.json, formats)
    }
}

impl From<SchemaNode> for Schema {
    fn from(node: SchemaNode) -> Self {
        Schema(Arc::new(node))
    }
}

impl Deref for Schema {
    type Target = SchemaNode;

    fn deref(&self) -> &SchemaNode {
        &self.0
    }
}

impl DerefMut for Schema {
    fn deref_mut(&mut self) -> &mut SchemaNode {
        Arc::make_mut(&mut self.0)
    }
}

/// What a schema says.
#[derive(Debug, Clone, Default)]
pub struct SchemaNode {
    /// Place of the schema (of the target, where it was a `$ref`).
    pub at: Location,
    /// Where the documents state it; inherited from above when it says nothing.
    pub source: String,
    /// `description`.
    pub about: String,
    /// The schema as a JSON Schema of the draft 2020-12, extensions left out. What is small is
    /// written out; a `$ref` leads to a schema kept in `shared`.
    pub json: Arc<Value>,
    /// The schemas that references in `json` lead to.
    pub shared: Shared,
    /// The members and entries of this schema are not described here, as it stands inside itself or
    /// too deep; `json` says all of it.
    pub cut: bool,
    /// Schemas in this tree, itself included.
    pub size: u64,
    /// `type`, as a list; empty when anything goes.
    pub types: Vec<String>,
    /// `enum`.
    pub enumeration: Vec<Value>,
    /// `const`.
    pub constant: Option<Value>,
    /// `minLength`, in Unicode characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode characters.
    pub max_length: Option<u64>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `format`.
    pub format: Option<String>,
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `default`.
    pub default: Option<Value>,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
    /// `properties`, in document order, `allOf` merged in.
    pub properties: Vec<Property>,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `oneOf` or `anyOf`.
    pub any_of: Vec<Schema>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// `xml`.
    pub xml: Rare<XmlHints>,
    /// Our extensions.
    pub ext: Rare<SchemaExt>,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub schema: Schema,
}

/// `x-` extensions of a schema.
#[derive(Debug, Clone, Default)]
pub struct SchemaExt {
    /// `x-unique`: no two successes may share the value.
    pub unique: bool,
    /// `x-fixture`: the value must be this fixture to be valid.
    pub fixture: Option<String>,
    /// `x-default`: what holds when the member is left out.
    pub default: Option<Expr>,
    /// `x-ignores-extra`: members beside the listed ones change nothing.
    pub ignores_extra: bool,
    /// `x-echo`: equals this place of the request.
    pub echo: Option<String>,
    /// `x-fresh`: no two answers share the value.
    pub fresh: bool,
    /// `x-fresh: FIXTURE`: nor is it that of this fixture, which something else has.
    pub beside: Option<String>,
    /// `x-shown`: no page but a sample says that answers hold the member.
    pub shown: bool,
    /// `x-unit`: `milliseconds since epoch`.
    pub unit: Option<String>,
    /// `x-open`: reading under which it may be absent or null while the resource is not finished.
    pub open: Option<String>,
    /// `x-not-yet`: values that stand for "not yet" where it may be open.
    pub not_yet: Vec<Value>,
    /// `x-not-before`: sibling that is not later.
    pub not_before: Option<String>,
    /// `x-lifecycle`.
    pub lifecycle: Option<Lifecycle>,
    /// `x-ways`.
    pub ways: Vec<Ways>,
    /// `x-only-with`: bases that the place needs; it stands in requests that begin with them only.
    pub only_with: Vec<String>,
    /// `x-absence`: reading of requests without the place, which may be taken or refused.
    pub absence: Option<String>,
    /// `x-perhaps`: values that are neither demanded nor refused.
    pub perhaps: Vec<Value>,
    /// `x-near`: values outside the list that resemble it.
    pub near: Vec<Value>,
    /// `x-not-demanded`: no value is known to be valid on every target, so none is demanded.
    pub not_demanded: bool,
    /// `x-goes-with`: the sibling whose value must agree, and which value goes with which.
    pub goes_with: Option<(String, Vec<(Value, Value)>)>,
    /// The member is `readOnly` and required: that binds answers, and it is never sent.
    pub unsent: bool,
    /// `x-exists`: which of the listed values exist on a target is its own affair.
    pub exists: Option<String>,
}

/// `x-lifecycle`: how a status moves.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// Where the documents state it.
    pub source: String,
    /// Statuses allowed in the answer that creates, with the alternative each one shows.
    pub first: Vec<(String, String)>,
    /// Reading that reports the first status.
    pub reading: Option<String>,
    /// Statuses while it runs.
    pub running: Vec<String>,
    /// Statuses after a good end.
    pub done: Vec<String>,
    /// Statuses after a bad end.
    pub failed: Vec<String>,
    /// Documented steps: from a status, or from `any`.
    pub steps: Vec<(String, Vec<String>)>,
    /// What a delete does to a running one.
    pub deleted_running: Option<Deleted>,
    /// What a delete does to a finished one.
    pub deleted_done: Option<Deleted>,
}

/// What a delete leads to.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// Statuses on the way.
    pub pass: Vec<String>,
    /// Ends; `gone` means that the resource is no longer found.
    pub end: Vec<String>,
    /// Reading that reports the first status seen.
    pub reading: Option<String>,
    /// Reading that reports the end.
    pub end_reading: Option<String>,
}

impl Schema {
    /// The schema at a pointer below this one (`""` is itself; `/name`; `/list/0`).
    pub fn descend(&self, pointer: &str) -> Option<&Schema> {
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        let (head, tail) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let name = head.replace("~1", "/").replace("~0", "~");
        if let Some(p) = self.properties.iter().find(|p| p.name == name) {
            return p.schema.descend(tail);
        }
        if let (Some(items), Ok(_)) = (&self.items, name.parse::<usize>()) {
            return items.descend(tail);
        }
        self.any_of.iter().find_map(|s| s.descend(pointer))
    }
}

impl SchemaNode {
    /// Whether `type` allows this JSON type.
    pub fn allows(&self, kind: &str) -> bool {
        self.types.is_empty()
            || self
                .types
                .iter()
                .any(|t| t == kind || (t == "number" && kind == "integer"))
    }

    /// What entries hold that no place describes; `None` where there are none.
    pub fn entries(&self) -> Option<&Schema> {
        let items = self.items.as_deref();
        items.filter(|items| *items.json != Value::Bool(false))
    }

    /// The number of the first entry that no place describes.
    pub fn first_entry(&self) -> usize {
        let places = self.json.get("prefixItems").and_then(Value::as_array);
        places.map_or(0, Vec::len)
    }

    /// The member of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|p| p.name == name)
    }
}
