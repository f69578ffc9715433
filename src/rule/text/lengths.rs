//! How many characters the texts of a pattern can have: ranges in order, rather more than less.

/// Ranges that are kept; what lies beyond is one more.
const MOST: usize = 64;
/// No upper end.
pub const OPEN: u64 = u64::MAX;

/// Lengths that may be; a length that is not among them is that of no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lengths(Vec<(u64, u64)>);

impl Lengths {
    /// None at all.
    pub fn none() -> Lengths {
        Lengths(Vec::new())
    }

    /// This one.
    pub fn one(n: u64) -> Lengths {
        Lengths(vec![(n, n)])
    }

    /// From one to another.
    pub fn between(low: u64, high: u64) -> Lengths {
        Lengths::of(vec![(low, high)])
    }

    fn of(mut list: Vec<(u64, u64)>) -> Lengths {
        list.retain(|(low, high)| low <= high);
        list.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::new();
        for (low, high) in list {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        if merged.len() > MOST {
            let tail = merged.split_off(MOST - 1);
            let high = tail.iter().map(|t| t.1).max().unwrap_or(OPEN);
            merged.extend(tail.first().map(|t| (t.0, high)));
        }
        Lengths(merged)
    }

    /// The least.
    pub fn least(&self) -> Option<u64> {
        self.0.first().map(|r| r.0)
    }

    /// The greatest; `OPEN` where there is none.
    pub fn most(&self) -> Option<u64> {
        self.0.last().map(|r| r.1)
    }

    /// Whether a length is among them.
    pub fn has(&self, n: u64) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&n))
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// Those of either.
    pub fn or(&self, other: &Lengths) -> Lengths {
        Lengths::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Those of both.
    pub fn and(&self, other: &Lengths) -> Lengths {
        let pairs = self
            .0
            .iter()
            .flat_map(|a| other.0.iter().map(move |b| (a, b)));
        Lengths::of(pairs.map(|(a, b)| (a.0.max(b.0), a.1.min(b.1))).collect())
    }

    /// Those of one followed by the other.
    pub fn then(&self, other: &Lengths) -> Lengths {
        let pairs = self
            .0
            .iter()
            .flat_map(|a| other.0.iter().map(move |b| (a, b)));
        let sums = pairs.map(|(a, b)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1)));
        Lengths::of(sums.collect())
    }

    /// What is left of `n` when one of these is taken.
    pub fn from(&self, n: u64) -> Lengths {
        let ranges = self.0.iter().filter(|(low, _)| *low <= n);
        let left = ranges.map(|(low, high)| (n.saturating_sub(*high), n - low));
        Lengths::of(left.collect())
    }

    /// Those of so many in a row.
    pub fn times(&self, least: u32, most: Option<u32>) -> Lengths {
        if self.0.is_empty() {
            return if least == 0 {
                Lengths::one(0)
            } else {
                Lengths::none()
            };
        }
        let mut power = self.power(least);
        let mut all = power.clone();
        // Each round adds one more; after some the ranges meet, or there are too many.
        for count in (u64::from(least)..).take(MOST) {
            if most.is_some_and(|m| count >= u64::from(m)) {
                return all;
            }
            power = power.then(self);
            let joined = all.or(&power);
            if joined == all || joined.0.len() >= MOST {
                break;
            }
            all = joined;
        }
        let (Some(low), Some(piece)) = (power.least(), self.most()) else {
            return all;
        };
        let high = most.map_or(OPEN, |m| piece.saturating_mul(u64::from(m)));
        let high = if piece == 0 { 0 } else { high };
        all.or(&Lengths::between(low.min(high), high))
    }

    fn power(&self, mut count: u32) -> Lengths {
        if let [(low, high)] = self.0[..] {
            let times = u64::from(count);
            return Lengths::between(low.saturating_mul(times), high.saturating_mul(times));
        }
        let (mut result, mut base) = (Lengths::one(0), self.clone());
        while count > 0 {
            if count & 1 == 1 {
                result = result.then(&base);
            }
            base = base.then(&base);
            count >>= 1;
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::{Lengths, OPEN};

    #[test]
    fn lengths_of_repetitions_are_told() {
        let four = Lengths::one(4);
        let list = four.times(0, None);
        assert!(list.has(0) && list.has(8) && !list.has(9) && list.most() == Some(OPEN));
        assert_eq!(Lengths::one(1).times(2, Some(5)), Lengths::between(2, 5));
        assert_eq!(
            Lengths::one(1).times(0, Some(100_000)),
            Lengths::between(0, 100_000)
        );
        let some = Lengths::one(1).or(&Lengths::one(10)).times(2, Some(2));
        assert_eq!(some.ranges(), [(2, 2), (11, 11), (20, 20)]);
        assert_eq!(Lengths::between(3, 5).from(4).ranges(), [(0, 1)]);
        assert_eq!(Lengths::one(0).times(0, None), Lengths::one(0));
    }
}
