//! Where choices come from: a number, or the bytes of a fuzzer.

/// A source of choices. Zero is always the plainest choice, and bytes that have run out give zeros,
/// so that generation ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Choices<'b> {
    /// The state of a generator (splitmix64; Steele, Lea and Flood 2014).
    Random(u64),
    /// The bytes that are left.
    Bytes(&'b [u8]),
}

impl Choices<'_> {
    /// The choices of one document of a seed.
    pub fn of(seed: u64, number: u64) -> Self {
        Choices::Random(mix(seed) ^ mix(number.wrapping_add(0x51_7C_C1_B7)))
    }

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
}

const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
