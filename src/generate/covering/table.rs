//! The combinations that one more factor makes with those before it, and which are still missing.

use super::Factor;
use super::pairs::Pairs;

/// Stands for a place of a row without a value.
pub(super) const NO_VALUE: usize = usize::MAX;

/// A combination that stands in no row yet.
pub(super) struct Missing {
    /// Number of the group of earlier factors.
    group: usize,
    /// Place in the table.
    word: usize,
    bit: u64,
}

/// For each group of `strength - 1` earlier factors, and each combination of their values: the values
/// of the new factor that no row holds beside it, as bits.
pub(super) struct Table<'a> {
    factors: &'a [Factor],
    /// The new factor.
    pub(super) factor: usize,
    /// Factors a group.
    size: usize,
    /// The factors of all groups, one group after the other.
    members: Vec<usize>,
    /// Where the words of each group begin.
    start: Vec<usize>,
    /// How many combinations of each group are missing.
    left: Vec<u64>,
    /// Groups of which some are.
    active: Vec<usize>,
    /// Words for each combination of a group.
    words: usize,
    bits: Vec<u64>,
    /// How many combinations with each value of the new factor are missing.
    pub(super) by_value: Vec<u64>,
    /// How many are missing.
    pub(super) missing: u64,
    /// Combinations that were known to be impossible from the start.
    pub(super) excluded: u64,
    /// Combinations that hold a pair about which nothing is known.
    pub(super) undecided: u64,
    /// Looks at groups.
    pub(super) looks: u64,
}

impl<'a> Table<'a> {
    /// Everything is missing but what the pairs rule out.
    pub(super) fn new(
        factors: &'a [Factor],
        pairs: &Pairs,
        earlier: &[usize],
        factor: usize,
        size: usize,
    ) -> Self {
        let values = factors[factor].values;
        let mut table = Table {
            factors,
            factor,
            size,
            members: Vec::new(),
            start: Vec::new(),
            left: Vec::new(),
            active: Vec::new(),
            words: values.div_ceil(64),
            bits: Vec::new(),
            by_value: vec![0; values],
            missing: 0,
            excluded: 0,
            undecided: 0,
            looks: 0,
        };
        let mut group = Vec::with_capacity(size);
        table.add_groups(pairs, earlier, &mut group);
        table
    }

    fn add_groups(&mut self, pairs: &Pairs, earlier: &[usize], group: &mut Vec<usize>) {
        if group.len() == self.size {
            let number = self.start.len();
            self.start.push(self.bits.len());
            self.members.extend(&*group);
            let before = self.missing;
            self.add_combinations(pairs, group, &mut Vec::new());
            self.left.push(self.missing - before);
            if self.missing > before {
                self.active.push(number);
            }
            return;
        }
        for (at, member) in earlier.iter().enumerate() {
            group.push(*member);
            self.add_groups(pairs, &earlier[at + 1..], group);
            group.pop();
        }
    }

    fn add_combinations(
        &mut self,
        pairs: &Pairs,
        group: &[usize],
        chosen: &mut Vec<(usize, usize)>,
    ) {
        if chosen.len() < group.len() {
            let member = group[chosen.len()];
            for value in 0..self.factors[member].values {
                chosen.push((member, value));
                self.add_combinations(pairs, group, chosen);
                chosen.pop();
            }
            return;
        }
        let (mut is_possible, mut is_thinkable) = (true, true);
        for (at, first) in chosen.iter().enumerate() {
            for second in &chosen[at + 1..] {
                is_possible &= pairs.are_possible(*first, *second);
                is_thinkable &= pairs.are_thinkable(*first, *second);
            }
        }
        for word in 0..self.words {
            let values = (self.by_value.len() - word * 64).min(64);
            let all = u64::MAX >> (64 - values);
            let mut possible = if is_possible { all } else { 0 };
            let mut thinkable = if is_thinkable { all } else { 0 };
            for value in &*chosen {
                possible &= pairs.beside(*value, self.factor, word);
                thinkable &= pairs.thinkable(*value, self.factor, word);
            }
            self.bits.push(possible);
            self.missing += u64::from(possible.count_ones());
            self.excluded += u64::from((all & !thinkable).count_ones());
            self.undecided += u64::from((thinkable & !possible).count_ones());
            ones(possible).for_each(|bit| self.by_value[word * 64 + bit] += 1);
        }
    }

