//! XML documents of which it is known beforehand whether they are well-formed, for testing parsers.
//!
//! Documents come from a grammar of XML 1.0, fifth edition, and Namespaces in XML 1.0: well-formed by
//! construction, broken in exactly one named way, cut short, of unusual size, or with bytes changed
//! at random. The same seed always gives the same documents.
//!
//! ```
//! use clausal::xml::documents::{Documents, Options, Truth};
//! use clausal::xml::{Limits, read};
//!
//! let mut documents = Documents::new(7, Options { dtd: false, ..Options::default() });
//! for _ in 0..100 {
//!     let document = documents.next();
//!     match document.truth {
//!         Truth::WellFormed => assert!(read(&document.bytes, &Limits::default()).is_ok()),
//!         Truth::IllFormed(_) => assert!(read(&document.bytes, &Limits::default()).is_err()),
//!         Truth::Unknown => drop(read(&document.bytes, &Limits::default())),
//!     }
//! }
//! ```
//!
//! **What every document keeps to.** It is well-formed with namespaces or without, unless
//! [`Needs::namespaces`] says so: no colon stands where Namespaces in XML 1.0 allows none. External
//! entities are named by the relative system identifiers of [`EXTERNAL`] only; each is meant to be an
//! empty file, and the truth is the same whether a parser reads it or not. No undeclared parameter
//! entity is referred to, as the recommendation makes that an error only for validating processors;
//! and `lt` and `amp` are declared in the one right manner only, as it does not say that another is
//! fatal. The constraint "In DTD" (section 4.1) cannot be broken: outside a document type declaration
//! `%name;` is text.

mod breaks;
mod canonical;
mod choices;
mod damage;
mod draft;
mod encode;
mod event;
mod grammar;
mod origin;
mod smaller;
mod source;
mod strategy;
mod stress;
mod tape;

#[cfg(test)]
mod tests;

pub use super::Break as Rule;
pub use breaks::rules;
pub use source::Documents;
pub use strategy::{Strategies, strategy};
pub use stress::stresses;

use origin::Origin;

/// Whether a document is well-formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// By construction.
    WellFormed,
    /// It breaks this one rule.
    IllFormed(Rule),
    /// Bytes were changed at random: only a crash, a hang and the use of memory tell anything.
    Unknown,
}

/// What a parser must know before the truth about a document can be held against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Document type declarations.
    pub dtd: bool,
    /// Namespaces in XML 1.0: without them the document is well-formed.
    pub namespaces: bool,
    /// An encoding that is not UTF-8.
    pub other_encoding: bool,
    /// Patience: the document is very large, deep or long, or its entities are.
    pub stress: bool,
    /// What the fifth edition added: characters in names, and version numbers after 1.1.
    pub fifth_edition: bool,
}

/// A document and what is known of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// As it goes to the parser.
    pub bytes: Vec<u8>,
    /// Whether it is well-formed.
    pub truth: Truth,
    /// What the truth depends on.
    pub needs: Needs,
    /// How it was made: "grammar", "break", "truncated", "mutated", or "stress/" and one of
    /// [`stresses`].
    pub kind: &'static str,
    origin: Origin,
}

/// Which documents there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Documents with document type declarations.
    pub dtd: bool,
    /// Documents with prefixes, and breaks of Namespaces in XML 1.0.
    pub namespaces: bool,
    /// Documents in UTF-16, ISO-8859-1 and US-ASCII.
    pub other_encodings: bool,
    /// Stress documents, one in a thousand.
    pub stress: bool,
    /// Documents with bytes changed at random.
    pub mutated: bool,
    /// Documents that need the fifth edition.
    pub fifth_edition: bool,
    /// Bytes of a document, roughly; stress documents apart.
    pub size: usize,
    /// Bytes of a stress document at most, roughly.
    pub stress_size: usize,
    /// Bytes that the entities of a stress document expand to at most, roughly.
    pub expansion: usize,
}

impl Default for Options {
    /// Everything but stress; 500 bytes, 1 MiB and 64 MiB.
    fn default() -> Self {
        Options {
            dtd: true,
            namespaces: true,
            other_encodings: true,
            stress: false,
            mutated: true,
            fifth_edition: true,
            size: 500,
            stress_size: 1 << 20,
            expansion: 64 << 20,
        }
    }
}

/// The system identifiers that documents name. A parser that reads external entities should find
/// an empty file under each, beside the document.
pub const EXTERNAL: [&str; 2] = ["empty.dtd", "empty.ent"];
