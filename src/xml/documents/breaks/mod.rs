//! Documents that break exactly one rule.

mod declared;
mod edits;
mod extra;
mod guard;
mod short;
mod spot;
mod subset;
mod used;
mod way;
mod whole;

use std::sync::LazyLock;

use super::draft::Draft;
use super::source::Names;
use super::{Options, Rule};

pub(super) use way::Way;

/// What [`Documents`](super::Documents) calls a well-formed document that was cut short.
pub(super) const TRUNCATED: Rule = Rule {
    name: "truncated",
    section: "2.1",
    about: "a document that ends before its root does",
};

/// Breaches that a parser may pass over: of a plain "must", which no production and no constraint
/// states. That is an error, and not a fatal one (section 1.2).
const RECOVERABLE: [&str; 1] = ["utf-16-without-byte-order-mark"];

/// Ends too early, which [`TRUNCATED`] tells of documents.
const CUT: &str = "document-ends-in-content";

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let mut ways = way::of_trees();
    for table in [extra::TABLE, subset::TABLE, declared::TABLE, used::TABLE] {
        ways.extend(table.iter().map(way::of_row));
    }
    ways.extend(edits::TABLE.iter().map(way::of_edit));
    ways.extend(whole::TABLE.iter().map(way::of_whole));
    ways.retain(|way| !RECOVERABLE.contains(&way.rule.name) && way.rule.name != CUT);
    ways
});

/// Every rule that an ill-formed document may name, each once: all of
/// [`breaks`](crate::xml::breaks()) that a parser must refuse, those of document type declarations, entities and encodings,
/// and "truncated".
pub fn rules() -> Vec<Rule> {
    let own = WAYS.iter().map(|way| way.rule);
    own.chain([TRUNCATED]).collect()
}

pub(super) fn ways() -> &'static [Way] {
    &WAYS
}

/// The ways that these options allow, by number.
pub(super) fn allowed(options: Options) -> Vec<usize> {
    let fits = |way: &Way| {
        (options.dtd || !way.wants.dtd)
            && (options.namespaces || !way.wants.namespaces)
            && (options.other_encodings || !way.other_encoding)
    };
    (0..WAYS.len()).filter(|i| fits(&WAYS[*i])).collect()
}

/// The bytes of the draft, broken in this way, and the first place that was changed; `None` when it
/// has no place for it.
pub(super) fn broken(
    draft: &Draft,
    way: usize,
    pick: u64,
    names: Names,
) -> Option<(Vec<u8>, usize)> {
    WAYS[way].follow(draft, pick, names)
}
