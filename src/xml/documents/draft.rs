//! A document while it is made: its text and where everything in it stands.

use super::Needs;
use super::event::Event;

/// Where something stands in the text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

pub(super) const fn span(start: usize, end: usize) -> Span {
    Span { start, end }
}

impl Span {
    pub fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }
}

/// Bytes on the wire (section 4.3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Charset {
    #[default]
    Utf8,
    Utf8Mark,
    Utf16Le,
    Utf16Be,
    Latin1,
    Ascii,
}

impl Charset {
    pub fn is_utf8(self) -> bool {
        matches!(self, Charset::Utf8 | Charset::Utf8Mark)
    }

    /// The last character that it has bytes for.
    pub fn last(self) -> u32 {
        match self {
            Charset::Latin1 => 0xFF,
            Charset::Ascii => 0x7F,
            _ => 0x10_FFFF,
        }
    }
}

/// A start tag or an empty-element tag, and the end tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub all: Span,
    pub name: Span,
    /// Nothing for an empty-element tag.
    pub end: Option<Span>,
    /// Its number; the root is its own parent.
    pub parent: usize,
}

impl Tag {
    /// Where the last part before `>` or `/>` ends.
    pub fn inside_end(&self) -> usize {
        self.all.end - if self.end.is_some() { 1 } else { 2 }
    }

    pub fn element(&self) -> Span {
        span(self.all.start, self.end.unwrap_or(self.all).end)
    }
}

/// An attribute in a tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    /// From the white space before it to after its last quote.
    pub all: Span,
    pub name: Span,
    /// Of `=`.
    pub equals: usize,
    /// Without its quotes.
    pub value: Span,
    pub tag: usize,
}

/// The document type declaration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doctype {
    pub all: Span,
    pub name: Span,
    /// Has an external identifier.
    pub external: bool,
    /// From after `[` to before `]`.
    pub subset: Option<Span>,
}

/// The whole document.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// In UTF-8, without a byte order mark.
    pub text: Vec<u8>,
    pub charset: Charset,
    /// Where the XML declaration ends.
    pub declared: usize,
    pub doctype: Option<Doctype>,
    /// References to parameter entities or an external subset make an undeclared entity no breach
    /// of well-formedness (section 4.1).
    pub open: bool,
    pub tags: Vec<Tag>,
    pub attributes: Vec<Attribute>,
    /// Places where misc may stand.
    pub prolog: Vec<usize>,
    pub epilog: Vec<usize>,
    /// Places for character data in elements.
    pub content: Vec<usize>,
    /// Places in attribute values, each with the number of the attribute.
    pub values: Vec<(usize, usize)>,
    /// Places between declarations of the internal subset.
    pub subset: Vec<usize>,
    /// Declarations of the internal subset.
    pub declarations: Vec<Span>,
    /// Names beyond the fourth edition.
    pub fifth_edition: bool,
    /// A reference stands for what no one but the reader of an external entity knows, or a
    /// declaration counts for those only who read a parameter entity.
    pub unknown: bool,
    /// What it says; only when asked for.
    pub events: Vec<Event>,
}

impl Draft {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.charset = Charset::Utf8;
        self.declared = 0;
        self.doctype = None;
        self.open = false;
        self.tags.clear();
        self.attributes.clear();
        self.prolog.clear();
        self.epilog.clear();
        self.content.clear();
        self.values.clear();
        self.subset.clear();
        self.declarations.clear();
        self.fifth_edition = false;
        self.unknown = false;
        self.events.clear();
    }

    pub fn needs(&self) -> Needs {
        Needs {
            dtd: self.doctype.is_some(),
            other_encoding: !self.charset.is_utf8(),
            fifth_edition: self.fifth_edition,
            ..Needs::default()
        }
    }

    pub fn bytes_of(&self, at: Span) -> &[u8] {
        &self.text[at.start..at.end]
    }
}
