//! What the documents promise.

mod reader;
mod rules;
mod smaller;

use super::*;

fn text(document: &Document) -> String {
    format!(
        "{:?}: {}",
        document.truth,
        String::from_utf8_lossy(&document.bytes)
    )
}
