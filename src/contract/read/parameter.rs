//! A parameter outside the body.

use super::Reader;
use crate::contract::diagnostic::Weight;
use crate::contract::keywords::{Part, members};
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Parameter, Place, Schema, Selects};

const KNOWN: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

impl<'d> Reader<'d> {
    /// A parameter, or the one it refers to.
    pub(super) fn parameter(&mut self, node: &'d Node, above: &str) -> Option<Parameter> {
        let node = self.follow(node)?;
        self.extensions(node, Part::Parameter);
        self.spelling(node, "a parameter", KNOWN);
        let source = self.source(node, above);
        let name = self.needed(node, "name", "a parameter")?;
        let name = self.text(name, "`name`")?.to_owned();
        let place = self.needed(node, "in", "a parameter")?;
        let place = self.place(place)?;
        let mut required = node
            .get("required")
            .is_some_and(|n| self.flag(n, "`required`"));
        if place == Place::Path && !required {
            let message = format!("the path parameter `{name}` is not required");
            let hint = "add `required: true`; a path cannot do without";
            self.drop(&node.mark, message, hint, "it is read as required");
            required = true;
        }
        let mut schema = self.parameter_schema(node, &name, &source);
        let examples = self.parameter_examples(node, &schema);
        if !examples.is_empty() {
            schema.examples.extend(examples);
        }
        let about = node.get("description").and_then(Node::text);
        if let Some(about) = about.filter(|_| schema.about.is_empty()) {
            schema.about = about.trim().to_owned();
        }
        Some(Parameter {
            name,
            place,
            required,
            schema,
            serial: self.serial(node, place),
            selects: self.selects(node),
            at: node.mark.location(),
            source,
        })
    }

    fn place(&mut self, node: &'d Node) -> Option<Place> {
        Some(match self.text(node, "`in`")? {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            other => {
                let message = format!("a parameter cannot stand in `{other}`");
                let known = ["path", "query", "header", "cookie"];
                let hint = known_words(other, &known);
                self.drop(&node.mark, message, hint, "the parameter is not sent");
                return None;
            }
        })
    }

    fn parameter_schema(&mut self, node: &'d Node, name: &str, source: &str) -> Schema {
        let by_content = || node.get("content")?.entries().first()?.value.get("schema");
        match node.get("schema").or_else(by_content) {
            Some(schema) => self.schema(schema, source),
            None => {
                let message = format!("the parameter `{name}` says nothing of its values");
                let hint = "add `schema: {type: string}`, or what fits";
                self.drop(&node.mark, message, hint, "any value is taken for valid");
                self.any_value(node, source)
            }
        }
    }

    /// The examples of a parameter: values, or, of lists, the text that is sent.
    fn parameter_examples(&mut self, node: &'d Node, schema: &Schema) -> Vec<serde_json::Value> {
        let written = node.get("example").and_then(Node::text);
        if written.is_some() && !schema.types.is_empty() && !schema.allows("string") {
            let message = "this example is text, and the parameter is none";
            let at = node.get("example").map_or(&node.mark, |n| &n.mark);
            let hint = "write the value itself, as JSON would";
            let cost = "the example is not used";
            self.remark(Weight::Warning, at, message, hint, cost);
            return Vec::new();
        }
        self.examples(node, schema, None)
    }

    /// `x-selects`.
    fn selects(&mut self, node: &'d Node) -> Option<Selects> {
        let node = node.get("x-selects")?;
        self.members(node, "`x-selects`", members::SELECTS);
        let list = self.needed(node, "brackets", "`x-selects`")?;
        let brackets = self.texts(list, "`brackets`");
        for (pair, entry) in brackets.iter().zip(list.items()) {
            if pair.chars().count() != 2 {
                self.refuse(
                    &entry.mark,
                    "this is no pair of brackets",
                    "write `'()'` or `'[]'`",
                );
            }
        }
        let reading = self.reading_of(node, "reading");
        Some(Selects { brackets, reading })
    }
}
