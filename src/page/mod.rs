//! From a documentation page to a contract: what stands in the tables of parameters and of codes becomes
//! an OpenAPI document with our extensions. Where the words of a code name its cause, the code is tied to
//! it; where they do not, the code is `untested` with those words. Nothing is invented: what was guessed
//! is told, and what contradicts itself is left out.

mod block;
mod codes;
mod columns;
mod commands;
mod draft;
mod fields;
mod lists;
mod operation;
mod read;
mod requests;
mod sample;
mod sizes;
#[cfg(test)]
mod tests;
mod together;
mod values;
mod vendor;
mod words;
mod yaml;

pub use block::{Block, Page, Table};
pub use draft::{Draft, NoTables};
pub use vendor::{Vendor, codes as codes_of_document, infer as infer_codes};
pub use words::{Cause, Known, Tie, tie};
pub use yaml::yaml;

/// A regular expression that is made once.
macro_rules! patterns {
    ($($name:ident = $text:expr;)*) => {
        $(static $name: std::sync::LazyLock<Option<regex::Regex>> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).ok());)*
    };
}
pub(crate) use patterns;

/// What the pattern catches in a text.
fn caught<'t>(
    pattern: &std::sync::LazyLock<Option<regex::Regex>>,
    text: &'t str,
) -> Option<regex::Captures<'t>> {
    pattern.as_ref()?.captures(text)
}

/// Whether a text is a page for people: HTML, Markdown or plain text, and no OpenAPI document.
pub fn is_page(text: &str) -> bool {
    let mut keys = text
        .lines()
        .map(str::trim_start)
        .filter(|l| !l.starts_with('#'));
    let is_key = |line: &str| {
        let line = line.trim_start_matches(['{', ' ', '"', '\'']);
        ["openapi", "swagger", "overlay"].iter().any(|key| {
            let rest = line
                .strip_prefix(key)
                .map(|r| r.trim_start_matches(['"', '\'', ' ']));
            rest.is_some_and(|r| r.starts_with(':'))
        })
    };
    if keys.clone().take(400).any(is_key) {
        return false;
    }
    let first = keys.find(|line| !line.is_empty()).unwrap_or_default();
    // JSON that is no OpenAPI document is better told so by the loader.
    !first.starts_with('{')
}

/// A page, read from HTML, Markdown or plain text.
pub fn read(text: &str) -> Page {
    lists::settled(read::page(text))
}

/// The contract that a page describes.
///
/// # Errors
/// The page has no table of parameters or codes, or names no operation.
pub fn draft(page: &Page, source: &str) -> Result<Draft, NoTables> {
    draft::draft(page, source)
}
