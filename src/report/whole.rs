//! Reports that are written as a whole when the run is over.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::cause::{Cause, causes};
use super::finding::{remarks, unfit};
use super::sink::Sink;
use super::{Report, html, http, hurl, markdown, sarif};
use crate::run::event::{Event, Finished, Judged, Started, Verdict};

/// A format of such a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page for people.
    Html,
    /// Requests for REST clients of editors.
    Http,
    /// Requests with assertions for the `hurl` runner.
    Hurl,
    /// GitHub flavoured Markdown for a job summary.
    Markdown,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
}

/// A report of that kind.
pub struct Whole {
    format: Format,
    sink: Sink,
    started: Option<Started>,
    judged: Vec<Arc<Judged>>,
}

impl Whole {
    /// Into a file, which is there complete or not at all.
    pub fn to_file(format: Format, path: &Path) -> io::Result<Self> {
        Ok(Self::new(format, Sink::file(path)?))
    }

    /// Into a writer.
    pub fn to_writer(format: Format, out: Box<dyn Write + Send>) -> Self {
        Self::new(format, Sink::Writer(out))
    }

    fn new(format: Format, sink: Sink) -> Self {
        Self {
            format,
            sink,
            started: None,
            judged: Vec::new(),
        }
    }
}

impl Report for Whole {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.started = Some(started.clone()),
            Event::Told(_) | Event::Progress(_) | Event::Exchanged(_) => {}
            Event::Judged(judged) => self.judged.push(Arc::clone(judged)),
            Event::Finished(finished) => {
                let mut judged: Vec<&Judged> = self.judged.iter().map(Arc::as_ref).collect();
                judged.sort_by(|a, b| a.id.cmp(&b.id));
                let run = Run {
                    started: self.started.as_ref(),
                    judged: &judged,
                    causes: causes(&judged),
                    finished,
                };
                let text = match self.format {
                    Format::Html => html::page(&run),
                    Format::Http => http::file(&run),
                    Format::Hurl => hurl::file(&run),
                    Format::Markdown => markdown::summary(&run),
                    Format::Sarif => {
                        return self.sink.fill(&mut |out| sarif::write(&run, out));
                    }
                };
                self.sink.put(text.as_bytes())?;
            }
        }
        Ok(())
    }
}

/// A run that is over.
pub(super) struct Run<'r> {
    /// How it began.
    pub started: Option<&'r Started>,
    /// Every clause that was judged, by id.
    pub judged: &'r [&'r Judged],
    /// The causes of what is broken and not allowed, the most telling first.
    pub causes: Vec<Cause<'r>>,
    /// How it ended.
    pub finished: &'r Finished,
}

impl<'r> Run<'r> {
    /// What else a reader should know.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = remarks(self.judged, self.finished);
        notes.extend(self.finished.notes.iter().cloned());
        notes
    }

    /// Clauses with a verdict.
    pub(super) fn with(&self, verdict: Verdict) -> impl Iterator<Item = &'r Judged> {
        self.judged
            .iter()
            .copied()
            .filter(move |c| c.verdict == verdict)
    }

    /// Why the run as a whole says less than it should.
    pub(super) fn unfit(&self) -> Option<String> {
        unfit(self.finished)
    }

    /// The totals in a line.
    pub(super) fn totals(&self) -> String {
        let Finished {
            held,
            broken,
            inconclusive,
            skipped,
            ..
        } = self.finished;
        format!("{held} held, {broken} broken, {inconclusive} inconclusive, {skipped} skipped")
    }
}
