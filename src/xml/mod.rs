//! XML documents: a small tree, a strict reader, a writer with every style that changes no meaning,
//! and documents that are ill-formed in exactly one named way.
//!
//! Sections named here and below are those of *Extensible Markup Language (XML) 1.0*, fifth
//! edition; those of *Namespaces in XML 1.0*, third edition, are named "Namespaces 3".
//!
//! ```
//! use clausal::xml::{self, Element, Limits, Style};
//!
//! let mut task = Element::new("CreateTask");
//! task.attributes.push(("Name".into(), "a & b".into()));
//! let bytes = xml::write(&task, &Style::default());
//! assert_eq!(bytes, br#"<?xml version="1.0"?><CreateTask Name="a &amp; b"/>"#);
//! assert_eq!(xml::read(&bytes, &Limits::default()).unwrap(), task);
//!
//! let broken = xml::broken(&task, "duplicate-attribute", 0).unwrap();
//! let error = xml::read(&broken, &Limits::default()).unwrap_err();
//! assert_eq!((error.rule, error.line), ("duplicate-attribute", 1));
//! ```

mod breaks;
mod chars;
pub mod documents;
mod element;
mod error;
pub mod fuzz;
pub mod read;
mod style;
mod write;

#[cfg(test)]
mod tests;

pub use breaks::{Break, breaks, broken};
pub use chars::{is_char, is_name, is_nc_name};
pub use element::{Element, Node};
pub use error::{Kind, XmlError};
pub use fuzz::fuzz;
pub use read::{Limits, read, read_labelled};
pub use style::{
    AttributeOrder, Declaration, Empty, Encoding, Quote, Space, Style, TextForm, UNUSED_PREFIX,
};
pub use write::write;
