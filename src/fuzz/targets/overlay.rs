//! The reader of overlays, on any text.

use super::contract::explained;
use crate::clause::derive;
use crate::contract::{Overlay, load_overlaid};

/// What an overlay is laid over where the input brings no document.
const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    parameters: [{name: page, in: query, schema: {type: integer}}]
    post:
      operationId: order
      tags: [old, kept]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'201': {description: made}, '400': {description: refused}}
components:
  schemas:
    Order: {type: object, required: [note], properties: {note: {type: string, maxLength: 9}}}
";

/// Reads the text as an overlay, lays it over a document, and derives the clauses of what loads. A part
/// after a line `%%` is the document.
///
/// # Panics
/// When a refusal gives no reason or points beside the text, or the same overlay is taken once and refused
/// once; the fuzzer itself bounds time and memory.
pub fn overlay_reader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = super::parts(text.as_bytes()).into_iter();
    // Parts end at line ends, so what was text still is.
    let mut part = || parts.next().map(String::from_utf8_lossy);
    let (first, document) = (part().unwrap_or_default(), part());
    let document = document.as_deref().unwrap_or(DOCUMENT);
    let overlay = match Overlay::new("overlay.yaml", &first) {
        Ok(overlay) => overlay,
        Err(error) => return explained(&error, &first),
    };
    assert!(!overlay.is_for("another.yaml") || overlay.extends().is_some());
    let load = || {
        let none = |path: &str| Err(format!("there is no file `{path}`"));
        load_overlaid("fuzz.yaml", document, std::slice::from_ref(&overlay), &none)
    };
    let ids = |contract| -> Vec<String> { derive(&contract).into_iter().map(|c| c.id).collect() };
    match (load(), load()) {
        (Ok(one), Ok(other)) => assert_eq!(ids(one), ids(other)),
        (Err(error), Err(_)) => explained(&error, &first),
        _ => panic!("it is taken once and refused once: {first:?}"),
    }
}
