//! XML bodies by schema: a JSON value becomes a tree of elements and attributes and back.
//!
//! A member of an object is an attribute where its schema says `xml: {attribute: true}`, else a
//! child element; a list is repeated elements, inside one more element where it is `wrapped`.
//! Text takes the type that the schema asks for where it can, and stays a string where it cannot,
//! so that a wrong type shows as one.

use serde_json::{Map, Value};

use super::plain;
use super::writing::{Writing, meant, stand, written};
use crate::contract::{Form, Schema};
use crate::xml::{Element, Node};

/// Name of a root element whose schema gives none.
const ROOT: &str = "root";
/// Member that holds text beside attributes or child elements.
const TEXT: &str = "#text";

/// The document of a value.
pub(super) fn element(schema: &Schema, value: &Value, writing: &Writing) -> Element {
    let name = schema.xml.name.as_deref().unwrap_or(ROOT);
    made(name, schema, value, writing)
}

fn made(name: &str, schema: &Schema, value: &Value, writing: &Writing) -> Element {
    let mut element = Element::new(qualified(name, schema));
    element.attributes.extend(declaration(schema));
    match value {
        Value::Object(map) => {
            let mut moved = Vec::new();
            for (member, value) in map {
                let property = schema.property(member).map(|p| &p.schema);
                if member == TEXT {
                    element.children.push(Node::Text(plain(value)));
                    continue;
                }
                let Some(inner) = property else {
                    unknown(&mut element, schema, member, value, writing);
                    continue;
                };
                if inner.xml.text {
                    element
                        .children
                        .push(Node::Text(text(value, inner, writing)));
                    continue;
                }
                let place = stand(member, inner, writing);
                match place.under {
                    // The sibling may come later, so what stands inside it is put there at the end.
                    Some(sibling) => moved.push((sibling.to_owned(), member.as_str(), value)),
                    None => put(&mut element, member, inner, value, writing),
                }
            }
            for (sibling, member, value) in moved {
                let Some(inner) = schema.property(member) else {
                    continue;
                };
                let at = element
                    .children
                    .iter()
                    .position(|n| matches!(n, Node::Element(e) if e.name == sibling));
                match at {
                    Some(at) => {
                        if let Node::Element(e) = &mut element.children[at] {
                            put(e, member, &inner.schema, value, writing);
                        }
                    }
                    None => {
                        let mut e = Element::new(sibling);
                        put(&mut e, member, &inner.schema, value, writing);
                        element.children.push(Node::Element(e));
                    }
                }
            }
        }
        Value::Array(list) => {
            for item in list {
                unknown(&mut element, schema, "item", item, writing);
            }
        }
        Value::Null => {}
        scalar => {
            let text = text(scalar, schema, writing);
            if !text.is_empty() {
                element.children.push(Node::Text(text));
            }
        }
    }
    element
}

