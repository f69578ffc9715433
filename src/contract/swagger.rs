//! Swagger 2.0, turned into OpenAPI 3.0 before it is read: every part keeps its place in the text.

mod message;
mod parameter;
mod schema;

use std::sync::Arc;

use serde_json::Value;

use super::text::{Data, Entry, Mark, Node};
use message::Types;

/// Words that paths have beside methods.
const NO_METHOD: &[&str] = &["parameters", "$ref", "summary", "description", "servers"];

/// The document as OpenAPI 3.0 writes it; any other document as it is.
pub(super) fn convert(root: Node) -> Node {
    let Some(version) = root.entry("swagger").cloned() else {
        return root;
    };
    if root.get("openapi").is_some() {
        return root;
    }
    let types = Types {
        consumed: types(&root, "consumes"),
        produced: types(&root, "produces"),
    };
    let mut entries = vec![member(
        "openapi",
        &version.mark,
        scalar(&version.mark, "3.0.3"),
    )];
    let mut components = Vec::new();
    for entry in root.entries() {
        let value = &entry.value;
        match &*entry.key {
            "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
            "definitions" => components.push(renamed("schemas", entry, schema::all(value))),
            "parameters" => {
                let all = parameter::named(value);
                components.push(renamed("parameters", entry, all));
            }
            "responses" => {
                let all = each(value, |node| message::response(node, &types.produced));
                components.push(renamed("responses", entry, all));
            }
            "securityDefinitions" => {
                let all = each(value, message::scheme);
                components.push(renamed("securitySchemes", entry, all));
            }
            "paths" => {
                let all = each(value, |item| path_item(&root, item, &types));
                entries.push(renamed("paths", entry, all));
            }
            _ => entries.push(entry.clone()),
        }
    }
    if let Some(url) = url(&root) {
        let mark = root.entry("basePath").map_or(&root.mark, |e| &e.mark);
        let server = map(mark, vec![member("url", mark, scalar(mark, url.as_str()))]);
        entries.push(member("servers", mark, list(mark, vec![server])));
    }
    if !components.is_empty() {
        let mark = root.mark.clone();
        let all = map(&mark, components);
        entries.push(member("components", &mark, all));
    }
    schema::referring(map(&root.mark, entries))
}

fn url(root: &Node) -> Option<String> {
    let text = |key: &str| root.get(key).and_then(Node::text);
    let base = text("basePath").unwrap_or_default();
    match text("host") {
        None if base.is_empty() => None,
        None => Some(base.to_owned()),
        Some(host) => {
            let schemes = root.get("schemes").map_or(&[][..], Node::items);
            let scheme = schemes.first().and_then(Node::text).unwrap_or("https");
            Some(format!("{scheme}://{host}{base}"))
        }
    }
}

/// Media types that `consumes` or `produces` list.
fn types(node: &Node, key: &str) -> Vec<(Arc<str>, Mark)> {
    let items = node.get(key).map_or(&[][..], Node::items).iter();
    let named = items.filter_map(|n| Some((n.text()?.into(), n.mark.clone())));
    named.collect()
}

fn path_item(root: &Node, item: &Node, types: &Types) -> Node {
    if !matches!(item.data, Data::Map(_)) {
        return item.clone();
    }
    // A body that the path declares belongs to each of its operations.
    let shared = item.get("parameters").map_or(&[][..], Node::items);
    let mut entries = Vec::new();
    for entry in item.entries() {
        let key = &*entry.key;
        if key == "parameters" {
            let all = parameter::plain(root, entry.value.items());
            entries.push(renamed(key, entry, list(&entry.value.mark, all)));
        } else if key.starts_with("x-") || NO_METHOD.contains(&key) {
            entries.push(entry.clone());
        } else {
            let operation = operation(root, &entry.value, shared, types);
            entries.push(renamed(key, entry, operation));
        }
    }
    map(&item.mark, entries)
}

fn operation(root: &Node, node: &Node, shared: &[Node], types: &Types) -> Node {
    if !matches!(node.data, Data::Map(_)) {
        return node.clone();
    }
    let own = |key: &str, above: &[(Arc<str>, Mark)]| match node.get(key) {
        Some(_) => self::types(node, key),
        None => above.to_vec(),
    };
    let consumed = own("consumes", &types.consumed);
    let produced = own("produces", &types.produced);
    let parameters = node.get("parameters").map_or(&[][..], Node::items);
    let mut entries = Vec::new();
    for entry in node.entries() {
        match &*entry.key {
            "consumes" | "produces" | "schemes" => {}
            "parameters" => {
                let all = parameter::plain(root, parameters);
                entries.push(renamed("parameters", entry, list(&entry.value.mark, all)));
            }
            "responses" => {
                let all = each(&entry.value, |node| message::response(node, &produced));
                entries.push(renamed("responses", entry, all));
            }
            _ => entries.push(entry.clone()),
        }
    }
    let all: Vec<&Node> = shared.iter().chain(parameters).collect();
    if let Some(body) = parameter::body(root, &all, &consumed) {
        entries.push(member("requestBody", &body.mark.clone(), body));
    }
    map(&node.mark, entries)
}

/// The members of a map, each turned into something else; extensions stay.
fn each(node: &Node, mut turn: impl FnMut(&Node) -> Node) -> Node {
    let entries = node.entries().iter();
    let turned = entries.map(|e| match e.key.starts_with("x-") {
        true => e.clone(),
        false => renamed(&e.key, e, turn(&e.value)),
    });
    match &node.data {
        Data::Map(_) => map(&node.mark, turned.collect()),
        _ => node.clone(),
    }
}

fn renamed(key: &str, entry: &Entry, value: Node) -> Entry {
    member(key, &entry.mark, value)
}

fn member(key: &str, mark: &Mark, value: Node) -> Entry {
    Entry {
        key: key.into(),
        mark: mark.clone(),
        value,
    }
}

fn map(mark: &Mark, entries: Vec<Entry>) -> Node {
    Node {
        data: Data::Map(entries),
        mark: mark.clone(),
    }
}

fn list(mark: &Mark, items: Vec<Node>) -> Node {
    Node {
        data: Data::List(items),
        mark: mark.clone(),
    }
}

fn scalar(mark: &Mark, value: impl Into<Value>) -> Node {
    Node {
        data: Data::Scalar(value.into()),
        mark: mark.clone(),
    }
}
