//! Keywords of a schema that say what is valid, each of the right kind and none against another.

use serde_json::{Map, Value, json};

use super::keywords::{COUNTS, FLAGS, NUMBERS, PASSED, TEXTS};
use super::pattern;
use crate::contract::SchemaNode;
use crate::contract::read::Reader;
use crate::contract::text::Node;

/// Limits that must not cross, and the types they say something of.
const PAIRS: &[(&str, &str, &[&str])] = &[
    ("minLength", "maxLength", &["string"]),
    ("minItems", "maxItems", &["array"]),
    ("minProperties", "maxProperties", &["object"]),
    ("minContains", "maxContains", &["array"]),
    ("minimum", "maximum", &["number", "integer"]),
];

impl<'d> Reader<'d> {
    /// Reads the limits of a schema, into the model and into the JSON.
    pub(super) fn limits(
        &mut self,
        node: &'d Node,
        schema: &mut SchemaNode,
        plain: &mut Map<String, Value>,
        required: &mut Vec<String>,
    ) {
        self.kinds(node, plain);
        let about = node.get("description").and_then(Node::text);
        schema.about = about.unwrap_or_default().trim().to_owned();
        schema.types = self.types(node);
        match &schema.types[..] {
            [] => {}
            [one] => drop(plain.insert("type".to_owned(), json!(one))),
            several => drop(plain.insert("type".to_owned(), json!(several))),
        }
        schema.enumeration = self.enumeration(node, schema);
        if !schema.enumeration.is_empty() {
            plain.insert("enum".to_owned(), json!(schema.enumeration));
        }
        schema.constant = self.constant(node, schema);
        if let Some(constant) = &schema.constant {
            plain.insert("const".to_owned(), constant.clone());
        }
        if let Some(written) = node.get("required") {
            *required = self.required(written);
            if !required.is_empty() {
                plain.insert("required".to_owned(), json!(required));
            }
        }
        self.dependent(node, plain);
        if let Some(written) = node.get("pattern")
            && let Some(text) = written.text()
        {
            match pattern::usable(text) {
                Some(pattern) => {
                    plain.insert("pattern".to_owned(), json!(pattern));
                }
                None => {
                    plain.remove("pattern");
                    self.wrong_pattern(&written.mark, text);
                }
            }
        }
        self.crossed(node, schema, plain);
        self.between(node, schema, plain);
        let count = |key: &str| plain.get(key).and_then(Value::as_u64);
        let number = |key: &str| plain.get(key).and_then(Value::as_f64);
        let text = |key: &str| plain.get(key).and_then(Value::as_str).map(str::to_owned);
        schema.min_length = count("minLength");
        schema.max_length = count("maxLength");
        schema.min_items = count("minItems");
        schema.max_items = count("maxItems");
        schema.minimum = number("minimum");
        schema.maximum = number("maximum");
        schema.pattern = text("pattern");
        schema.format = text("format");
        whole_limits(
            schema,
            number("exclusiveMinimum"),
            number("exclusiveMaximum"),
        );
    }

