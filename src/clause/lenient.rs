//! What no page asks for and no page forbids: a target may take it or refuse it, as long as it does
//! not fault. Which of the two came is a reading. Such readings stand in no contract, so what they
//! are about is told here.

use super::{Outcome, Wanted};
use crate::contract::{Cause, Operation, StatusSet};

/// Document type declarations: XML 1.0, section 4.4, lets a parser that does not validate skip what
/// stands outside, and a server may refuse them all.
pub const ENTITIES: &str = "xml-entities";
/// A good body under a label that no page shows, where no page names a refusal for it.
pub const MEDIA_TYPE: &str = "media-type";
/// The right label in another spelling, or none: many a server looks for the usual letters alone.
pub const SPELLING: &str = "media-type-spelling";
/// A label that the bytes contradict: HTTP, or whoever read the bytes, may have settled the encoding
/// before (XML 1.0, section 4.3.3); and an encoding that readers may know or not.
pub const ENCODING: &str = "xml-encoding";
/// A value of another type that holds all of the right one.
pub const TYPES: &str = "type-coercion";
/// What a reader of JSON may take beside JSON (RFC 8259, section 9).
pub const EXTENSIONS: &str = "json-extensions";
/// Names that stand twice: readers differ (RFC 8259, section 4).
pub const TWICE: &str = "json-names-twice";
/// Bytes and escapes that are no text: readers replace them or refuse them (RFC 8259, section 8).
pub const NO_TEXT: &str = "json-no-text";
/// Numbers beyond the types of most machines: readers may set limits (RFC 8259, section 6).
pub const NUMBERS: &str = "json-numbers";
/// Numbers of parameters that are wide, negative or written oddly, where no limit speaks of them.
pub const ODD_NUMBERS: &str = "odd-numbers";
/// Values that no rule speaks of: empty, wide, negative, quoted, long, or not ASCII.
pub const ODD_VALUES: &str = "odd-values";
/// Members of members, thousands deep: readers may set limits (RFC 8259, section 9).
pub const DEPTH: &str = "json-depth";
/// Texts that no page rules out and that readers may not want: control characters, blanks around,
/// great length, or a length that hangs on the unit.
pub const ODD_TEXT: &str = "odd-texts";
/// Bodies of hundreds and thousands of kilobytes: servers set limits (RFC 9110, section 15.5.14).
pub const LARGE: &str = "large-bodies";
/// An Accept on two lines, which means the same as on one (RFC 9110, section 5.3).
pub const ACCEPT: &str = "accept-lines";
/// Bodies in chunks: a server may want to know their length first (RFC 9112, section 6.3).
pub const CHUNKS: &str = "chunked-bodies";
/// A list in a header with blanks, with nothing in it, or over several lines (RFC 9110, section 5.3).
pub const LISTS: &str = "header-lists";
/// A body that may be left out, and is.
pub const NO_BODY: &str = "no-body";

/// Members and parameters that no page lists, where no page rules them out.
pub const EXTRA: &str = "extra-members";

/// Examples of values, which may name what the target does not have.
pub const EXAMPLES: &str = "examples";

/// Parts that no page shows: readers pass over them or refuse them.
pub const UNKNOWN: &str = "xml-unknown-parts";
/// Names in another letter case: XML heeds it, and some readers do not (XML 1.0, section 2.3).
pub const LETTERS: &str = "xml-letter-case";
/// Values in the other of the two forms that XML has for them.
pub const FORMS: &str = "xml-forms";

/// Members that only requests have: they should not come back, says the specification.
pub const WRITE_ONLY: &str = "write-only";

