//! What a row of measurements tells: how cost grows with length.

use crate::fuzz::parser::child::Spent;

/// One document of a family: its length, and what it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// In bytes.
    pub length: usize,
    /// Seconds of work.
    pub seconds: f64,
    /// Bytes of memory at most, beyond what was held before.
    pub memory: u64,
}

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// What was asked for, in bytes.
    pub size: usize,
    /// In bytes.
    pub length: usize,
    pub spent: Spent,
    /// As that of a point.
    pub memory: u64,
}

impl Sample {
    /// The least that both tell.
    pub fn min(self, other: Sample) -> Sample {
        Sample {
            size: self.size,
            length: self.length,
            spent: self.spent.min(other.spent),
            memory: self.memory.min(other.memory),
        }
    }
}

/// Measurements in one and the same measure: what processors counted, or what passed where the last one slept.
/// A busy machine makes time pass, and a row of which only the last is told so would rise for that alone.
pub(super) fn points(samples: &[Sample]) -> Vec<Point> {
    let slept = samples.last().is_some_and(|last| last.spent.slept());
    let point = |one: &Sample| Point {
        length: one.length,
        seconds: match slept {
            true => one.spent.passed.as_secs_f64(),
            false => one.spent.ran.as_secs_f64(),
        },
        memory: one.memory,
    };
    samples.iter().map(point).collect()
}

/// What grows too fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cost {
    /// The time.
    Time,
    /// The memory.
    Memory,
}

impl Cost {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Cost::Time => "time",
            Cost::Memory => "memory",
        }
    }

    fn of(self, point: &Point) -> f64 {
        match self {
            Cost::Time => point.seconds,
            Cost::Memory => point.memory as f64,
        }
    }

    /// Less may be chance: what a machine does beside, a table that grows, garbage that is collected.
    fn least(self) -> f64 {
        match self {
            Cost::Time => 0.06,
            Cost::Memory => 96.0 * (1 << 20) as f64,
        }
    }
}

/// The power from which on growth is no n log n, nor the memory's ever slower parts.
const STEEP: f64 = 1.5;
/// No doubling may be flatter than this.
const EACH: f64 = 1.35;
/// What is above this in one measurement may be steep in another.
const NEARLY: f64 = 1.25;
/// What sorting takes is not above this.
const SORTED: f64 = 1.1;
/// No parser is as steep as this, but a measurement that is off may be.
const PLAUSIBLE: f64 = 3.2;
/// So many doublings are looked at.
const DOUBLINGS: usize = 2;
/// With fewer measurements nothing is told.
pub(super) const FEWEST: usize = DOUBLINGS + 1;

/// The power with which a cost grows over the last points.
pub(super) fn power(points: &[Point], cost: Cost) -> Option<f64> {
    let last = points.get(points.len().checked_sub(DOUBLINGS + 1)?..)?;
    slope(&last[0], &last[DOUBLINGS], cost)
}

/// How many seconds the next length is expected to take, where time grows as it did.
pub(super) fn next(points: &[Point]) -> Option<f64> {
    let last = points.last()?;
    Some(last.seconds * 2_f64.powf(power(points, Cost::Time)?))
}

/// Whether the next length is worth its time before any of the same cost: how steep the last one was.
pub(super) fn promise(points: &[Point]) -> f64 {
    let [.., one, last] = points else { return 0.0 };
    let costs = [Cost::Time, Cost::Memory].into_iter();
    let seen = costs.filter(|cost| cost.of(last) > cost.least() / 32.0);
    seen.filter_map(|cost| slope(one, last, cost))
        .fold(0.0, f64::max)
}

/// Whether time grew by more than sorting takes, in the last step or over all that are looked at.
pub(super) fn rises(points: &[Point]) -> bool {
    let is_more = |power: f64| power > SORTED;
    promise(points) > SORTED || power(points, Cost::Time).is_some_and(is_more)
}

/// Whether time is steeper than can be believed without another measurement.
pub(super) fn is_doubtful(points: &[Point]) -> bool {
    power(points, Cost::Time).is_some_and(|power| power > PLAUSIBLE)
}

fn slope(one: &Point, other: &Point, cost: Cost) -> Option<f64> {
    let (small, large) = (cost.of(one), cost.of(other));
    let longer = other.length as f64 / one.length as f64;
    (small > 0.0 && large > 0.0 && longer > 1.0).then(|| (large / small).ln() / longer.ln())
}

/// Whether what was measured last may become too fast a growth.
pub(super) fn is_suspicious(points: &[Point], cost: Cost) -> bool {
    let Some((last, before)) = points.split_last() else {
        return false;
    };
    let is_much = cost.of(last) > cost.least() / 8.0;
    // What was measured before may have been slow by chance.
    let mut powers = before.iter().filter_map(|one| slope(one, last, cost));
    is_much && powers.any(|power| power > EACH)
}

/// The power, where a cost clearly grows faster than n log n.
pub(super) fn steep(points: &[Point], cost: Cost) -> Option<f64> {
    let power = power(points, cost)?;
    let last = &points[points.len() - DOUBLINGS - 1..];
    let is_each = last.windows(2).all(|pair| {
        let slope = slope(&pair[0], &pair[1], cost);
        slope.is_some_and(|slope| slope >= EACH)
    });
    let is_much = last.last().is_some_and(|p| cost.of(p) >= cost.least());
    (power >= STEEP && is_each && is_much).then_some(power)
}

