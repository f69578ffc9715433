//! Reports: from events to the terminal, JSON and JUnit. They see events and nothing else.

mod escape;
mod finding;
pub mod json;
pub mod junit;
mod open;
#[cfg(feature = "cli")]
pub mod progress;
mod sink;
mod tee;
pub mod terminal;
#[cfg(test)]
mod tests;
pub(crate) mod wrap;

use std::io;

use crate::run::event::Event;

pub use open::{FORMATS, ReportSpecError, open};
#[cfg(all(feature = "cli", unix))]
pub(crate) use sink::Sink;
pub use tee::Tee;

/// Something that turns the events of a run into words for a reader.
pub trait Report: Send {
    /// Takes notice of an event; after `Finished` the report is complete.
    fn event(&mut self, event: &Event) -> io::Result<()>;
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

/// Bytes of unknown origin on one line, as [`visible`]; those that are not UTF-8 stand as `\\xff`.
pub fn shown_bytes(bytes: &[u8]) -> String {
    escape::bytes(bytes)
}

/// The first `limit` characters, and whether anything was left out.
#[cfg(all(feature = "cli", unix))]
pub(crate) fn cut(text: &str, limit: usize) -> (String, bool) {
    let (text, left) = escape::cut(text, limit);
    (text.to_owned(), left > 0)
}
