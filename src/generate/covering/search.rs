//! Completing rows under the rules.

use super::lots::Lots;
use super::{Choice, Factor, Rules};

/// Questions to the rules that deciding about one combination is worth.
pub(super) const EXACT: u64 = 200_000;
/// Questions that fitting a value into a row is worth; where it fails, another row takes the value.
pub(super) const TRIAL: u64 = 2_000;

/// What a search came to.
pub(super) enum Found {
    /// A full row that the rules allow.
    Row(Vec<Choice>),
    /// There is none.
    Nothing,
    /// The effort was used up.
    GaveUp,
}

/// Asks the rules, and counts how often.
pub(super) struct Search<'a> {
    pub(super) factors: &'a [Factor],
    pub(super) lots: Lots,
    /// Questions asked so far.
    pub(super) asked: u64,
    rules: &'a dyn Rules,
}

impl<'a> Search<'a> {
    pub(super) fn new(factors: &'a [Factor], rules: &'a dyn Rules, lots: Lots) -> Self {
        Search {
            factors,
            lots,
            asked: 0,
            rules,
        }
    }

    pub(super) fn allows(&mut self, row: &[Choice]) -> bool {
        self.asked += 1;
        self.rules.allows(row)
    }

    /// Completes a row with random choices, asking at most about `effort` questions.
    pub(super) fn complete(&mut self, partial: &[Choice], effort: u64) -> Found {
        let prefer: Vec<Choice> = (0..self.factors.len()).map(|f| self.any(f)).collect();
        self.complete_like(partial, &prefer, effort)
    }

    /// Completes a row with choices of another one where the rules let it.
    pub(super) fn complete_like(
        &mut self,
        partial: &[Choice],
        prefer: &[Choice],
        effort: u64,
    ) -> Found {
        if !self.allows(partial) {
            return Found::Nothing;
        }
        let mut row = partial.to_vec();
        match self.descend(&mut row, prefer, self.asked + effort) {
            Some(true) => Found::Row(row),
            Some(false) => Found::Nothing,
            None => Found::GaveUp,
        }
    }

    /// How many choices a factor has.
    fn width(&self, factor: usize) -> usize {
        let factor = self.factors[factor];
        factor.values + usize::from(factor.may_be_absent)
    }

    fn choice(&self, factor: usize, number: usize) -> Choice {
        if number < self.factors[factor].values {
            Choice::Value(number)
        } else {
            Choice::Absent
        }
    }

    fn any(&mut self, factor: usize) -> Choice {
        let width = self.width(factor);
        if width == 0 {
            return Choice::Open;
        }
        let number = self.lots.below(width);
        self.choice(factor, number)
    }

    /// Completes the row, or leaves it as it was and says `false` (nothing completes it) or `None`
    /// (more than `limit` questions).
    fn descend(&mut self, row: &mut [Choice], prefer: &[Choice], limit: u64) -> Option<bool> {
        let open = open(row);
        if self.fill(row, &open, prefer) {
            return Some(true);
        }
        let done = self.branch(row, prefer, limit);
        if done != Some(true) {
            open.iter().for_each(|f| row[*f] = Choice::Open);
        }
        done
    }

    /// Settles what has one choice only, then tries those of the factor that has the fewest.
    fn branch(&mut self, row: &mut [Choice], prefer: &[Choice], limit: u64) -> Option<bool> {
        let (factor, mut choices) = loop {
            let mut forced = false;
            let mut fewest: Option<(usize, Vec<Choice>)> = None;
            for factor in open(row) {
                if self.asked > limit {
                    return None;
                }
                let choices = self.choices(row, factor);
                match choices.as_slice() {
                    [] => return Some(false),
                    [only] => {
                        row[factor] = *only;
                        forced = true;
                    }
                    _ if fewest.as_ref().is_some_and(|f| f.1.len() <= choices.len()) => {}
                    _ => fewest = Some((factor, choices)),
                }
            }
            match fewest {
                None => return Some(true),
                Some(fewest) if !forced => break fewest,
                Some(_) => {}
            }
        };
        choices.sort_by_key(|c| *c != prefer[factor]);
        for choice in choices {
            row[factor] = choice;
            match self.descend(row, prefer, limit) {
                Some(false) => {}
                done => return done,
            }
        }
        Some(false)
    }

    /// The choices of an open place that break no rule so far.
    fn choices(&mut self, row: &mut [Choice], factor: usize) -> Vec<Choice> {
        let all: Vec<Choice> = (0..self.width(factor))
            .map(|n| self.choice(factor, n))
            .collect();
        let allowed = all
            .into_iter()
            .filter(|choice| {
                row[factor] = *choice;
                self.allows(row)
            })
            .collect();
        row[factor] = Choice::Open;
        allowed
    }

    /// Fills open places without ever going back. Preferred choices are taken in bulk and a bulk is
    /// halved when it breaks a rule, so that few conflicts cost few questions.
    fn fill(&mut self, row: &mut [Choice], open: &[usize], prefer: &[Choice]) -> bool {
        open.iter().for_each(|f| row[*f] = prefer[*f]);
        let is_full = open.iter().all(|f| row[*f] != Choice::Open);
        if is_full && self.allows(row) {
            return true;
        }
        open.iter().for_each(|f| row[*f] = Choice::Open);
        let [factor] = *open else {
            let (left, right) = open.split_at(open.len() / 2);
            let done =
                !open.is_empty() && self.fill(row, left, prefer) && self.fill(row, right, prefer);
            if !done {
                open.iter().for_each(|f| row[*f] = Choice::Open);
            }
            return done;
        };
        let width = self.width(factor);
        let first = self.lots.below(width);
        for number in 0..width {
            let choice = self.choice(factor, (first + number) % width);
            if choice != prefer[factor] {
                row[factor] = choice;
                if self.allows(row) {
                    return true;
                }
            }
        }
        row[factor] = Choice::Open;
        false
    }
}

fn open(row: &[Choice]) -> Vec<usize> {
    (0..row.len()).filter(|f| row[*f] == Choice::Open).collect()
}
