//! Bodies that are no well-formed XML are refused: one clause for each way to break it.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted};
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
        // No page speaks of namespaces, and a parser need not know them to be one of XML 1.0.
        .filter(|b| !b.section.starts_with("Namespaces"))
        // Appendix F tells parsers how to guess it, and no rule calls the guess fatal.
        .filter(|b| b.name != "utf-16-without-byte-order-mark")
        .map(|b| {
            let mut clause = scope.clause(
                format!("ill-formed/{}", b.name),
                format!("a body that breaks well-formedness is refused: {}", b.about),
                Cited::implied("", &body.at),
                Stimulus::IllFormed(b.name),
                Check::Outcomes(vec![refused.clone()]),
            );
            clause.source = format!("XML 1.0, {}", b.section);
            clause
        })
        .collect()
}