/// The declaration of a schema's namespace.
fn declaration(schema: &Schema) -> Option<(String, String)> {
    let uri = schema.xml.namespace.clone()?;
    let attribute = match &schema.xml.prefix {
        Some(prefix) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    Some((attribute, uri))
}

fn put(into: &mut Element, member: &str, schema: &Schema, value: &Value, writing: &Writing) {
    let place = stand(member, schema, writing);
    match value {
        Value::Array(list) => {
            let items = schema.items.as_deref();
            let inner = items
                .and_then(|s| s.xml.name.as_deref())
                .unwrap_or(place.name);
            let nothing = Schema::default();
            let made: Vec<Node> = list
                .iter()
                .map(|v| Node::Element(made(inner, items.unwrap_or(&nothing), v, writing)))
                .collect();
            if schema.xml.wrapped {
                let mut outer = Element::new(qualified(place.name, schema));
                outer.attributes.extend(declaration(schema));
                outer.children = made;
                into.children.push(Node::Element(outer));
            } else {
                into.children.extend(made);
            }
        }
        Value::Object(_) => into
            .children
            .push(Node::Element(made(place.name, schema, value, writing))),
        scalar if place.attribute => {
            let text = text(scalar, schema, writing);
            // A prefix of its own is declared where it stands.
            if let (Some(prefix), Some(uri)) = (&schema.xml.prefix, &schema.xml.namespace) {
                let declared = format!("xmlns:{prefix}");
                if into.attributes.iter().all(|(name, _)| *name != declared) {
                    into.attributes.push((declared, uri.clone()));
                }
            }
            into.attributes.push((qualified(place.name, schema), text));
        }
        scalar => into
            .children
            .push(Node::Element(made(place.name, schema, scalar, writing))),
    }
}

/// A member that the schema does not list: an element, or, beside attributes, another attribute.
fn unknown(into: &mut Element, schema: &Schema, member: &str, value: &Value, writing: &Writing) {
    let nothing = Schema::default();
    let mut listed = schema.properties.iter();
    let elements = listed.len() > 0 && listed.all(|p| !p.schema.xml.attribute);
    match value {
        Value::Object(_) | Value::Array(_) => {
            let child = made(member, &nothing, value, writing);
            into.children.push(Node::Element(child));
        }
        scalar if elements => {
            let child = made(member, &nothing, scalar, writing);
            into.children.push(Node::Element(child));
        }
        scalar => into.attributes.push((member.to_owned(), plain(scalar))),
    }
}

fn qualified(name: &str, schema: &Schema) -> String {
    match &schema.xml.prefix {
        Some(prefix) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

fn text(value: &Value, schema: &Schema, writing: &Writing) -> String {
    match written(value, schema, writing) {
        Some(other) => plain(&other),
        None => plain(value),
    }
}

/// The value of a document. The document is used up: its names and texts become those of the value.
pub(super) fn value(schema: &Schema, mut element: Element, writing: &Writing) -> Value {
    let is_markup = |name: &str| name == "xmlns" || name.starts_with("xmlns:");
    let bare = element.attributes.iter().all(|(name, _)| is_markup(name));
    if scalar(schema) && bare && element.elements().next().is_none() {
        return typed(own_text(&mut element), schema, writing);
    }
    let mut map = Map::with_capacity(element.attributes.len() + element.children.len());
    read_into(&mut map, schema, element, writing);
    // What a way put inside a sibling comes back out.
    for property in &schema.properties {
        if property.schema.ext.ways.is_empty() {
            continue;
        }
        let place = stand(&property.name, &property.schema, writing);
        if let Some(sibling) = place.under
            && let Some(Value::Object(inner)) = map.get_mut(sibling)
            && let Some(value) = inner.shift_remove(place.name)
        {
            let value = revised(value, &property.schema, writing);
            map.insert(property.name.clone(), value);
        }
    }
    Value::Object(map)
}

fn read_into(
    map: &mut Map<String, Value>,
    schema: &Schema,
    mut element: Element,
    writing: &Writing,
) {
    for (name, text) in std::mem::take(&mut element.attributes) {
        if name == "xmlns" || name.starts_with("xmlns:") {
            continue;
        }
        let local = name.rsplit(':').next().unwrap_or(&name);
        match member(schema, local, true, writing) {
            Some((member, inner)) => {
                let name = if *member == name {
                    name
                } else {
                    member.clone()
                };
                map.insert(name, typed(text, inner, writing));
            }
            None => {
                map.insert(name, text.into());
            }
        }
    }
    let text = own_text(&mut element);
    for node in element.children {
        let Node::Element(child) = node else {
            continue;
        };
        let local = child.name.rsplit(':').next().unwrap_or(&child.name);
        let Some((member, inner)) = member(schema, local, false, writing) else {
            // Unknown, or an attribute written as a child: kept as it stands.
            let local = local.to_owned();
            let read = value(&Schema::default(), child, writing);
            gather(map, &local, read);
            continue;
        };
        if inner.types.iter().any(|t| t == "array") || inner.items.is_some() {
            let nothing = Schema::default();
            let items = inner.items.as_deref().unwrap_or(&nothing);
            let list = map
                .entry(member)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                if inner.xml.wrapped {
                    let elements = child.children.into_iter().filter_map(|node| match node {
                        Node::Element(e) => Some(e),
                        Node::Text(_) => None,
                    });
                    list.extend(elements.map(|e| value(items, e, writing)));
                } else {
                    list.push(value(items, child, writing));
                }
            }
        } else {
            gather(map, member, value(inner, child, writing));
        }
    }
    let own = schema.properties.iter().find(|p| p.schema.xml.text);
    match own {
        Some(p) if !text.is_empty() => {
            map.insert(p.name.clone(), typed(text, &p.schema, writing));
        }
        None if !text.trim().is_empty() => {
            map.insert(TEXT.to_owned(), text.into());
        }
        _ => {}
    }
}

/// The text of an element, taken out of it where it stands in one piece.
fn own_text(element: &mut Element) -> String {
    match element.children.as_mut_slice() {
        [Node::Text(text)] => std::mem::take(text),
        _ => element.text(),
    }
}

/// A second element of the same name makes a list of both, so that nothing is lost.
fn gather(map: &mut Map<String, Value>, name: &str, value: Value) {
    match map.get_mut(name) {
        None => {
            map.insert(name.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// The member that an attribute or element stands for.
fn member<'s>(
    schema: &'s Schema,
    name: &str,
    attribute: bool,
    writing: &Writing,
) -> Option<(&'s String, &'s Schema)> {
    let found = schema.properties.iter().find(|p| {
        // Most members are other ones, which a look at their names tells.
        let items = p.schema.items.as_deref();
        let listed = items.and_then(|s| s.xml.name.as_deref()) == Some(name);
        let own = p.schema.xml.name.as_deref().unwrap_or(&p.name) == name;
        let renamed = || {
            let mut forms = p.schema.ext.ways.iter().flat_map(|w| &w.list);
            forms.any(|w| matches!(w.form, Form::Named(_)))
        };
        if !own && !listed && !renamed() {
            return false;
        }
        let place = stand(&p.name, &p.schema, writing);
        let items = p.schema.items.as_deref();
        let listed = items.filter(|_| !p.schema.xml.wrapped);
        let own = listed
            .and_then(|s| s.xml.name.as_deref())
            .unwrap_or(place.name);
        own == name && place.attribute == attribute && place.under.is_none()
    });
    found.map(|p| (&p.name, &p.schema))
}

/// Whether a schema describes text.
fn scalar(schema: &Schema) -> bool {
    schema.properties.is_empty() && !schema.types.iter().any(|t| t == "object" || t == "array")
}

/// The value that a text stands for under a schema.
fn typed(text: String, schema: &Schema, writing: &Writing) -> Value {
    if let Some(value) = meant(&text, schema, writing) {
        return value;
    }
    let wants = |kind: &str| schema.types.iter().any(|t| t == kind);
    if wants("integer") || wants("number") {
        if let Ok(number) = text.parse::<i64>()
            && number.to_string() == text
        {
            return number.into();
        }
        if wants("number")
            && let Some(number) = text.parse().ok().and_then(serde_json::Number::from_f64)
        {
            return Value::Number(number);
        }
    }
    match text.as_str() {
        "true" | "false" if wants("boolean") => (text == "true").into(),
        _ => text.into(),
    }
}

/// A value read without its schema, read again with it.
fn revised(value: Value, schema: &Schema, writing: &Writing) -> Value {
    match value {
        Value::String(text) if scalar(schema) => typed(text, schema, writing),
        Value::Object(map) => {
            let revised = map
                .into_iter()
                .map(|(name, value)| match schema.property(&name) {
                    Some(p) => (name, revised(value, &p.schema, writing)),
                    None => (name, value),
                });
            Value::Object(revised.collect())
        }
        other => other,
    }
}
