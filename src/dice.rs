//! The random choices of a clause: the same for the same seed and clause id, whatever runs beside it.

use proptest::prelude::Rng as _;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sha2::{Digest, Sha256};

/// Draws values from proptest strategies.
pub struct Dice {
    runner: TestRunner,
    /// What is left of a fuzzer's bytes, one for each number; `None` draws at random.
    given: Option<std::vec::IntoIter<u8>>,
    /// What made-up names are drawn with, so that no other draw moves when they do.
    names: Option<Box<Dice>>,
}

impl Dice {
    /// Dice of one clause. `attempt` is 0 at first; later attempts draw other values, and `nonce`
    /// then keeps their names apart from those of earlier runs.
    pub fn new(seed: u64, key: &str, attempt: u32, nonce: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(key.as_bytes());
        if attempt > 0 {
            hash.update(attempt.to_le_bytes());
            hash.update(nonce.to_le_bytes());
        }
        let seed: [u8; 32] = hash.finalize().into();
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        Dice {
            runner: TestRunner::new_with_rng(config, rng),
            given: None,
            names: None,
        }
    }

    /// The same dice, with names that hang on a salt of their own.
    pub fn naming(mut self, salt: u64, key: &str) -> Self {
        let names = Dice::new(salt, &format!("{key} names"), 0, 0);
        self.names = Some(Box::new(names));
        self
    }

    /// Draws a made-up name.
    pub fn named<T>(&mut self, draw: impl FnOnce(&mut Dice) -> T) -> T {
        match &mut self.names {
            Some(names) => draw(names),
            None => draw(self),
        }
    }

    /// Dice that fall as these bytes say, so that a fuzzer can drive them; zeros follow the bytes.
    ///
    /// Strategies draw from a generator that the bytes seed: some of them try again until a number
    /// suits them, and zeros without end never would.
    #[cfg(any(test, feature = "fuzzing"))]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        let seed: [u8; 32] = Sha256::digest(bytes).into();
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        Dice {
            runner: TestRunner::new_with_rng(config, rng),
            given: Some(Vec::from(bytes).into_iter()),
            names: None,
        }
    }

    /// A value of the strategy; `None` when the strategy rejects too much.
    pub fn draw<S: Strategy>(&mut self, strategy: S) -> Option<S::Value> {
        strategy
            .new_tree(&mut self.runner)
            .ok()
            .map(|tree| tree.current())
    }

    /// A number below `limit` (0 when `limit` is 0).
    pub fn below(&mut self, limit: usize) -> usize {
        if let Some(given) = &mut self.given {
            return usize::from(given.next().unwrap_or(0))
                .checked_rem(limit)
                .unwrap_or(0);
        }
        // A strategy of its own for each letter costs more than the rest of a case; the bias of
        // the multiplication is far below what any test could see.
        let drawn = u128::from(self.runner.rng().next_u64()) * limit as u128;
        (drawn >> 64) as usize
    }

    /// One of a list.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len()))
    }

    /// A text of so many characters out of an alphabet; empty when the alphabet is.
    pub fn text(&mut self, alphabet: &[char], count: usize) -> String {
        /// Letters that one drawn number is enough for: 16 bits each.
        const LANES: usize = 4;
        let mut text = String::with_capacity(count);
        if self.given.is_some() || alphabet.len() > 256 {
            text.extend((0..count).filter_map(|_| self.pick(alphabet)));
            return text;
        }
        let mut left = count;
        while left > 0 && !alphabet.is_empty() {
            let mut drawn = self.runner.rng().next_u64();
            for _ in 0..left.min(LANES) {
                text.push(alphabet[((drawn & 0xffff) as usize * alphabet.len()) >> 16]);
                drawn >>= 16;
            }
            left -= left.min(LANES);
        }
        text
    }

    /// Letters and digits that nobody else draws.
    pub fn letters(&mut self, count: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        (0..count)
            .map(|_| char::from(LETTERS[self.below(LETTERS.len())]))
            .collect()
    }
}
