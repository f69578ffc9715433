//! What a person reads: findings first, then what could not be judged, then the totals.

mod findings;
mod page;
mod sections;

use std::io::{self, Write};
use std::sync::Arc;

use super::{Report, finding::short};
use crate::run::event::{Event, Finished, Judged, Started, Verdict};
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
    started: Option<Started>,
    /// All but the held ones, which are only counted.
    judged: Vec<Arc<Judged>>,
}

impl Terminal {
    /// Prints a line when the run starts, and the rest when it is over.
    pub fn new(out: Box<dyn Write + Send>, style: Style) -> Self {
        Self {
            out,
            style,
            started: None,
            judged: Vec::new(),
        }
    }

    fn print(&mut self, fill: impl FnOnce(&mut Page)) -> io::Result<()> {
        let mut page = Page::new(self.style);
        fill(&mut page);
        self.out.write_all(page.text().as_bytes())?;
        self.out.flush()
    }

    fn start(&mut self, started: &Started) -> io::Result<()> {
        self.started = Some(started.clone());
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
        let kept = std::mem::take(&mut self.judged);
        let mut judged: Vec<&Judged> = kept.iter().map(Arc::as_ref).collect();
        judged.sort_by(|a, b| a.id.cmp(&b.id));
        let planned = self.started.as_ref().map(|started| started.clauses);
        self.print(|page| {
            let (allowed, told): (Vec<_>, Vec<_>) =
                judged.into_iter().partition(|j| j.allowed.is_some());
            sections::headline(page, finished);
            sections::untested(page, &finished.untested);
            findings::findings(page, &told);
            sections::allowances(page, &allowed, &finished.stale);
            let judged = told;
            if sections::is_useless(finished) {
                sections::counted(page, &judged);
            } else {
                sections::reasons(page, "Inconclusive", &judged, Verdict::Inconclusive);
                sections::reasons(page, "Skipped", &judged, Verdict::Skipped);
            }
            sections::changes(page, &finished.changes);
            sections::readings(page, &finished.readings, &judged);
            sections::left_behind(page, &finished.left_behind);
            sections::notes(page, &finished.notes);
            sections::missing(page, &finished.missing);
            sections::stopped(page, finished, planned);
            sections::totals(page, finished);
        })
    }
}

impl Report for Terminal {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.start(started),
            // Lines after the first are for a file, and stay as they are.
            Event::Told(text) => self.print(|page| {
                let (first, file) = text.split_once('\n').unwrap_or((text, ""));
                page.paragraph(0, first);
                file.lines().for_each(|line| page.line(2, line));
            }),
            Event::Progress(_) | Event::Exchanged(_) => Ok(()),
            Event::Judged(judged) => {
                if judged.verdict != Verdict::Held {
                    self.judged.push(Arc::clone(judged));
                }
                Ok(())
            }
            Event::Finished(finished) => self.finish(finished),
        }
    }
}
