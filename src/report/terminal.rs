//! What a person reads: findings first, then what could not be judged, then the totals.

mod findings;
mod page;
mod sections;

use std::io::{self, Write};

use super::whole::Run;
use super::{Book, Report, escape, finding::short};
use crate::run::event::{Event, Finished, Started, Verdict};
use page::Page;

/// How the terminal report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// Columns to wrap at.
    pub width: usize,
}

/// A report for people.
pub struct Terminal {
    out: Box<dyn Write + Send>,
    style: Style,
    /// All but the held ones, which are only counted.
    book: Book,
}

impl Terminal {
    /// Prints a line when the run starts, and the rest when it is over.
    pub fn new(out: Box<dyn Write + Send>, style: Style) -> Self {
        Self {
            out,
            style,
            book: Book::new(false),
        }
    }

    fn print(&mut self, fill: impl FnOnce(&mut Page)) -> io::Result<()> {
        let mut page = Page::new(self.style);
        fill(&mut page);
        self.put(&page)
    }

    fn put(&mut self, page: &Page) -> io::Result<()> {
        self.out.write_all(page.text().as_bytes())?;
        self.out.flush()
    }

    fn start(&mut self, started: &Started) -> io::Result<()> {
        let contracts = match started.contracts.as_slice() {
            [] => "no contract".to_owned(),
            names => short(&names.join(", ")),
        };
        let text = format!(
            "Checking {} against {contracts}: {}, seed {}",
            short(&started.target),
            sections::count(started.clauses, "clause"),
            started.seed,
        );
        self.print(|page| page.paragraph(0, &text))
    }

    fn finish(&mut self, finished: &Finished) -> io::Result<()> {
        let style = self.style;
        let page = self.book.run(finished, |run| end(run, Page::new(style)))?;
        self.put(&page)
    }
}

/// The end of a run on a page.
fn end(run: &Run<'_>, mut page: Page) -> io::Result<Page> {
    let (finished, on) = (run.finished, &mut page);
    let planned = run.started.map(|started| started.clauses);
    let unheld = run.judged.iter().filter(|j| j.verdict != Verdict::Held);
    let (allowed, told): (Vec<_>, Vec<_>) = unheld.partition(|j| j.allowed.is_some());
    sections::headline(on, finished);
    sections::untested(on, &finished.untested);
    findings::findings(on, &run.causes, &told)?;
    sections::allowances(on, &allowed, &finished.stale);
    if sections::is_useless(finished) {
        sections::counted(on, &told);
    } else {
        sections::reasons(on, "Inconclusive", &told, Verdict::Inconclusive);
        sections::reasons(on, "Skipped", &told, Verdict::Skipped);
    }
    sections::changes(on, &finished.changes);
    sections::readings(on, &finished.readings, &told);
    sections::left_behind(on, &finished.left_behind);
    sections::notes(on, &finished.notes);
    sections::missing(on, &finished.missing);
    sections::stopped(on, finished, planned);
    sections::totals(on, finished);
    Ok(page)
}

impl Report for Terminal {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        match event {
            Event::Started(started) => self.start(started),
            // Lines after the first are for a file, and stay as long as they are.
            Event::Told(text) => self.print(|page| {
                let (first, file) = text.split_once('\n').unwrap_or((text, ""));
                page.paragraph(0, first);
                file.lines()
                    .for_each(|line| page.line(2, &escape::line(line)));
            }),
            Event::Progress(_) | Event::Exchanged(_) | Event::Judged(_) => Ok(()),
            Event::Finished(finished) => self.finish(finished),
        }
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}
