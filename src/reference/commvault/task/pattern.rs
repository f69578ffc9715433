//! Three numbers of a schedule, whose meaning hangs on how often it runs.
use crate::reference::Mutant;
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::Element;
use crate::reference::commvault::variants::Choice;
use crate::reference::commvault::{spoil, values};
use crate::reference::mutate::{self, Dynamic};

/// First and last valid value.
type Bounds = (i128, i128);

/// The bounds of freq_interval, freq_recurrence_factor and freq_relative_interval.
const BOUNDS: &[(&str, [Bounds; 3])] = &[
    ("One_Time", [(0, 0), (0, 0), (0, 0)]),
    ("Automatic_Schedule", [(0, 0), (0, 0), (0, 0)]),
    ("Daily", [(0, i128::MAX), (1, 1), (0, 0)]),
    // The sum of a bit for each day of the week.
    ("Weekly", [(1, 127), (1, 1), (0, 0)]),
    ("Monthly", [(1, 31), (1, 1), (0, 0)]),
    ("Monthly_Relative", [(1, 10), (1, 1), (1, 5)]),
    ("Yearly", [(1, 31), (1, 12), (0, 0)]),
    // A day of the month or a code of a day (CT-12): the wider of the two.
    ("Yearly_Relative", [(1, 31), (1, 12), (1, 5)]),
];

const NUMBERS: [&str; 3] = [
    "freq_interval",
    "freq_recurrence_factor",
    "freq_relative_interval",
];

/// The mutants of every pair of bounds.
pub(in crate::reference::commvault) fn mutants() -> Vec<Mutant> {
    let mut all = Vec::new();
    for (kind, bounds) in BOUNDS {
        let by = kind.to_lowercase().replace('_', "-");
        let by = by.trim_end_matches("-schedule");
        let by = format!("commvault/createTask/{{*/{by}-*,*/the-fixed-*,accepts/*}}");
        for (name, (_, last)) in NUMBERS.iter().zip(bounds) {
            for operator in Dynamic::BOUNDS {
                // What has no end has none to be moved.
                if *last == i128::MAX && operator.starts_with("last") {
                    continue;
                }
                all.push(Mutant::new(&site(kind, name), operator, &by));
            }
        }
    }
    all
}

/// The id of the site of a number.
fn site(kind: &str, name: &str) -> String {
    format!("commvault/task/pattern.{kind}.{name}").replace('_', "-")
}

/// Checks the numbers that are given, if it is known how often the schedule runs.
pub(super) fn check(pattern: &Element, behaviour: &Behaviour) -> Result<(), Refusal> {
    let Some((kind, _)) = pattern.value("freq_type") else {
        return Ok(());
    };
    let names: Vec<&'static str> = BOUNDS.iter().map(|(name, _)| *name).collect();
    let Some(kind) = values::listed(kind, &names, behaviour) else {
        return Ok(());
    };
    let Some((_, bounds)) = BOUNDS.iter().find(|(name, _)| *name == kind) else {
        return Ok(());
    };
    for (name, (first, last)) in NUMBERS.iter().zip(bounds) {
        let Some((value, _)) = pattern.value(name) else {
            continue;
        };
        let (first, last) = read_otherwise(kind, name, (*first, *last), behaviour);
        let (first, last) = if mutate::is_on() {
            Dynamic::bounds(&site(kind, name), (first, last))
        } else {
            (first, last)
        };
        let within = values::number(value.trim()).is_some_and(|it| (first..=last).contains(&it));
        if !spoil::task::frequency(kind, name, value, behaviour).unwrap_or(within) {
            return Err(Refusal::value(&format!("{name} of {kind}"), value));
        }
    }
    Ok(())
}

/// The bounds of a number that the page only says is set to one value, in the reading that was
/// chosen (CT-11).
fn read_otherwise(kind: &str, name: &str, usual: Bounds, behaviour: &Behaviour) -> Bounds {
    if usual.0 != usual.1 {
        return usual;
    }
    if behaviour.takes(Choice::SetNumbersOpen) {
        return (i128::MIN, i128::MAX);
    }
    let repeats = ["Daily", "Weekly", "Monthly", "Monthly_Relative"].contains(&kind);
    match name {
        "freq_recurrence_factor" if repeats && behaviour.takes(Choice::FactorZero) => (0, 0),
        "freq_recurrence_factor" if repeats && behaviour.takes(Choice::FactorEither) => (0, 1),
        _ => usual,
    }
}
