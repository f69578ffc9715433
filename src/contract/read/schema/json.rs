//! One schema without its references: the model and the plain JSON grow side by side.

use serde_json::{Map, Value, json};

use super::keywords::{self, MANY, NAMED, ONE, PASSED};
use super::limits::whole_limits;
use super::{Parts, merge};
use crate::contract::diagnostic::Weight;
use crate::contract::keywords::Part;
use crate::contract::nearest::nearest;
use crate::contract::read::Reader;
use crate::contract::text::{Data, Entry, Node};
use crate::contract::{BRANCHES, Property, Schema, SchemaNode};

impl<'d> Reader<'d> {
    /// A schema that describes itself.
    pub(super) fn described(&mut self, node: &'d Node, above: &str) -> Parts {
        self.extensions(node, Part::Schema);
        self.unknown(node);
        let source = self.source(node, above);
        let mut schema = SchemaNode {
            at: node.mark.location(),
            source: source.clone(),
            ..SchemaNode::default()
        };
        let mut plain = Map::new();
        let mut required = Vec::new();
        self.limits(node, &mut schema, &mut plain, &mut required);
        let mut merged = Vec::new();
        for entry in node.entries() {
            let key = &*entry.key;
            let value = if key == "$dynamicRef" || key == "$recursiveRef" {
                let branch = self.dynamic(node, entry, &source);
                let json = self.kept.embed(&branch.schema);
                merged.push(branch);
                let all = plain.entry("allOf").or_insert_with(|| json!([]));
                if let Value::Array(all) = all {
                    all.push(json);
                }
                continue;
            } else if key == "items" && matches!(entry.value.data, Data::List(_)) {
                self.tuple(entry, node.get("additionalItems"), &source, &mut plain);
                continue;
            } else if ONE.contains(&key) {
                Some(self.one(entry, &source, &mut schema))
            } else if MANY.contains(&key) {
                self.many(entry, &source, &mut schema, &mut merged)
            } else if NAMED.contains(&key) {
                Some(self.named(entry, &source, &mut schema))
            } else {
                None
            };
            match (key, value, plain.get_mut("allOf")) {
                ("allOf", Some(Value::Array(more)), Some(Value::Array(all))) => all.extend(more),
                (_, Some(value), _) => drop(plain.insert(key.to_owned(), value)),
                _ => {}
            }
        }
        if self.old {
            modern(node, &mut plain, &mut schema);
        }
        named_branches(&mut plain, &schema.any_of);
        schema.json = Value::Object(plain).into();
        schema.shared = self.shared.clone();
        self.schema_extensions(node, &mut schema);
        let schema = self.exemplified(node, schema.into());
        let mut parts = Parts { schema, required };
        // What is listed later says more, so the last one goes on top.
        for branch in merged.into_iter().rev() {
            let mark = node.entry("allOf").map_or(&node.mark, |e| &e.mark);
            self.both_hold(mark, &parts.schema, &branch.schema);
            parts = self.lay_under(parts, branch);
        }
        let known = &parts.schema.types;
        if self.old && is_nullable(node) && !known.is_empty() && !known.contains(&"null".to_owned())
        {
            let mut schema = parts.schema.into_node();
            schema.types.push("null".to_owned());
            parts.schema = schema.into();
        }
        self.siblings(node, &parts.schema);
        parts
    }

    /// The schema with its examples and its default, those that are valid by it.
    fn exemplified(&mut self, node: &'d Node, schema: Schema) -> Schema {
        let mut examples: Vec<&'d Node> = node.get("example").into_iter().collect();
        match node.get("examples").map(|n| (n, &n.data)) {
            Some((_, Data::List(items))) => examples.extend(items),
            // A map of examples belongs to media types; some write it here.
            Some((_, Data::Map(named))) => {
                let values = named
                    .iter()
                    .map(|e| e.value.get("value").unwrap_or(&e.value));
                examples.extend(values);
            }
            Some((node, _)) => self.drop(
                &node.mark,
                "`examples` must be a list",
                "write it as `[a, b]`, or one `- ` to a line",
                "they are not used",
            ),
            None => {}
        }
        let examples = self.try_examples(examples, &schema);
        let default = self.try_default(node, &schema);
        if examples.is_empty() && default.is_none() {
            return schema;
        }
        let mut schema = schema.into_node();
        schema.examples = examples;
        schema.default = default;
        schema.into()
    }

