//! Values that have to be in a list.

use super::at;

/// A list of names.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Listed(pub(in crate::reference) &'static str);

impl Listed {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "skips-first",
        "skips-last",
        "skips-middle",
        "anything",
        "ignores-case",
        "given-may-be-longer",
        "given-may-be-shorter",
        "given-may-hold-it",
        "ignores-outer-blanks",
        "empty-too",
        "first-for-any",
    ];

    /// The name that a value stands for, which usually is the one that is handed over.
    pub(in crate::reference) fn find(
        self,
        value: &str,
        names: &[&'static str],
        usual: Option<&'static str>,
    ) -> Option<&'static str> {
        match at(self.0) {
            Some(on) => found(on.operator(), value, names, usual),
            None => usual,
        }
    }
}

/// What an operator makes of a listed value.
pub(super) fn found(
    operator: &str,
    value: &str,
    names: &[&'static str],
    usual: Option<&'static str>,
) -> Option<&'static str> {
    let place = usual.and_then(|usual| names.iter().position(|it| *it == usual));
    let any = |fits: &dyn Fn(&str) -> bool| names.iter().copied().find(|name| fits(name));
    if let Some(skipped) = operator.strip_prefix("skips-") {
        let skipped = match skipped {
            "first" => 0,
            "last" => names.len() - 1,
            "middle" => names.len() / 2,
            number => number.parse().unwrap_or(usize::MAX),
        };
        return usual.filter(|_| place != Some(skipped));
    }
    match operator {
        "anything" => usual.or(names.last().copied()),
        "first-for-any" => names.first().copied(),
        "ignores-case" => usual.or_else(|| any(&|name| name.eq_ignore_ascii_case(value))),
        "given-may-be-longer" => usual.or_else(|| any(&|name| value.starts_with(name))),
        "given-may-be-shorter" => {
            usual.or_else(|| any(&|name| !value.is_empty() && name.starts_with(value)))
        }
        "given-may-hold-it" => usual.or_else(|| any(&|name| value.contains(name))),
        "ignores-outer-blanks" => usual.or_else(|| any(&|name| name == value.trim())),
        _ => usual.or_else(|| any(&|_| value.is_empty())),
    }
}
