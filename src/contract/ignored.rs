//! What a document says of members and parameters that a request may hold and nobody looks at: "All other
//! fields are ignored". No keyword can tell it.

use super::Operation;

/// Words that say it of something.
const IGNORED: [&str; 10] = [
    "can not be changed",
    "cannot be changed",
    "can't be changed",
    "immutable",
    "ignored",
    "ignores",
    "disregarded",
    "has no effect",
    "have no effect",
    "silently dropped",
];
/// Words that say the contrary, or say it of what the document does not list.
const OTHERWISE: [&str; 8] = [
    "not ignored",
    "not be ignored",
    "never ignored",
    "unknown",
    "unrecognized",
    "unrecognised",
    "undocumented",
    "case",
];
/// What a whole request is told of.
const MEMBERS: [&str; 10] = [
    "attribute",
    "body",
    "everything else",
    "field",
    "key",
    "member",
    "other",
    "parameter",
    "propert",
    "value",
];

/// Whether a description of one place says that nobody looks at what stands there.
pub(super) fn is_said(about: &str) -> bool {
    sentences(about).any(|s| says(&s))
}

/// Whether a description of a whole says so of some of its members.
pub(super) fn is_said_of_members(about: &str) -> bool {
    sentences(about).any(|s| says(&s) && MEMBERS.iter().any(|word| s.contains(word)))
}

/// Whether a description says so of a member by its name.
fn is_said_of(about: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let own = |c: char| !c.is_alphanumeric() && c != '_' && c != '-';
    sentences(about).any(|s| says(&s) && s.split(own).any(|word| word == name))
}

fn sentences(about: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| matches!(c, '.' | ';' | '!' | '\n');
    about.split(ends).map(str::to_ascii_lowercase)
}

fn says(sentence: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    has(&IGNORED) && !has(&OTHERWISE)
}

impl Operation {
    /// Whether the documents say, in words alone, that a value at a place (`/body/kind`, `/query/sort`) may be
    /// ignored: of the place, of what it lies in, or of the whole body.
    pub fn may_ignore(&self, at: &str) -> bool {
        let whole = |b: &super::Body| b.ignores && at.starts_with("/body/");
        if self.body.as_ref().is_some_and(whole) {
            return true;
        }
        let name = at.rsplit('/').next().unwrap_or_default();
        if at.starts_with("/body/") && is_said_of(&self.words, name) {
            return true;
        }
        let ends = at.match_indices('/').map(|(end, _)| &at[..end]);
        let mut around = ends.skip(1).chain([at]);
        around.any(|at| self.schema_at(at).is_some_and(|s| is_said(&s.about)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_is_told_from_what_is_not() {
        assert!(is_said("Ignored on update."));
        assert!(is_said("The name. It has no effect on replicas"));
        assert!(!is_said("Must not be ignored by clients"));
        assert!(!is_said("The case of letters is ignored"));
        assert!(!is_said("Whether warnings are shown"));
        assert!(is_said_of_members(
            "Only `kind` is used. All other fields are ignored."
        ));
        assert!(!is_said_of_members("Unknown fields are ignored."));
        assert!(!is_said_of_members("Warnings are ignored by default"));
    }
}
