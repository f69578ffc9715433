//! Short names for what is put into a document.

use super::way::Edit;
use crate::xml::documents::draft::Draft;

/// Names that no document has, each with one of a letter that nothing else of a break has.
const NAMES: [(&[u8], u8); 13] = [
    (b"clausal-undeclared", b'u'),
    (b"clausal-none", b'o'),
    (b"clausal-b", b'w'),
    (b"clausal-c", b'v'),
    (b"clausal-d", b't'),
    (b"clausal-e", b's'),
    (b"clausal-n", b'n'),
    (b"clausal-x", b'x'),
    (b"clausal-X", b'X'),
    (b"clausal-y", b'y'),
    (b"clausal", b'z'),
    (b"clausaL", b'Z'),
    (b"Clausal", b'Z'),
];

/// The same edits with short names; nothing when there are none, or when the document has one of
/// them already.
pub(super) fn shortened(d: &Draft, edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let mut used = Vec::new();
    let mut short = |bytes: Vec<u8>| {
        let mut out = Vec::with_capacity(bytes.len());
        let mut rest = bytes.as_slice();
        while let Some(first) = rest.first() {
            let known = NAMES.iter().find(|(long, _)| rest.starts_with(long));
            let (letter, length) = known.map_or((*first, 1), |(long, letter)| {
                used.push(*letter);
                (*letter, long.len())
            });
            out.push(letter);
            rest = &rest[length..];
        }
        out
    };
    let edits: Vec<Edit> = edits
        .into_iter()
        .map(|(at, bytes)| (at, short(bytes)))
        .collect();
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b) || !b.is_ascii();
    let taken = |letter: &u8| d.text.split(|b| !is_name(b)).any(|word| word == [*letter]);
    (!used.is_empty() && !used.iter().any(taken)).then_some(edits)
}
