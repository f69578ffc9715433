//! What a value may look like, in every reading the pages allow.
mod bent;

use super::behaviour::Behaviour;
use super::sites as site;
use super::variants::Choice;
use crate::reference::mutate;

/// True or false, in the spelling of the tables or of the samples; nothing, if it is neither.
pub(super) fn boolean(value: &str, behaviour: &Behaviour) -> Option<bool> {
    let tables = !behaviour.takes(Choice::SamplesOnly);
    let samples = !behaviour.takes(Choice::StrictTables);
    if mutate::is_on()
        && let Some(bent) = bent::boolean(value)
    {
        return bent;
    }
    match value {
        "True" if tables => Some(true),
        "False" if tables => Some(false),
        "true" if samples => Some(true),
        "false" if samples => Some(false),
        _ if behaviour.takes(Choice::AnyCase) => value.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

/// The listed name that a value stands for.
pub(super) fn listed(
    value: &str,
    names: &[&'static str],
    behaviour: &Behaviour,
) -> Option<&'static str> {
    let exact = behaviour.takes(Choice::StrictTables);
    let value = value.trim();
    let mut names = names.iter().copied();
    names.find(|name| *name == value || (!exact && name.eq_ignore_ascii_case(value)))
}

/// A whole number of any size, as its digits say.
pub(super) fn number(value: &str) -> Option<i128> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let only_digits = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    // What no machine holds is still a number.
    let number = only_digits.then(|| value.parse().unwrap_or(i128::MAX));
    site::NUMBERS.read(value, number)
}

/// Seconds of an `HH:MM:SS`.
pub(super) fn clock(value: &str) -> Option<i128> {
    if mutate::is_on()
        && let Some(bent) = bent::clock(value)
    {
        return bent;
    }
    let parts: Vec<&str> = value.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    if parts.iter().any(|it| it.len() != 2) {
        return None;
    }
    let (hours, minutes, seconds) = (digits(hours)?, digits(minutes)?, digits(seconds)?);
    let real = minutes < 60 && seconds < 60;
    real.then_some(hours * 3600 + minutes * 60 + seconds)
}

/// A day as `YYYY-MM-DD 00:00:00`.
pub(super) fn is_day(value: &str) -> bool {
    if mutate::is_on()
        && let Some(bent) = bent::is_day(value)
    {
        return bent;
    }
    let Some(day) = value.strip_suffix(" 00:00:00") else {
        return false;
    };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(year), digits(month), digits(day)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

fn digits(text: &str) -> Option<i128> {
    number(text).filter(|number| *number >= 0 && !text.starts_with('-'))
}
