//! What is wrong with a document, and where.

/// Whether a document breaks the recommendation or is merely not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is not well-formed.
    IllFormed,
    /// It may be well-formed; this reader does not take it: a document type declaration, an unknown
    /// encoding, or more than the limits allow.
    Refused,
}

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct XmlError {
    /// Whether the document is at fault, or beyond what is taken.
    pub kind: Kind,
    /// The broken rule, as [`super::breaks`] calls it where it lists it.
    pub rule: &'static str,
    /// Section of the recommendation; empty for a bound of this reader's own.
    pub section: &'static str,
    /// What is wrong, in words.
    pub message: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes before the place, in UTF-8.
    pub offset: usize,
}

/// An error before its line and column are known.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) rule: &'static str,
    pub(super) section: &'static str,
    pub(super) message: String,
    pub(super) offset: usize,
}

impl Fault {
    /// A document that is not well-formed.
    pub(super) fn ill(
        rule: &'static str,
        section: &'static str,
        offset: usize,
        message: impl Into<String>,
    ) -> Self {
        Fault {
            kind: Kind::IllFormed,
            rule,
            section,
            message: message.into(),
            offset,
        }
    }

    /// A document that is not taken.
    pub(super) fn refused(rule: &'static str, offset: usize, message: impl Into<String>) -> Self {
        Fault {
            kind: Kind::Refused,
            rule,
            section: "",
            message: message.into(),
            offset,
        }
    }

    /// The error, with line and column of its place in the text.
    pub(super) fn placed(self, text: &str) -> XmlError {
        let mut end = self.offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        XmlError {
            kind: self.kind,
            rule: self.rule,
            section: self.section,
            message: self.message,
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[start..].chars().count() + 1,
            offset: self.offset,
        }
    }
}