    /// Where the words begin of what the row holds of a group; `None` if it lacks a value there.
    #[inline]
    fn at(&self, group: usize, row: &[usize]) -> Option<usize> {
        let mut number = 0;
        for member in &self.members[group * self.size..(group + 1) * self.size] {
            let value = row[*member];
            if value == NO_VALUE {
                return None;
            }
            number = number * self.factors[*member].values + value;
        }
        Some(self.start[group] + number * self.words)
    }

    /// How many missing combinations each value of the new factor would add to a row, which is
    /// given as one value number a factor.
    pub(super) fn gains(&mut self, row: &[usize], gains: &mut [u64]) {
        gains.fill(0);
        self.looks += self.active.len() as u64;
        for group in &self.active {
            let Some(at) = self.at(*group, row) else {
                continue;
            };
            for word in 0..self.words {
                ones(self.bits[at + word]).for_each(|bit| gains[word * 64 + bit] += 1);
            }
        }
    }

    /// Takes note that a row holds a value of the new factor.
    pub(super) fn cover(&mut self, row: &[usize]) {
        let value = row[self.factor];
        self.looks += self.active.len() as u64;
        let mut next = 0;
        while let Some(&group) = self.active.get(next) {
            if let Some(at) = self.at(group, row) {
                self.strike(group, at + value / 64, 1 << (value % 64), value);
            }
            if self.left[group] == 0 {
                self.active.swap_remove(next);
            } else {
                next += 1;
            }
        }
    }

    fn strike(&mut self, group: usize, word: usize, bit: u64, value: usize) {
        if self.bits[word] & bit != 0 {
            self.bits[word] &= !bit;
            self.left[group] -= 1;
            self.by_value[value] -= 1;
            self.missing -= 1;
        }
    }

    /// What is missing now.
    pub(super) fn list(&self) -> Vec<Missing> {
        let mut groups = self.active.clone();
        groups.sort_unstable();
        let mut list = Vec::new();
        for group in groups {
            let end = self.start.get(group + 1).copied();
            for word in self.start[group]..end.unwrap_or(self.bits.len()) {
                list.extend(ones(self.bits[word]).map(|bit| Missing {
                    group,
                    word,
                    bit: 1 << bit,
                }));
            }
        }
        list
    }

    /// Whether it is missing still.
    pub(super) fn is_missing(&self, missing: &Missing) -> bool {
        self.bits[missing.word] & missing.bit != 0
    }

    /// The factors and values of a combination, the new factor last.
    pub(super) fn places(&self, missing: &Missing) -> Vec<(usize, usize)> {
        let within = missing.word - self.start[missing.group];
        let value = within % self.words * 64 + missing.bit.trailing_zeros() as usize;
        let mut number = within / self.words;
        let mut places = vec![(self.factor, value)];
        let members = &self.members[missing.group * self.size..(missing.group + 1) * self.size];
        for member in members.iter().rev() {
            let values = self.factors[*member].values;
            places.push((*member, number % values));
            number /= values;
        }
        places.reverse();
        places
    }

    /// No row can hold it, or none was found.
    pub(super) fn drop(&mut self, missing: &Missing) {
        let value = (missing.word - self.start[missing.group]) % self.words * 64
            + missing.bit.trailing_zeros() as usize;
        self.strike(missing.group, missing.word, missing.bit, value);
    }
}

/// The numbers of the bits that are set.
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros() as usize;
        // Clears the lowest one; there is none in zero.
        bits = (bits != 0).then(|| bits & (bits - 1))?;
        Some(bit)
    })
}
