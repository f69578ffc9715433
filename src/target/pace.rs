//! How fast requests may follow each other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Pauses in a row that are kept; a target that asks for ever must not be waited for for ever.
const VAIN: u32 = 3;
/// Pauses of a run that are shorter than was asked for: who wants to be left alone for a minute is waited for in
/// vain, however well other requests are answered in between.
const CUT: u32 = 3;

/// Spreads requests evenly over time, and keeps the pauses that a target asks for.
pub(super) struct Pace {
    /// Time between two requests.
    gap: Option<Duration>,
    /// When the next request may go.
    next: Mutex<Option<Instant>>,
    /// Whether a pause was asked for, so that nobody takes the lock where none was.
    paused: AtomicBool,
    /// Pauses in a row after which the target asked for another one.
    vain: AtomicU32,
    /// Pauses of the run that were shorter than was asked for.
    cut: AtomicU32,
}

impl Pace {
    pub(super) fn new(per_second: Option<f64>) -> Self {
        Pace {
            gap: per_second.map(|n| Duration::from_secs_f64(1.0 / n)),
            next: Mutex::new(None),
            paused: AtomicBool::new(false),
            vain: AtomicU32::new(0),
            cut: AtomicU32::new(0),
        }
    }

    /// Waits until a request may go.
    pub(super) async fn wait(&self) {
        if self.gap.is_none() && !self.paused.load(Ordering::Acquire) {
            return;
        }
        let at = {
            let mut next = match self.next.lock() {
                Ok(next) => next,
                Err(poisoned) => poisoned.into_inner(),
            };
            let now = Instant::now();
            let at = next.map_or(now, |next| next.max(now));
            match self.gap {
                Some(gap) => *next = Some(at + gap),
                None if at <= now => self.paused.store(false, Ordering::Release),
                None => {}
            }
            at
        };
        tokio::time::sleep_until(at.into()).await;
    }

    /// The target answers something else than "later".
    pub(super) fn went_on(&self) {
        if self.vain.load(Ordering::Relaxed) > 0 {
            self.vain.store(0, Ordering::Relaxed);
        }
    }

    /// Lets no request go for a while, unless that was in vain several times already. Whoever wants to be
    /// left alone for longer than anybody would wait is waited for less each time.
    pub(super) fn pause(&self, wanted: Duration, longest: Duration) {
        let before = self.vain.fetch_add(1, Ordering::Relaxed);
        let is_cut = wanted > longest;
        if before >= VAIN || is_cut && self.cut.fetch_add(1, Ordering::Relaxed) >= CUT {
            return;
        }
        let wait = match is_cut {
            true => longest / 4_u32.pow(before),
            false => wanted,
        };
        let until = Instant::now() + wait;
        let mut next = match self.next.lock() {
            Ok(next) => next,
            Err(poisoned) => poisoned.into_inner(),
        };
        *next = Some(next.map_or(until, |next| next.max(until)));
        self.paused.store(true, Ordering::Release);
    }
}

/// The pause that an answer's Retry-After asks for: seconds, or a date.
pub(crate) fn wanted(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(
        date.duration_since(std::time::SystemTime::now())
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_waiting(pace: &Pace) -> bool {
        let next = pace.next.lock().unwrap();
        next.is_some_and(|until| until > Instant::now())
    }

    #[test]
    fn who_asks_for_a_minute_is_waited_for_a_few_times_in_all() {
        let pace = Pace::new(None);
        let (minute, longest) = (Duration::from_secs(60), Duration::from_secs(10));
        for number in 0..=CUT {
            *pace.next.lock().unwrap() = None;
            pace.pause(minute, longest);
            assert_eq!(is_waiting(&pace), number < CUT, "pause {number}");
            pace.went_on();
        }
        // What can be kept is kept, however often.
        pace.pause(Duration::from_secs(1), longest);
        assert!(is_waiting(&pace));
    }
}
