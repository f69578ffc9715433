//! The tree that a document is read to and written from.

use super::style::UNUSED_PREFIX;

/// An element with its attributes and content, in document order.
///
/// Names are as written, prefix and all. The tree takes any string; names and characters that XML
/// does not allow make a document that no reader accepts. Trees are written and dropped level by
/// level, so keep them below some thousand levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name, as in both tags (section 3.1).
    pub name: String,
    /// Names and values, the values without references and normalised (section 3.3.3). Namespace
    /// declarations are among them.
    pub attributes: Vec<(String, String)>,
    /// The content (section 3.1).
    pub children: Vec<Node>,
}

/// A part of an element's content. Comments and processing instructions are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A child element.
    Element(Element),
    /// Character data and CDATA sections, without references and with line ends as `\n` (section
    /// 2.11). The reader never gives two in a row, nor an empty one.
    Text(String),
}

impl Element {
    /// An element without attributes and content.
    pub fn new(name: impl Into<String>) -> Self {
        Element {
            name: name.into(),
            ..Element::default()
        }
    }

    /// The value of the first attribute of this name, as written.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The element's own text, joined; the text of its child elements is not part of it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Node::Element(_) => None,
            Node::Text(text) => Some(text.as_str()),
        });
        texts.collect()
    }

    /// What the element says whatever the [`Style`](super::Style) of its document: attributes
    /// sorted by name, declarations of prefixes that start with [`UNUSED_PREFIX`] left out,
    /// neighbouring texts joined, empty ones left out, and so is white space that stands in an
    /// element beside child elements and nothing else.
    pub fn canonical(&self) -> Element {
        let mut attributes: Vec<_> = self
            .attributes
            .iter()
            .filter(|(name, _)| !is_unused(name))
            .cloned()
            .collect();
        attributes.sort();
        let mut children: Vec<Node> = Vec::with_capacity(self.children.len());
        let layout = is_layout(&self.children);
        for child in &self.children {
            match (child, children.last_mut()) {
                (Node::Element(element), _) => children.push(Node::Element(element.canonical())),
                (Node::Text(text), _) if layout || text.is_empty() => {}
                (Node::Text(text), Some(Node::Text(last))) => last.push_str(text),
                (Node::Text(text), _) => children.push(Node::Text(text.clone())),
            }
        }
        Element {
            name: self.name.clone(),
            attributes,
            children,
        }
    }
}

fn is_unused(name: &str) -> bool {
    name.strip_prefix("xmlns:")
        .is_some_and(|prefix| prefix.starts_with(UNUSED_PREFIX))
}

/// Whether the texts among these children are white space between child elements only.
pub(super) fn is_layout(children: &[Node]) -> bool {
    let blank = |text: &str| text.bytes().all(super::chars::is_space);
    children.iter().any(|c| matches!(c, Node::Element(_)))
        && !children
            .iter()
            .any(|c| matches!(c, Node::Text(text) if !blank(text)))
}
