//! One event to many reports.

use std::io;

use super::Report;
use crate::run::event::Event;

/// Hands every event to each of its reports, in the order they were added.
///
/// A report that fails is told about and left out from then on; the others go on.
#[derive(Default)]
pub struct Tee {
    reports: Vec<Named>,
}

struct Named {
    name: String,
    report: Box<dyn Report>,
    failed: bool,
}

impl Tee {
    /// Without reports.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a report; an error of it is told under this name, such as `json=report.json`.
    pub fn add(&mut self, name: impl Into<String>, report: Box<dyn Report>) -> &mut Self {
        let name = name.into();
        self.reports.push(Named {
            name,
            report,
            failed: false,
        });
        self
    }
}

impl Report for Tee {
    fn wants_exchanges(&self) -> bool {
        self.reports
            .iter()
            .any(|named| named.report.wants_exchanges())
    }

    fn event(&mut self, event: &Event) -> io::Result<()> {
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
