//! Answers and security schemes of Swagger 2.0.

use std::sync::Arc;

use super::{map, member, parameter, renamed, scalar, schema};
use crate::contract::text::{Data, Entry, Mark, Node};

/// Media types of requests and of answers, where an operation says nothing.
pub(super) struct Types {
    /// `consumes`.
    pub(super) consumed: Vec<(Arc<str>, Mark)>,
    /// `produces`.
    pub(super) produced: Vec<(Arc<str>, Mark)>,
}

/// One entry a media type, each with the schema and its example.
pub(super) fn content(
    mark: &Mark,
    types: &[(Arc<str>, Mark)],
    default: &str,
    schema: Option<Node>,
    examples: Option<&Node>,
) -> Node {
    let one = [(Arc::from(default), mark.clone())];
    let types = if types.is_empty() { &one } else { types };
    let mut entries: Vec<Entry> = Vec::new();
    for (name, mark) in types {
        if entries.iter().any(|e| e.key == *name) {
            continue;
        }
        let mut said = Vec::new();
        if let Some(schema) = &schema {
            said.push(member("schema", &schema.mark, schema.clone()));
        }
        if let Some(entry) = examples.and_then(|e| e.entry(name)) {
            said.push(renamed("example", entry, entry.value.clone()));
        }
        entries.push(member(name, mark, map(mark, said)));
    }
    map(mark, entries)
}

/// An answer.
pub(super) fn response(node: &Node, produced: &[(Arc<str>, Mark)]) -> Node {
    if !matches!(node.data, Data::Map(_)) || node.get("$ref").is_some() {
        return node.clone();
    }
    let mut entries = Vec::new();
    for entry in node.entries() {
        match &*entry.key {
            "schema" => {
                let schema = Some(schema::one(&entry.value));
                let examples = node.get("examples");
                let types = types(&entry.value, produced, examples);
                let all = content(&entry.mark, &types, "application/json", schema, examples);
                entries.push(renamed("content", entry, all));
            }
            "headers" => entries.push(parameter::headers(entry)),
            "examples" => {}
            _ => entries.push(entry.clone()),
        }
    }
    map(&node.mark, entries)
}

/// The media types of an answer: an example names its own, and what has members is no file, whatever the
/// operation is said to produce.
fn types(
    schema: &Node,
    produced: &[(Arc<str>, Mark)],
    examples: Option<&Node>,
) -> Vec<(Arc<str>, Mark)> {
    let named = examples.map(Node::entries).unwrap_or_default();
    let named = named.iter().filter(|e| e.key.contains('/'));
    let mut types: Vec<_> = named
        .map(|e| (e.key.clone(), e.value.mark.clone()))
        .collect();
    let shape = schema.get("type").and_then(Node::text);
    let has_members = match shape {
        Some(shape) => shape == "object",
        None => schema.get("$ref").is_some() || schema.get("properties").is_some(),
    };
    let all_files = !produced.is_empty() && produced.iter().all(|(name, _)| is_file(name));
    if types.is_empty() && all_files && has_members {
        types.push((Arc::from("application/json"), schema.mark.clone()));
    }
    types.extend(produced.iter().cloned());
    types
}

/// Whether a media type is that of a file which nobody reads as members.
fn is_file(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    let ends = ["octet-stream", "tar", "zip", "gzip", "pdf"];
    let main = ["image/", "audio/", "video/", "font/"];
    ends.iter().any(|end| media.ends_with(end)) || main.iter().any(|m| media.starts_with(m))
}

/// A security scheme.
pub(super) fn scheme(node: &Node) -> Node {
    let kind = node.get("type").and_then(Node::text);
    let mut entries: Vec<Entry> = Vec::new();
    for entry in node.entries() {
        let mark = &entry.value.mark;
        match (&*entry.key, kind) {
            ("type", Some("basic")) => {
                entries.push(renamed("type", entry, scalar(mark, "http")));
                entries.push(renamed("scheme", entry, scalar(mark, "basic")));
            }
            ("flow", Some("oauth2")) => {
                let name = match entry.value.text() {
                    Some("application") => "clientCredentials",
                    Some("accessCode") => "authorizationCode",
                    Some(other) => other,
                    None => "implicit",
                };
                let said = node
                    .entries()
                    .iter()
                    .filter(|e| matches!(&*e.key, "authorizationUrl" | "tokenUrl" | "scopes"));
                let flow = member(name, mark, map(mark, said.cloned().collect()));
                entries.push(renamed("flows", entry, map(mark, vec![flow])));
            }
            ("authorizationUrl" | "tokenUrl" | "scopes", _) => {}
            _ => entries.push(entry.clone()),
        }
    }
    match &node.data {
        Data::Map(_) => map(&node.mark, entries),
        _ => node.clone(),
    }
}
