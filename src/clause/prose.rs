//! What prose says of values beside their schemas: "letters and digits only", "must be https", "at most 5
//! keys". What is drawn for a schema need not be right by such words, and no keyword tells.

/// Words of a description that narrow what is right.
const NARROW: [&str; 62] = [
    "abbreviation",
    "accepted",
    "allowed",
    "alphanumeric",
    "at least",
    "at most",
    "base64",
    "between",
    "cannot",
    "case-insensitive",
    "check digit",
    "code",
    "comma",
    "cron",
    "digits",
    "e.g",
    "either",
    "end with",
    "ends with",
    "exist",
    "expression",
    "for example",
    "format",
    "future",
    "hex",
    "hh:",
    "http",
    "invalid",
    "in the form",
    "iso ",
    "iso-",
    "iso8601",
    "json",
    "known",
    "letters",
    "lower case",
    "lowercase",
    "may be",
    "must",
    "nnn",
    "no longer than",
    "not in the past",
    "one of",
    "only",
    "options",
    "past",
    "pattern",
    "possible values",
    "prefix",
    "regex",
    "regular expression",
    "rfc",
    "separated",
    "starting with",
    "starts with",
    "suffix",
    "supported",
    "upper case",
    "uppercase",
    "valid",
    "values:",
    "yyyy",
];
/// Words that count things, and refuse one more.
const COUNTED: [&str; 8] = [
    "at most",
    "no more than",
    "limit of",
    "limited to",
    "maximum of",
    "maximum number",
    "quota",
    "too many",
];
/// Words of an operation that tell what else is refused.
const REFUSING: [&str; 12] = [
    "are refused",
    "has to be",
    "have to be",
    "is refused",
    "is rejected",
    "must be",
    "must exist",
    "must have",
    "must not",
    "needs a",
    "otherwise",
    "unknown",
];
/// A choice of a few words: "blue or green".
const CHOICE: usize = 8;

/// Whether the description of a place says more of its values than a name would.
pub(super) fn narrows(about: &str) -> bool {
    let about = about.to_ascii_lowercase();
    let choice = about.contains(" or ") && about.split_whitespace().count() <= CHOICE;
    let quoted = about.contains('`') || about.contains('"');
    choice || quoted || NARROW.iter().any(|word| about.contains(word))
}

/// Whether the description of an operation tells of refusals with a status: nothing where it names none.
pub(super) fn names(words: &str, status: u16) -> Option<bool> {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    let numbers = numbers.filter_map(|n| n.parse::<u16>().ok());
    let refusals: Vec<u16> = numbers.filter(|n| (400..500).contains(n)).collect();
    (!refusals.is_empty()).then(|| refusals.contains(&status))
}

/// Whether a sentence that tells of a refusal with a status speaks of a place: it holds the name of it, or of
/// what it is in, in the singular or in the plural.
pub(super) fn speaks_of(words: &str, status: u16, at: &str) -> bool {
    let status = status.to_string();
    let stem = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.trim_end_matches('s').to_owned()
    };
    let names: Vec<String> = (at.split('/').skip(2))
        .filter(|name| name.len() > 2 && !name.bytes().all(|b| b.is_ascii_digit()))
        .map(stem)
        .collect();
    let sentences = words.split(". ").flat_map(|part| part.split(['\n', ';']));
    sentences.into_iter().any(|sentence| {
        let mut all = sentence.split(|c: char| !c.is_alphanumeric() && c != '_');
        let tells = all.clone().any(|word| word == status);
        tells && all.any(|word| names.contains(&stem(word)))
    })
}

/// Whether the description of an operation tells of what is refused.
pub(super) fn refuses(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    REFUSING.iter().any(|word| words.contains(word))
}

/// Whether a description bounds how many things there may be.
pub(super) fn counts(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    COUNTED.iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_narrow_are_told_from_names() {
        for about in [
            "at least one letter and one digit",
            "must be https",
            "ISO 3166-1 alpha-2 code",
            "HH:MM, from 08:00 to 17:30",
            "blue or green",
            "Filter by status code(s). Values: OK, ERROR, UNSET",
        ] {
            assert!(narrows(about), "{about}");
        }
        for about in [
            "",
            "The name of the pet",
            "Title shown to readers",
            "free text",
        ] {
            assert!(!narrows(about), "{about}");
        }
    }

    #[test]
    fn a_sentence_speaks_of_a_place_and_a_status() {
        let words = "All seats are held, or none. A seat beyond the rows of the show gives 422 with NO_SUCH_SEAT. \
            The note is kept.";
        for (status, at, wanted) in [
            (422, "/body/seats/0/row", true),
            (422, "/body/seats", true),
            (422, "/body/note", false),
            (400, "/body/seats", false),
        ] {
            assert_eq!(speaks_of(words, status, at), wanted, "{status} {at}");
        }
    }

    #[test]
    fn an_operation_tells_of_refusals() {
        assert_eq!(
            names("An unknown room is 422, `UNKNOWN_ROOM`.", 422),
            Some(true)
        );
        assert_eq!(names("Another body is refused with 422.", 400), Some(false));
        assert_eq!(names("Adds a pet to the shop.", 400), None);
        assert!(refuses("An A record needs an IPv4 address"));
        assert!(!refuses("Adds a pet to the shop."));
        assert!(counts("At most 5 keys. One more is refused with 403."));
        assert!(!counts("Adds a key."));
    }
}
