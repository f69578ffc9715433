//! What reports know of a run: every verdict, and of each finding what tells its cause. What shows a
//! finding is kept in a file once it is much, so that memory stays flat however many there are.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::cause::causes;
use super::whole::Run;
use crate::exchange::shelf::{Shelf, Shelved};
use crate::run::event::{
    Allowed, Event, Finding, Finished, Judged, Kind, Level, Place, Started, Verdict,
};

/// Bytes of findings that stay in memory, roughly.
const ROOM: usize = 4 << 20;
/// Clauses of one piece.
const PIECE: usize = 1024;

/// The verdicts of a run. Reports of one run share it.
#[derive(Clone)]
pub struct Book {
    pages: Arc<Mutex<Pages>>,
    /// Whether somebody else writes into it.
    shared: bool,
}

struct Pages {
    started: Option<Started>,
    /// In pieces, as a long list would be copied each time that it grows.
    entries: Vec<Vec<Entry>>,
    /// Whether any report wants to know what held.
    all: bool,
    texts: BTreeSet<Arc<str>>,
    /// Those of the last finding: most have the same.
    headers: Arc<Headers>,
    /// Where findings are as a whole.
    shelf: Shelf,
}

/// A judged clause; what was found of it stands apart. See [`Judged`] for what is the same there.
pub(super) struct Entry {
    pub(super) id: Box<str>,
    pub(super) contract: Arc<str>,
    pub(super) operation: Arc<str>,
    pub(super) level: Level,
    pub(super) duty: Box<str>,
    pub(super) source: Arc<str>,
    pub(super) location: Box<str>,
    pub(super) verdict: Verdict,
    pub(super) reason: Option<Arc<str>>,
    pub(super) cases: usize,
    pub(super) requests: u64,
    pub(super) took: Duration,
    pub(super) allowed: Option<Box<Allowed>>,
    pub(super) chosen: bool,
    /// What shows it broken.
    pub(super) found: Option<Box<Found>>,
}

#[cfg(test)]
impl Entry {
    /// An entry that is all in memory.
    pub(super) fn of(judged: &Judged) -> Self {
        let book = Book::new(true);
        let mut pages = book.pages();
        pages.judged(judged);
        pages.entries.remove(0).remove(0)
    }
}

/// What tells the cause of a finding, and where the rest of it is.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) cause: Arc<str>,
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) rule: Arc<str>,
    /// Bytes of the request, as far as they hang on the case.
    pub(super) size: usize,
    /// Whether anything came before the request.
    pub(super) has_past: bool,
    /// The status of the answer, if one came.
    pub(super) status: Option<u16>,
    /// Headers that were sent besides.
    pub(super) secret_headers: Arc<Headers>,
    rest: Shelved<Finding>,
}

/// Names of headers, and of what stands for their values.
type Headers = Vec<(String, String)>;

impl Found {
    /// The whole finding.
    ///
    /// # Errors
    /// It cannot be read back.
    pub(super) fn read(&self) -> io::Result<Cow<'_, Finding>> {
        self.rest.read()
    }
}

impl Book {
    /// An empty one; `all` if what held is to be kept too.
    pub(super) fn new(all: bool) -> Self {
        Self::with(all, ROOM)
    }

    /// One that keeps so many bytes of findings in memory.
    pub(super) fn with(all: bool, room: usize) -> Self {
        let pages = Pages {
            started: None,
            entries: Vec::new(),
            all,
            texts: BTreeSet::new(),
            headers: Arc::default(),
            shelf: Shelf::new(room),
        };
        Book {
            pages: Arc::new(Mutex::new(pages)),
            shared: false,
        }
    }

    /// Takes another one in its place, which its owner writes.
    pub(super) fn follow(&mut self, other: &Book) {
        let all = self.pages().all;
        other.pages().all |= all;
        self.pages = Arc::clone(&other.pages);
        self.shared = true;
    }

    /// Takes notice of an event, unless somebody else does.
    pub(super) fn note(&self, event: &Event) {
        if self.shared {
            return;
        }
        let mut pages = self.pages();
        match event {
            Event::Started(started) => pages.started = Some(started.clone()),
            Event::Judged(judged) if pages.all || judged.verdict != Verdict::Held => {
                pages.judged(judged);
            }
            _ => {}
        }
    }

    /// Tells the run as a whole, its clauses by id.
    pub(super) fn run<T>(&self, finished: &Finished, tell: impl FnOnce(&Run<'_>) -> T) -> T {
        let pages = self.pages();
        let mut judged: Vec<&Entry> = pages.entries.iter().flatten().collect();
        judged.sort_by(|a, b| a.id.cmp(&b.id));
        tell(&Run {
            started: pages.started.as_ref(),
            causes: causes(&judged),
            judged: &judged,
            finished,
        })
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // A report that failed half-way has changed nothing here.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn judged(&mut self, judged: &Judged) {
        let found = judged.finding.as_deref();
        let entry = Entry {
            found: found.map(|f| Box::new(self.found(f))),
            id: judged.id.as_str().into(),
            contract: self.text(&judged.contract),
            operation: self.text(&judged.operation),
            level: judged.level,
            duty: judged.duty.as_str().into(),
            source: self.text(&judged.source),
            location: judged.location.as_str().into(),
            verdict: judged.verdict,
            reason: judged.reason.as_ref().map(|reason| self.text(reason)),
            cases: judged.cases,
            requests: judged.requests,
            took: judged.took,
            allowed: judged.allowed.clone().map(Box::new),
            chosen: judged.chosen,
        };
        match self.entries.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(entry),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(entry);
                self.entries.push(piece);
            }
        }
    }

    fn found(&mut self, finding: &Finding) -> Found {
        let body = finding.request.body.as_ref().map_or(0, |b| b.len());
        if *self.headers != finding.secret_headers {
            self.headers = Arc::new(finding.secret_headers.clone());
        }
        Found {
            cause: self.text(&finding.cause),
            kind: finding.kind,
            place: finding.place.clone(),
            rule: self.text(&finding.rule),
            size: body + finding.request.target.len(),
            has_past: !finding.before.is_empty(),
            secret_headers: Arc::clone(&self.headers),
            status: finding.answer.as_ref().ok().map(|r| r.status),
            rest: self.shelf.keep(finding.clone(), weight(finding)),
        }
    }

    /// A text that many clauses share.
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let known: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&known));
        known
    }
}

/// Bytes that a finding takes in memory, roughly.
fn weight(finding: &Finding) -> usize {
    let request = finding.request.body.as_ref().map_or(0, |b| b.len());
    let answer = finding.answer.as_ref().map_or(0, |r| {
        let headers = r.headers.iter().map(|(n, v)| n.len() + v.len() + 96);
        r.body.len() + headers.sum::<usize>()
    });
    let before: usize = finding.before.iter().map(String::len).sum();
    let texts = [&finding.expected, &finding.got, &finding.curl];
    let texts: usize = texts.iter().map(|t| t.len()).sum();
    1_000 + request + answer + before + texts + finding.request.target.len()
}
