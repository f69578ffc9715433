//! How much of a run is still to come, told once the first answers show how fast the target is.

use std::time::{Duration, Instant};

use super::event::Event;
use super::survey::Begun;
use super::{Lane, order};
use crate::generate::Settings;

/// Units whose cases are counted; the others are taken to have as many.
const COUNTED: usize = 96;
/// Longest time for counting.
const PATIENCE: Duration = Duration::from_millis(150);
/// Workers of the free lane that a target keeps busy, roughly.
const SIDE_BY_SIDE: usize = 4;
/// Runs that are shorter are not told of: they are over before anybody has read it.
const WORTH_TELLING: Duration = Duration::from_secs(5);

impl<'r> Lane<'r> {
    /// Tells roughly how many requests are to come and how long they take, where that is long; `pace` is
    /// what one request took so far.
    pub(super) fn foretell<'k>(
        &'k self,
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
        pace: Duration,
    ) {
        let open = self.units.iter().enumerate();
        let mut open: Vec<_> = open
            .filter(|(_, u)| !u.done && !self.is_idle(u))
            .map(|(number, unit)| (number, unit.free))
            .collect();
        // What stands side by side in the plan is alike, so that every nth of it stands for all.
        let stride = open.len().div_ceil(COUNTED).max(1);
        let all = open.len();
        let turns = order::turns(&self.units, &self.clauses, self.contract);
        open.sort_by_key(|(number, _)| turns[*number]);
        let began = Instant::now();
        let (mut counted, mut alone, mut free) = (0, 0, 0);
        for (number, is_free) in open.into_iter().step_by(stride) {
            counted += 1;
            if let Ok(cases) = self.cases(begun, settings, number) {
                let left = cases.left();
                begun.keep(number, cases);
                match is_free {
                    true => free += left,
                    false => alone += left,
                }
            }
            if began.elapsed() > PATIENCE {
                break;
            }
        }
        let whole = |part: usize| part * all / counted.max(1);
        let (alone, free) = (whole(alone), whole(free));
        let requests = alone + free;
        let workers = self.options.jobs.clamp(1, SIDE_BY_SIDE);
        let in_turn = alone + free / workers;
        let mut time = pace.saturating_mul(u32::try_from(in_turn).unwrap_or(u32::MAX));
        if let Some(rate) = self.profile.limits.requests_per_second {
            time =
                time.max(Duration::try_from_secs_f64(requests as f64 / rate).unwrap_or_default());
        }
        let sent = self.totals.requests();
        self.totals.expected.set(Some(sent + requests as u64));
        if time >= WORTH_TELLING {
            self.totals.emit(Event::Told(format!(
                "some {} requests on `{}` are to come, about {} at the pace so far; the most telling ones \
                 come first, and --time-limit 30s ends a run with what was found by then",
                rounded(requests),
                self.contract.name,
                words(time)
            )));
        }
    }
}

/// A number with its first two digits.
fn rounded(number: usize) -> usize {
    let mut unit = 1;
    while number / unit >= 100 {
        unit *= 10;
    }
    number / unit * unit
}

fn words(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_roughly() {
        assert_eq!([7, 99, 123, 98765].map(rounded), [7, 99, 120, 98000]);
        let told = [5, 119, 121, 7300].map(|s| words(Duration::from_secs(s)));
        assert_eq!(told, ["5 s", "119 s", "2 min", "2 h"]);
    }
}
