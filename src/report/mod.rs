//! Reports: from events to the terminal, JSON and JUnit. They see events and nothing else.

mod escape;
mod finding;
pub mod json;
pub mod junit;
mod merge;
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

pub use merge::{MergeError, merge};
pub use open::{FORMATS, ReportSpecError, open};
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
