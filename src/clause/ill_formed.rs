//! Bodies that are no well-formed XML are refused: one clause for each way to break it.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, lenient};
use crate::contract::StatusSet;
use crate::wire::Kind;
use crate::xml;

/// One clause for each break that the `xml` module knows.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(body) = &scope.operation.body else {
        return Vec::new();
    };
    let is_xml = body
        .media
        .first()
        .is_some_and(|m| Kind::of(&m.media_type) == Kind::Xml);
    if !is_xml {
        return Vec::new();
    }
    let refused = Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]));
    xml::breaks()
        .iter()
        .filter(|b| is_held_against_servers(b))
        // No bytes at all are no body, where none is asked for.
        .filter(|b| b.name != EMPTY || body.required)
        .map(|b| {
            let (duty, outcomes) = match b.name {
                LABEL => (
                    "a body whose encoding declaration is wrong does no harm",
                    lenient::outcomes(lenient::ENCODING, "UTF-16 declared in UTF-8"),
                ),
                _ => (
                    "a body that breaks well-formedness is refused",
                    vec![refused.clone()],
                ),
            };
            let mut clause = scope.clause(
                format!("ill-formed/{}", b.name),
                format!("{duty}: {}", b.about),
                Cited::implied("", &body.at),
                Stimulus::IllFormed(b.name),
                Check::Outcomes(outcomes),
            );
            clause.source = format!("XML 1.0, {}", b.section);
            clause
        })
        .collect()
}

/// The break that is none where something outside the document has settled the encoding, such as
/// HTTP or a server that decodes bodies before it parses them (section 4.3.3).
const LABEL: &str = "encoding-contradicts-bytes";

/// The break that leaves nothing.
const EMPTY: &str = "empty-document";

/// Breaks that widespread parsers take for something else, so that a server cannot help it.
const LENIENT: [&str; 5] = [
    "utf-16-without-byte-order-mark",
    "lone-surrogate-in-utf-16",
    "declaration-empty-version",
    "declaration-version-one",
    "declaration-wrong-version",
];

/// Whether a server is asked to refuse a break. No page speaks of namespaces, and a parser need not
/// know them to be one of XML 1.0.
fn is_held_against_servers(b: &xml::Break) -> bool {
    !b.section.starts_with("Namespaces") && !LENIENT.contains(&b.name)
}
