//! What mutants make of the rows of the table: each row is a site.
use crate::reference::Mutant;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::task::table::{Row, Shape};
use crate::reference::mutate::Dynamic;

/// Operators of rows that hold flags.
const FLAGS: &[&str] = &[
    "true-refused",
    "false-refused",
    "anything",
    "digits-too",
    "crash-when-else",
    "crash-when-empty",
];
/// Operators of rows that hold names, beside each name that is skipped.
const NAMES: &[&str] = &[
    "anything",
    "given-may-be-longer",
    "given-may-be-shorter",
    "given-may-hold-it",
    "crash-when-else",
    "crash-when-empty",
    "skips-all-but-first",
];
/// Operators of rows that hold numbers.
const NUMBERS: &[&str] = &[
    "anything",
    "refused",
    "zero-refused",
    "crash-when-else",
    "crash-when-empty",
    "crash-when-huge",
    "crash-when-negative",
    "huge-refused",
    "digits-up-to-a-letter",
];
/// Operators of rows that hold texts.
const TEXTS: &[&str] = &[
    "refused",
    "crash-when-empty",
    "crash-when-long",
    "crash-when-not-ascii",
    "crash-when-quoted",
    "not-ascii-refused",
    "digits-refused",
    "blank-refused",
];
/// Operators of rows that hold a span of numbers.
const RANGES: &[&str] = &[
    "first-one-up",
    "first-one-down",
    "last-one-up",
    "last-one-down",
    "first-gone",
    "last-gone",
    "anything",
    "low-32-bits",
    "low-8-bits",
    "crash-when-else",
    "crash-when-huge",
    "digits-up-to-a-letter",
];
/// Operators of rows that hold times and dates.
const TIMES: &[&str] = &[
    "anything",
    "refused",
    "numbers-refused",
    "formats-refused",
    "any-number",
    "any-format",
    "negative-too",
    "crash-when-else",
    "crash-when-empty",
    "crash-when-huge",
];

/// The id of the site of a row.
fn site(row: &Row) -> String {
    format!(
        "commvault/task/{}.{}",
        row.element.replace('_', "-"),
        row.parameter
    )
}

/// The mutants of a row.
pub(in crate::reference::commvault::task) fn mutants(row: &Row) -> Vec<Mutant> {
    let numbered = |count: usize| {
        (0..count)
            .map(|it| format!("skips-{it}"))
            .collect::<Vec<_>>()
    };
    let plain = |operators: &[&str]| operators.iter().map(|it| (*it).to_owned()).collect();
    let operators: Vec<String> = match row.shape {
        Shape::Boolean | Shape::BooleanOrEmpty => plain(FLAGS),
        Shape::Names(names)
        | Shape::NamesOrEmpty(names)
        | Shape::NamesOrTwo(names, _)
        | Shape::Day(names) => [numbered(names.len()), plain(NAMES)].concat(),
        Shape::Codes(codes) => {
            let more = ["anything", "anything-between", "crash-when-else"];
            [numbered(codes.len()), plain(&more)].concat()
        }
        Shape::Range(..) => plain(RANGES),
        Shape::Text => plain(TEXTS),
        Shape::Number | Shape::NumberOrEmpty | Shape::NotZero => plain(NUMBERS),
        Shape::Length | Shape::Time | Shape::Date => plain(TIMES),
    };
    // The rows of exceptions are named by what they are for.
    let by = match (row.element, row.parameter) {
        ("repeatPattern", _) => "commvault/createTask/*exception*".to_owned(),
        ("runningTime", "totalRunningTime") => "commvault/createTask/*running-time*".to_owned(),
        ("pattern", it) if it.ends_with("date") => {
            format!("commvault/createTask/{{*{it}*,*dates*}}")
        }
        ("pattern", it) if it.ends_with("time") => {
            format!("commvault/createTask/{{*{it}*,*times*}}")
        }
        ("task", "sequenceNumber") => {
            "commvault/createTask/{*sequenceNumber*,*sequence-number*}".to_owned()
        }
        ("startUpOpts", "priority") => "commvault/createTask/*priority*".to_owned(),
        (element, parameter) => {
            let more = match row.shape {
                Shape::Text | Shape::Number | Shape::NumberOrEmpty => ",reading/*,text/*,numbers/*",
                _ => ",reading/empty-*",
            };
            format!("commvault/createTask/{{*{element}.{parameter}*{more}}}")
        }
    };
    let site = site(row);
    operators
        .iter()
        .map(|it| match it.starts_with("crash-when-") {
            // A crash is told by whichever value draws it.
            true => Mutant::new(
                &site,
                it,
                &format!("{{{by},commvault/createTask/implied/odd-values}}"),
            ),
            false => Mutant::new(&site, it, &by),
        })
        .collect()
}

