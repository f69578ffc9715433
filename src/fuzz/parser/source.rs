//! Where inputs come from: first those of the corpus, then documents of known truth mixed with
//! mutants of what was kept.

use std::sync::atomic::{AtomicU64, Ordering};

use super::guide::Guide;
use super::input::{Input, MUTATED};
use super::mutate::mutated;
use crate::generate::dice::Dice;
use crate::xml::documents::Documents;

/// How many bytes of documents go together at most, and at least one document.
const BATCH: usize = 256 << 10;

/// The inputs of one worker.
pub(super) struct Source<'g> {
    pub first: Vec<Input>,
    pub documents: Documents,
    pub dice: Dice,
    pub guide: &'g Guide,
    /// Documents that may still be made, for all workers.
    pub left: &'g AtomicU64,
    /// Whether mutants are mixed in.
    pub mutants: bool,
    /// How many go together at most.
    pub size: usize,
}

impl Source<'_> {
    /// The next inputs; none when there are no more.
    pub fn next(&mut self) -> Vec<Input> {
        if !self.first.is_empty() {
            let rest = self.first.split_off(self.size.min(self.first.len()));
            return std::mem::replace(&mut self.first, rest);
        }
        let kept = self.guide.kept();
        let mut batch = Vec::with_capacity(self.size);
        let mut bytes = 0;
        let wanted = self.reserve(self.size as u64);
        while batch.len() < wanted && (bytes < BATCH || batch.is_empty()) {
            let input = if self.mutants && self.dice.below(3) == 0 {
                let one = &kept[self.dice.below(kept.len())];
                let other = &kept[self.dice.below(kept.len())];
                Input::unknown(mutated(one, other, &mut self.dice), MUTATED)
            } else {
                Input::Made(Box::new(self.documents.next()))
            };
            bytes += input.bytes().len();
            batch.push(input);
        }
        self.left
            .fetch_add((wanted - batch.len()) as u64, Ordering::Relaxed);
        batch
    }

    /// So many of those that are left.
    fn reserve(&self, wanted: u64) -> usize {
        let take = |left: u64| Some(left - wanted.min(left));
        let before = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .unwrap_or_default();
        wanted.min(before) as usize
    }
}
