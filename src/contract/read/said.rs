//! Codes that the words of a response name: "`NAME_TAKEN`: the name is taken", a table with a row for each.

use crate::contract::Code;

/// Words that say that there are others, or that another one is meant.
const OPEN: [&str; 9] = [
    "e.g.",
    "for example",
    "for instance",
    "such as",
    "among others",
    "etc.",
    "including",
    "may change",
    "other codes",
];

/// All codes that a description may mean, where it is sure that it lists them: it names one in back quotes
/// at the beginning of a line or of a cell, in brackets, behind a colon, or behind the word `code`. What
/// else it speaks of may be a code as well.
pub(super) fn codes(about: &str) -> Vec<Code> {
    let small = about.to_ascii_lowercase();
    if OPEN.iter().any(|word| small.contains(word)) || !about.lines().any(names_one) {
        return Vec::new();
    }
    mentioned(about)
}

/// Every word that may be a code: in back quotes, or such as no sentence has.
pub(super) fn mentioned(about: &str) -> Vec<Code> {
    let quoted = about.split('`').skip(1).step_by(2);
    let quoted = quoted.filter(|word| is_word(word.trim()));
    let part = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let plain = about.split(part).map(|word| word.trim_matches('.'));
    let plain = plain.filter(|word| Code::of_text(word).is_some_and(|code| code.is_telling()));
    let mut all: Vec<Code> = quoted.chain(plain).filter_map(Code::of_text).collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a line names a code in back quotes as such.
fn names_one(line: &str) -> bool {
    let parts: Vec<&str> = line.split('`').collect();
    let spans = parts.iter().enumerate().skip(1).step_by(2);
    spans
        .filter(|(_, word)| is_word(word.trim()))
        .any(|(at, _)| {
            let Some(after) = parts.get(at + 1) else {
                return false;
            };
            let before = parts[at - 1].trim_end();
            let begins = at == 1
                && before
                    .chars()
                    .all(|c| " \t-*|>#•.)".contains(c) || c.is_ascii_digit());
            let cell = before.ends_with('|') && after.trim_start().starts_with('|');
            let brackets = before.ends_with('(') && after.starts_with(')');
            let small = before.to_ascii_lowercase();
            let called = [":", "–", "—", " -", "code", "code is"];
            begins || cell || brackets || called.iter().any(|end| small.ends_with(end))
        })
}

fn is_word(word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (2..=64).contains(&word.len()) && word.chars().all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(about: &str) -> Vec<String> {
        codes(about).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn codes_are_read_where_words_name_them() {
        for about in [
            "`NAME_TAKEN`",
            "`NAME_TAKEN`: an author of this name exists",
            "- `NAME_TAKEN` - it exists",
            "the name is taken (`NAME_TAKEN`)",
            "Conflict: `NAME_TAKEN`",
            "refused with the code `NAME_TAKEN`",
            "| code | why |\n|---|---|\n| `NAME_TAKEN` | it exists |",
            "| why | code |\n|---|---|\n| it exists | `NAME_TAKEN` |",
        ] {
            assert_eq!(told(about), ["NAME_TAKEN"], "{about}");
        }
        assert_eq!(told("`GONE` or `LOST`"), ["GONE", "LOST"]);
        assert_eq!(
            told("`GONE`: unless it is LOST_AGAIN"),
            ["GONE", "LOST_AGAIN"]
        );
    }

    #[test]
    fn words_that_leave_it_open_name_none() {
        for about in [
            "the name is taken",
            "the member `name` is wrong",
            "`GONE`, for example",
            "a code such as `GONE`",
            "see `two words`",
        ] {
            assert_eq!(told(about), Vec::<String>::new(), "{about}");
        }
    }
}
