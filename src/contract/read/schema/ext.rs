//! Our extensions of a schema.

use serde_json::Value;

use crate::contract::claims::Want;
use crate::contract::nearest::known_words;
use crate::contract::read::Reader;
use crate::contract::text::Node;
use crate::contract::{Schema, SchemaNode};

/// Units that clausal can judge.
const UNITS: &[&str] = &["milliseconds since epoch"];

impl<'d> Reader<'d> {
    /// Reads the extensions of a schema.
    pub(super) fn schema_extensions(&mut self, node: &'d Node, schema: &mut SchemaNode) {
        if node.get("xml").is_some() {
            *schema.xml = self.xml(node);
        }
        if !node.entries().iter().any(|e| e.key.starts_with("x-")) {
            return;
        }
        let flag = |reader: &mut Self, key: &str| {
            node.get(key)
                .is_some_and(|n| reader.flag(n, &format!("`{key}`")))
        };
        schema.ext.unique = flag(self, "x-unique");
        schema.ext.ignores_extra = flag(self, "x-ignores-extra");
        match node.get("x-fresh").filter(|n| n.text().is_some()) {
            Some(_) => {
                schema.ext.beside = self.name_of(node, "x-fresh", Want::Fixture);
                schema.ext.fresh = true;
            }
            None => schema.ext.fresh = flag(self, "x-fresh"),
        }
        schema.ext.shown = flag(self, "x-shown");
        schema.ext.fixture = self.name_of(node, "x-fixture", Want::Fixture);
        schema.ext.default = node.get("x-default").map(|n| self.expr(n));
        schema.ext.echo = self.name_of(node, "x-echo", Want::Echo);
        schema.ext.open = self.reading_of(node, "x-open");
        schema.ext.unit = self.text_of(node, "x-unit").map(str::to_owned);
        schema.ext.not_before = self.text_of(node, "x-not-before").map(str::to_owned);
        schema.ext.absence = self.reading_of(node, "x-absence");
        schema.ext.exists = self.reading_of(node, "x-exists");
        if let Some(list) = node.get("x-only-with") {
            schema.ext.only_with = self.texts(list, "`x-only-with`");
            for name in list.items() {
                self.name(name, "`x-only-with`", Want::Base);
            }
        }
        let values = |key: &str| -> Vec<Value> {
            node.get(key)
                .map_or(&[][..], Node::items)
                .iter()
                .map(Node::json)
                .collect()
        };
        schema.ext.perhaps = values("x-perhaps");
        schema.ext.near = values("x-near");
        schema.ext.not_yet = values("x-not-yet");
        schema.ext.not_demanded = flag(self, "x-not-demanded");
        schema.ext.goes_with = self.goes_with(node);
        schema.ext.ways = self.ways(node);
        if let (Some(unit), Some(at)) = (&schema.ext.unit, node.get("x-unit"))
            && !UNITS.contains(&unit.as_str())
        {
            let message = format!("`{unit}` is no unit that can be judged");
            self.refuse(&at.mark, message, known_words(unit, UNITS));
        }
        if let Some(lifecycle) = node.get("x-lifecycle") {
            let source = schema.source.clone();
            schema.ext.lifecycle = Some(self.lifecycle(lifecycle, &schema.enumeration, &source));
        }
    }

    /// `x-not-before` of a member names a member beside it.
    pub(super) fn siblings(&mut self, node: &'d Node, schema: &Schema) {
        let known: Vec<&str> = schema.properties.iter().map(|p| &*p.name).collect();
        for member in node.get("properties").map_or(&[][..], Node::entries) {
            let Some(named) = member.value.get("x-not-before") else {
                continue;
            };
            if let Some(name) = named.text()
                && !known.contains(&name)
            {
                let message =
                    format!("`x-not-before` names `{name}`, and no member beside is called so");
                self.refuse(&named.mark, message, known_words(name, &known));
            }
        }
    }
}
