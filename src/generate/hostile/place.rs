//! Where an entity stands in a document: at the end of a name, so that what becomes of the entity
//! decides what becomes of the request.

use serde_json::Value;

use crate::contract::Schema;
use crate::generate::Maker;
use crate::xml::{Element, Node};

/// Stands where a reference to the entity will stand.
pub(super) const MARK: &str = "clausalentityclausal";

/// The document with the second half of a name in an entity, and the entity's declaration.
pub(super) fn halved(maker: &Maker<'_, '_, '_>, element: &Element) -> (Element, String) {
    let mut element = element.clone();
    let mut half = "text".to_owned();
    let mut halve = |value: &str| {
        let middle = value.char_indices().nth(value.chars().count() / 2);
        let (head, tail) = value.split_at(middle.map_or(0, |(at, _)| at));
        half = tail.to_owned();
        format!("{head}{MARK}")
    };
    let found = names(maker)
        .iter()
        .any(|known| put(&mut element, known, true, &mut halve));
    if !found {
        anywhere_else(&mut element);
    }
    // Nothing in it may end the literal.
    let literal = |c: char| match c.is_alphanumeric() {
        true => c.to_string(),
        false => format!("&#{};", u32::from(c)),
    };
    let literal: String = half.chars().map(literal).collect();
    (element, format!("<!ENTITY clausal \"{literal}\">"))
}

/// The document with the entity at the end of a name, be it a text or an attribute.
pub(super) fn anywhere(maker: &Maker<'_, '_, '_>, element: &Element) -> Element {
    let mut element = element.clone();
    let append = &mut |value: &str| format!("{value}{MARK}");
    let names = names(maker);
    if !names.iter().any(|n| put(&mut element, n, true, append)) {
        anywhere_else(&mut element);
    }
    element
}

/// The document with the entity at the end of a name in its content, the only place for an external
/// one (section 4.4.4); an attribute becomes a child element for that.
pub(super) fn in_content(maker: &Maker<'_, '_, '_>, element: &Element) -> Element {
    let mut element = element.clone();
    let append = &mut |value: &str| format!("{value}{MARK}");
    let names = names(maker);
    let found = names.iter().any(|n| put(&mut element, n, false, append))
        || names.iter().any(|n| unfold(&mut element, n));
    if !found {
        anywhere_else(&mut element);
    }
    element
}

/// Texts that decide whether a request is taken, the surest first: what must exist on the target,
/// then what stands in a list.
fn names(maker: &Maker<'_, '_, '_>) -> [Vec<String>; 2] {
    let mut listed = Vec::new();
    let body = maker.kit.operation.body.as_ref();
    if let Some(media) = body.and_then(|b| b.media.first()) {
        list(&media.schema, &mut listed);
    }
    let fixtures = maker.kit.fixtures.values().filter_map(Value::as_str);
    let fixtures = fixtures.map(str::to_owned);
    let surest = fixtures.filter(|f| !f.is_empty() && !listed.contains(f));
    [surest.collect(), listed]
}

fn list(schema: &Schema, listed: &mut Vec<String>) {
    let texts = schema.enumeration.iter().filter_map(Value::as_str);
    listed.extend(texts.filter(|t| t.len() > 1).map(str::to_owned));
    for property in &schema.properties {
        list(&property.schema, listed);
    }
    if let Some(items) = &schema.items {
        list(items, listed);
    }
}

/// Changes the first text, or attribute where these may be changed, that is one of the names.
fn put(
    element: &mut Element,
    names: &[String],
    attributes: bool,
    change: &mut impl FnMut(&str) -> String,
) -> bool {
    if attributes
        && let Some((_, value)) = element
            .attributes
            .iter_mut()
            .find(|(_, v)| names.contains(v))
    {
        *value = change(value);
        return true;
    }
    element.children.iter_mut().any(|node| match node {
        Node::Text(text) if names.contains(text) => {
            *text = change(text);
            true
        }
        Node::Text(_) => false,
        Node::Element(inner) => put(inner, names, attributes, change),
    })
}

/// Makes a child element of the first attribute that is one of the names, the entity at its end.
fn unfold(element: &mut Element, names: &[String]) -> bool {
    if let Some(at) = element
        .attributes
        .iter()
        .position(|(_, v)| names.contains(v))
    {
        let (name, value) = element.attributes.remove(at);
        let mut child = Element::new(name);
        child.children.push(Node::Text(format!("{value}{MARK}")));
        element.children.insert(0, Node::Element(child));
        return true;
    }
    element.children.iter_mut().any(|node| match node {
        Node::Element(inner) => unfold(inner, names),
        Node::Text(_) => false,
    })
}

/// Puts the entity where text may stand, in a document that holds no name.
fn anywhere_else(element: &mut Element) {
    if !replace_text(element, MARK) {
        element.children.push(Node::Text(MARK.to_owned()));
    }
}

/// Puts a text in the place of the last one; where nothing checks the value comes first.
fn replace_text(element: &mut Element, mark: &str) -> bool {
    for node in element.children.iter_mut().rev() {
        match node {
            Node::Text(text) if !text.trim().is_empty() => {
                *text = mark.to_owned();
                return true;
            }
            Node::Element(inner) => {
                if replace_text(inner, mark) {
                    return true;
                }
            }
            Node::Text(_) => {}
        }
    }
    false
}
