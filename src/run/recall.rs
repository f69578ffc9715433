//! Going on where an earlier run ended, and keeping what a later one needs.

use super::Lane;
use super::event::{Judged, Verdict};
use super::memory::{Entry, Readings, Settled};
use super::readings::shown_by;
use crate::wire::Writing;

impl Lane<'_> {
    /// Tells again what was judged before, and leaves no work to do for it.
    pub(super) fn recall(&mut self) {
        let memory = self.totals.memory;
        for (number, clause) in self.clauses.iter().enumerate() {
            let Some(entry) = memory.done.judged.get(&clause.id) else {
                continue;
            };
            self.told.borrow_mut().insert(number);
            if entry.judged.verdict == Verdict::Held {
                self.evidence.accepted(&clause.operation);
            }
            self.totals.read(entry.readings.clone());
            for note in &entry.notes {
                self.totals.note(note.clone());
            }
            self.totals.judged(entry.judged.clone());
        }
        let told = self.told.borrow();
        for unit in &mut self.units {
            unit.done = unit.clauses.iter().all(|c| told.contains(c));
        }
        drop(told);
        // Readings count for the report even where nothing is left to do.
        if let Some(settled) = memory.done.settled.get(&self.contract.name) {
            self.totals.read(settled.readings.clone());
        }
    }

    /// Whether anything is left to be sent.
    pub(super) fn has_work(&self) -> bool {
        self.totals.memory.snapshots.is_some() || self.units.iter().any(|unit| !unit.done)
    }

    /// What an earlier run found out about writing.
    pub(super) fn settled(&self) -> Option<(String, Writing)> {
        if self.written.is_some() {
            return self.written.clone();
        }
        let settled = self.totals.memory.done.settled.get(&self.contract.name)?;
        Some((settled.base.clone(), settled.writing.clone()))
    }

    /// Keeps what was found out about writing, and the readings that came with it.
    pub(super) fn keep_settled(
        &self,
        base: &str,
        writing: &Writing,
        before: &super::readings::Readings,
    ) {
        let Some(journal) = &self.totals.memory.journal else {
            return;
        };
        let new = self.totals.readings.borrow().since(before);
        journal.settled(Settled {
            contract: self.contract.name.clone(),
            base: base.to_owned(),
            writing: writing.clone(),
            readings: new
                .into_iter()
                .map(|(id, t)| (id, self.totals.secrets.mask(&t)))
                .collect(),
        });
    }

    /// Notes which readings the cases of a clause showed.
    pub(super) fn read(&self, clause: usize, readings: Readings, about: &str) {
        let readings = shown_by(readings, about);
        let mut tallies = self.tallies.borrow_mut();
        tallies[clause].readings.extend(readings.iter().cloned());
        drop(tallies);
        self.totals.read(readings);
    }

    /// Writes a verdict into the journal.
    pub(super) fn keep_verdict(&self, clause: usize, judged: &Judged) {
        let Some(journal) = &self.totals.memory.journal else {
            return;
        };
        let notes = self.kit(clause).take_notes();
        notes.iter().for_each(|note| self.totals.note(note.clone()));
        let secrets = &self.totals.secrets;
        let readings = self.tallies.borrow()[clause].readings.clone();
        journal.judged(Entry {
            judged: judged.clone(),
            readings: readings
                .into_iter()
                .map(|(id, taken)| (id, secrets.mask(&taken)))
                .collect(),
            notes: notes.iter().map(|note| secrets.mask(note)).collect(),
            requests: self.totals.requests(),
            took: self.totals.took(),
        });
    }
}
