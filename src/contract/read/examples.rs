//! Examples, which must be what their schema asks for.

use serde_json::Value;

use super::Reader;
use crate::contract::Schema;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// `example` and `examples` of a parameter or media type, each tried on its schema.
    pub(super) fn examples(
        &mut self,
        node: &'d Node,
        schema: &Schema,
        media: Option<&str>,
    ) -> Vec<Value> {
        let mut nodes: Vec<&'d Node> = node.get("example").into_iter().collect();
        if let Some(named) = node.get("examples") {
            for entry in self.map(named, "`examples`") {
                if let Some(example) = self.follow(&entry.value)
                    && let Some(value) = example.get("value")
                {
                    nodes.push(value);
                }
            }
        }
        // What is sent as XML or as a form stands in an example as it is sent.
        if media.is_none_or(|m| m.contains("json")) {
            self.try_examples(&nodes, &schema.json);
        }
        nodes.into_iter().map(Node::json).collect()
    }

    /// Refuses examples that a schema does not allow.
    pub(super) fn try_examples(&mut self, nodes: &[&'d Node], schema: &Value) {
        if nodes.is_empty() {
            return;
        }
        // A schema that cannot be used was refused where it stands.
        let Ok(validator) = jsonschema::draft202012::new(schema) else {
            return;
        };
        for node in nodes {
            let value = node.json();
            for error in validator.iter_errors(&value) {
                let path = error.instance_path().to_string();
                let at = node.descend(&path).unwrap_or(node);
                let member = match path.as_str() {
                    "" => String::new(),
                    path => format!(" at `{path}`"),
                };
                let message =
                    format!("this example is not valid by its own schema{member}: {error}");
                self.refuse(
                    &at.mark,
                    message,
                    "change the example, or the schema it contradicts",
                );
            }
        }
    }
}
