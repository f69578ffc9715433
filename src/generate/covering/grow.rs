//! Growing the rows, one factor after the other.

use super::pairs::Pairs;
use super::search::{EXACT, Found, Search, TRIAL};
use super::table::{NO_VALUE, Table};
use super::{Choice, Covering};

/// What one question to the rules weighs beside one look at the table.
const QUESTION: u64 = 50;

/// A row under construction.
struct Row {
    /// The values that are settled, and `NO_VALUE`.
    settled: Vec<usize>,
    /// A full row with these values that the rules allow.
    witness: Vec<Choice>,
}

/// Makes one covering.
pub(super) struct Grower<'s, 'a> {
    search: &'s mut Search<'a>,
    pairs: &'s Pairs,
    order: &'s [usize],
    strength: usize,
    rows: Vec<Row>,
}

impl<'s, 'a> Grower<'s, 'a> {
    pub(super) fn new(
        search: &'s mut Search<'a>,
        pairs: &'s Pairs,
        order: &'s [usize],
        strength: usize,
    ) -> Self {
        Grower {
            search,
            pairs,
            order,
            strength,
            rows: Vec::new(),
        }
    }

    /// A covering, and the work that it took.
    pub(super) fn grow(mut self) -> (Covering, u64) {
        let asked = self.search.asked;
        let mut looks = 0;
        let mut covering = Covering::default();
        let factors = self.search.factors;
        for stage in self.strength - 1..self.order.len() {
            let (earlier, factor) = (&self.order[..stage], self.order[stage]);
            let mut table = Table::new(factors, self.pairs, earlier, factor, self.strength - 1);
            covering.total += table.missing;
            self.widen(&mut table);
            self.deepen(&mut table, stage, &mut covering);
            covering.excluded += table.excluded;
            covering.undecided += table.undecided;
            looks += table.looks;
        }
        covering.covered = covering.total;
        covering.rows = self.rows.iter().map(|row| full(&row.witness)).collect();
        (covering, looks + (self.search.asked - asked) * QUESTION)
    }

    /// Gives each row the value of the new factor that adds the most; none where none adds any, so
    /// that the place stays free for what comes later.
    fn widen(&mut self, table: &mut Table<'_>) {
        let mut gains = vec![0; table.by_value.len()];
        for number in 0..self.rows.len() {
            if table.missing == 0 {
                return;
            }
            table.gains(&self.rows[number].settled, &mut gains);
            while let Some(value) = self.best(&gains, table) {
                if self.fits(number, table.factor, value)
                    && self.settle(number, &[(table.factor, value)])
                {
                    table.cover(&self.rows[number].settled);
                    break;
                }
                gains[value] = 0;
            }
        }
    }

    /// The value that gains the most; of several, the one that misses the most; of several, any.
    fn best(&mut self, gains: &[u64], table: &Table<'_>) -> Option<usize> {
        let most = (0..gains.len())
            .filter(|v| gains[*v] > 0)
            .map(|v| (gains[v], table.by_value[v]))
            .max()?;
        let best: Vec<usize> = (0..gains.len())
            .filter(|v| (gains[*v], table.by_value[*v]) == most)
            .collect();
        best.get(self.search.lots.below(best.len())).copied()
    }

    /// Whether a value can stand beside each settled one, as far as pairs tell.
    fn fits(&self, number: usize, factor: usize, value: usize) -> bool {
        let settled = &self.rows[number].settled;
        self.order.iter().all(|f| {
            *f == factor
                || settled[*f] == NO_VALUE
                || self.pairs.are_possible((*f, settled[*f]), (factor, value))
        })
    }

    /// Settles values in a row, if a full row with all of them is found.
    fn settle(&mut self, number: usize, places: &[(usize, usize)]) -> bool {
        let row = &self.rows[number];
        let mut witness = row.witness.clone();
        places
            .iter()
            .for_each(|(f, value)| witness[*f] = Choice::Value(*value));
        if witness != row.witness && !self.search.allows(&witness) {
            let mut partial: Vec<Choice> = self.rows[number]
                .settled
                .iter()
                .map(|value| match *value {
                    NO_VALUE => Choice::Open,
                    value => Choice::Value(value),
                })
                .collect();
            places
                .iter()
                .for_each(|(f, value)| partial[*f] = Choice::Value(*value));
            match self.search.complete_like(&partial, &witness, TRIAL) {
                Found::Row(found) => witness = found,
                Found::Nothing | Found::GaveUp => return false,
            }
        }
        let row = &mut self.rows[number];
        row.witness = witness;
        places
            .iter()
            .for_each(|(f, value)| row.settled[*f] = *value);
        true
    }

    /// Puts what is still missing into rows with free places, and into new ones.
    fn deepen(&mut self, table: &mut Table<'_>, stage: usize, covering: &mut Covering) {
        let known = &self.order[..=stage];
        let is_free = |row: &Row| known.iter().any(|f| row.settled[*f] == NO_VALUE);
        let mut free: Vec<usize> = (0..self.rows.len())
            .filter(|n| is_free(&self.rows[*n]))
            .collect();
        for missing in table.list() {
            if !table.is_missing(&missing) {
                continue;
            }
            let places = table.places(&missing);
            let mut partial = vec![Choice::Open; self.search.factors.len()];
            places
                .iter()
                .for_each(|(f, value)| partial[*f] = Choice::Value(*value));
            let witness = match self.search.complete(&partial, EXACT) {
                Found::Row(witness) => witness,
                nothing => {
                    table.drop(&missing);
                    covering.total -= 1;
                    match nothing {
                        Found::GaveUp => covering.undecided += 1,
                        _ => covering.excluded += 1,
                    }
                    continue;
                }
            };
            let number = self.place(&free, &places).unwrap_or_else(|| {
                let mut settled = vec![NO_VALUE; self.search.factors.len()];
                places.iter().for_each(|(f, value)| settled[*f] = *value);
                self.rows.push(Row { settled, witness });
                if stage >= self.strength {
                    free.push(self.rows.len() - 1);
                }
                self.rows.len() - 1
            });
            if self.rows[number].settled[table.factor] != NO_VALUE {
                table.cover(&self.rows[number].settled);
            }
        }
    }

    /// A row with free places that took the values.
    fn place(&mut self, free: &[usize], places: &[(usize, usize)]) -> Option<usize> {
        free.iter().copied().find(|number| {
            let settled = &self.rows[*number].settled;
            let is_free = places
                .iter()
                .all(|(f, value)| settled[*f] == NO_VALUE || settled[*f] == *value);
            is_free
                && places.iter().all(|(f, value)| {
                    self.rows[*number].settled[*f] == *value || self.fits(*number, *f, *value)
                })
                && self.settle(*number, places)
        })
    }
}

fn full(witness: &[Choice]) -> Vec<Option<usize>> {
    witness
        .iter()
        .map(|choice| match choice {
            Choice::Value(value) => Some(*value),
            Choice::Absent | Choice::Open => None,
        })
        .collect()
}
