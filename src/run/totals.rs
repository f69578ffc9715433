//! What is counted and told over all contracts of a run.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::allow::{self, Allowances};
use super::event::{
    self, Change, Event, Exchanged, Finished, Judged, Progress, ReadingTaken, Verdict,
};
use super::tally::{Pending, Shown};
use super::{Ended, Memory, keep, readings};
use crate::contract::Contract;
use crate::exchange::shelf::Shelf;
use crate::target::{Profile, Secrets, Target};

/// Of so many requests of a sound target fewer than one fails.
const SELDOM: u64 = 10;
/// Bytes of cases that wait in memory until their verdict is told.
const PENDING: usize = 8 << 20;
/// Notes that are told at most.
const NOTES: usize = 64;

/// What is counted over all contracts of a run.
pub(super) struct Totals<'e> {
    pub(super) emit: RefCell<&'e mut dyn FnMut(Event)>,
    pub(super) target: &'e Target,
    pub(super) counts: RefCell<BTreeMap<Verdict, usize>>,
    pub(super) allowances: Allowances,
    /// Broken clauses that are allowed.
    pub(super) allowed: Cell<usize>,
    pub(super) left_behind: RefCell<Vec<String>>,
    pub(super) readings: RefCell<readings::Readings>,
    pub(super) notes: RefCell<Vec<String>>,
    pub(super) changes: RefCell<Vec<Change>>,
    pub(super) headline: RefCell<Option<String>>,
    pub(super) untested: RefCell<Vec<event::Untested>>,
    pub(super) missing: RefCell<Vec<event::Missing>>,
    /// Operations with clauses that were selected.
    pub(super) operations: Cell<usize>,
    /// Clauses without a judgement that nobody chose to leave out.
    pub(super) open: Cell<usize>,
    pub(super) profile: &'e Profile,
    pub(super) secrets: Secrets,
    pub(super) memory: &'e Memory,
    pub(super) began: Instant,
    /// Requests at the last progress, and when that was.
    pub(super) told: Cell<(u64, Instant)>,
    /// Requests that the run will have sent, roughly.
    pub(super) expected: Cell<Option<u64>>,
    /// The operation that is being tried.
    pub(super) operation: RefCell<Arc<str>>,
    /// Bytes of answers told so far.
    pub(super) kept: RefCell<keep::Kept>,
    /// Cases that show something broken, until that is told.
    pub(super) shelf: Shelf,
}

impl<'e> Totals<'e> {
    pub(super) fn new(
        emit: &'e mut dyn FnMut(Event),
        target: &'e Target,
        profile: &'e Profile,
        allowances: Allowances,
        memory: &'e Memory,
    ) -> Self {
        Totals {
            allowances,
            allowed: Cell::new(0),
            left_behind: RefCell::default(),
            emit: RefCell::new(emit),
            target,
            counts: RefCell::default(),
            readings: RefCell::default(),
            notes: RefCell::default(),
            changes: RefCell::default(),
            headline: RefCell::default(),
            untested: RefCell::default(),
            missing: RefCell::default(),
            operations: Cell::new(0),
            open: Cell::new(0),
            profile,
            secrets: profile.secrets(),
            memory,
            began: Instant::now(),
            told: Cell::new((0, Instant::now())),
            expected: Cell::default(),
            operation: RefCell::default(),
            kept: RefCell::default(),
            shelf: Shelf::new(PENDING),
        }
    }

