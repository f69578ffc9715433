//! The same values in the other form, and parts that no page shows.

use crate::xml::{Element, Node, Style, write};

/// Makes a child element of every attribute.
pub(super) fn unfold_all(element: &mut Element) {
    for node in &mut element.children {
        if let Node::Element(inner) = node {
            unfold_all(inner);
        }
    }
    let attributes = std::mem::take(&mut element.attributes);
    let (kept, moved): (Vec<_>, Vec<_>) = attributes.into_iter().partition(|(n, _)| is_space(n));
    element.attributes = kept;
    for (at, (name, value)) in moved.into_iter().enumerate() {
        let mut child = Element::new(name);
        if !value.is_empty() {
            child.children.push(Node::Text(value));
        }
        element.children.insert(at, Node::Element(child));
    }
}

/// Makes an attribute of every child element that holds nothing but text and stands once.
pub(super) fn fold_all(element: &mut Element) {
    let names: Vec<String> = element.elements().map(|e| e.name.clone()).collect();
    let once = |name: &str| names.iter().filter(|n| *n == name).count() == 1;
    for node in std::mem::take(&mut element.children) {
        match node {
            Node::Element(inner) if is_text(&inner) && once(&inner.name) => {
                element.attributes.push((inner.name.clone(), inner.text()));
            }
            Node::Element(mut inner) => {
                fold_all(&mut inner);
                element.children.push(Node::Element(inner));
            }
            text => element.children.push(text),
        }
    }
}

fn is_text(element: &Element) -> bool {
    element.attributes.is_empty()
        && element.elements().next().is_none()
        && !element.text().trim().is_empty()
        && !element.name.contains(':')
}

fn is_space(name: &str) -> bool {
    name == "xmlns" || name.contains(':')
}

/// The document with one more child of its root.
pub(super) fn with_child(element: &Element, name: &str, full: bool) -> Vec<u8> {
    let mut element = element.clone();
    let mut child = Element::new(name);
    if full {
        child.attributes.push(("more".into(), "text".into()));
        child.children.push(Node::Text("text".to_owned()));
    }
    element.children.push(Node::Element(child));
    write(&element, &Style::default())
}
