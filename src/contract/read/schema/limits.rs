//! Keywords of a schema that say what is valid, each of the right kind and none against another.

use serde_json::Value;

use super::Parts;
use super::keywords::{COUNTS, FLAGS, NUMBERS, TEXTS};
use crate::contract::Schema;
use crate::contract::read::Reader;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// Reads the limits of a schema.
    pub(super) fn limits(&mut self, node: &'d Node, parts: &mut Parts) {
        self.kinds(node);
        let count = |key: &str| node.get(key).and_then(|n| n.json().as_u64());
        let number = |key: &str| node.get(key).and_then(|n| n.json().as_f64());
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let schema = &mut parts.schema;
        schema.about = text("description").unwrap_or_default().trim().to_owned();
        schema.types = self.types(node);
        schema.enumeration = self.enumeration(node, schema);
        schema.constant = self.constant(node, schema);
        schema.min_length = count("minLength");
        schema.max_length = count("maxLength");
        schema.min_items = count("minItems");
        schema.max_items = count("maxItems");
        schema.minimum = number("minimum");
        schema.maximum = number("maximum");
        schema.pattern = text("pattern");
        schema.format = text("format");
        schema.default = node.get("default").map(Node::json);
        if let Some(required) = node.get("required") {
            parts.required = self.texts(required, "`required`");
        }
        whole_limits(
            schema,
            number("exclusiveMinimum"),
            number("exclusiveMaximum"),
        );
        self.between(node, &parts.schema);
        self.pattern(node);
        for (least, most) in [
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
            ("minProperties", "maxProperties"),
            ("minimum", "maximum"),
        ] {
            if let (Some(low), Some(high)) = (number(least), number(most))
                && low > high
            {
                let mark = node.get(least).map_or(&node.mark, |n| &n.mark);
                let message =
                    format!("`{least}` {low} is more than `{most}` {high}: nothing is valid");
                self.refuse(mark, message, "swap them, or change one");
            }
        }
    }

    /// Refuses limits of which one is excluded and that leave nothing between them.
    fn between(&mut self, node: &'d Node, schema: &Schema) {
        let whole = is_whole(schema);
        for (least, most) in [
            ("exclusiveMinimum", "exclusiveMaximum"),
            ("exclusiveMinimum", "maximum"),
            ("minimum", "exclusiveMaximum"),
        ] {
            let of = |key: &str| Some((node.get(key)?, node.get(key)?.json().as_f64()?));
            let (Some((at, low)), Some((_, high))) = (of(least), of(most)) else {
                continue;
            };
            let first = match least {
                "minimum" => low.ceil(),
                _ => low.floor() + 1.0,
            };
            let last = match most {
                "maximum" => high.floor(),
                _ => high.ceil() - 1.0,
            };
            if low >= high || whole && first > last {
                let message = format!(
                    "`{least}` {low} and `{most}` {high} leave nothing between: nothing is valid"
                );
                self.refuse(&at.mark, message, "swap them, or change one");
            }
        }
    }

    /// Every keyword is of the right kind.
    fn kinds(&mut self, node: &'d Node) {
        for entry in node.entries() {
            let key = &*entry.key;
            let value = entry.value.json();
            let excluded_by_flag = self.old && key.starts_with("exclusive") && value.is_boolean();
            let wanted = match key {
                _ if COUNTS.contains(&key) && !value.is_u64() => "a whole number, zero or more",
                _ if NUMBERS.contains(&key) && !value.is_number() && !excluded_by_flag => {
                    "a number"
                }
                _ if TEXTS.contains(&key) && !value.is_string() => "a string",
                _ if FLAGS.contains(&key) && !value.is_boolean() => "true or false",
                "$dynamicRef" | "$recursiveRef" => {
                    let message = format!("`{key}` cannot be followed");
                    self.refuse(&entry.mark, message, "use `$ref`");
                    continue;
                }
                _ => continue,
            };
            let what = match value {
                Value::Number(number) => format!("`{key}` is {number}, and must be {wanted}"),
                _ => format!("`{key}` is {}, and must be {wanted}", entry.value.kind()),
            };
            self.refuse(&entry.value.mark, what, format!("write {wanted}"));
        }
    }

    fn pattern(&mut self, node: &'d Node) {
        let Some((at, pattern)) = node.get("pattern").and_then(|n| Some((n, n.text()?))) else {
            return;
        };
        // The very compiler that judges values later; most patterns are regular expressions of both.
        if jsonschema::draft202012::new(&serde_json::json!({ "pattern": pattern })).is_err() {
            let why = match regex_syntax::parse(pattern) {
                Err(regex_syntax::Error::Parse(e)) => format!(": {}", e.kind()),
                Err(regex_syntax::Error::Translate(e)) => format!(": {}", e.kind()),
                _ => String::new(),
            };
            let message = format!("this pattern is no regular expression{why}");
            self.refuse(&at.mark, message, "patterns are ECMA-262 regular expressions; escape what stands for itself with a backslash");
        }
    }

    /// Whatever else a JSON Schema must be is left to the library that uses it.
    pub(super) fn usable(&mut self, node: &'d Node, json: &Value) {
        let around = self.open.iter().filter(|n| n.get("$ref").is_none()).count();
        if !self.notes.problems.is_empty() || around > 1 {
            return;
        }
        if let Err(error) = jsonschema::draft202012::new(json) {
            let message = format!("this is no JSON Schema: {error}");
            self.refuse(
                &node.mark,
                message,
                "see the keyword in the JSON Schema reference, draft 2020-12",
            );
        }
    }
}

/// Limits that are excluded leave the next whole number, where only whole numbers are allowed.
pub(super) fn whole_limits(schema: &mut Schema, above: Option<f64>, below: Option<f64>) {
    if !is_whole(schema) {
        return;
    }
    if let Some(above) = above.map(|n| n.floor() + 1.0) {
        schema.minimum = Some(schema.minimum.map_or(above, |n| n.max(above)));
    }
    if let Some(below) = below.map(|n| n.ceil() - 1.0) {
        schema.maximum = Some(schema.maximum.map_or(below, |n| n.min(below)));
    }
}

/// Whether every number that a schema allows is whole.
fn is_whole(schema: &Schema) -> bool {
    !schema.types.is_empty() && schema.types.iter().all(|t| t == "integer" || t == "null")
}
