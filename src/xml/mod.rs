//! XML documents: a small tree, a strict reader, a writer that knows every way of writing the same
//! thing, and documents that break well-formedness in exactly one named way.
//!
//! The sections named here are those of the W3C recommendations "Extensible Markup Language (XML)
//! 1.0 (Fifth Edition)" and "Namespaces in XML 1.0 (Third Edition)".

mod breaks;
mod chars;
mod encoding;
mod error;
mod read;
#[cfg(test)]
mod tests;
mod tree;
mod write;

pub use breaks::{Break, breaks, broken};
pub use error::{Kind, XmlError};
pub use read::{Limits, read, read_labelled};
pub use tree::{Element, Node};
pub use write::{
    AttributeOrder, Declaration, Empty, Encoding, Quote, Space, Style, TextForm, write,
};
