//! Ways to break well-formedness, one at a time.
//!
//! A break does one thing to the document that [`write`](super::write()) makes in its default
//! style, so that a server that takes the one and refuses the other has seen just this mistake.

mod draft;
mod edits;
pub(in crate::xml) mod recipe;
pub(in crate::xml) mod table;

use super::element::Element;
use draft::Draft;

/// One named way to break well-formedness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// In kebab-case; never reused for another way.
    pub name: &'static str,
    /// The section that is broken, as "2.4" or "Namespaces 3".
    pub section: &'static str,
    /// What is wrong with such a document, as half a sentence.
    pub about: &'static str,
}

/// All ways, grouped as the recommendation is.
pub fn breaks() -> &'static [Break] {
    &table::BREAKS
}

/// The document, broken in exactly that one way.
///
/// `pick` chooses among the places where that can be done; any number will do, and the same number
/// always chooses the same place. `None` when there is no way of that name, or the document has no
/// place for it; a root with an attribute, a child element and text has a place for every way.
pub fn broken(element: &Element, name: &str, pick: u64) -> Option<Vec<u8>> {
    let number = table::BREAKS.iter().position(|way| way.name == name)?;
    table::RECIPES[number].follow(&Draft::new(element), pick)
}