    /// A case that shows something broken, to be told later.
    pub(super) fn pending(&self, shown: Shown) -> Pending {
        Pending::new(shown, &self.shelf)
    }

    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.counts.borrow().get(&verdict).copied().unwrap_or(0)
    }

    pub(super) fn emit(&self, event: Event) {
        (self.emit.borrow_mut())(event);
    }

    /// Requests sent so far, by this run and the one it goes on with.
    pub(super) fn requests(&self) -> u64 {
        let before = self.memory.done.requests;
        before.saturating_add(self.target.requests())
    }

    /// Time spent so far, by this run and the one it goes on with.
    pub(super) fn took(&self) -> Duration {
        // A journal may say anything of what went before.
        self.memory.done.took.saturating_add(self.began.elapsed())
    }

    /// Tells the exchanges since the last call, if they were asked for.
    pub(super) fn exchanged(&self) {
        for recorded in self.target.take_recorded() {
            let headers = match recorded.exchange.request.anonymous {
                true => Vec::new(),
                false => self.profile.shown_headers(&recorded.contract),
            };
            self.emit(Event::Exchanged(Box::new(Exchanged {
                base: format!("{}{}", self.target.address(), recorded.base),
                contract: recorded.contract,
                secret_headers: headers.into_iter().map(|(name, _)| name).collect(),
                exchange: recorded.exchange,
            })));
        }
    }

    /// Tells the progress, though not for every single request.
    pub(super) fn progress(&self) {
        self.exchanged();
        let requests = self.requests();
        let (told, at) = self.told.get();
        if requests >= told + 1000 || at.elapsed() >= Duration::from_millis(100) {
            self.told.set((requests, Instant::now()));
            let judged = self.counts.borrow().values().sum();
            self.emit(Event::Progress(Progress {
                judged,
                broken: self.count(Verdict::Broken),
                requests,
                expected: self.expected.get(),
                operation: Arc::clone(&self.operation.borrow()),
            }));
        }
    }

    /// Notes which operation is being tried.
    pub(super) fn turns_to(&self, operation: &str) {
        if **self.operation.borrow() != *operation {
            *self.operation.borrow_mut() = operation.into();
        }
    }

    pub(super) fn judged(&self, mut judged: Judged) {
        self.allowances.apply(&mut judged);
        if judged.allowed.is_some() && judged.verdict == Verdict::Broken {
            self.allowed.set(self.allowed.get() + 1);
        }
        self.open
            .set(self.open.get() + usize::from(judged.is_open()));
        self.kept.borrow_mut().spare(&mut judged);
        *self.counts.borrow_mut().entry(judged.verdict).or_default() += 1;
        self.emit(Event::Judged(Arc::new(judged)));
    }

    pub(super) fn read(&self, readings: Vec<(String, String)>) {
        let mut all = self.readings.borrow_mut();
        for (id, alternative) in readings {
            all.note(id, keep::text(alternative, &self.secrets));
        }
    }

    pub(super) fn change(&self, change: Change) {
        self.changes.borrow_mut().push(change);
    }

    pub(super) fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < NOTES && !notes.contains(&note) {
            notes.push(keep::text(note, &self.secrets));
        }
    }

    /// Why a target is of no use of which nothing can be said: it failed too often.
    pub(super) fn of_no_use(&self, ended: &Ended) -> Option<String> {
        let judged = self.count(Verdict::Held) + self.count(Verdict::Broken);
        let (faults, sent) = (self.target.faults(), self.target.requests());
        let often = faults > 0 && faults.saturating_mul(SELDOM) >= sent;
        let open = matches!(ended, Ended::Complete | Ended::TimeUp);
        (open && judged == 0 && often).then(|| {
            format!("{faults} of {sent} requests drew no whole answer or were put off, and nothing can be said of it")
        })
    }

    pub(super) fn finished(
        &self,
        shown: &str,
        seed: u64,
        contracts: &[Contract],
        ended: &Ended,
    ) -> Finished {
        let about = |id: &str| {
            contracts
                .iter()
                .find_map(|c| c.readings.get(id))
                .map(|r| r.about.clone())
                .or_else(|| crate::clause::lenient::about(id).map(str::to_owned))
                .unwrap_or_default()
        };
        Finished {
            target: shown.to_owned(),
            seed,
            took: self.took(),
            requests: self.requests(),
            held: self.count(Verdict::Held),
            broken: self.count(Verdict::Broken),
            inconclusive: self.count(Verdict::Inconclusive),
            skipped: self.count(Verdict::Skipped),
            readings: self
                .readings
                .borrow()
                .in_words()
                .map(|(id, taken)| ReadingTaken {
                    id: id.to_owned(),
                    about: about(id),
                    taken,
                })
                .collect(),
            stopped: match ended {
                Ended::Complete => None,
                Ended::Lost(why) => Some(format!("the target was lost: {why}")),
                Ended::TimeUp => Some("the time limit was reached".into()),
                Ended::Interrupted => Some("the run was interrupted".into()),
                Ended::Useless(_) => None,
            },
            operations: self.operations.get(),
            headline: self.headline.borrow().clone(),
            untested: self.untested.borrow().clone(),
            missing: self.most_wanted(),
            allows_untested: self.profile.allow_untested,
            open: self.open.get(),
            allowed: self.allowed.get(),
            stale: self.allowances.stale(allow::today()),
            left_behind: self.left_behind.borrow().clone(),
            notes: self.notes.borrow().clone(),
            changes: self.changes.borrow().clone(),
        }
    }
}