/// Whether time began to rise with the last measurement, so that another length would tell.
pub(super) fn turns(points: &[Point]) -> bool {
    let [.., one, last] = points else {
        return false;
    };
    let is_rise = slope(one, last, Cost::Time).is_some_and(|slope| slope >= EACH);
    is_rise && last.seconds >= Cost::Time.least() && steep(points, Cost::Time).is_none()
}

/// Whether another measurement may show a cost to grow so.
pub(super) fn is_nearly_steep(points: &[Point], cost: Cost) -> bool {
    let is_much = points.last().is_some_and(|p| cost.of(p) >= cost.least());
    is_much && power(points, cost).is_some_and(|power| power >= NEARLY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cost: impl Fn(f64) -> f64) -> Vec<Point> {
        let lengths = (0..5).map(|step| 8000_usize << step);
        let point = |length: usize| Point {
            length,
            seconds: cost(length as f64),
            memory: (cost(length as f64) * 1e9) as u64,
        };
        lengths.map(point).collect()
    }

    #[test]
    fn squares_are_steep_and_what_sorting_takes_is_not() {
        let square = row(|n| n * n * 1e-10 + 1e-4);
        assert!(steep(&square, Cost::Time).is_some_and(|power| power > 1.9));
        assert!(steep(&square, Cost::Memory).is_some());
        assert!(is_suspicious(&square, Cost::Time));
        for flat in [row(|n| n * 1e-5), row(|n| n * n.ln() * 1e-5), row(|_| 1.0)] {
            assert_eq!(steep(&flat, Cost::Time), None);
            assert!(!is_suspicious(&flat, Cost::Time));
        }
    }

    /// Of what a busy machine had wait only the last one counted as sleep.
    #[test]
    fn a_row_is_told_in_one_measure() {
        let ms = std::time::Duration::from_millis;
        let sample = |length, ran, passed| Sample {
            size: length,
            length,
            spent: Spent {
                ran: ms(ran),
                passed: ms(passed),
            },
            memory: 0,
        };
        let busy = [
            sample(65580, 1, 150),
            sample(131114, 2, 190),
            sample(262189, 3, 195),
            sample(524332, 4, 273),
        ];
        assert_eq!(steep(&points(&busy), Cost::Time), None);
        let sleeps = [
            sample(65580, 1, 70),
            sample(131114, 2, 280),
            sample(262189, 3, 1120),
        ];
        let power = steep(&points(&sleeps), Cost::Time);
        assert!(power.is_some_and(|power| (1.9..2.1).contains(&power)));
        let works = [
            sample(65580, 20, 400),
            sample(131114, 80, 300),
            sample(262189, 320, 340),
        ];
        assert!(steep(&points(&works), Cost::Time).is_some());
    }

    #[test]
    fn the_steepest_come_first_and_what_cannot_be_is_doubted() {
        let square = row(|n| n * n * 1e-10);
        let flat = row(|n| n * 1e-5);
        assert!(promise(&square) > promise(&flat));
        assert_eq!(promise(&flat[..1]), 0.0);
        assert!(rises(&square) && !rises(&flat));
        assert!(!is_doubtful(&square));
        let mut jump = flat;
        jump[4].seconds *= 40.0;
        assert!(is_doubtful(&jump));
    }

    #[test]
    fn what_comes_next_is_expected_by_the_power() {
        let cube = row(|n| n.powi(3) * 1e-15);
        let (last, next) = (cube[4].seconds, super::next(&cube).unwrap());
        assert!((next / last - 8.0).abs() < 1e-6, "{last} {next}");
        assert_eq!(super::next(&cube[..2]), None);
    }

    #[test]
    fn squares_with_a_pause_before_are_measured_again() {
        let mut points = row(|n| n * n * 1e-10);
        points[2].seconds *= 2.5;
        assert_eq!(steep(&points, Cost::Time), None);
        assert!(is_nearly_steep(&points, Cost::Time));
        let sorted = row(|n| n * n.ln() * 1e-5);
        assert!(!is_nearly_steep(&sorted, Cost::Time));
    }

    #[test]
    fn what_begins_to_rise_is_worth_another_length() {
        let mut late = row(|n| (n * 1e-5).max(n * n * 1e-10));
        assert!(turns(&late[..5]) && !turns(&late[..4]));
        late.push(Point {
            length: 192_000,
            seconds: 3.7,
            memory: 0,
        });
        assert!(!turns(&late) && steep(&late, Cost::Time).is_some());
        assert!(!turns(&row(|n| n * n.ln() * 1e-5)));
    }

    #[test]
    fn a_pause_is_no_growth() {
        let mut points = row(|n| n * 1e-6);
        points[4].seconds *= 4.0;
        assert_eq!(steep(&points, Cost::Time), None);
        let quick = row(|n| n * n * 1e-13);
        assert_eq!(steep(&quick, Cost::Time), None, "too little to be seen");
    }
}
