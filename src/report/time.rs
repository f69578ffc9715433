//! Moments as ISO 8601 writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds from 1970-01-01 to the last moment of the year 9999, which RFC 3339 knows as the last one.
const LAST: u64 = 253_402_300_799;

/// The moment that is so much later; the same one where the system knows none so late.
pub(super) fn after(moment: SystemTime, time: Duration) -> SystemTime {
    moment.checked_add(time).unwrap_or(moment)
}

/// A moment in UTC with microseconds: `2026-01-31T12:00:00.000000Z`.
pub(super) fn iso(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let seconds = since.as_secs().min(LAST);
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let fraction = since.subsec_micros();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z")
}

/// Year, month and day of a number of days after 1970-01-01.
fn date(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Milliseconds with their fraction.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1000.0
}

/// A time for people: `3 ms`, `1.2 s`.
pub(super) fn in_words(time: Duration) -> String {
    match time.as_micros() {
        0..1000 => format!("{:.1} ms", milliseconds(time)),
        1000..1_000_000 => format!("{} ms", time.as_millis()),
        _ => format!("{:.2} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_calendar_counts_them() {
        let at = |seconds: u64| iso(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00.000000Z");
        assert_eq!(at(4_107_542_399), "2100-02-28T23:59:59.000000Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00.000000Z");
        assert_eq!(at(u64::MAX / 4), "9999-12-31T23:59:59.000000Z");
        let late = UNIX_EPOCH + Duration::from_micros(1_767_225_599_000_007);
        assert_eq!(iso(late), "2025-12-31T23:59:59.000007Z");
    }

    #[test]
    fn times_have_a_fitting_unit() {
        assert_eq!(in_words(Duration::from_micros(250)), "0.2 ms");
        assert_eq!(in_words(Duration::from_millis(12)), "12 ms");
        assert_eq!(in_words(Duration::from_millis(1250)), "1.25 s");
    }
}
