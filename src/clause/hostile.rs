//! Bodies that attack a parser: they are refused, nothing leaks, nothing hangs.

use super::{Broken, Check, Cited, Clause, Judgement, Outcome, Scope, Seen, Stimulus, Wanted};
use crate::contract::StatusSet;
use crate::wire::Kind;

/// An attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hostile {
    /// A DTD that declares an entity, used in the document.
    InternalEntity,
    /// An entity that stands for a file.
    ExternalFile,
    /// An entity that stands for what a listener of clausal's own would serve.
    ExternalAddress,
    /// The same by a parameter entity.
    ParameterEntity,
    /// An external DTD.
    ExternalDtd,
    /// Entities that multiply.
    EntityExpansion,
    /// Elements nested very deep.
    DeepNesting,
    /// Very many attributes.
    ManyAttributes,
    /// Another root element.
    WrongRoot,
    /// XML under another media type.
    WrongMediaType,
    /// A declared encoding that the bytes are not in.
    WrongEncodingLabel,
    /// No body at all.
    EmptyBody,
}

use Hostile::*;

/// Every attack: its name, the duty, and whether it must be refused (else it only must do no harm).
const ALL: [(Hostile, &str, &str, bool); 12] = [
    (
        InternalEntity,
        "internal-entity",
        "a DTD with an entity of its own is refused",
        true,
    ),
    (
        ExternalFile,
        "external-entity-file",
        "an entity that names a file is refused, and the file is not shown",
        true,
    ),
    (
        ExternalAddress,
        "external-entity-address",
        "an entity that names an address is refused, and nobody visits it",
        true,
    ),
    (
        ParameterEntity,
        "parameter-entity",
        "a parameter entity that names an address is refused, and nobody visits it",
        true,
    ),
    (
        ExternalDtd,
        "external-dtd",
        "a DTD at an address is not fetched",
        false,
    ),
    (
        EntityExpansion,
        "entity-expansion",
        "entities that multiply are refused",
        true,
    ),
    (
        DeepNesting,
        "deep-nesting",
        "elements nested thousands deep do no harm",
        false,
    ),
    (
        ManyAttributes,
        "many-attributes",
        "thousands of attributes do no harm",
        false,
    ),
    (
        WrongRoot,
        "wrong-root",
        "another root element is refused",
        true,
    ),
    (
        WrongMediaType,
        "wrong-media-type",
        "XML under another media type is refused",
        true,
    ),
    (
        WrongEncodingLabel,
        "wrong-encoding-label",
        "a declared encoding that the bytes contradict is refused",
        true,
    ),
    (
        EmptyBody,
        "empty-body",
        "a request without its body is refused",
        true,
    ),
];

/// One clause for each attack.
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
    ALL.iter()
        // A required body that is left out is a rule of the contract already.
        .filter(|(what, ..)| *what != EmptyBody || !body.required)
        .map(|(what, name, duty, refused)| {
            let wanted = if *refused {
                Wanted::Refused(vec![StatusSet::Class(4)])
            } else {
                Wanted::NoFault
            };
            scope.clause(
                format!("hostile/{name}"),
                (*duty).to_owned(),
                Cited::implied(
                    "what no page states and the safety of parsers asks for",
                    &body.at,
                ),
                Stimulus::Hostile(*what),
                Check::Unharmed(vec![Outcome::new(wanted)]),
            )
        })
        .collect()
}

/// Judges an attack: what leaked is worse than an acceptance, so it is told first.
pub(super) fn judge(
    outcomes: &[Outcome],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let place = taken.exchanges.len().saturating_sub(1);
    let broken = |expected: &str, got: String| {
        Judgement::Broken(Box::new(Broken {
            expected: expected.to_owned(),
            got,
            cause: String::new(),
            shown: (taken.step, place),
        }))
    };
    if taken.visited {
        let got = "the address in the document was visited".to_owned();
        return broken("no visit to an address that a document names", got);
    }
    if let Some(mark) = &seen.case.tag
        && let Some(Ok(response)) = taken.exchanges.get(place).map(|e| &e.answer)
        && String::from_utf8_lossy(&response.body).contains(mark.as_str())
    {
        let got = "the answer shows what the entity stood for".to_owned();
        return broken("nothing of what an entity stands for", got);
    }
    super::judge::by_outcomes(outcomes, seen, taken, place, readings)
}
