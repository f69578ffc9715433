//! Comparisons of texts.

use super::at;

/// Two texts that have to be the same.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Same(pub(in crate::reference) &'static str);

impl Same {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "ignores-case",
        "ignores-last-character",
        "first-8-characters",
        "first-32-characters",
        "given-may-be-longer",
        "given-may-be-shorter",
        "ignores-outer-blanks",
        "ignores-punctuation",
        "anything",
    ];

    /// Whether the text that was given is the one that is known.
    pub(in crate::reference) fn is(self, known: &str, given: &str) -> bool {
        match at(self.0) {
            Some(on) => same(on.operator(), known, given),
            None => known == given,
        }
    }
}

/// Whether two texts are the same under an operator.
pub(super) fn same(operator: &str, known: &str, given: &str) -> bool {
    let first = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let letters = |text: &str| text.replace(|it: char| !it.is_alphanumeric(), "");
    match operator {
        "ignores-case" => known.to_lowercase() == given.to_lowercase(),
        "ignores-last-character" => {
            let most = known.chars().count().max(given.chars().count());
            first(known, most - usize::from(most > 0)) == first(given, most - usize::from(most > 0))
        }
        "first-8-characters" => first(known, 8) == first(given, 8),
        "first-32-characters" => first(known, 32) == first(given, 32),
        "given-may-be-longer" => given.starts_with(known),
        "given-may-be-shorter" => known.starts_with(given),
        "ignores-outer-blanks" => known.trim() == given.trim(),
        "ignores-punctuation" => letters(known) == letters(given),
        _ => true,
    }
}
