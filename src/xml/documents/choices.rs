//! Where choices come from: a number, the bytes of a fuzzer, or what was chosen before.

use super::tape::{Label, Player, Recorder};

/// A source of choices. Zero is always the plainest choice, and bytes that have run out give zeros,
/// so that generation ends.
#[derive(Clone, Debug)]
pub(super) enum Choices<'b> {
    /// The state of a generator (splitmix64; Steele, Lea and Flood 2014).
    Random(u64),
    /// The bytes that are left.
    Bytes(&'b [u8]),
    /// Another source, written down.
    Recorded(Recorder<'b>),
    /// What was written down.
    Played(Player<'b>),
}

impl Choices<'_> {
    /// The choices of one document of a seed.
    pub fn of(seed: u64, number: u64) -> Self {
        Choices::Random(mix(seed) ^ mix(number.wrapping_add(0x51_7C_C1_B7)))
    }

    /// All bits of one choice, which is never written down.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        match self {
            Choices::Random(state) => {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                mix(*state)
            }
            Choices::Bytes(rest) => {
                let count = rest.len().min(8);
                let (now, later) = rest.split_at(count);
                *rest = later;
                now.iter().fold(0, |sum, b| sum << 8 | u64::from(*b))
            }
            Choices::Recorded(_) | Choices::Played(_) => 0,
        }
    }

    /// A number below `limit`, which is not 0.
    #[inline]
    pub fn below(&mut self, limit: usize) -> usize {
        match self {
            Choices::Random(_) => (((self.bits() >> 32) * limit as u64) >> 32) as usize,
            Choices::Bytes(rest) => {
                // As few bytes as do, so that each byte of a fuzzer means something.
                let count = if limit <= 256 { 1 } else { 4 }.min(rest.len());
                let (now, later) = rest.split_at(count);
                *rest = later;
                let number = now.iter().fold(0, |sum, b| sum << 8 | usize::from(*b));
                number % limit
            }
            Choices::Recorded(recorder) => recorder.below(limit),
            Choices::Played(player) => player.below(limit),
        }
    }

    /// True once in `times`, never at zero.
    #[inline]
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of a list that is not empty.
    #[inline]
    pub fn pick<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        list[self.below(list.len())]
    }

    /// Something that depends on the length so far: as it was when it was written down, as lengths
    /// differ when it is made again.
    #[inline]
    pub fn decided(&mut self, answer: bool) -> bool {
        match self {
            Choices::Random(_) | Choices::Bytes(_) => answer,
            Choices::Recorded(recorder) => {
                recorder.decided(answer);
                answer
            }
            Choices::Played(player) => player.below(2) == 1,
        }
    }

    /// Whether only zeros are left.
    pub fn is_over(&self) -> bool {
        match self {
            Choices::Random(_) | Choices::Played(_) => false,
            Choices::Bytes(rest) => rest.is_empty(),
            Choices::Recorded(recorder) => recorder.from.is_over(),
        }
    }

    /// What follows, up to [`close`](Self::close) with the number given here, belongs together and
    /// is always asked for.
    #[inline]
    pub fn open(&mut self, label: Label) -> usize {
        match self {
            Choices::Random(_) | Choices::Bytes(_) => 0,
            Choices::Recorded(recorder) => recorder.open(label),
            Choices::Played(player) => player.open().0,
        }
    }

    /// The same for one of a list, which ends where this gives nothing: when `wanted` is false, or
    /// when no more was written down. A list stands alone between `open` and `close`.
    #[inline]
    pub fn part(&mut self, wanted: bool) -> Option<usize> {
        match self {
            Choices::Random(_) | Choices::Bytes(_) => wanted.then_some(0),
            Choices::Recorded(recorder) => wanted.then(|| recorder.open(Label::Part)),
            Choices::Played(player) => {
                let (mark, is_there) = player.open();
                if !is_there {
                    player.close(mark);
                }
                is_there.then_some(mark)
            }
        }
    }

    #[inline]
    pub fn close(&mut self, mark: usize) {
        match self {
            Choices::Random(_) | Choices::Bytes(_) => {}
            Choices::Recorded(recorder) => recorder.close(mark),
            Choices::Played(player) => player.close(mark),
        }
    }
}

const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
