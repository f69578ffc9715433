//! The grammar: every document it makes is well-formed.

mod attlist;
mod attribute;
mod content;
mod doctype;
mod element;
mod element_type;
mod entity;
mod literal;
mod misc;
mod name;
mod prolog;
mod scope;

use super::Options;
use super::choices::Choices;
use super::draft::{Charset, Draft, Span, span};
use super::event::{Event, What};
use super::tape::Label;
use entity::Entity;
use scope::Scopes;

/// What a document must have, so that a rule can be broken in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wants {
    /// An XML declaration.
    pub declaration: bool,
    /// A document type declaration with an internal subset.
    pub dtd: bool,
    /// None of the things that make an undeclared entity no breach of well-formedness, and no
    /// external subset.
    pub closed: bool,
    /// A root with an attribute, a child element and text.
    pub full: bool,
    pub charset: Option<Charset>,
    /// An encoding with all characters.
    pub all_characters: bool,
    /// The break is one of namespaces, which no other declaration may hide.
    pub namespaces: bool,
}

/// Makes one document.
pub(super) struct Maker<'a, 'b> {
    c: &'a mut Choices<'b>,
    d: &'a mut Draft,
    scratch: &'a mut Scratch,
    options: Options,
    wants: Wants,
    /// Whether to tell what the document says.
    record: bool,
    /// The last character that the encoding has.
    last: u32,
    /// Where the text should end, roughly.
    goal: usize,
    standalone: bool,
}

/// Memory that is used for one document after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    entities: Vec<Entity>,
    scopes: Scopes,
    /// Names of elements and attributes that were declared.
    types: Vec<Span>,
    /// Names of notations.
    notations: Vec<Span>,
}

/// Makes the document of these choices in the draft.
pub(super) fn make(
    c: &mut Choices,
    d: &mut Draft,
    scratch: &mut Scratch,
    options: Options,
    wants: Wants,
    record: bool,
) {
    d.clear();
    scratch.entities.clear();
    scratch.scopes.clear();
    scratch.types.clear();
    scratch.notations.clear();
    let mut maker = Maker {
        c,
        d,
        scratch,
        options,
        wants,
        record,
        last: 0x10_FFFF,
        goal: 0,
        standalone: false,
    };
    maker.document();
}

impl Maker<'_, '_> {
    fn document(&mut self) {
        let size = self.options.size.max(16);
        // From half to one and a half of the size.
        self.goal = size / 2 + self.c.below(size) * 3 / 4;
        self.encoding();
        self.declaration();
        self.misc(true);
        let part = self.c.open(Label::Fixed);
        if self.wants.dtd || (self.options.dtd && self.c.below(3) == 1) {
            self.doctype();
            self.misc(true);
        }
        self.c.close(part);
        self.root();
        self.misc(false);
    }

    #[inline]
    fn put(&mut self, text: &str) {
        self.d.text.extend_from_slice(text.as_bytes());
    }

    #[inline]
    fn put_char(&mut self, c: char) {
        self.put(c.encode_utf8(&mut [0; 4]));
    }

    #[inline]
    fn at(&self) -> usize {
        self.d.text.len()
    }

    /// One of a list.
    #[inline]
    fn put_one(&mut self, list: &[&str]) {
        let text = self.c.pick(list);
        self.put(text);
    }

    fn since(&self, start: usize) -> Span {
        span(start, self.at())
    }

    /// The text from a place on; only for telling what the document says.
    fn text_since(&self, start: usize) -> String {
        String::from_utf8_lossy(&self.d.text[start..]).into_owned()
    }

    #[inline]
    fn tell(&mut self, at: usize, what: impl FnOnce() -> What) {
        if self.record {
            self.d.events.push(Event { at, what: what() });
        }
    }

    /// White space that may be left out.
    #[inline]
    fn maybe_space(&mut self) {
        let part = self.c.open(Label::Fixed);
        if self.c.below(8) == 7 {
            self.space();
        }
        self.c.close(part);
    }

    /// White space that must stand here: mostly one blank.
    #[inline]
    fn space(&mut self) {
        const SPACES: [&str; 16] = [
            " ", " ", " ", " ", " ", " ", " ", " ", " ", " ", " ", "\n", "\t", "\r\n", "  ",
            "\r \n\t",
        ];
        let space = SPACES[self.c.below(SPACES.len())];
        self.put(space);
    }

    /// One of the two quotes.
    #[inline]
    fn quote(&mut self) -> char {
        if self.c.below(3) == 2 { '\'' } else { '"' }
    }
}
