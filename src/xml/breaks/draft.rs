//! The document that is broken, with the places of everything in it.

use std::ops::Range;

use crate::xml::element::{Element, Node};
use crate::xml::write::{escape_text, escape_value};

/// A document in the default style and where its parts stand, in bytes.
pub(in crate::xml) struct Draft {
    pub text: String,
    /// Where the XML declaration ends.
    pub declared: usize,
    /// Start tags and empty-element tags, the root's first.
    pub tags: Vec<Tag>,
    /// End tags, each with the number of its start tag.
    pub ends: Vec<(usize, Range<usize>)>,
    /// Places between the tags of the root where character data may stand.
    pub content: Vec<usize>,
}

/// A start tag or an empty-element tag.
pub(in crate::xml) struct Tag {
    /// From `<` to after `>`.
    pub all: Range<usize>,
    pub name: Range<usize>,
    pub attributes: Vec<Attribute>,
    pub empty: bool,
}

/// An attribute in a tag.
pub(in crate::xml) struct Attribute {
    pub name: Range<usize>,
    /// Without its quotes.
    pub value: Range<usize>,
    /// Places in the value between characters and references.
    pub places: Vec<usize>,
}

impl Tag {
    /// Where the last part before `>` or `/>` ends.
    pub fn inside_end(&self) -> usize {
        self.all.end - if self.empty { 2 } else { 1 }
    }
}

impl Draft {
    pub fn new(root: &Element) -> Self {
        let mut draft = Draft {
            text: String::with_capacity(1024),
            declared: 0,
            tags: Vec::new(),
            ends: Vec::new(),
            content: Vec::new(),
        };
        draft.text.push_str("<?xml version=\"1.0\"?>");
        draft.declared = draft.text.len();
        draft.element(root);
        draft
    }

    /// Every attribute with the number of its tag.
    pub fn attributes(&self) -> Vec<(usize, &Attribute)> {
        let tags = self.tags.iter().enumerate();
        tags.flat_map(|(i, tag)| tag.attributes.iter().map(move |a| (i, a)))
            .collect()
    }

    fn put(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    fn element(&mut self, element: &Element) {
        let number = self.tags.len();
        let empty = element.children.is_empty();
        let start = self.put("<").start;
        let name = self.put(&element.name);
        let attributes = element
            .attributes
            .iter()
            .map(|(name, value)| self.attribute(name, value));
        let attributes = attributes.collect();
        let end = self.put(if empty { "/>" } else { ">" }).end;
        self.tags.push(Tag {
            all: start..end,
            name,
            attributes,
            empty,
        });
        if empty {
            return;
        }
        self.content.push(end);
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child),
                Node::Text(text) => self.characters(text),
            }
            self.content.push(self.text.len());
        }
        let start = self.put("</").start;
        self.put(&element.name);
        let end = self.put(">").end;
        self.ends.push((number, start..end));
    }

    fn attribute(&mut self, name: &str, value: &str) -> Attribute {
        self.put(" ");
        let name = self.put(name);
        let start = self.put("=\"").end;
        let mut places = vec![start];
        for part in halves(value) {
            escape_value(&mut self.text, part, '"');
            places.push(self.text.len());
        }
        let value = start..self.text.len();
        self.put("\"");
        Attribute {
            name,
            value,
            places,
        }
    }

    /// Text; its middle is a place too.
    fn characters(&mut self, text: &str) {
        let [first, second] = halves(text);
        escape_text(&mut self.text, first);
        self.content.push(self.text.len());
        escape_text(&mut self.text, second);
    }
}

/// A text cut between two characters near its middle.
fn halves(text: &str) -> [&str; 2] {
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle -= 1;
    }
    let (first, second) = text.split_at(middle);
    [first, second]
}
