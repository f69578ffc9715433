//! Reports that are written as a whole when the run is over.

use std::io::{self, Write};
use std::path::Path;

use super::book::{Book, Entry};
use super::cause::Cause;
use super::finding::{remarks, unfit};
use super::sink::Sink;
use super::{Report, html, http, hurl, markdown, sarif};
use crate::run::event::{Event, Finished, Started, Verdict};

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
    book: Book,
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
            book: Book::new(true),
        }
    }
}

impl Report for Whole {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        let Event::Finished(finished) = event else {
            return Ok(());
        };
        let write = match self.format {
            Format::Html => html::page,
            Format::Http => http::file,
            Format::Hurl => hurl::file,
            Format::Markdown => markdown::summary,
            Format::Sarif => sarif::write,
        };
        let sink = &mut self.sink;
        self.book
            .run(finished, |run| sink.fill(&mut |out| write(run, out)))
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}

/// A run that is over.
pub(super) struct Run<'r> {
    /// How it began.
    pub started: Option<&'r Started>,
    /// Every clause that was judged, by id.
    pub judged: &'r [&'r Entry],
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
    pub(super) fn with(&self, verdict: Verdict) -> impl Iterator<Item = &'r Entry> {
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
