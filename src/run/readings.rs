//! The readings that a run has seen, with the cases that showed them: where one target takes several
//! alternatives, only the cases tell which it takes when.

use std::collections::{BTreeMap, BTreeSet};

/// Most alternatives of one reading that are told.
const ALTERNATIVES: usize = 32;
/// Most alternatives that are told with their cases; more than these name their cases themselves.
const TOLD: usize = 3;
/// Cases of one alternative that are told, and characters of one.
const CASES: usize = 2;
const LONGEST: usize = 60;
/// Stands between an alternative and the case that showed it.
const BETWEEN: char = '\u{1f}';

/// Readings by id, their alternatives, and the cases that showed each.
#[derive(Debug, Clone, Default)]
pub(super) struct Readings(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

/// Readings with the case that showed them.
pub(super) fn shown_by(readings: Vec<(String, String)>, about: &str) -> Vec<(String, String)> {
    let with = |text: String| match about.is_empty() || text.contains(BETWEEN) {
        true => text,
        false => format!("{text}{BETWEEN}{about}"),
    };
    let named = readings.into_iter();
    named.map(|(id, text)| (id, with(text))).collect()
}

impl Readings {
    /// Notes an alternative, with the case where it is known.
    pub(super) fn note(&mut self, id: String, text: String) {
        let (alternative, case) = match text.split_once(BETWEEN) {
            Some((alternative, case)) => (alternative.to_owned(), Some(case)),
            None => (text, None),
        };
        let taken = self.0.entry(id).or_default();
        if taken.len() < ALTERNATIVES || taken.contains_key(&alternative) {
            let cases = taken.entry(alternative).or_default();
            // One more than are told shows that there are more.
            if cases.len() < ALTERNATIVES {
                cases.extend(case.map(short));
            }
        }
    }

    /// What was noted since, as it is noted.
    pub(super) fn since(&self, before: &Readings) -> Vec<(String, String)> {
        let all = self.0.iter().flat_map(|(id, taken)| {
            let known = before.0.get(id);
            let new = move |a: &&String| !known.is_some_and(|known| known.contains_key(*a));
            taken.keys().filter(new).map(|a| (id.clone(), a.clone()))
        });
        all.collect()
    }

    /// Each reading with its alternatives in words.
    pub(super) fn in_words(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        self.0.iter().map(|(id, taken)| {
            // One case may show several alternatives, and then it tells nothing.
            let mut cases = taken.values();
            let first = cases.next();
            let apart = cases.any(|other| Some(other) != first);
            let mixed = apart && (2..=TOLD).contains(&taken.len());
            let words = taken.iter().map(|(alternative, cases)| match mixed {
                true => told(alternative, cases),
                false => alternative.clone(),
            });
            (id.as_str(), words.collect())
        })
    }
}

fn told(alternative: &str, cases: &BTreeSet<String>) -> String {
    let named: Vec<&str> = cases.iter().take(CASES).map(String::as_str).collect();
    match cases.len().saturating_sub(CASES) {
        _ if named.is_empty() => alternative.to_owned(),
        0 => format!("{alternative} ({})", named.join("; ")),
        more => format!("{alternative} ({}; and {more} more)", named.join("; ")),
    }
}

/// A case in few words: places by their last name, and no long value.
fn short(about: &str) -> String {
    let words = about.split(' ').map(|word| match word.starts_with('/') {
        true => word.rsplit('/').next().unwrap_or(word),
        false => word,
    });
    let text = words.collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Readings, shown_by};

    fn words(readings: &[(&str, &str)]) -> Vec<String> {
        let mut all = Readings::default();
        for (text, about) in readings {
            let one = vec![("ABC-1".to_owned(), (*text).to_owned())];
            for (id, text) in shown_by(one, about) {
                all.note(id, text);
            }
        }
        all.in_words().flat_map(|(_, taken)| taken).collect()
    }

    #[test]
    fn only_a_mixed_reading_names_its_cases() {
        assert_eq!(words(&[("taken", "a"), ("taken", "b")]), ["taken"]);
        let mixed = [("taken", "/body/name is 'x'"), ("refused", "b")];
        assert_eq!(words(&mixed), ["refused (b)", "taken (name is 'x')"]);
        let both = [("taken", "a, then b"), ("refused", "a, then b")];
        assert_eq!(words(&both), ["refused", "taken"]);
        let many = ["a", "b", "c", "d"].map(|about| ("taken", about));
        let mixed = words(&[&many[..], &[("refused", "e")]].concat());
        assert_eq!(mixed, ["refused (e)", "taken (a; b; and 2 more)"]);
    }
}
