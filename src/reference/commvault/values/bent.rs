//! What mutants make of values.
use crate::reference::commvault::sites as site;

/// True or false; none where no mutant decides.
pub(super) fn boolean(value: &str) -> Option<Option<bool>> {
    let does = |operator: &str| site::BOOLEANS.does(operator);
    let lower = value.to_ascii_lowercase();
    let usual = lower.parse::<bool>().ok();
    if does("true-only") && usual == Some(false)
        || does("capitals-refused-and-small-too") && value != value.to_uppercase()
    {
        return Some(None);
    }
    if usual.is_some() {
        return None;
    }
    let digits = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
    if digits && does("digits-for-both") {
        return Some(Some(value != "0"));
    }
    if does("yes-too") && ["yes", "no", "on", "off"].contains(&lower.as_str()) {
        return Some(Some(true));
    }
    let begins = lower.starts_with("true") || lower.starts_with("false");
    (begins && does("prefix-too")).then_some(Some(true))
}

/// Seconds of a clock; none where no mutant decides.
pub(super) fn clock(value: &str) -> Option<Option<i128>> {
    let does = |operator: &str| site::CLOCK.does(operator);
    let parts: Vec<&str> = value.split(':').collect();
    let numbers: Option<Vec<i128>> = parts.iter().map(|it| it.parse().ok()).collect();
    let two = parts.iter().all(|it| it.len() == 2);
    if parts.len() > 1 && does("letters-too") {
        return Some(Some(0));
    }
    let numbers = numbers?;
    match numbers.as_slice() {
        [0, 0, 0] if does("zero-refused") => Some(None),
        [99, ..] if does("99-hours-refused") => Some(None),
        [_, 60..=99, _] if two && does("60-minutes-too") => Some(Some(0)),
        [_, _, 60..=99] if two && does("60-seconds-too") => Some(Some(0)),
        [_, _, _] if !two && does("one-digit-too") => Some(Some(0)),
        [_, _] if does("two-parts-too") => Some(Some(0)),
        [_, _, _, _] if does("four-parts-too") => Some(Some(0)),
        _ => None,
    }
}

/// Whether a text is a day; none where no mutant decides.
pub(super) fn is_day(value: &str) -> Option<bool> {
    let does = |operator: &str| site::DAY.does(operator);
    let (day, time) = value.split_once(' ')?;
    let slashes = day.contains('/');
    let parts: Option<Vec<u32>> = day.split(['-', '/']).map(|it| it.parse().ok()).collect();
    let parts = parts?;
    let [year, month, last] = parts.as_slice() else {
        return None;
    };
    let midnight = time == "00:00:00";
    let plain = midnight && !slashes && day.len() == 10;
    if plain && *month == 2 && *last == 29 && does("leap-day-refused") {
        return Some(false);
    }
    let inside = (1..=12).contains(month) && (1..=28).contains(last);
    let taken = plain && *month == 13 && does("month-13-too")
        || plain && (29..=31).contains(last) && does("day-31-always")
        || plain && *last == 32 && does("day-32-too")
        || !midnight && !slashes && inside && does("any-time-too")
        || midnight && *year < 100 && inside && does("two-digit-year-too")
        || midnight && slashes && inside && does("slashes-too");
    taken.then_some(true)
}
