//! A worker: takes inputs, puts them to its process, judges the answers, and reports what is new.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;
use std::time::Instant;

use super::breakdowns::Breakdowns;
use super::desk::Desk;
use super::driver::{Driver, End, Unusable};
use super::finding::Findings;
use super::guide::Guide;
use super::input::Input;
use super::source::Source;
use super::tally::Tally;
use super::{Event, Options};
use crate::generate::dice::Dice;
use crate::xml::documents::Documents;

/// Bytes of a large or deep document at most: one in a thousand is such a one, and must not take
/// the time of all others.
const STRESS: usize = 256 << 10;
/// Bytes that its entities may expand to.
const EXPANSION: usize = 16 << 20;
/// Inputs that go together: many where they are on their way at once, few where each takes a
/// process.
const BATCH: [usize; 2] = [4, 1024];

/// What all workers share.
pub(super) struct Run<'r> {
    pub options: &'r Options,
    pub guide: &'r Guide,
    pub findings: Mutex<Findings>,
    pub breakdowns: Mutex<Breakdowns>,
    /// Whose turn it is to look into a breakdown.
    pub turn: Mutex<()>,
    pub documents: AtomicU64,
    /// Documents that named something outside of them.
    pub baited: AtomicU64,
    /// Documents whose growth was measured.
    pub measured: AtomicU64,
    pub left: AtomicU64,
    pub began: Instant,
    pub ends: Instant,
    pub tell: &'r (dyn Fn(Event<'_>) + Sync),
}

impl Run<'_> {
    pub fn findings(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn breakdowns(&self) -> MutexGuard<'_, Breakdowns> {
        self.breakdowns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// One worker.
pub(super) struct Worker<'r> {
    run: &'r Run<'r>,
    driver: Box<dyn Driver>,
    end: Arc<End>,
    source: Source<'r>,
    tally: Tally,
    known: HashSet<u64>,
    notes: Vec<String>,
}

/// What a worker leaves.
pub(super) struct Done {
    pub tally: Tally,
    pub notes: Vec<String>,
    pub unusable: Option<Unusable>,
}

impl<'r> Worker<'r> {
    pub fn new(
        run: &'r Run<'r>,
        number: usize,
        driver: Box<dyn Driver>,
        end: Arc<End>,
        first: Vec<Input>,
    ) -> Self {
        let options = run.options;
        let mut dice = Dice::new(options.seed, "fuzz parser", number as u32, 0);
        let seed = (0..4).fold(0, |seed, _| seed << 16 | dice.below(1 << 16) as u64);
        let documents = Documents::new(
            seed,
            crate::xml::documents::Options {
                stress: options.stress,
                mutated: options.mutants,
                size: options.size,
                stress_size: STRESS,
                expansion: EXPANSION,
                ..Default::default()
            },
        );
        Worker {
            run,
            driver,
            end,
            source: Source {
                first,
                documents,
                dice,
                guide: run.guide,
                left: &run.left,
                mutants: options.mutants,
                size: BATCH[usize::from(options.persistent)],
            },
            tally: Tally::default(),
            known: HashSet::new(),
            notes: Vec::new(),
        }
    }

    /// Works until the end. Inputs are made on a thread of their own, so that the parser does not
    /// wait for them.
    pub fn run<'s>(self, scope: &'s Scope<'s, '_>, stop: &AtomicBool) -> Done
    where
        'r: 's,
    {
        let Worker {
            run,
            mut driver,
            end,
            mut source,
            mut tally,
            mut known,
            mut notes,
        } = self;
        let (sender, receiver) = sync_channel(2);
        scope.spawn(move || {
            loop {
                let batch = source.next();
                // A closed channel is the end of the run.
                if batch.is_empty() || sender.send(batch).is_err() {
                    break;
                }
            }
        });
        let mut unusable = None;
        let mut pending = Vec::new();
        for batch in receiver {
            let mut desk = Desk {
                run,
                driver: &mut *driver,
                end: &end,
                tally: &mut tally,
                known: &mut known,
                notes: &mut notes,
                pending: &mut pending,
            };
            if let Err(why) = desk.put(batch) {
                unusable = Some(why);
                stop.store(true, Ordering::Relaxed);
                break;
            }
            if end.has_come() {
                break;
            }
        }
        let mut desk = Desk {
            run,
            driver: &mut *driver,
            end: &end,
            tally: &mut tally,
            known: &mut known,
            notes: &mut notes,
            pending: &mut pending,
        };
        if let Err(why) = desk.look_into_all() {
            unusable = unusable.or(Some(why));
        }
        notes.extend(driver.notes());
        Done {
            tally,
            notes,
            unusable,
        }
    }
}
