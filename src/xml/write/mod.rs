//! Writes a tree in any [`Style`].

mod encode;
mod escape;
mod tag;

use super::element::{Element, Node, is_layout};
use super::style::{Declaration, Empty, Encoding, Quote, Space, Style};

pub(super) use encode::{big_end, encode, little_end};
pub(super) use escape::{text as escape_text, value as escape_value};

/// The document of this root in this style.
///
/// Names and characters are written as given: when XML does not allow them, or an attribute stands
/// twice, the document is ill-formed. Everything else is escaped as needed, so that
/// [`read`](super::read()) gives back the same [`canonical`](Element::canonical) tree.
pub fn write(element: &Element, style: &Style) -> Vec<u8> {
    let mut writer = Writer {
        out: String::with_capacity(1024),
        style,
    };
    writer.declaration();
    writer.aside(0);
    writer.element(element, 0);
    writer.aside(0);
    if style.space == Space::Ample {
        writer.out.push_str("\r\n \t\n");
    }
    encode(writer.out, style.encoding)
}

struct Writer<'s> {
    out: String,
    style: &'s Style,
}

impl Writer<'_> {
    /// The XML declaration, with the line after it where the style has lines.
    fn declaration(&mut self) {
        let style = self.style;
        let encoding = match style.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        };
        let more = match style.declaration {
            Declaration::None => return,
            Declaration::Plain => None,
            Declaration::WithEncoding => Some(("encoding", encoding)),
            Declaration::Standalone => Some(("standalone", "yes")),
        };
        self.out.push_str("<?xml");
        for (name, value) in [("version", "1.0")].into_iter().chain(more) {
            self.pair(name, value, 0);
        }
        if style.space == Space::Ample {
            self.out.push_str("\n ");
        }
        self.out.push_str("?>");
        self.line(0);
    }

    /// A comment and a processing instruction, where the style has them. What they say looks like
    /// markup, as only a reader that knows where they end passes over it.
    fn aside(&mut self, depth: usize) {
        if self.style.comments {
            self.out
                .push_str("<!-- <Not> & \"an\" element's -> ]]> &#x0; -->");
            self.line(depth);
        }
        if self.style.instructions {
            self.out
                .push_str("<?clausal <Not> & \"an\" ? element's ]]> ?>");
            self.line(depth);
        }
    }

    /// A new line at this depth, where the style has lines.
    fn line(&mut self, depth: usize) {
        match self.style.space {
            Space::None => return,
            Space::Indented => self.out.push('\n'),
            Space::Ample => self.out.push_str("\r\n\n\t"),
        }
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }

    fn element(&mut self, element: &Element, depth: usize) {
        let close = !element.children.is_empty() || self.style.empty == Empty::OpenClose;
        self.open(element, depth, close);
        if !close {
            return;
        }
        // White space is put where a reader already takes it for layout, never beside text.
        let lines = is_layout(&element.children);
        for child in &element.children {
            if lines {
                self.line(depth + 1);
                self.aside(depth + 1);
            } else {
                self.aside_in_text();
            }
            match child {
                Node::Element(child) => self.element(child, depth + 1),
                Node::Text(text) => self.text(text),
            }
        }
        if !element.children.is_empty() {
            if lines {
                self.line(depth);
            } else {
                self.aside_in_text();
            }
        }
        self.close(&element.name);
    }

    /// Character data, with a comment in its middle where the style has such.
    fn text(&mut self, text: &str) {
        let count = text.chars().count();
        let middle = text.char_indices().nth(count / 2).map_or(0, |(at, _)| at);
        let (head, tail) = text.split_at(if self.style.parted { middle } else { 0 });
        if !head.is_empty() {
            escape::form(&mut self.out, head, self.style.text);
            self.out.push_str("<!-- parts no text -->");
        }
        escape::form(&mut self.out, tail, self.style.text);
    }

    /// The same as [`Self::aside`] without lines, as beside text these would be part of it.
    fn aside_in_text(&mut self) {
        let plain = Style {
            space: Space::None,
            ..*self.style
        };
        let mut writer = Writer {
            out: std::mem::take(&mut self.out),
            style: &plain,
        };
        writer.aside(0);
        self.out = writer.out;
    }

    fn quote(&self) -> char {
        match self.style.quote {
            Quote::Double => '"',
            Quote::Single => '\'',
        }
    }
}
