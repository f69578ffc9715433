//! Examples and defaults, which must be what their schema asks for.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Reader;
use crate::contract::Schema;
use crate::contract::diagnostic::Weight;
use crate::contract::text::{Data, Node};

/// Wrong examples, by file and pointer of the schema they stand at.
pub(super) type Wrong = HashMap<(Arc<str>, String), Vec<Value>>;

/// Most faults of one example that are told.
const MOST: usize = 3;

impl<'d> Reader<'d> {
    /// `example` and `examples` of a parameter or media type, those that are valid by its schema.
    pub(super) fn examples(
        &mut self,
        node: &'d Node,
        schema: &Schema,
        media: Option<&str>,
    ) -> Vec<Value> {
        let mut nodes: Vec<&'d Node> = node.get("example").into_iter().collect();
        if let Some(named) = node.get("examples") {
            if let Data::List(items) = &named.data {
                let message = "`examples` is a list, and must be a map";
                let hint = "write one `name: {value: ...}` to a line";
                self.drop(&named.mark, message, hint, "its entries are read as values");
                nodes.extend(items);
            } else {
                for entry in self.map(named, "`examples`") {
                    if let Some(example) = self.follow(&entry.value)
                        && let Some(value) = example.get("value")
                    {
                        nodes.push(value);
                    }
                }
            }
        }
        // What is sent as XML or as a form stands in an example as it is sent.
        if media.is_some_and(|m| !m.contains("json")) {
            return nodes.into_iter().map(Node::json).collect();
        }
        self.try_examples(nodes, schema)
    }

    /// The examples that a schema allows; the others are told.
    pub(super) fn try_examples(&mut self, nodes: Vec<&'d Node>, schema: &Schema) -> Vec<Value> {
        if nodes.is_empty() {
            return Vec::new();
        }
        if refers(&schema.json) {
            // What is shared is known once all is read.
            let all = nodes.iter().map(|n| n.json()).collect();
            self.later.push((nodes, schema.clone()));
            return all;
        }
        let Some(validator) = schema.validator(false) else {
            return Vec::new();
        };
        let mut right = Vec::new();
        for node in nodes {
            let value = node.json();
            if self.right(node, &value, &validator) {
                right.push(value);
            }
        }
        right
    }

    /// The default of a schema, if it is valid.
    pub(super) fn try_default(&mut self, node: &'d Node, schema: &Schema) -> Option<Value> {
        let written = node.get("default")?;
        let value = written.json();
        if refers(&schema.json) {
            return Some(value);
        }
        let validator = schema.validator(false)?;
        let Some(error) = validator.iter_errors(&value).next() else {
            return Some(value);
        };
        // `default: null` is a habit of emitters for "there is none".
        if !value.is_null() {
            let message = format!("this default is not valid by its own schema: {error}");
            let hint = "change the default, or the schema it contradicts";
            self.drop(&written.mark, message, hint, "the default is not used");
        }
        None
    }

    fn right(&mut self, node: &'d Node, value: &Value, validator: &jsonschema::Validator) -> bool {
        if validator.is_valid(value) {
            return true;
        }
        for error in validator.iter_errors(value).take(MOST) {
            let path = error.instance_path().to_string();
            self.wrong_example(node, &path, &error);
        }
        false
    }

    fn wrong_example(&mut self, node: &'d Node, path: &str, error: &dyn std::fmt::Display) {
        let at = node.descend(path).unwrap_or(node);
        let member = match path {
            "" => String::new(),
            path => format!(" at `{path}`"),
        };
        // An error shows the value, which may be long.
        let why: String = error.to_string().chars().take(300).collect();
        let message = format!("this example is not valid by its own schema{member}: {why}");
        let hint = "change the example, or the schema it contradicts";
        let cost = "the example is not used";
        self.remark(Weight::Warning, &at.mark, message, hint, cost);
    }

    /// Tries the examples that had to wait: those that are wrong, by the schema they stand at.
    ///
    /// All are tried as members of one value, so that shared schemas are compiled once.
    pub(super) fn try_later(&mut self) -> Wrong {
        let mut wrong = Wrong::new();
        let waiting = std::mem::take(&mut self.later);
        let mut schemas = Map::new();
        let mut values = Map::new();
        let mut places = Vec::new();
        for (nodes, schema) in waiting {
            for node in nodes {
                let name = places.len().to_string();
                schemas.insert(name.clone(), Value::clone(&schema.json));
                values.insert(name, node.json());
                places.push((node, schema.clone()));
            }
        }
        if places.is_empty() {
            return wrong;
        }
        let whole = json!({"properties": schemas});
        let Some(validator) = self.shared.compile(&whole, false) else {
            return wrong;
        };
        let values = Value::Object(values);
        let mut told = vec![0; places.len()];
        for error in validator.iter_errors(&values) {
            let path = error.instance_path().to_string();
            let Some(rest) = path.strip_prefix('/') else {
                continue;
            };
            let (number, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let Some(number) = number.parse::<usize>().ok().filter(|n| *n < places.len()) else {
                continue;
            };
            let (node, schema) = &places[number];
            if told[number] == 0 {
                let at = (schema.at.file.clone(), schema.at.pointer.clone());
                wrong.entry(at).or_default().push(node.json());
            }
            if told[number] < MOST {
                self.wrong_example(node, below, &error);
            }
            told[number] += 1;
        }
        wrong
    }
}

/// Whether a schema refers to shared ones.
fn refers(json: &Value) -> bool {
    match json {
        Value::Array(items) => items.iter().any(refers),
        Value::Object(map) => {
            map.get("$ref").is_some_and(Value::is_string) || map.values().any(refers)
        }
        _ => false,
    }
}
