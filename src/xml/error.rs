//! What the reader says about a document that it does not take.

use std::fmt;

/// What is wrong with a document and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    /// Whether the document is at fault or the reader does not go that far.
    pub kind: Kind,
    /// A kebab-case name, the same for the same mistake; where a [`Break`](super::Break) makes just
    /// this mistake it has the same name.
    pub rule: &'static str,
    /// The section of the recommendation, as "2.4" or "Namespaces 3"; empty for the reader's own
    /// bounds.
    pub section: &'static str,
    /// One sentence for a reader, with what was found.
    pub message: String,
    /// From 1; lines end as section 2.11 says.
    pub line: usize,
    /// From 1, in characters; a byte order mark is none.
    pub column: usize,
    /// From 0, in bytes of the document as it came, byte order mark included.
    pub offset: usize,
}

/// Whose limit an [`XmlError`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The document is not well-formed (section 2.1), or not as a document with namespaces.
    IllFormed,
    /// The document may well be XML, but this reader does not take it: a document type
    /// declaration, an encoding it does not know, or more than its [`Limits`](super::Limits).
    Refused,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )?;
        if !self.section.is_empty() {
            let of = if self.section.starts_with('N') {
                ""
            } else {
                "XML 1.0 "
            };
            write!(f, " ({}, {of}{})", self.rule, self.section)?;
        }
        Ok(())
    }
}

impl std::error::Error for XmlError {}

/// An error before its place is told in lines and columns.
#[derive(Debug)]
pub(super) struct Fault {
    pub kind: Kind,
    pub rule: &'static str,
    pub section: &'static str,
    pub message: String,
    /// In bytes of the decoded text.
    pub at: usize,
}

impl Fault {
    #[cold]
    pub fn new(
        at: usize,
        rule: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Fault {
            kind: Kind::IllFormed,
            rule,
            section,
            message: message.into(),
            at,
        }
    }

    #[cold]
    pub fn refused(at: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Fault {
            kind: Kind::Refused,
            ..Fault::new(at, rule, "", message)
        }
    }
}
