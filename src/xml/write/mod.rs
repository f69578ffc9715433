//! The writer: every way of writing a document that changes no meaning.

mod escape;
mod style;

use super::tree::{Element, Node};
use escape::{cdata, in_attribute, in_text};
pub use style::{
    AttributeOrder, Declaration, Empty, Encoding, Quote, Space, Style, TextForm,
};

/// Writes a document. What it holds is the tree, whatever the style: a reader that keeps to the
/// recommendation makes the same tree of it (white space between elements excepted, which stands
/// only where there is no text).
pub fn write(element: &Element, style: &Style) -> Vec<u8> {
    let mut out = Writer {
        style,
        text: String::with_capacity(1024),
        count: 0,
    };
    out.prolog();
    out.element(element, 0, true);
    out.epilog();
    style.encoding.bytes(out.text)
}

struct Writer<'s> {
    style: &'s Style,
    text: String,
    /// Elements so far, for what differs from one to the next.
    count: u64,
}

impl Writer<'_> {
    fn prolog(&mut self) {
        let name = self.style.encoding.name();
        let wide = matches!(self.style.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let gap = if self.style.space == Space::Ample { "\n\t " } else { " " };
        let quote = self.quote();
        let declaration = match self.style.declaration {
            Declaration::None => String::new(),
            Declaration::Plain if !wide => format!("<?xml{gap}version={quote}1.0{quote}?>"),
            Declaration::Plain | Declaration::WithEncoding => {
                format!("<?xml{gap}version={quote}1.0{quote}{gap}encoding={quote}{name}{quote}?>")
            }
            Declaration::Standalone => format!(
                "<?xml{gap}version={quote}1.0{quote}{gap}encoding={quote}{name}{quote}{gap}standalone={quote}yes{quote}?>"
            ),
        };
        self.text.push_str(&declaration);
        if self.style.space != Space::None {
            self.text.push('\n');
        }
        self.misc();
    }

    fn epilog(&mut self) {
        self.misc();
        if self.style.space != Space::None {
            self.text.push('\n');
        }
    }

    /// What may stand between elements.
    fn misc(&mut self) {
        if self.style.comments {
            self.text.push_str("<!-- clausal <a b='c'>&amp;</a> - -->");
        }
        if self.style.instructions {
            self.text.push_str("<?clausal a=\"b\" <c> & d?>");
        }
    }

    fn quote(&self) -> char {
        match self.style.quote {
            Quote::Double => '"',
            Quote::Single => '\'',
        }
    }

    fn element(&mut self, element: &Element, depth: usize, is_root: bool) {
        self.count += 1;
        self.text.push('<');
        self.text.push_str(&element.name);
        self.attributes(element, is_root);
        if element.children.is_empty() && self.style.empty == Empty::SelfClosing {
            if self.style.space == Space::Ample {
                self.text.push_str("\n ");
            }
            self.text.push_str("/>");
            return;
        }
        if self.style.space == Space::Ample {
            self.text.push_str(" \t");
        }
        self.text.push('>');
        // Only where nothing but elements stands does white space change nothing.
        let only_elements = element
            .children
            .iter()
            .all(|n| matches!(n, Node::Element(_)))
            && !element.children.is_empty();
        for node in &element.children {
            if only_elements {
                self.indent(depth + 1);
                self.misc();
            }
            match node {
                Node::Element(inner) => self.element(inner, depth + 1, false),
                Node::Text(text) => self.character_data(text),
            }
        }
        if only_elements {
            self.misc();
            self.indent(depth);
        }
        self.text.push_str("</");
        self.text.push_str(&element.name);
        if self.style.space == Space::Ample {
            self.text.push_str("\n\t");
        }
        self.text.push('>');
    }

    fn indent(&mut self, depth: usize) {
        match self.style.space {
            Space::None => {}
            Space::Indented => {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n("  ", depth));
            }
            Space::Ample => self.text.push_str("\r\n \t\n"),
        }
    }

    fn attributes(&mut self, element: &Element, is_root: bool) {
        if self.style.namespaces && is_root {
            self.text
                .push_str(" xmlns:clausal1=\"urn:clausal:unused\" xmlns:clausal2=\"urn:clausal:2\"");
        }
        let list = &element.attributes;
        match self.style.attributes {
            AttributeOrder::AsGiven => {
                for (name, value) in list {
                    self.attribute(name, value);
                }
            }
            AttributeOrder::Reversed => {
                for (name, value) in list.iter().rev() {
                    self.attribute(name, value);
                }
            }
            AttributeOrder::Shuffled(seed) => {
                let mut order: Vec<usize> = (0..list.len()).collect();
                order.sort_by_key(|i| mixed(seed ^ self.count ^ (*i as u64) << 20));
                for i in order {
                    let (name, value) = &list[i];
                    self.attribute(name, value);
                }
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let ample = self.style.space == Space::Ample;
        self.text.push_str(if ample { " \t\n" } else { " " });
        self.text.push_str(name);
        self.text.push_str(if ample { "\n = " } else { "=" });
        let quote = self.quote();
        self.text.push(quote);
        in_attribute(value, quote, self.style.text, &mut self.text);
        self.text.push(quote);
    }

    fn character_data(&mut self, text: &str) {
        match self.style.text {
            TextForm::CData => cdata(text, &mut self.text),
            form => in_text(text, form, &mut self.text),
        }
    }
}

/// A well-mixed number (the finalizer of SplitMix64).
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