    /// Names that must be there, each once.
    fn required(&mut self, node: &'d Node) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.texts(node, "`required`") {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// `dependentRequired`: lists of names.
    fn dependent(&mut self, node: &'d Node, plain: &mut Map<String, Value>) {
        let Some(written) = node.get("dependentRequired") else {
            return;
        };
        let mut all = Map::new();
        for entry in self.map(written, "`dependentRequired`") {
            let names = self.required(&entry.value);
            all.insert(entry.key.to_string(), json!(names));
        }
        plain.insert("dependentRequired".to_owned(), Value::Object(all));
    }

    /// Takes limits out of the JSON of which the lower is above the upper.
    fn crossed(&mut self, node: &'d Node, schema: &SchemaNode, plain: &mut Map<String, Value>) {
        for (least, most, kinds) in PAIRS {
            let number = |key: &str| plain.get(key).and_then(Value::as_f64);
            let (Some(low), Some(high)) = (number(least), number(most)) else {
                continue;
            };
            if low <= high {
                continue;
            }
            plain.remove(*least);
            plain.remove(*most);
            let mark = node.get(least).map_or(&node.mark, |n| &n.mark);
            let nothing = match kinds.iter().any(|k| schema.allows(k)) {
                true => ": nothing is valid",
                false => "",
            };
            let message = format!("`{least}` {low} is more than `{most}` {high}{nothing}");
            self.drop(
                mark,
                message,
                "swap them, or change one",
                "both are passed over",
            );
        }
    }

    /// Takes limits out of the JSON of which one is excluded and that leave nothing between them.
    fn between(&mut self, node: &'d Node, schema: &SchemaNode, plain: &mut Map<String, Value>) {
        let whole = is_whole(schema);
        for (least, most) in [
            ("exclusiveMinimum", "exclusiveMaximum"),
            ("exclusiveMinimum", "maximum"),
            ("minimum", "exclusiveMaximum"),
        ] {
            let of = |key: &str| plain.get(key).and_then(Value::as_f64);
            let (Some(low), Some(high)) = (of(least), of(most)) else {
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
                plain.remove(least);
                plain.remove(most);
                let message = format!(
                    "`{least}` {low} and `{most}` {high} leave nothing between: nothing is valid"
                );
                let mark = node.get(least).map_or(&node.mark, |n| &n.mark);
                self.drop(
                    mark,
                    message,
                    "swap them, or change one",
                    "both are passed over",
                );
            }
        }
    }

    /// Takes over every keyword that is of the right kind.
    fn kinds(&mut self, node: &'d Node, plain: &mut Map<String, Value>) {
        for entry in node.entries() {
            let key = &*entry.key;
            let list = [COUNTS, NUMBERS, TEXTS, FLAGS, PASSED];
            if !list.iter().any(|l| l.contains(&key)) {
                continue;
            }
            let mut value = entry.value.json();
            // `5.0` is a whole number to a JSON Schema.
            if COUNTS.contains(&key)
                && let Some(n) = value.as_f64().filter(|n| n.fract() == 0.0 && *n >= 0.0)
            {
                value = json!(n as u64);
            }
            if self.old && key.starts_with("exclusive") && value.is_boolean() {
                continue;
            }
            if key.starts_with("exclusive") && value.is_boolean() {
                self.excluded(node, key, &entry.value, &value, plain);
                continue;
            }
            let positive = |v: &Value| v.as_f64().is_some_and(|n| n > 0.0);
            let wanted = match key {
                _ if COUNTS.contains(&key) && !value.is_u64() => "a whole number, zero or more",
                "multipleOf" if !positive(&value) => "a number above zero",
                _ if NUMBERS.contains(&key) && !value.is_number() => "a number",
                _ if TEXTS.contains(&key) && !value.is_string() => "a string",
                _ if FLAGS.contains(&key) && !value.is_boolean() => "true or false",
                // Prose weighs much and judges nothing.
                "description" | "title" | "nullable" => continue,
                _ => {
                    self.read_only |= key == "readOnly" && value == true;
                    plain.insert(key.to_owned(), value);
                    continue;
                }
            };
            let what = match value {
                Value::Number(number) => format!("`{key}` is {number}, and must be {wanted}"),
                _ => format!("`{key}` is {}, and must be {wanted}", entry.value.kind()),
            };
            let hint = format!("write {wanted}");
            self.drop(&entry.value.mark, what, hint, "it is passed over");
        }
    }

    /// A flag where OpenAPI 3.1 has a number: taken as OpenAPI 3.0 means it.
    fn excluded(
        &mut self,
        node: &'d Node,
        key: &str,
        at: &'d Node,
        value: &Value,
        plain: &mut Map<String, Value>,
    ) {
        let what = format!("`{key}` is a flag, and must be a number");
        let hint = "OpenAPI 3.1 writes the excluded limit itself there";
        self.drop(&at.mark, what, hint, "it is read as OpenAPI 3.0 means it");
        let limit = match key {
            "exclusiveMinimum" => "minimum",
            _ => "maximum",
        };
        if *value == Value::Bool(true)
            && let Some(limit) = node.get(limit).map(Node::json).filter(Value::is_number)
        {
            plain.insert(key.to_owned(), limit);
        }
    }
}

/// Limits that are excluded leave the next whole number, where only whole numbers are allowed.
pub(super) fn whole_limits(schema: &mut SchemaNode, above: Option<f64>, below: Option<f64>) {
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
fn is_whole(schema: &SchemaNode) -> bool {
    !schema.types.is_empty() && schema.types.iter().all(|t| t == "integer" || t == "null")
}
