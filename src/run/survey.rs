//! The first case of what is most telling, over all operations, before anything is tried to its end.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Lane;
use super::driver::{Driver, Stop};
use super::order;
use crate::clause::Stimulus;
use crate::generate::{Cases, Settings, Skip};

/// Cases of one operation that come before all others.
const MOST: usize = 9;
/// Cases of one unit among them.
const ROUNDS: usize = 3;

/// Units whose cases are kept as they are. Of others it is kept how many were taken, and the rest is made
/// again: tens of thousands of units would hold all their cases at once.
const KEPT: usize = 512;

/// Units whose cases were begun, with those that are left.
#[derive(Default)]
pub(super) struct Begun<'k, 'c> {
    cases: RefCell<BTreeMap<usize, Left<'k, 'c>>>,
    /// Units of which none is left.
    spent: RefCell<BTreeSet<usize>>,
}

/// The cases of a unit that are left.
enum Left<'k, 'c> {
    Whole(Box<Cases<'k, 'c>>),
    /// All but so many, and whether the foremost came first.
    Behind(usize, bool),
}

impl<'k, 'c> Begun<'k, 'c> {
    /// Keeps what is left of a unit's cases.
    pub(super) fn keep(&self, unit: usize, cases: Cases<'k, 'c>) {
        let mut kept = self.cases.borrow_mut();
        let left = match kept.len() < KEPT {
            true => Left::Whole(Box::new(cases)),
            false => {
                let (taken, sorted) = cases.taken();
                Left::Behind(taken, sorted)
            }
        };
        kept.insert(unit, left);
    }

    /// Notes that nothing is left of a unit's cases.
    pub(super) fn spend(&self, unit: usize) {
        self.spent.borrow_mut().insert(unit);
    }

    /// Whether nothing is left of a unit's cases.
    pub(super) fn is_spent(&self, unit: usize) -> bool {
        self.spent.borrow().contains(&unit)
    }
}

impl<'r> Lane<'r> {
    /// The cases of a unit that were not tried yet.
    pub(super) fn cases<'k>(
        &'k self,
        begun: &Begun<'k, 'r>,
        settings: &'k Settings,
        unit: usize,
    ) -> Result<Cases<'k, 'r>, Skip> {
        let left = begun.cases.borrow_mut().remove(&unit);
        if let Some(Left::Whole(cases)) = left {
            return Ok(*cases);
        }
        let clause = self.units[unit].clauses[0];
        let mut cases = Cases::new(self.kit(clause), &self.clauses[clause], settings)?;
        if let Some(Left::Behind(taken, sorted)) = left {
            if sorted {
                cases.sort_by_key(order::foremost);
            }
            for _ in 0..taken {
                cases.next();
            }
        }
        Ok(cases)
    }

    /// Tries a few cases of each of the most telling units, one family over all operations after the other.
    /// Where a success keeps something busy, nothing is done before its turn.
    pub(super) async fn survey<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
    ) -> Result<(), Stop> {
        let turns = order::turns(&self.units, &self.clauses, self.contract);
        let mut telling: Vec<usize> = (0..self.units.len())
            .filter(|number| {
                let unit = &self.units[*number];
                let operation = self.kit(unit.clauses[0]).operation;
                let costly = operation.occupies.is_some() || operation.resource.is_some();
                let stimulus = &self.clauses[unit.clauses[0]].stimulus;
                let kept = matches!(
                    stimulus,
                    Stimulus::Kept | Stimulus::Moves(_) | Stimulus::Below(_)
                );
                let alone = !unit.free && !unit.done && !kept && !self.is_idle(unit);
                alone && !costly && order::is_telling(turns[*number])
            })
            .collect();
        telling.sort_by_key(|number| turns[*number]);
        let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
        for round in 0..ROUNDS {
            for number in &telling {
                let operation = &self.clauses[self.units[*number].clauses[0]].operation;
                let tried = tried.entry(operation).or_default();
                if *tried >= MOST {
                    continue;
                }
                let Ok(mut cases) = self.cases(begun, settings, *number) else {
                    continue;
                };
                if round == 0 {
                    cases.sort_by_key(order::foremost);
                }
                self.totals.turns_to(operation);
                if let Some(case) = cases.next() {
                    *tried += 1;
                    self.settle(driver, settings, *number, case).await?;
                }
                begun.keep(*number, cases);
            }
        }
        Ok(())
    }
}
