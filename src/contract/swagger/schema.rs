//! Schemas of Swagger 2.0, and where references lead.

use serde_json::Value;

use super::{each, map, member, renamed, scalar};
use crate::contract::text::{Data, Entry, Node};

/// Where parts of the document have gone.
const MOVED: &[(&str, &str)] = &[
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
];

/// Every schema of `definitions`.
pub(super) fn all(node: &Node) -> Node {
    each(node, one)
}

/// A schema: files are bytes, `x-nullable` is heard, a discriminator is a map.
pub(super) fn one(node: &Node) -> Node {
    let Data::Map(entries) = &node.data else {
        return node.clone();
    };
    let mut turned: Vec<Entry> = Vec::new();
    for entry in entries {
        let value = &entry.value;
        match (&*entry.key, value.text()) {
            ("type", Some("file")) => {
                turned.push(renamed("type", entry, scalar(&value.mark, "string")));
                turned.push(renamed("format", entry, scalar(&value.mark, "binary")));
            }
            ("discriminator", Some(_)) => {
                let named = member("propertyName", &entry.mark, value.clone());
                turned.push(renamed(
                    "discriminator",
                    entry,
                    map(&value.mark, vec![named]),
                ));
            }
            ("x-nullable", _) => turned.push(renamed("nullable", entry, value.clone())),
            ("properties", _) => turned.push(renamed("properties", entry, each(value, one))),
            ("items" | "additionalProperties" | "not", _) => {
                turned.push(renamed(&entry.key, entry, one(value)));
            }
            ("allOf" | "anyOf" | "oneOf", _) => {
                let items = value.items().iter().map(one).collect();
                let data = match &value.data {
                    Data::List(_) => Data::List(items),
                    other => other.clone(),
                };
                let mark = value.mark.clone();
                turned.push(renamed(&entry.key, entry, Node { data, mark }));
            }
            _ => turned.push(entry.clone()),
        }
    }
    map(&node.mark, turned)
}

/// The tree with its references leading to where things have gone.
pub(super) fn referring(mut node: Node) -> Node {
    refer(&mut node);
    node
}

fn refer(node: &mut Node) {
    match &mut node.data {
        Data::Scalar(_) => {}
        Data::List(items) => items.iter_mut().for_each(refer),
        Data::Map(entries) => {
            for entry in entries {
                if let ("$ref", Data::Scalar(Value::String(text))) =
                    (&*entry.key, &mut entry.value.data)
                {
                    let moved = MOVED.iter().find_map(|(old, new)| {
                        let rest = text.strip_prefix(old)?;
                        Some(format!("{new}{rest}"))
                    });
                    if let Some(moved) = moved {
                        *text = moved;
                    }
                } else {
                    refer(&mut entry.value);
                }
            }
        }
    }
}
