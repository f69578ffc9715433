//! The strict XML reader against documents of which it is known whether they are well-formed.

use crate::xml::documents::{Documents, Truth};
use crate::xml::{Kind, Limits, Style, read, write};

/// Lets the bytes choose a document, and holds the reader to what is known of it.
///
/// # Panics
/// When the reader takes an ill-formed document or refuses a well-formed one, names a place outside
/// the document, or reads what it wrote itself as something else.
pub fn xml_reader_truth(bytes: &[u8]) {
    let document = Documents::from_bytes(bytes);
    let text = String::from_utf8_lossy(&document.bytes);
    let told = read(&document.bytes, &Limits::default());
    match (document.truth, &told) {
        (Truth::WellFormed, Err(error)) if document.needs.dtd => {
            let why = (error.kind, error.rule);
            assert_eq!(why, (Kind::Refused, "doctype"), "{error}: {text}");
        }
        (Truth::WellFormed, Ok(_)) if document.needs.dtd => {
            panic!("a document type declaration is taken: {text}")
        }
        (Truth::WellFormed, Err(error)) => panic!("refused: {error}: {text}"),
        (Truth::IllFormed(rule), Ok(_)) => panic!("{} is taken: {text}", rule.name),
        // The reader may stop at the declaration before it comes to the mistake.
        (Truth::IllFormed(_), Err(error)) if !document.needs.dtd => {
            assert_eq!(error.kind, Kind::IllFormed, "{error}: {text}");
        }
        _ => {}
    }
    match told {
        Err(error) => assert!(error.offset <= document.bytes.len(), "{error:?}: {text}"),
        Ok(root) => {
            let written = write(&root, &Style::default());
            let again = read(&written, &Limits::default());
            assert_eq!(again, Ok(root), "{text}");
        }
    }
}
