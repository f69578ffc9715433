//! When a run gives up: a target may hang on many requests, or say "later" for ever, and the run
//! must end all the same.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Lane;
use crate::contract::Operation;
use crate::exchange::{Failure, Request, Taken};
use crate::wire::{self, Writing};

/// Cases of one unit that may hang, sent alone.
const HANGS: usize = 2;
/// From this many hangs of the target on, one case of a unit is enough.
const MANY_HANGS: u64 = 16;
/// Units of an operation that may hang, sent alone; no more are tried then.
const HUNG_UNITS: usize = 24;
/// Hangs, or looks turned away in a row, before the ways of writing are settled: then the first ways
/// stand.
const WAYS: u64 = 6;
/// Operations whose plain requests a target is sent that has not said a word yet.
const FIRST: usize = 4;
/// Cases in a row for which waiting was in vain.
const VAIN: usize = 3;

/// What was waited for in vain, in one contract's part of a run.
#[derive(Default)]
pub(super) struct Patience {
    /// Hangs of units that had the target to themselves, by operation and unit.
    hung: RefCell<BTreeMap<String, BTreeMap<usize, usize>>>,
    vain: Cell<usize>,
    /// Looks in a row that were turned away whatever they held.
    away: Cell<u64>,
    /// Hangs of the target before this contract's turn.
    before: u64,
}

impl Patience {
    pub fn new(before: u64) -> Self {
        Patience {
            before,
            ..Patience::default()
        }
    }

    /// Notes whether trying a case again, after a wait, has helped.
    pub fn waited(&self, helped: bool) {
        self.vain.set(if helped { 0 } else { self.vain.get() + 1 });
    }

    /// Notes whether a look was turned away: access was denied, or it was put off.
    pub fn turned_away(&self, away: bool) {
        self.away.set(if away { self.away.get() + 1 } else { 0 });
    }

    /// Whether waiting is worth while: it was not in vain for several cases in a row.
    pub fn waits(&self) -> bool {
        self.vain.get() < VAIN
    }
}

/// Whether any request drew no complete answer in time.
pub(super) fn hung(taken: &[Taken]) -> bool {
    taken
        .iter()
        .flat_map(|t| &t.exchanges)
        .any(|e| matches!(e.answer, Err(Failure::Timeout(_))))
}

impl<'l> Lane<'l> {
    fn operation_of(&self, unit: usize) -> &str {
        &self.clauses[self.units[unit].clauses[0]].operation
    }

    /// Notes that a case of a unit hung although it had the target to itself.
    pub(super) fn note_hang(&self, unit: usize) {
        let mut hung = self.patience.hung.borrow_mut();
        let units = hung.entry(self.operation_of(unit).to_owned()).or_default();
        *units.entry(unit).or_default() += 1;
    }

    /// Whether a unit has hung so often that its other cases are not sent.
    pub(super) fn hung_enough(&self, unit: usize) -> bool {
        let hung = self.patience.hung.borrow();
        let units = hung.get(self.operation_of(unit));
        let times = units.and_then(|u| u.get(&unit)).copied().unwrap_or(0);
        let enough = if self.totals.target.hangs() < MANY_HANGS {
            HANGS
        } else {
            1
        };
        times >= enough
    }

    /// Why a unit is not tried any more, where so many others of its operation have hung.
    pub(super) fn not_tried(&self, unit: usize) -> Option<String> {
        let operation = self.operation_of(unit);
        if self.evidence.is_shut(operation) {
            return Some(
                "not tried to the end: no valid request is let in (status 401)".to_owned(),
            );
        }
        let hung = self.patience.hung.borrow();
        let units = hung.get(operation)?;
        (units.len() >= HUNG_UNITS && !units.contains_key(&unit)).then(|| {
            format!(
                "not tried to the end: requests of {operation} drew no complete answer in time {HUNG_UNITS} times over"
            )
        })
    }

    /// Cases of one unit that may stay without an answer among others, before it gets no more.
    pub(super) fn unanswered(&self) -> usize {
        if self.totals.target.hangs() < MANY_HANGS {
            3
        } else {
            1
        }
    }

    /// Hangs of the target in this contract's turn.
    pub(super) fn hangs(&self) -> u64 {
        self.totals.target.hangs() - self.patience.before
    }

    /// Whether so many requests hung, or were turned away, that looking for ways of writing leads
    /// nowhere.
    pub(super) fn stops_looking(&self) -> bool {
        self.hangs() >= WAYS || self.patience.away.get() >= WAYS
    }

    /// Why what shows a clause broken shows nothing: it drew no answer, and nothing came any more after it,
    /// as the target was lost.
    pub(super) fn lost_then(&self, clause: usize) -> Option<String> {
        if !self.lost.get() {
            return None;
        }
        let tallies = self.tallies.borrow();
        let shown = tallies[clause].shown.as_ref()?.read();
        let (step, place) = shown.broken.shown;
        let taken = shown.taken.iter().filter(|t| t.step == step);
        let exchange = taken.filter_map(|t| t.exchanges.get(place)).next()?;
        let silent = matches!(exchange.answer, Err(Failure::Timeout(_)));
        let last = exchange.sent >= self.totals.target.last_answer();
        if silent && last {
            return Some("the target was lost at this request".to_owned());
        }
        if !matches!(exchange.answer, Err(Failure::Closed(_))) {
            return None;
        }
        // Of several operations whose connections were closed, one has ended the target, and the others were
        // under way.
        let cut = self.totals.target.cut_off();
        let own = (&exchange.request.method, &exchange.request.target);
        let is_own = cut.iter().any(|(m, target)| (m, target) == own);
        let asked = |o: &&Operation| cut.iter().any(|(m, target)| o.is_asked_by(m, target));
        (is_own && self.contract.operations.iter().filter(asked).count() > 1).then(|| {
            "its connection was closed as others were when the target was lost, and which of them ended it is not \
             known"
                .to_owned()
        })
    }

    /// Plain valid requests of a few operations that are judged, those that only read first.
    pub(super) fn plain_requests(&self) -> Vec<(&'l Operation, Request)> {
        let mut list: Vec<_> = self.judged_operations().collect();
        list.sort_by_key(|o| o.method != "GET");
        let settings = self.settings(Writing::default());
        let requests = list.into_iter().filter_map(|operation| {
            let controls = self.kits[&operation.id].plain_controls(&settings);
            let control = controls.into_iter().next()?.ok()?;
            let request = wire::encode(operation, &control.message, &settings.writing);
            Some((operation, request))
        });
        requests.take(FIRST).collect()
    }

    /// A plain valid request of any operation that is judged: an answer to it shows that the
    /// target is there.
    pub(super) fn control(&self, writing: &Writing) -> Option<Request> {
        let judged = self.judged_operations().filter(|o| !o.ends_all());
        // What ends it is the last thing that shows whether it is there.
        let all = self.contract.operations.iter();
        let ending = self.judged_operations().all(Operation::ends_all);
        let reading = all.filter(|o| ending && o.method == "GET" && !o.ends_all());
        judged
            .chain(reading)
            .chain(self.judged_operations())
            .filter_map(|o| self.kits.get(&o.id))
            .find_map(|kit| {
                let message = kit.control().ok()?;
                Some(wire::encode(kit.operation, &message, writing))
            })
    }
}