    /// Tells of keywords that nobody knows.
    fn unknown(&mut self, node: &'d Node) {
        for entry in node.entries() {
            let key = &*entry.key;
            if key.starts_with("x-") || keywords::is_known(key) {
                continue;
            }
            let near = nearest(key, keywords::all());
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a name of one's own begins with `x-`".to_owned(),
            };
            let weight = match near {
                Some(_) => Weight::Warning,
                None => Weight::Note,
            };
            let message = format!("`{key}` is no keyword of a schema");
            self.remark(weight, &entry.mark, message, hint, "it is passed over");
        }
    }

    fn one(&mut self, entry: &'d Entry, source: &str, schema: &mut SchemaNode) -> Value {
        let inner = self.schema(&entry.value, source);
        let json = self.kept.embed(&inner);
        match &*entry.key {
            "items" => schema.items = Some(Box::new(inner)),
            "additionalProperties" | "unevaluatedProperties" => {
                schema.closed |= json == Value::Bool(false);
            }
            _ => {}
        }
        json
    }

    /// `items` as a list, as older drafts have it.
    fn tuple(
        &mut self,
        entry: &'d Entry,
        rest: Option<&'d Node>,
        source: &str,
        plain: &mut Map<String, Value>,
    ) {
        let message = "`items` is a list, and must be a schema";
        let hint = "write `prefixItems` for one schema an entry";
        let cost = "it is read as `prefixItems`";
        self.remark(Weight::Warning, &entry.mark, message, hint, cost);
        let mut all = Vec::new();
        for node in entry.value.items() {
            let inner = self.schema(node, source);
            all.push(self.kept.embed(&inner));
        }
        if !all.is_empty() {
            plain.insert("prefixItems".to_owned(), Value::Array(all));
        }
        if let Some(rest) = rest {
            let inner = self.schema(rest, source);
            plain.insert("items".to_owned(), self.kept.embed(&inner));
        }
    }

    fn many(
        &mut self,
        entry: &'d Entry,
        source: &str,
        schema: &mut SchemaNode,
        merged: &mut Vec<Parts>,
    ) -> Option<Value> {
        let key = &*entry.key;
        let mut all = Vec::new();
        let list = self.list(&entry.value, &format!("`{key}`"));
        if list.is_empty() {
            if matches!(entry.value.data, Data::List(_)) {
                let message = format!("`{key}` is empty");
                let hint = "list at least one schema, or leave it out";
                self.drop(&entry.value.mark, message, hint, "it is passed over");
            }
            return None;
        }
        for node in list {
            if key == "allOf" {
                let branch = self.parts(node, source);
                all.push(self.kept.embed(&branch.schema));
                merged.push(branch);
                continue;
            }
            let branch = self.branch(node, source);
            all.push(self.kept.embed(&branch));
            if key != "prefixItems" {
                schema.any_of.push(branch);
            }
        }
        Some(Value::Array(all))
    }

    fn named(&mut self, entry: &'d Entry, source: &str, schema: &mut SchemaNode) -> Value {
        let what = format!("`{}`", entry.key);
        let mut all = Map::new();
        for member in self.map(&entry.value, &what) {
            if &*entry.key == "patternProperties" && !super::pattern::compiles(&member.key) {
                self.wrong_pattern(&member.mark, &member.key);
                continue;
            }
            let inner = self.schema(&member.value, source);
            all.insert(member.key.to_string(), self.kept.embed(&inner));
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

    /// `$dynamicRef` and `$recursiveRef`, taken as they stand in the text.
    fn dynamic(&mut self, node: &'d Node, entry: &'d Entry, source: &str) -> Parts {
        let text = self.text(&entry.value, &format!("`{}`", entry.key));
        let target = match (&*entry.key, text) {
            ("$recursiveRef", Some("#")) => self.around(node),
            (_, Some(text)) => match self.docs.find(&node.mark.source, text) {
                Ok(target) => Some(target),
                Err((message, hint)) => {
                    let cost = "nothing is known of what it stands for";
                    self.drop(&entry.value.mark, message, hint, cost);
                    None
                }
            },
            _ => None,
        };
        match target {
            Some(target) => self.parts(target, source),
            None => self.anything(node, source),
        }
    }

    /// The schema that `$recursiveRef: '#'` in a node means: the outermost one around it that is
    /// marked so, else the component.
    fn around(&self, node: &'d Node) -> Option<&'d Node> {
        let marked = |n: &&&Node| {
            n.get("$recursiveAnchor").is_some() && n.mark.source.name == node.mark.source.name
        };
        if let Some(outer) = self.open.iter().find(marked) {
            return Some(outer);
        }
        let steps: Vec<&str> = node.mark.pointer.split('/').take(4).collect();
        self.docs
            .find(&node.mark.source, &format!("#{}", steps.join("/")))
            .ok()
    }

    /// The JSON of a referred schema with what stands beside the `$ref`.
    pub(super) fn beside(&mut self, target: &Schema, own: &Schema) -> Value {
        let none = matches!(&*own.json, Value::Object(own) if own.keys().all(|k| PASSED.contains(&k.as_str())));
        let (below, beside) = (self.kept.embed(target), self.kept.embed(own));
        match (none, &*target.json, &*own.json) {
            (true, Value::Object(whole), Value::Object(own)) => {
                let mut whole = whole.clone();
                whole.extend(own.clone());
                Value::Object(whole)
            }
            (true, ..) => below,
            (false, ..) => json!({"allOf": [below, beside]}),
        }
    }

    /// Adds what a branch of `allOf` says; what the schema says itself comes first.
    fn lay_under(&mut self, parts: Parts, branch: Parts) -> Parts {
        merge::lay_under(parts, branch, &mut |s| self.kept.embed(s))
    }

    /// Adds what stands beside a `$ref`; it says more than the target does.
    pub(super) fn lay_over(&mut self, target: Parts, own: Parts, json: Value) -> Parts {
        let at = target.schema.at.clone();
        let whole = self.lay_under(own, target);
        let mut schema = whole.schema.into_node();
        // The place is the target's: that is where the schema is described.
        schema.at = at;
        schema.json = json.into();
        Parts {
            schema: schema.into(),
            required: whole.required,
        }
    }
}

/// Allows null beside what a reference leads to: OpenAPI 3.0 passes over what stands beside one, and
/// authors mean it all the same.
pub(super) fn null_beside(parts: Parts, json: Value) -> Parts {
    let mut node = parts.schema.into_node();
    if !node.types.is_empty() && !node.types.iter().any(|t| t == "null") {
        node.types.push("null".to_owned());
    }
    node.json = json!({"anyOf": [json, {"type": "null"}]}).into();
    Parts {
        schema: node.into(),
        required: parts.required,
    }
}

/// Whether OpenAPI 3.0 allows null here.
pub(super) fn is_nullable(node: &Node) -> bool {
    node.get("nullable")
        .is_some_and(|n| n.json() == Value::Bool(true))
}

/// Allows null beside what other schemas say of a value: authors mean that, though the specification
/// gives `nullable` a meaning beside `type` only.
fn or_null(plain: &mut Map<String, Value>) {
    let flags = |key: &String| PASSED.contains(&key.as_str());
    let mut own = std::mem::take(plain);
    let kept: Vec<String> = own.keys().filter(|k| flags(k)).cloned().collect();
    for key in kept {
        if let Some(value) = own.shift_remove(&key) {
            plain.insert(key, value);
        }
    }
    plain.insert("anyOf".to_owned(), json!([own, {"type": "null"}]));
}

/// Notes in the `discriminator` which of its values mean each branch.
fn named_branches(plain: &mut Map<String, Value>, branches: &[Schema]) {
    let held = ["oneOf", "anyOf"].map(|key| plain.get(key).and_then(Value::as_array).map(Vec::len));
    if held != [Some(branches.len()), None] && held != [None, Some(branches.len())] {
        return;
    }
    let Some(Value::Object(told)) = plain.get_mut("discriminator") else {
        return;
    };
    let last = |text: &str| {
        text.rsplit(['/', '#'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let mapping = told.get("mapping").and_then(Value::as_object);
    let names = branches.iter().map(|branch| {
        let own = last(&branch.at.pointer);
        let mapped = mapping.into_iter().flatten();
        let mapped = mapped.filter(|(_, to)| to.as_str().is_some_and(|to| last(to) == own));
        let mut names: Vec<&str> = mapped.map(|(name, _)| name.as_str()).collect();
        // A branch that has no name is written in place.
        if names.is_empty() && !own.bytes().all(|b| b.is_ascii_digit()) {
            names.push(&own);
        }
        json!(names)
    });
    let names = names.collect();
    told.insert(BRANCHES.to_owned(), names);
}

/// Rewrites what OpenAPI 3.0 says otherwise: `nullable`, and limits that are excluded by a flag.
fn modern(node: &Node, plain: &mut Map<String, Value>, schema: &mut SchemaNode) {
    let says = |key: &str| node.get(key).is_some_and(|n| n.json() == Value::Bool(true));
    if is_nullable(node)
        && schema.types.is_empty()
        && ["allOf", "anyOf", "oneOf"]
            .iter()
            .any(|key| plain.contains_key(*key))
    {
        or_null(plain);
    }
    if says("nullable") && !schema.types.is_empty() && !schema.types.iter().any(|t| t == "null") {
        schema.types.push("null".to_owned());
        plain.insert("type".to_owned(), json!(schema.types));
    }
    for (limit, excluded) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
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
    let number = |key: &str| plain.get(key).and_then(Value::as_f64);
    let (above, below) = (number("exclusiveMinimum"), number("exclusiveMaximum"));
    whole_limits(schema, above, below);
}