/// What each of them is about.
const ABOUT: [(&str, &str); 26] = [
    (
        super::kept::READING,
        "what is kept of what was sent, and what is done twice",
    ),
    (EXTRA, "members and parameters that no page lists"),
    (
        super::unknown::READING,
        "requests that name something which nobody made",
    ),
    (
        LISTS,
        "lists in a header with blanks, with nothing, or over several lines",
    ),
    (
        SPELLING,
        "a media type in other letters, with more behind it, or none",
    ),
    (
        ODD_NUMBERS,
        "numbers of parameters that are wide, negative or written oddly",
    ),
    (
        ODD_VALUES,
        "values that are empty, wide, negative, quoted, long or not ASCII",
    ),
    (LETTERS, "names of elements in another letter case"),
    (ACCEPT, "an Accept on two lines"),
    (CHUNKS, "bodies in chunks, without a length"),
    (LARGE, "bodies of hundreds and thousands of kilobytes"),
    (
        ODD_TEXT,
        "texts with control characters or blanks around, and long ones",
    ),
    (WRITE_ONLY, "members that only requests have, in answers"),
    (UNKNOWN, "elements and attributes that no page shows"),
    (
        FORMS,
        "values as elements instead of attributes, or the other way round",
    ),
    (ENTITIES, "document type declarations and their entities"),
    (MEDIA_TYPE, "a good body under another media type"),
    (
        ENCODING,
        "a declared encoding that the bytes contradict, or that no reader has to know",
    ),
    (TYPES, "values of another type that hold the right one"),
    (EXTENSIONS, "what lenient readers take beside JSON"),
    (TWICE, "a member that stands twice"),
    (NO_TEXT, "lone surrogates and bytes that are no UTF-8"),
    (NUMBERS, "numbers beyond every integer type"),
    (DEPTH, "values nested thousands deep"),
    (EXAMPLES, "values that the documents give as examples"),
    (NO_BODY, "a body of nothing, where the body may be left out"),
];

/// Tags of cases that may be taken or refused begin so.
const TAG: &str = "either:";

/// What a reading of this module is about.
pub fn about(reading: &str) -> Option<&'static str> {
    ABOUT
        .iter()
        .find(|(id, _)| *id == reading)
        .map(|(_, about)| *about)
}

/// The outcomes of what may be taken or refused.
pub fn outcomes(reading: &str, what: &str) -> Vec<Outcome> {
    let alternative = |word: &str| match what {
        "" => word.to_owned(),
        what => format!("{what}: {word}"),
    };
    vec![
        Outcome::new(Wanted::Accepted).showing(reading, &alternative("taken")),
        Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))
            .showing(reading, &alternative("refused")),
        Outcome::new(Wanted::NoFault),
    ]
}

/// The tag of a case that may be taken or refused, in a clause whose other cases may not.
pub fn tag(reading: &str, what: &str) -> String {
    format!("{TAG}{reading}:{what}")
}

/// The outcomes of a case with such a tag.
pub(super) fn of_tag(tag: &str) -> Option<Vec<Outcome>> {
    let (reading, what) = tag.strip_prefix(TAG)?.split_once(':')?;
    Some(outcomes(reading, what))
}

/// Whether a page names a refusal for bodies of another media type.
pub(super) fn media_type_is_demanded(operation: &Operation) -> bool {
    let label = |at: &str| {
        at.strip_prefix("/header/")
            .is_some_and(|name| name.eq_ignore_ascii_case("Content-Type"))
    };
    let named = operation.errors().flat_map(|(_, e)| &e.when);
    let mut named = named.map(|w| &w.cause);
    operation.lists(415)
        || named.any(|cause| matches!(cause, Cause::Breaks { at, .. } if label(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_brings_its_outcomes_back() {
        let outcomes = of_tag(&tag(TYPES, "a: b")).unwrap();
        assert_eq!(outcomes, super::outcomes(TYPES, "a: b"));
        let shown = outcomes[0].reading.as_ref().unwrap();
        assert_eq!(*shown, (TYPES.to_owned(), "a: b: taken".to_owned()));
        assert_eq!(of_tag(super::super::judge::EITHER), None);
    }

    #[test]
    fn each_reading_says_what_it_is_about() {
        for (id, _) in ABOUT {
            assert!(about(id).is_some_and(|words| !words.is_empty()), "{id}");
        }
        assert_eq!(about("ABC-15"), None);
    }
}
