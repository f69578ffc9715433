//! `type` and `enum`.

use serde_json::Value;

use crate::contract::SchemaNode;
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
        let mut types: Vec<String> = Vec::new();
        for one in each {
            let Some(word) = one.text() else {
                if one.json().is_null() && !one.mark.span.is_empty() {
                    let message = "`type` is null, and must be a string or a list of strings";
                    let hint = "the type of null is written `'null'`, in quotes";
                    self.drop(&one.mark, message, hint, "it is read as `'null'`");
                    types.push("null".to_owned());
                    continue;
                }
                let message = format!(
                    "`type` is {}, and must be a string or a list of strings",
                    one.kind()
                );
                let hint = "the type of null is written `'null'`, in quotes";
                self.drop(&one.mark, message, hint, "it is passed over");
                continue;
            };
            if TYPES.contains(&word) {
                if !types.iter().any(|t| t == word) {
                    types.push(word.to_owned());
                }
            } else {
                let message = format!("`{word}` is no type");
                let hint = known_words(word, TYPES);
                self.drop(&one.mark, message, hint, "it is passed over");
            }
        }
        types
    }

    pub(super) fn enumeration(&mut self, node: &'d Node, schema: &SchemaNode) -> Vec<Value> {
        let Some(written) = node.get("enum") else {
            return Vec::new();
        };
        let values: Vec<Value> = self
            .list(written, "`enum`")
            .iter()
            .map(Node::json)
            .collect();
        if values.is_empty() && matches!(written.data, Data::List(_)) {
            let message = "`enum` is empty: nothing is valid";
            let hint = "list the values, or leave `enum` out";
            self.drop(&written.mark, message, hint, "it is passed over");
        }
        let nullable = self.old && node.get("nullable").is_some_and(|n| n.json() == true);
        let fits = |v: &Value| schema.allows(kind(v)) || nullable && v.is_null();
        if values.is_empty() || values.iter().any(fits) {
            return values;
        }
        let types = schema.types.join("` or `");
        let message = format!("no value of this `enum` is of the type `{types}`");
        let hint = "change `type`, or write the values accordingly";
        // Words such as `1.0` and `on`, written without quotes, were meant as text.
        let scalar = |v: &Value| v.is_number() || v.is_boolean();
        if schema.types == ["string"] && values.iter().all(scalar) {
            self.drop(
                &written.mark,
                message,
                hint,
                "the values are read as strings",
            );
            return written
                .items()
                .iter()
                .map(|n| Value::String(as_written(n)))
                .collect();
        }
        self.drop(&written.mark, message, hint, "the list is passed over");
        Vec::new()
    }

    pub(super) fn constant(&mut self, node: &'d Node, schema: &SchemaNode) -> Option<Value> {
        let written = node.get("const")?;
        let value = written.json();
        if !schema.allows(kind(&value)) {
            let types = schema.types.join("` or `");
            let message = format!("this `const` is not of the type `{types}`: nothing is valid");
            self.drop(
                &written.mark,
                message,
                "change `type` or `const`",
                "it is passed over",
            );
            return None;
        }
        Some(value)
    }
}

/// A scalar as it stands in the text.
fn as_written(node: &Node) -> String {
    let text = node.mark.source.text.get(node.mark.span.clone());
    text.map_or_else(|| node.json().to_string(), str::to_owned)
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
