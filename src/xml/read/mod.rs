//! A strict reader of documents.
//!
//! **What well-formed covers here.** Everything that section 2.1 asks of a document without a
//! document type declaration: one root and nothing but comments, processing instructions and white
//! space around it (2.1, 2.8); tags that nest and match (3); names by the Name production over all
//! of Unicode (2.3); attribute values in quotes and without `<`, each name once in a tag, with white
//! space before each (3.1); only legal characters, also by reference (2.2, 4.1); only the five
//! predefined entities (4.6); no `]]>` in text (2.4); comments without `--` (2.5); processing
//! instructions with a target that is not `xml` in any case (2.6); CDATA sections that end (2.7); an
//! XML declaration only at the very start, its parts in order and legal (2.8, 2.9, 4.3.1); bytes
//! that are what the encoding says (4.3.3). And Namespaces in XML 1.0: prefixes are declared, `xml`
//! and `xmlns` stay what they are, no name has two colons, no tag has one attribute twice under two
//! prefixes.
//!
//! **What is read how.** Line ends become `\n` (2.11); tabs and line ends in attribute values become
//! blanks unless they stand as references (3.3.3); text, CDATA sections and references beside each
//! other become one text, also across comments and processing instructions, which are dropped.
//! White space is kept wherever it is content.
//!
//! **What is refused, well-formed or not** ([`Kind::Refused`](super::Kind::Refused)): document type declarations, as this
//! reader expands and validates nothing; encodings other than UTF-8, UTF-16, ISO-8859-1 and
//! US-ASCII; documents beyond the [`Limits`].
//!
//! **What is not claimed.** Nothing about validity, XML 1.1, or whether names of namespaces are
//! legal URIs. Languages in `xml:lang` and values of `xml:space` are not looked at. Of a document
//! with more than one mistake the first in document order is told, bytes that the encoding does not
//! allow before all others.
//!
//! All this is held to generated [documents](super::documents): over those without a document type
//! declaration the reader agrees with the truth about every rule, with no exception.
//!
//! The `quick-xml` crate cuts the text into tokens; each is then read again here, strictly.

mod build;
mod declaration;
mod decode;
mod document;
mod limits;
mod markup;
mod namespaces;
mod place;
mod reference;
mod tag;

use super::chars::first_illegal;
use super::element::Element;
use super::error::{Fault, XmlError};

pub use limits::Limits;

/// The root of a document that came without a label.
///
/// # Errors
///
/// What the [module](self) says: [`Kind::IllFormed`](super::Kind::IllFormed) for every breach of
/// the rules, [`Kind::Refused`](super::Kind::Refused) for what this reader does not take. It never
/// panics.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Element, XmlError> {
    read_labelled(bytes, None, limits)
}

/// The root of a document whose Content-Type names a charset.
///
/// A byte order mark counts more than the label, and the label more than the XML declaration (RFC
/// 7303, section 3.2; section 4.3.3 of the recommendation).
///
/// # Errors
///
/// As [`read`]; a charset that this reader does not know is refused.
pub fn read_labelled(
    bytes: &[u8],
    charset: Option<&str>,
    limits: &Limits,
) -> Result<Element, XmlError> {
    if bytes.len() > limits.bytes {
        let message = format!("{} bytes are more than {}", bytes.len(), limits.bytes);
        return Err(place::told(
            Fault::refused(0, "too-big", message),
            "",
            place::Source::Utf8(0),
        ));
    }
    let (text, source) = decode::decode(bytes, charset)?;
    let legal = first_illegal(&text);
    let read = document::document(&text, limits);
    let fault = match (read, legal) {
        (Ok(root), None) => return Ok(root),
        // Another mistake comes first only when it stands first.
        (Err(fault), Some(at)) if fault.at < at => fault,
        (_, Some(at)) => illegal(&text, at),
        (Err(fault), None) => fault,
    };
    Err(place::told(fault, &text, source))
}

fn illegal(text: &str, at: usize) -> Fault {
    let c = text[at..].chars().next().unwrap_or_default();
    let message = format!("U+{:04X} is not a character of XML", u32::from(c));
    Fault::new(at, "illegal-character", "2.2", message)
}
