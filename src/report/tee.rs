//! One event to many reports.

use std::io;

use super::{Book, Report};
use crate::run::event::Event;

/// Hands every event to each of its reports, in the order they were added.
///
/// A report that fails is told about and left out from then on; the others go on.
pub struct Tee {
    reports: Vec<Named>,
    /// What all of them know.
    book: Book,
}

struct Named {
    name: String,
    report: Box<dyn Report>,
    failed: bool,
}

impl Tee {
    /// Without reports.
    pub fn new() -> Self {
        Tee {
            reports: Vec::new(),
            book: Book::new(false),
        }
    }

    /// Adds a report; an error of it is told under this name, such as `json=report.json`.
    pub fn add(&mut self, name: impl Into<String>, mut report: Box<dyn Report>) -> &mut Self {
        let name = name.into();
        report.share(&self.book);
        self.reports.push(Named {
            name,
            report,
            failed: false,
        });
        self
    }
}

impl Default for Tee {
    fn default() -> Self {
        Self::new()
    }
}

impl Report for Tee {
    fn share(&mut self, book: &Book) {
        self.book.follow(book);
        for named in &mut self.reports {
            named.report.share(book);
        }
    }

    fn wants_exchanges(&self) -> bool {
        self.reports
            .iter()
            .any(|named| named.report.wants_exchanges())
    }

    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        let mut errors = Vec::new();
        for named in self.reports.iter_mut().filter(|named| !named.failed) {
            if let Err(error) = named.report.event(event) {
                named.failed = true;
                let text = format!("report `{}`: {error}", named.name);
                errors.push((error.kind(), text));
            }
        }
        match errors.as_slice() {
            [] => Ok(()),
            [(kind, text)] => Err(io::Error::new(*kind, text.as_str())),
            many => {
                let texts: Vec<_> = many.iter().map(|(_, text)| text.as_str()).collect();
                Err(io::Error::other(texts.join("\n")))
            }
        }
    }
}
