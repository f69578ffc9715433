//! Bodies that attack a parser: nothing is visited, nothing leaks, nothing grows, nothing hangs.
//! What no page decides is whether such a document is taken, so that is a reading.

use super::lenient;
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
    /// Attributes as child elements, and child elements as attributes.
    OtherForm,
    /// An element that no page shows.
    UnknownElement,
    /// An attribute that no page shows.
    UnknownAttribute,
    /// A value of more characters than any use has.
    WideValue,
    /// A name of more characters than any use has.
    LongName,
    /// Another root element.
    WrongRoot,
    /// The root element in other letters.
    RootLetterCase,
    /// XML under another media type.
    WrongMediaType,
    /// A declared encoding that the bytes are not in.
    WrongEncodingLabel,
    /// No body at all.
    EmptyBody,
}

use Hostile::*;

/// What a page, or XML itself, leaves to the server.
enum Demand {
    /// The page names the root element, so another one is another document.
    Refused,
    /// The answer is no fault.
    NoHarm,
    /// Taken or refused, as a reading tells.
    Either(&'static str, &'static str),
}

use Demand::*;

/// Every attack: its name, the duty, and what is demanded besides that nothing leaks.
///
/// XML 1.0 requires a parser to expand internal entities and lets it skip external ones (section
/// 4.4); many servers refuse every document type declaration. A declared encoding that contradicts
/// the bytes is fatal only where nothing outside the document has settled the encoding (section
/// 4.3.3), and servers that read text before they parse have settled it.
const ALL: [(Hostile, &str, &str, Demand); 18] = [
    (
        InternalEntity,
        "internal-entity",
        "a DTD with an entity of its own does no harm",
        Either(lenient::ENTITIES, "internal entities"),
    ),
    (
        ExternalFile,
        "external-entity-file",
        "a file that an entity names is not shown",
        Either(lenient::ENTITIES, "entities that name a file"),
    ),
    (
        ExternalAddress,
        "external-entity-address",
        "an address that an entity names is not visited",
        Either(lenient::ENTITIES, "entities that name an address"),
    ),
    (
        ParameterEntity,
        "parameter-entity",
        "an address that a parameter entity names is not visited",
        Either(lenient::ENTITIES, "parameter entities"),
    ),
    (
        ExternalDtd,
        "external-dtd",
        "a DTD at an address is not fetched",
        Either(lenient::ENTITIES, "a DTD at an address"),
    ),
    (
        EntityExpansion,
        "entity-expansion",
        "entities that multiply do no harm, and the answer does not grow by them",
        Either(lenient::ENTITIES, "entities that multiply"),
    ),
    (
        DeepNesting,
        "deep-nesting",
        "elements nested thousands deep do no harm",
        NoHarm,
    ),
    (
        ManyAttributes,
        "many-attributes",
        "thousands of attributes do no harm",
        NoHarm,
    ),
    (
        OtherForm,
        "other-form",
        "values that stand as elements instead of attributes, or the other way round, do no harm",
        Either(lenient::FORMS, ""),
    ),
    (
        UnknownElement,
        "unknown-element",
        "an element that no page shows does no harm",
        Either(lenient::UNKNOWN, "an element"),
    ),
    (
        UnknownAttribute,
        "unknown-attribute",
        "an attribute that no page shows does no harm",
        Either(lenient::UNKNOWN, "an attribute"),
    ),
    (
        WideValue,
        "wide-value",
        "a value of 65,536 characters does no harm",
        NoHarm,
    ),
    (
        LongName,
        "long-name",
        "a name of thousands of characters does no harm",
        NoHarm,
    ),
    (
        WrongRoot,
        "wrong-root",
        "another root element is refused",
        Refused,
    ),
    (
        RootLetterCase,
        "root-letter-case",
        "a root element in another letter case does no harm",
        Either(lenient::LETTERS, "a root element"),
    ),
    (
        WrongMediaType,
        "wrong-media-type",
        "XML under another media type does no harm",
        Either(lenient::MEDIA_TYPE, "XML"),
    ),
    (
        WrongEncodingLabel,
        "wrong-encoding-label",
        "a declared encoding that the bytes contradict does no harm",
        Either(lenient::ENCODING, ""),
    ),
    (
        EmptyBody,
        "empty-body",
        "a request without its body does no harm",
        Either(lenient::NO_BODY, ""),
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
    let labels = lenient::media_type_is_demanded(scope.operation);
    let refused = || vec![Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))];
    ALL.iter()
        // A required body that is left out is a rule of the contract already.
        .filter(|(what, ..)| *what != EmptyBody || !body.required)
        .map(|(what, name, duty, demand)| {
            let (duty, outcomes) = match demand {
                _ if *what == WrongMediaType && labels => {
                    ("XML under another media type is refused", refused())
                }
                Refused => (*duty, refused()),
                NoHarm => (*duty, vec![Outcome::new(Wanted::NoFault)]),
                Either(reading, what) => (*duty, lenient::outcomes(reading, what)),
            };
            scope.clause(
                format!("hostile/{name}"),
                duty.to_owned(),
                Cited::implied(
                    "what no page states and the safety of parsers asks for",
                    &body.at,
                ),
                Stimulus::Hostile(*what),
                Check::Unharmed(outcomes),
            )
        })
        .collect()
}

/// What entities that multiply are made of.
pub const GROWS: &str = "clausality";
/// How often it may stand in an answer: as often as in the request, many times over.
const OFTEN: usize = 1_000;

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
    if let Some(Ok(response)) = taken.exchanges.get(place).map(|e| &e.answer) {
        let body = String::from_utf8_lossy(&response.body);
        if let Some(mark) = &seen.case.tag
            && (body.contains(mark.as_str())
                || response.headers.iter().any(|(_, v)| v.contains(mark)))
        {
            let got = "the answer shows what the entity stood for".to_owned();
            return broken("nothing of what an entity stands for", got);
        }
        if body.matches(GROWS).nth(OFTEN).is_some() {
            let got = format!("an answer that entities made {} bytes long", body.len());
            return broken("an answer that does not grow by entities", got);
        }
    }
    super::judge::by_outcomes(outcomes, seen, taken, place, readings)
}
