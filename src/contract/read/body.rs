//! Bodies: of requests and of answers.

use super::{Reader, said};
use crate::contract::ignored::is_said_of_members;
use crate::contract::keywords::Part;
use crate::contract::text::{Mark, Node};
use crate::contract::{Body, Media, Response, Schema, SchemaNode, StatusSet};

impl<'d> Reader<'d> {
    /// A request body, or the one it refers to.
    pub(super) fn body(&mut self, node: &'d Node, above: &str) -> Option<Body> {
        let node = self.follow(node)?;
        self.extensions(node, Part::Body);
        self.spelling(
            node,
            "a request body",
            &["description", "content", "required"],
        );
        let source = self.source(node, above);
        let content = self.needed(node, "content", "a request body")?;
        let media = self.media(content, &source);
        if media.is_empty() {
            let message = "a request body without a media type cannot be sent";
            let hint = "add `application/json: {schema: ...}`";
            self.drop(
                &content.mark,
                message,
                hint,
                "requests are sent without a body",
            );
            return None;
        }
        Some(Body {
            required: node
                .get("required")
                .is_some_and(|n| self.flag(n, "`required`")),
            documented: media.iter().map(|m| m.media_type.clone()).collect(),
            ignores: (node.get("description").and_then(Node::text).into_iter())
                .chain(media.iter().map(|m| m.schema.about.as_str()))
                .any(is_said_of_members),
            media,
            at: node.mark.location(),
            source,
        })
    }

    /// A response, or the one it refers to; the caller knows its status.
    pub(super) fn answer(&mut self, node: &'d Node, above: &str) -> Option<Response> {
        let node = self.follow(node)?;
        self.map(node, "a response");
        self.extensions(node, Part::Response);
        self.spelling(
            node,
            "a response",
            &["description", "headers", "content", "links"],
        );
        let source = self.source(node, above);
        let media = match node.get("content") {
            Some(content) => self.media(content, &source),
            None => Vec::new(),
        };
        Some(Response {
            status: StatusSet::Any,
            media,
            headers: self.headers(node, &source),
            links: self.links(node),
            errors: self.errors(node, &source),
            said: self
                .text_of(node, "description")
                .map(said::codes)
                .unwrap_or_default(),
            words: self
                .text_of(node, "description")
                .map(str::to_owned)
                .unwrap_or_default(),
            at: node.mark.location(),
            source,
        })
    }

    pub(super) fn media(&mut self, content: &'d Node, source: &str) -> Vec<Media> {
        let known = [
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "itemEncoding",
            "prefixEncoding",
        ];
        let mut all = Vec::new();
        for entry in self.map(content, "`content`") {
            let node = &entry.value;
            if !entry.key.contains('/') {
                let message = format!("`{}` is no media type", entry.key);
                let hint = "write `application/json` or its like";
                self.drop(&entry.mark, message, hint, "it is passed over");
                continue;
            }
            let Some(node) = self.follow(node) else {
                continue;
            };
            self.map(node, "a media type");
            self.extensions(node, Part::Media);
            self.spelling(node, "a media type", &known);
            let schema = match (node.get("schema"), node.get("itemSchema")) {
                (Some(schema), _) => self.schema(schema, source),
                (None, Some(items)) => list_of(self.schema(items, source)),
                (None, None) => self.any_value(node, source),
            };
            let examples = self.examples(node, &schema, Some(&entry.key));
            all.push(Media {
                media_type: entry.key.to_string(),
                schema,
                examples,
                encodings: self.encodings(node, source),
            });
        }
        all
    }

    /// A status as `responses` and `x-errors` write it.
    pub(super) fn status(&mut self, mark: &Mark, text: &str) -> Option<StatusSet> {
        let status = StatusSet::parse(text);
        if status.is_none() {
            let message = format!("`{text}` is no status");
            let hint = "a status is `'100'` to `'599'`, a class such as `4XX`, or `default`";
            self.drop(mark, message, hint, "it is passed over");
        }
        status
    }
}

/// Lists of what a schema describes (`itemSchema`).
fn list_of(items: Schema) -> Schema {
    let mut list = SchemaNode::clone(&items);
    list = SchemaNode {
        json: serde_json::json!({"type": "array", "items": *items.json}).into(),
        types: vec!["array".to_owned()],
        size: items.size + 1,
        at: list.at,
        source: list.source,
        shared: list.shared,
        ..SchemaNode::default()
    };
    list.items = Some(Box::new(items));
    list.into()
}
