//! The strict XML reader against two others, on any bytes.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::lenient::{LENIENT, Lenient};
use crate::xml::{Element, Kind, Limits, Node, read};

/// Lets all three read the bytes, and compares what they tell.
///
/// What this reader takes the others must take, as the same elements; what it calls ill-formed
/// roxmltree must not take, but for the shapes that `LENIENT` lists. quick-xml is asked for the
/// first alone: it cuts documents into tokens and leaves most rules to its caller.
///
/// # Panics
/// When they differ and no reason for it is known.
pub fn xml_reader_peers(bytes: &[u8]) {
    if let Some(text) = comparable(bytes) {
        // roxmltree takes an attribute of that name for a declaration of the default namespace, whatever
        // its prefix, and knows no rule against a declaration of that prefix (Namespaces 3).
        compare(&text.replace(":xmlns", ":x-l"), LENIENT);
    }
}

/// Compares a text, and where roxmltree is lenient the text without that mistake, again and again:
/// one known difference is to hide no other.
pub(super) fn compare(text: &str, lenient: &[Lenient]) {
    let mut text = Cow::Borrowed(text);
    loop {
        let error = match read(text.as_bytes(), &Limits::default()) {
            Ok(root) => return same(&text, &root),
            Err(error) if error.kind == Kind::Refused => return,
            Err(error) => error,
        };
        let known = lenient.iter().find(|(rule, ..)| *rule == error.rule);
        let Some(other) = known.and_then(|(.., instead)| instead(&text, error.offset)) else {
            let taken = roxmltree::Document::parse(&text).is_ok();
            assert!(!taken, "roxmltree takes it: {error}: {text:?}");
            return;
        };
        text = Cow::Owned(other);
    }
}

/// Holds the others to what this reader made of a text.
fn same(text: &str, root: &Element) {
    let names = own_names(root);
    assert_eq!(
        quick_names(text).as_ref(),
        Ok(&names),
        "quick-xml: {text:?}"
    );
    let tree = roxmltree::Document::parse(text);
    // It knows the prefix that needs no declaration in attributes only, against Namespaces 3.
    let builtin = names.iter().any(|name| name.starts_with("xml:"));
    match tree {
        Err(roxmltree::Error::UnknownNamespace(prefix, _)) if builtin && prefix == "xml" => {}
        Err(error) => panic!("roxmltree: {error}: {text:?}"),
        // It keeps a carriage return that stands before a reference, against section 2.11.
        Ok(_) if text.contains('\r') => {}
        Ok(tree) => {
            let theirs = theirs(tree.root_element()).canonical();
            assert_eq!(theirs, local(root).canonical(), "{text:?}");
        }
    }
}

/// The text that every reader sees in these bytes: both others take UTF-8 only, and by no label.
fn comparable(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let labelled = text.contains("encoding") && !text.is_ascii();
    (!labelled && !text.contains('\0')).then_some(text)
}

/// The names of all elements in document order, as quick-xml tells them.
fn quick_names(text: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => {
                names.push(tag.name().as_ref().to_owned());
            }
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

fn own_names(root: &Element) -> Vec<String> {
    let mut names = vec![root.name.clone()];
    names.extend(root.elements().flat_map(own_names));
    names
}

/// What roxmltree makes of an element: local names, and no declarations of namespaces.
fn theirs(node: roxmltree::Node<'_, '_>) -> Element {
    let mut element = Element::new(node.tag_name().name());
    let attributes = node.attributes();
    element.attributes = attributes
        .map(|a| (a.name().to_owned(), a.value().to_owned()))
        .collect();
    for child in node.children() {
        if child.is_element() {
            element.children.push(Node::Element(theirs(child)));
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            element.children.push(Node::Text(text.to_owned()));
        }
    }
    element
}

/// The same of an element of this reader.
fn local(element: &Element) -> Element {
    let last = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let declares = |name: &str| name == "xmlns" || name.starts_with("xmlns:");
    let attributes = element.attributes.iter().filter(|(n, _)| !declares(n));
    let children = element.children.iter().map(|child| match child {
        Node::Element(inner) => Node::Element(local(inner)),
        Node::Text(text) => Node::Text(text.clone()),
    });
    Element {
        name: last(&element.name),
        attributes: attributes.map(|(n, v)| (last(n), v.clone())).collect(),
        children: children.collect(),
    }
}
