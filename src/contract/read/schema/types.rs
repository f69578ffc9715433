//! `type` and `enum`.

use serde_json::Value;

use crate::contract::Schema;
use crate::contract::nearest::known_words;
use crate::contract::read::Reader;
use crate::contract::text::{Data, Node};

/// The types of JSON, as schemas call them.
const TYPES: &[&str] = &[
    "null", "boolean", "object", "array", "number", "string", "integer",
];

impl<'d> Reader<'d> {
    pub(super) fn types(&mut self, node: &'d Node) -> Vec<String> {
        let Some(written) = node.get("type") else {
            return Vec::new();
        };
        let each = match &written.data {
            Data::List(items) => items.iter().collect(),
            _ => vec![written],
        };
        let mut types = Vec::new();
        for one in each {
            let Some(word) = one.text() else {
                let message = format!(
                    "`type` is {}, and must be a string or a list of strings",
                    one.kind()
                );
                self.refuse(
                    &one.mark,
                    message,
                    "the type of null is written `'null'`, in quotes",
                );
                continue;
            };
            if TYPES.contains(&word) {
                types.push(word.to_owned());
            } else {
                let message = format!("`{word}` is no type");
                self.refuse(&one.mark, message, known_words(word, TYPES));
            }
        }
        types
    }

    pub(super) fn enumeration(&mut self, node: &'d Node, schema: &Schema) -> Vec<Value> {
        let Some(written) = node.get("enum") else {
            return Vec::new();
        };
        let values: Vec<Value> = self
            .list(written, "`enum`")
            .iter()
            .map(Node::json)
            .collect();
        if values.is_empty() && matches!(written.data, Data::List(_)) {
            self.refuse(
                &written.mark,
                "`enum` is empty: nothing is valid",
                "list the values, or leave `enum` out",
            );
        }
        if !values.is_empty() && !values.iter().any(|v| schema.allows(kind(v))) {
            let message = format!(
                "no value of this `enum` is of the type `{}`",
                schema.types.join("` or `")
            );
            self.refuse(
                &written.mark,
                message,
                "change `type`, or write the values accordingly",
            );
        }
        values
    }

    pub(super) fn constant(&mut self, node: &'d Node, schema: &Schema) -> Option<Value> {
        let written = node.get("const")?;
        let value = written.json();
        if !schema.allows(kind(&value)) {
            let types = schema.types.join("` or `");
            let message = format!("this `const` is not of the type `{types}`: nothing is valid");
            self.refuse(&written.mark, message, "change `type` or `const`");
        }
        Some(value)
    }
}

/// The JSON type of a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        // 1.0 is a whole number to a JSON Schema.
        Value::Number(n) if n.as_f64().is_some_and(|n| n.fract() != 0.0) => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
