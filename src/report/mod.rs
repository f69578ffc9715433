//! Reports: from events to what people and programs read. They see events and nothing else.

mod base64;
mod book;
mod cause;
mod escape;
mod finding;
pub mod github;
pub mod har;
mod html;
mod http;
mod hurl;
pub mod json;
pub mod junit;
mod markdown;
mod merge;
mod open;
mod pretty;
#[cfg(feature = "cli")]
pub mod progress;
pub(crate) mod sarif;
mod sink;
mod tee;
pub mod terminal;
#[cfg(test)]
mod tests;
mod time;
mod whole;
pub(crate) mod wrap;

use std::io;

use crate::run::event::Event;

pub use book::Book;
#[cfg(all(feature = "cli", unix))]
pub(crate) use html::markup;
pub use merge::{MergeError, merge};
pub use open::{FORMATS, ReportSpecError, open};
#[cfg(all(feature = "cli", unix))]
pub(crate) use sink::Sink;
pub use tee::Tee;
pub use whole::{Format, Whole};

/// Something that turns the events of a run into words for a reader.
pub trait Report: Send {
    /// Takes notice of an event; after `Finished` the report is complete.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Whether it is to be told every exchange.
    fn wants_exchanges(&self) -> bool {
        false
    }

    /// Takes over a book that somebody else writes, so that reports of one run keep it once.
    fn share(&mut self, _book: &Book) {}
}

/// How sure the documents are, as reports write it.
fn level(level: crate::run::event::Level) -> &'static str {
    use crate::run::event::Level;
    match level {
        Level::Documented => "documented",
        Level::Sample => "sample",
        Level::Implied => "implied",
    }
}

/// A text of unknown origin on one line, with everything that a terminal would act on made visible.
pub fn visible(text: &str) -> String {
    escape::line(text)
}

/// A text of unknown origin as [`visible`], with its line breaks, and without anything that the runner
/// of a pipeline would take for a command.
pub fn harmless(text: &str) -> String {
    escape::uncommanded(&escape::lines(text))
}

/// A JSON document of the same meaning without anything that a terminal or the runner of a pipeline
/// would act on.
pub fn harmless_json(document: &str) -> String {
    // Signs like these stand within texts only.
    let document = document.replace("##[", "#\\u0023[");
    escape::json(&document.replace("##vso[", "#\\u0023vso["))
}

/// Bytes of unknown origin on one line, as [`visible`]; those that are not UTF-8 stand as `\\xff`.
pub fn shown_bytes(bytes: &[u8]) -> String {
    escape::bytes(bytes)
}

/// Bytes as [`shown_bytes`], with their line breaks.
#[cfg(all(feature = "cli", unix))]
pub(crate) fn shown_lines(bytes: &[u8]) -> String {
    escape::byte_lines(bytes)
}

/// The first `limit` characters, and whether anything was left out.
#[cfg(all(feature = "cli", unix))]
pub(crate) fn cut(text: &str, limit: usize) -> (String, bool) {
    let (text, left) = escape::cut(text, limit);
    (text.to_owned(), left > 0)
}
