//! What reports know of a run: every verdict, and of each finding what tells its cause. What shows a
//! finding is kept in a file once it is much, so that memory stays flat however many there are.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cause::causes;
use super::whole::Run;
use crate::run::event::{Event, Finding, Finished, Judged, Kind, Place, Started, Verdict};

/// Bytes of findings that stay in memory, roughly.
const ROOM: usize = 4 << 20;

/// The verdicts of a run. Reports of one run share it.
#[derive(Clone)]
pub struct Book {
    pages: Arc<Mutex<Pages>>,
    /// Whether somebody else writes into it.
    shared: bool,
}

struct Pages {
    started: Option<Started>,
    entries: Vec<Entry>,
    /// Whether any report wants to know what held.
    all: bool,
    texts: BTreeSet<Arc<str>>,
    /// Those of the last finding: most have the same.
    headers: Arc<Headers>,
    room: usize,
    file: Option<Arc<Mutex<File>>>,
}

/// A judged clause; what was found of it stands apart.
pub(super) struct Entry {
    judged: Judged,
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
        pages.entries.remove(0)
    }
}

impl Deref for Entry {
    type Target = Judged;

    fn deref(&self) -> &Judged {
        &self.judged
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
    rest: Rest,
}

/// Names of headers, and of what stands for their values.
type Headers = Vec<(String, String)>;

#[derive(Debug)]
enum Rest {
    Here(Box<Finding>),
    Kept {
        file: Arc<Mutex<File>>,
        at: u64,
        bytes: usize,
    },
}

impl Found {
    /// The whole finding.
    ///
    /// # Errors
    /// It cannot be read back.
    pub(super) fn read(&self) -> io::Result<Cow<'_, Finding>> {
        match &self.rest {
            Rest::Here(finding) => Ok(Cow::Borrowed(finding)),
            Rest::Kept { file, at, bytes } => {
                let mut text = vec![0; *bytes];
                {
                    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                    file.seek(SeekFrom::Start(*at))?;
                    file.read_exact(&mut text)?;
                }
                Ok(Cow::Owned(serde_json::from_slice(&text)?))
            }
        }
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
            room,
            file: None,
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
        let mut judged: Vec<&Entry> = pages.entries.iter().collect();
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
        let found = judged.finding.as_deref().map(|f| Box::new(self.found(f)));
        let judged = bare(judged);
        self.entries.push(Entry { judged, found });
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
            rest: self.rest(finding),
        }
    }

    fn rest(&mut self, finding: &Finding) -> Rest {
        let here = || Rest::Here(Box::new(finding.clone()));
        let size = weight(finding);
        if let Some(left) = self.room.checked_sub(size) {
            self.room = left;
            return here();
        }
        self.room = 0;
        // Where there is no room for a file, memory is all that is left.
        self.keep(finding).unwrap_or_else(|_| here())
    }

    fn keep(&mut self, finding: &Finding) -> io::Result<Rest> {
        let text = serde_json::to_vec(finding)?;
        let file = match &self.file {
            Some(file) => Arc::clone(file),
            None => {
                let file = Arc::new(Mutex::new(tempfile::tempfile()?));
                Arc::clone(self.file.insert(file))
            }
        };
        let at = {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let at = file.seek(SeekFrom::End(0))?;
            file.write_all(&text)?;
            at
        };
        Ok(Rest::Kept {
            file,
            at,
            bytes: text.len(),
        })
    }

    /// A text that many findings share.
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

/// A judged clause without its finding.
fn bare(judged: &Judged) -> Judged {
    Judged {
        id: judged.id.clone(),
        contract: judged.contract.clone(),
        operation: judged.operation.clone(),
        level: judged.level,
        duty: judged.duty.clone(),
        source: judged.source.clone(),
        location: judged.location.clone(),
        verdict: judged.verdict,
        reason: judged.reason.clone(),
        cases: judged.cases,
        requests: judged.requests,
        took: judged.took,
        finding: None,
        allowed: judged.allowed.clone(),
        chosen: judged.chosen,
    }
}
