//! Start tags and end tags (section 3.1).

use super::escape;
use crate::xml::element::Element;
use crate::xml::style::{AttributeOrder, Space, UNUSED_PREFIX};

impl super::Writer<'_> {
    /// A start tag, or an empty-element tag when nothing will close it.
    pub(super) fn open(&mut self, element: &Element, depth: usize, close: bool) {
        self.out.push('<');
        self.out.push_str(&element.name);
        if depth == 0 && self.style.namespaces {
            self.unused_declarations(element);
        }
        match self.style.attributes {
            AttributeOrder::AsGiven => {
                for (name, value) in &element.attributes {
                    self.attribute(name, value, depth);
                }
            }
            AttributeOrder::Reversed => {
                for (name, value) in element.attributes.iter().rev() {
                    self.attribute(name, value, depth);
                }
            }
            AttributeOrder::Shuffled(seed) => {
                for i in shuffled(element.attributes.len(), seed) {
                    let (name, value) = &element.attributes[i];
                    self.attribute(name, value, depth);
                }
            }
        }
        if self.style.space == Space::Ample {
            self.out.push_str("\n\t ");
        }
        self.out.push_str(if close { ">" } else { "/>" });
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        if self.style.space == Space::Ample {
            self.out.push_str(" \r\n");
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str, depth: usize) {
        let quote = self.before_value(name, depth);
        escape::value_form(&mut self.out, value, quote, self.style.text);
        self.out.push(quote);
    }

    /// A name and a value that needs no escape.
    pub(super) fn pair(&mut self, name: &str, value: &str, depth: usize) {
        let quote = self.before_value(name, depth);
        self.out.push_str(value);
        self.out.push(quote);
    }

    /// All up to the value, for the quote that closes it.
    #[inline]
    fn before_value(&mut self, name: &str, depth: usize) -> char {
        let quote = self.quote();
        let ample = self.style.space == Space::Ample;
        if ample {
            self.line(depth + 1);
        } else {
            self.out.push(' ');
        }
        self.out.push_str(name);
        self.out.push_str(if ample { " \n=\t" } else { "=" });
        self.out.push(quote);
        quote
    }

    /// Declarations of prefixes that the root does not already declare.
    fn unused_declarations(&mut self, root: &Element) {
        for uri in ["urn:clausal:unused", "http://example.invalid/ns?a=1#b"] {
            let mut number = 0;
            let name = loop {
                let name = format!("xmlns:{UNUSED_PREFIX}{number}");
                // The two differ by their length, so that they never meet each other.
                let name = name + if uri.starts_with('u') { "" } else { "-too" };
                if root.attribute(&name).is_none() {
                    break name;
                }
                number += 1;
            };
            self.pair(&name, uri, 0);
        }
    }
}

/// The places below `count` in an order that the seed decides.
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = seed;
    for last in (1..count).rev() {
        // splitmix64: the order need not be fair, only the same everywhere.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        order.swap(last, ((z ^ (z >> 31)) % (last as u64 + 1)) as usize);
    }
    order
}
