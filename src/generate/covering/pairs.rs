//! Which two values can stand in one row.

use super::search::{EXACT, Found, Search};
use super::{Choice, Factor};

/// For each value of each factor: the values of the other factors beside it, as bits.
pub(super) struct Pairs {
    /// First word of each factor within a line; each factor begins a word of its own.
    word: Vec<usize>,
    /// First line of each factor.
    line: Vec<usize>,
    /// Words a line.
    words: usize,
    /// Pairs that stand in a row known to be allowed.
    possible: Vec<u64>,
    /// Pairs about which nothing was found out.
    unsure: Vec<u64>,
}

impl Pairs {
    /// Looks for a row with each pair of values of the factors listed.
    pub(super) fn find(search: &mut Search<'_>, order: &[usize]) -> Self {
        let mut pairs = Pairs::none(search.factors);
        let mut partial = vec![Choice::Open; search.factors.len()];
        for (at, &a) in order.iter().enumerate() {
            for &b in &order[at + 1..] {
                for value_a in 0..search.factors[a].values {
                    for value_b in 0..search.factors[b].values {
                        if pairs.are_possible((a, value_a), (b, value_b)) {
                            continue;
                        }
                        partial[a] = Choice::Value(value_a);
                        partial[b] = Choice::Value(value_b);
                        match search.complete(&partial, EXACT) {
                            Found::Row(row) => pairs.add(&row),
                            Found::Nothing => {}
                            Found::GaveUp => {
                                let (first, second) = ((a, value_a), (b, value_b));
                                let bits = [pairs.bit(first, second), pairs.bit(second, first)];
                                bits.iter().for_each(|(w, bit)| pairs.unsure[*w] |= bit);
                            }
                        }
                    }
                }
                partial[b] = Choice::Open;
            }
            partial[a] = Choice::Open;
        }
        pairs
    }

    fn none(factors: &[Factor]) -> Self {
        let (mut word, mut line) = (Vec::new(), Vec::new());
        let (mut words, mut lines) = (0, 0);
        for factor in factors {
            word.push(words);
            line.push(lines);
            words += factor.values.div_ceil(64);
            lines += factor.values;
        }
        Pairs {
            word,
            line,
            words,
            possible: vec![0; words * lines],
            unsure: vec![0; words * lines],
        }
    }

    /// Word and bit of the second value in the line of the first.
    fn bit(&self, first: (usize, usize), second: (usize, usize)) -> (usize, u64) {
        let word = self.at(first, second.0) + second.1 / 64;
        (word, 1 << (second.1 % 64))
    }

    fn at(&self, (factor, value): (usize, usize), other: usize) -> usize {
        (self.line[factor] + value) * self.words + self.word[other]
    }

    /// Takes note of all pairs of a row that the rules allow.
    fn add(&mut self, row: &[Choice]) {
        let present: Vec<(usize, usize)> = row
            .iter()
            .enumerate()
            .filter_map(|(f, choice)| match choice {
                Choice::Value(value) => Some((f, *value)),
                _ => None,
            })
            .collect();
        for first in &present {
            for second in &present {
                let (word, bit) = self.bit(*first, *second);
                self.possible[word] |= bit;
            }
        }
    }

    /// Whether one row can hold both values of different factors.
    pub(super) fn are_possible(&self, first: (usize, usize), second: (usize, usize)) -> bool {
        let (word, bit) = self.bit(first, second);
        self.possible[word] & bit != 0
    }

    /// Whether one row can hold both values, or nothing is known about it.
    pub(super) fn are_thinkable(&self, first: (usize, usize), second: (usize, usize)) -> bool {
        let (word, bit) = self.bit(first, second);
        (self.possible[word] | self.unsure[word]) & bit != 0
    }

    /// The values of another factor that can stand beside a value: its `word`th 64, as bits.
    pub(super) fn beside(&self, value: (usize, usize), other: usize, word: usize) -> u64 {
        self.possible[self.at(value, other) + word]
    }

    /// As `beside`, with those about which nothing is known.
    pub(super) fn thinkable(&self, value: (usize, usize), other: usize, word: usize) -> u64 {
        let at = self.at(value, other) + word;
        self.possible[at] | self.unsure[at]
    }
}