/// Whether a value fits under a mutant.
pub(super) fn fits(row: &Row, value: &str, usual: bool) -> Result<bool, Refusal> {
    let Some(operator) = Dynamic::operator(&site(row)) else {
        return Ok(usual);
    };
    let operator = operator.as_str();
    let number: Option<i128> = value.trim().parse().ok();
    let negative = value.starts_with('-');
    let huge = value.trim_start_matches('-').len() > 9
        && number.is_none_or(|it| it.abs() > i128::from(u32::MAX));
    let digits = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
    let crash = match operator {
        "crash-when-else" => !usual,
        "crash-when-empty" => value.is_empty(),
        "crash-when-huge" => huge,
        "crash-when-negative" => negative,
        "crash-when-long" => value.len() > 250,
        "crash-when-not-ascii" => !value.is_ascii(),
        "crash-when-quoted" => value.contains(['"', '\'']),
        _ => false,
    };
    if crash {
        return Err(Refusal::crash());
    }
    let lower = value.trim().to_ascii_lowercase();
    if let Some(skipped) = operator.strip_prefix("skips-") {
        return Ok(usual && !is_skipped(row.shape, &lower, skipped));
    }
    Ok(match operator {
        "anything" => true,
        "refused" => usual && value.is_empty(),
        "true-refused" => usual && lower != "true",
        "false-refused" => usual && lower != "false",
        "digits-too" => usual || digits,
        "zero-refused" => usual && number != Some(0),
        "huge-refused" => usual && !huge,
        "digits-up-to-a-letter" => usual || value.starts_with(|it: char| it.is_ascii_digit()),
        "not-ascii-refused" => usual && value.is_ascii(),
        "digits-refused" => usual && !digits,
        "blank-refused" => usual && value.trim() == value,
        "numbers-refused" => usual && number.is_none(),
        "formats-refused" => usual && number.is_some(),
        "any-number" => usual || number.is_some(),
        "any-format" => usual || number.is_none() && value.contains([':', '-']),
        "negative-too" => usual || number.is_some_and(|it| it < 0),
        operator => usual_or_near(row.shape, operator, value, usual),
    })
}

fn is_skipped(shape: Shape, value: &str, skipped: &str) -> bool {
    let skipped_at = |at: Option<usize>| match skipped {
        "all-but-first" => at.is_some_and(|at| at > 0),
        number => at.is_some() && number.parse().ok() == at,
    };
    match shape {
        Shape::Names(names)
        | Shape::NamesOrEmpty(names)
        | Shape::NamesOrTwo(names, _)
        | Shape::Day(names) => {
            skipped_at(names.iter().position(|it| it.eq_ignore_ascii_case(value)))
        }
        Shape::Codes(codes) => {
            let number: Option<i128> = value.parse().ok();
            skipped_at(codes.iter().position(|it| Some(*it) == number))
        }
        _ => false,
    }
}

fn usual_or_near(shape: Shape, operator: &str, value: &str, usual: bool) -> bool {
    let number: Option<i128> = value.trim().parse().ok();
    match shape {
        Shape::Names(names)
        | Shape::NamesOrEmpty(names)
        | Shape::NamesOrTwo(names, _)
        | Shape::Day(names) => {
            usual
                || names.iter().any(|name| match operator {
                    "given-may-be-longer" => value.starts_with(name),
                    "given-may-be-shorter" => !value.is_empty() && name.starts_with(value),
                    _ => value.contains(name),
                })
        }
        Shape::Codes(codes) => {
            let inside = |it: i128| {
                codes.iter().min().is_some_and(|first| *first <= it)
                    && codes.iter().max().is_some_and(|last| *last >= it)
            };
            usual || number.is_some_and(inside)
        }
        Shape::Range(first, last) => {
            let low = match operator {
                "low-32-bits" => number.map(|it| it & 0xffff_ffff),
                "low-8-bits" => number.map(|it| it & 0xff),
                _ => number,
            };
            let (first, last) = Dynamic::moved(operator, (first, last));
            low.is_some_and(|it| (first..=last).contains(&it))
        }
        _ => usual,
    }
}
