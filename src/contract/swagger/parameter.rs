//! Parameters of Swagger 2.0: bodies and forms among them become request bodies.

use std::sync::Arc;

use super::{each, list, map, member, message, renamed, scalar, schema};
use crate::contract::text::{Data, Entry, Mark, Node};

/// What stays at a parameter; all else is said of its values.
const OWN: &[&str] = &["name", "in", "description", "required", "allowEmptyValue"];
const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data";

/// `parameters` of the document, without bodies and forms, which stand where they are used.
pub(super) fn named(node: &Node) -> Node {
    let Data::Map(entries) = &node.data else {
        return node.clone();
    };
    let stay = entries.iter().filter(|e| !is_body(&e.value));
    let stay = map(&node.mark, stay.cloned().collect());
    each(&stay, one)
}

/// The parameters of a list that are no body and no form.
pub(super) fn plain(root: &Node, items: &[Node]) -> Vec<Node> {
    let stay = items.iter().filter(|n| !is_body(target(root, n)));
    stay.map(one).collect()
}

/// What a reference among parameters leads to.
fn target<'n>(root: &'n Node, node: &'n Node) -> &'n Node {
    let pointer = node.get("$ref").and_then(Node::text);
    let pointer = pointer.and_then(|t| t.strip_prefix('#'));
    pointer.and_then(|p| root.descend(p)).unwrap_or(node)
}

fn place(node: &Node) -> &str {
    node.get("in").and_then(Node::text).unwrap_or_default()
}

fn is_body(node: &Node) -> bool {
    matches!(place(node), "body" | "formData")
}

/// A parameter with its schema in one place.
fn one(node: &Node) -> Node {
    let Data::Map(entries) = &node.data else {
        return node.clone();
    };
    if node.get("$ref").is_some() {
        return node.clone();
    }
    let mut turned: Vec<Entry> = Vec::new();
    for entry in entries {
        if OWN.contains(&&*entry.key) || entry.key.starts_with("x-") {
            turned.push(entry.clone());
        }
    }
    turned.extend(style(node));
    turned.push(member("schema", &node.mark, values(node)));
    map(&node.mark, turned)
}

/// What a parameter or header says of its values, as a schema.
pub(super) fn values(node: &Node) -> Node {
    let said = node.entries().iter().filter(|e| {
        let key = &*e.key;
        !OWN.contains(&key) && !key.starts_with("x-") && key != "collectionFormat"
    });
    schema::one(&map(&node.mark, said.cloned().collect()))
}

/// How a list is written.
fn style(node: &Node) -> Vec<Entry> {
    style_in(node, place(node) == "query")
}

fn style_in(node: &Node, query: bool) -> Vec<Entry> {
    let is_list = node.get("type").and_then(Node::text) == Some("array");
    if !is_list {
        return Vec::new();
    }
    let written = node.get("collectionFormat").and_then(Node::text);
    let mark = &node.mark;
    let style = match written {
        Some("ssv") if query => Some("spaceDelimited"),
        Some("pipes") if query => Some("pipeDelimited"),
        Some("tsv") if query => Some(crate::contract::TABS),
        _ => None,
    };
    let mut said = Vec::new();
    if let Some(style) = style {
        said.push(member("style", mark, scalar(mark, style)));
    }
    let explode = written == Some("multi");
    said.push(member("explode", mark, scalar(mark, explode)));
    said
}

/// The request body that parameters describe.
pub(super) fn body(root: &Node, all: &[&Node], consumed: &[(Arc<str>, Mark)]) -> Option<Node> {
    let all: Vec<&Node> = all.iter().map(|n| target(root, n)).collect();
    // What the operation says comes last, and counts.
    if let Some(node) = all.iter().rev().find(|n| place(n) == "body") {
        let schema = node.get("schema").map(schema::one);
        let content = message::content(&node.mark, consumed, "application/json", schema, None);
        let mut entries = vec![member("content", &node.mark, content)];
        for entry in node.entries() {
            if matches!(&*entry.key, "description" | "required") || entry.key.starts_with("x-") {
                entries.push(entry.clone());
            }
        }
        return Some(map(&node.mark, entries));
    }
    let fields: Vec<&Node> = all.into_iter().filter(|n| place(n) == "formData").collect();
    let first = fields.first()?;
    let mark = &first.mark;
    let is = |node: &Node, key: &str, word: &str| node.get(key).and_then(Node::text) == Some(word);
    let files = fields.iter().any(|f| is(f, "type", "file"));
    let mut forms: Vec<(Arc<str>, Mark)> = consumed.to_vec();
    forms.retain(|(t, _)| t.starts_with(PARTS) || t.starts_with(FORM) && !files);
    let mut properties: Vec<Entry> = Vec::new();
    let mut required = Vec::new();
    for field in &fields {
        let Some(name) = field.get("name").and_then(Node::text) else {
            continue;
        };
        let must = field.get("required").map(Node::json) == Some(true.into());
        if must {
            required.push(scalar(&field.mark, name));
        }
        properties.retain(|p| &*p.key != name);
        properties.push(member(name, &field.mark, values(field)));
    }
    let must = !required.is_empty();
    let mut said = vec![
        member("type", mark, scalar(mark, "object")),
        member("properties", mark, map(mark, properties)),
    ];
    if must {
        said.push(member("required", mark, list(mark, required)));
    }
    let default = if files { PARTS } else { FORM };
    let content = message::content(mark, &forms, default, Some(map(mark, said)), None);
    // Lists of a form are written as those of a query.
    let lists = fields.iter().filter_map(|field| {
        let name = field.get("name").and_then(Node::text)?;
        let said = style_in(field, true);
        (!said.is_empty()).then(|| member(name, &field.mark, map(&field.mark, said)))
    });
    let lists: Vec<Entry> = lists.collect();
    let content = match lists.is_empty() {
        true => content,
        false => each(&content, |node| {
            let mut said = node.entries().to_vec();
            said.push(member("encoding", mark, map(mark, lists.clone())));
            map(&node.mark, said)
        }),
    };
    let entries = vec![
        member("content", mark, content),
        member("required", mark, scalar(mark, must)),
    ];
    Some(map(mark, entries))
}

/// The headers of an answer.
pub(super) fn headers(entry: &Entry) -> Entry {
    let all = each(&entry.value, |node| {
        let mut said: Vec<Entry> = node
            .entries()
            .iter()
            .filter(|e| &*e.key == "description" || e.key.starts_with("x-"))
            .cloned()
            .collect();
        said.push(member("schema", &node.mark, values(node)));
        map(&node.mark, said)
    });
    renamed("headers", entry, all)
}
