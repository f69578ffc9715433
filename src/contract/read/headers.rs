//! Headers and links of answers.

use std::collections::HashSet;

use super::Reader;
use super::naming::id;
use crate::contract::diagnostic::Weight;
use crate::contract::text::Node;
use crate::contract::{Header, Link};

/// Keywords of a header.
const KNOWN: &[&str] = &[
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "schema",
    "example",
    "examples",
    "content",
];

impl<'d> Reader<'d> {
    /// `headers` of a response.
    pub(super) fn headers(&mut self, response: &'d Node, above: &str) -> Vec<Header> {
        let Some(headers) = response.get("headers") else {
            return Vec::new();
        };
        let mut all: Vec<Header> = Vec::new();
        for entry in self.map(headers, "`headers`") {
            // OpenAPI says so: this one is described by `content`.
            if entry.key.eq_ignore_ascii_case("content-type") || entry.key.starts_with("x-source") {
                continue;
            }
            let same = |h: &Header| h.name.eq_ignore_ascii_case(&entry.key);
            if !all.iter().any(same)
                && let Some(header) = self.header(&entry.key, &entry.value, above)
            {
                all.push(header);
            }
        }
        all
    }

    fn header(&mut self, name: &str, node: &'d Node, above: &str) -> Option<Header> {
        let node = self.follow(node)?;
        self.map(node, "a header");
        self.spelling(node, "a header", KNOWN);
        let source = self.source(node, above);
        let content = node.get("content").and_then(|c| c.entries().first());
        let inner = node
            .get("schema")
            .or_else(|| content.and_then(|entry| entry.value.get("schema")));
        let schema = match inner {
            Some(schema) => self.schema(schema, &source),
            None => self.any_value(node, &source),
        };
        let flag = |reader: &mut Self, key: &str| {
            node.get(key)
                .is_some_and(|n| reader.flag(n, &format!("`{key}`")))
        };
        Some(Header {
            name: name.to_owned(),
            required: flag(self, "required"),
            schema,
            is_json: content.is_some_and(|entry| entry.key.contains("json")),
            explode: flag(self, "explode"),
            at: node.mark.location(),
            source,
        })
    }

    /// `links` of a response.
    pub(super) fn links(&mut self, response: &'d Node) -> Vec<Link> {
        let Some(links) = response.get("links") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in self.map(links, "`links`") {
            if entry.key.starts_with("x-") {
                continue;
            }
            let Some(node) = self.follow(&entry.value) else {
                continue;
            };
            self.map(node, "a link");
            let Some(operation) = self.linked(node) else {
                let message = format!("the link `{}` leads to no operation", entry.key);
                let hint = "write the `operationId` of an operation of this document";
                let cost = "it is not followed";
                self.remark(Weight::Warning, &entry.mark, message, hint, cost);
                continue;
            };
            let parameters = node.get("parameters").map_or(&[][..], Node::entries);
            all.push(Link {
                name: entry.key.to_string(),
                operation,
                parameters: parameters
                    .iter()
                    .map(|p| (p.key.to_string(), p.value.json()))
                    .collect(),
                body: node.get("requestBody").map(Node::json),
                at: node.mark.location(),
            });
        }
        all
    }

    /// Every `operationId` below `paths`.
    pub(super) fn ids_of(&mut self, root: &'d Node) -> HashSet<String> {
        let mut ids = HashSet::new();
        for path in root.get("paths").map_or(&[][..], Node::entries) {
            let item = self.follow(&path.value).map_or(&[][..], Node::entries);
            let named = item
                .iter()
                .filter_map(|m| m.value.get("operationId")?.text());
            ids.extend(named.map(str::to_owned));
        }
        ids
    }

    /// The id of the operation that a link leads to.
    fn linked(&self, link: &'d Node) -> Option<String> {
        if let Some(wanted) = link.get("operationId").and_then(Node::text) {
            let known = self.operation_ids.contains(wanted);
            return known.then(|| id(wanted));
        }
        let reference = link.get("operationRef")?.text()?;
        let node = self.docs.find(&link.mark.source, reference).ok()?;
        let named = node.get("operationId").and_then(Node::text);
        named.map(id).or_else(|| Some(reference.to_owned()))
    }
}
