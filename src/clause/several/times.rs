//! When things begin that are made one after the other.

use std::time::Duration;

use super::super::{Judgement, words};
use super::{Told, Walk, role};
use crate::exchange::Exchange;
use crate::wire;

/// What is asked between two things beside the steps that a clock goes by.
const APART: Duration = Duration::from_millis(20);
/// Steps that clocks go by, in milliseconds.
const STEPS: [u64; 5] = [60_000, 1_000, 100, 10, 1];

/// The looks at each thing, by the role that makes it.
const LOOKS: [(&str, &[&str]); 5] = [
    (
        role::FIRST,
        &[
            role::FIRST_READ,
            role::FIRST_RUNS,
            role::FIRST_ENDS,
            role::FIRST_STAYS,
        ],
    ),
    (role::SECOND, &[role::SECOND_READ, role::SECOND_ENDS]),
    (role::ANEW, &[role::ANEW_ENDS, role::ANEW_STAYS]),
    (role::THIRD, &[role::THIRD_STAYS, role::THIRD_ENDS]),
    (role::FOURTH, &[]),
];

/// A moment that an answer tells of.
struct Moment {
    thing: usize,
    ms: u64,
    /// When the request was sent that made the thing, and when the answer was there.
    asked: Duration,
    told: Duration,
    shown: (usize, usize),
}

impl Walk<'_> {
    /// No thing tells of the very moment that another one had told of before it was asked for: what
    /// each clock says is not compared, as several may be at work.
    pub(super) fn times(&self, start: &str) -> Told {
        let not_yet = self.seen.operation.answer_members().iter();
        let not_yet = not_yet
            .filter(|p| p.name == start)
            .flat_map(|p| &p.schema.ext.not_yet);
        let not_yet: Vec<u64> = not_yet.filter_map(|v| v.as_u64()).collect();
        let mut all: Vec<Moment> = Vec::new();
        for (thing, (made, looks)) in LOOKS.iter().enumerate() {
            let Some(asked) = self.taken(made).and_then(|t| t.exchanges.first()) else {
                continue;
            };
            for role in std::iter::once(made).chain(*looks) {
                let exchanges = self.taken(role).into_iter().flat_map(|taken| {
                    let numbered = taken.exchanges.iter().enumerate();
                    numbered.map(|(i, e)| ((taken.step, i), e))
                });
                all.extend(exchanges.filter_map(|(shown, exchange)| {
                    let ms = moment(exchange, start).filter(|ms| !not_yet.contains(ms))?;
                    let (asked, told) = (asked.sent, exchange.sent + exchange.took);
                    Some(Moment {
                        thing,
                        ms,
                        asked,
                        told,
                        shown,
                    })
                }));
            }
        }
        let mut compared = 0;
        for later in &all {
            let before = all.iter().filter(|t| t.thing != later.thing);
            for earlier in before {
                let between = later.asked.saturating_sub(earlier.told);
                if between < APART {
                    continue;
                }
                compared += 1;
                let step = STEPS.iter().find(|step| later.ms % **step == 0);
                let step = Duration::from_millis(step.copied().unwrap_or(1));
                if earlier.ms == later.ms && between >= step * 2 + APART {
                    return Err(Judgement::broken(
                        format!("`{}` of its own", words::word(start)),
                        format!(
                            "{}, which another one told {} ms before this one was asked for",
                            later.ms,
                            between.as_millis()
                        ),
                        later.shown,
                    ));
                }
            }
        }
        match compared {
            0 => Err(Judgement::Unseen(
                "no two things told when they began".into(),
            )),
            _ => Ok(()),
        }
    }
}

fn moment(exchange: &Exchange, start: &str) -> Option<u64> {
    let response = exchange.answer.as_ref().ok()?;
    if !(200..300).contains(&response.status) {
        return None;
    }
    wire::parse_json(&response.body).ok()?.get(start)?.as_u64()
}
