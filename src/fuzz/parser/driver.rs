//! What both ways of asking have in common.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Reply;
use super::child::{Program, Shared, Spent};

/// Why a command cannot be tested.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unusable(pub String);

/// Puts documents to a parser.
pub(super) trait Driver: Send {
    /// Checks that the command answers at all.
    fn try_out(&mut self) -> Result<(), Unusable>;

    /// One reply for each document, in order. There are fewer when the run is over before, and the
    /// last one may be a breakdown: the caller may not want to ask the others then.
    fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable>;

    /// One document, on its own.
    fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable>;

    /// One document, on its own but for what the process was asked before.
    fn ask_quickly(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        self.ask(document)
    }

    /// One document, in a process that was asked nothing else.
    fn ask_fresh(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        self.ask(document)
    }

    /// Documents in pieces, each with their lengths before it; nothing where that cannot be asked.
    fn ask_in_pieces(&mut self, _: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        Ok(Vec::new())
    }

    /// A row of documents again and again to one process, up to so many in all, so much work and until
    /// then; nothing where each document has a process of its own.
    fn endure(
        &mut self,
        _row: &[&[u8]],
        _most: u64,
        _work: Duration,
        _until: Instant,
    ) -> Result<Option<Course>, Unusable> {
        Ok(None)
    }

    /// One document, and what it took.
    fn measure(&mut self, document: &[u8]) -> Result<Measured, Unusable> {
        let reply = self.ask(document)?;
        Ok(Measured {
            spent: Spent {
                ran: reply.took,
                passed: reply.took,
            },
            memory: 0,
            reply,
        })
    }

    /// How long an answer to so short a document takes at most, as far as is known: what takes longer is
    /// suspected to hang.
    fn usual(&self) -> Option<Duration>;

    /// How long an answer may take from now on; no change to how long a process may take to start.
    fn set_patience(&mut self, patience: Duration);

    /// What happened that is no finding, for the report.
    fn notes(&self) -> Vec<String>;
}

/// An answer, and what it took.
pub(super) struct Measured {
    pub reply: Reply,
    /// How long it took without waiting for the machine.
    pub spent: Spent,
    /// How much memory at most, beyond what was held before; zero where that is not told.
    pub memory: u64,
}

/// How one process fared with very many documents.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// For each round how long it worked, and how much it held then.
    pub stages: Vec<(Duration, u64)>,
    /// Documents with an answer.
    pub answered: u64,
    /// How it ended, where it did.
    pub ended: Option<String>,
}

/// What every driver is given.
#[derive(Clone)]
pub(super) struct Setting {
    pub program: Program,
    pub watch: Arc<Shared>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Whether canonical forms are read.
    pub canonical: bool,
    pub end: Arc<End>,
}

/// When a worker's run is over.
pub(super) struct End {
    at: Instant,
    /// Raised from outside, as by Ctrl-C, or by a worker that cannot go on.
    stop: Arc<AtomicBool>,
    /// While a finding is made smaller, that has a time of its own.
    extra: Mutex<Option<Instant>>,
    /// How much longer than its time a run may take to make findings smaller.
    overtime: Duration,
}

/// How much longer than its time a run may take to make sure of what does not end.
const LONGEST: Duration = Duration::from_secs(10);
/// Making findings smaller may add this part of the time of a run, and no less than so long.
const PART: u32 = 10;
const SHORTEST: Duration = Duration::from_secs(2);

impl End {
    /// At the end of a run that takes so long.
    pub fn new(at: Instant, time: Duration, stop: Arc<AtomicBool>) -> Self {
        End {
            at,
            stop,
            extra: Mutex::new(None),
            overtime: (time / PART).clamp(SHORTEST, LONGEST),
        }
    }

    pub fn has_come(&self) -> bool {
        self.is_stopped() || Instant::now() >= self.extra().unwrap_or(self.at)
    }

    /// Whether nothing may go on any more, not even what was begun before the end.
    pub fn is_final(&self) -> bool {
        self.is_stopped() || Instant::now() >= self.at + LONGEST
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Does something that may take so long, even past the end. The work is told until when.
    pub fn with_extra<T>(&self, time: Duration, work: impl FnOnce(Instant) -> T) -> T {
        self.until((Instant::now() + time).min(self.at + self.overtime), work)
    }

    /// Does something that has so long in any case, and all the time that was left before.
    pub fn with_at_least<T>(&self, time: Duration, work: impl FnOnce() -> T) -> T {
        let own = (Instant::now() + time).min(self.at + LONGEST);
        let until = self.extra().unwrap_or(self.at).max(own);
        self.until(until, |_| work())
    }

    fn until<T>(&self, until: Instant, work: impl FnOnce(Instant) -> T) -> T {
        let before = self.set(Some(until));
        let done = work(until);
        self.set(before);
        done
    }

    fn extra(&self) -> Option<Instant> {
        *self.extra.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, extra: Option<Instant>) -> Option<Instant> {
        let mut held = self.extra.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut held, extra)
    }
}

/// A document that every parser takes, and one that every parser refuses.
pub(super) const TRIALS: [&[u8]; 2] = [b"<a/>", b"<a>"];

/// The command accepts documents and tells nothing of what it read.
pub(super) fn no_form(how: &str) -> Unusable {
    Unusable(format!(
        "the command is to print the canonical form of what it read, and {how}\n(hint: without `--compare canonical` only its verdicts are compared)"
    ))
}

/// Whether it is the report of a sanitizer, which ends a process with a code of its own choice.
pub(super) fn is_sanitizer(printed: &str) -> bool {
    // A warning of theirs alone ends nothing.
    let is_end = |line: &str| line.starts_with("SUMMARY: ") || line.contains("==ERROR: ");
    let mut lines = printed.lines();
    lines.any(|line| line.contains("Sanitizer") && is_end(line))
}

/// Something the command printed, for a message; nothing when it printed nothing.
pub(super) fn said(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    match &*super::lastly::telling(&text) {
        "" => String::new(),
        line => format!("; it said: {}", super::answer::brief(line)),
    }
}
