//! The same message, written otherwise, draws the same outcome: nothing that a syntax calls
//! insignificant may make a difference.

use super::{Broken, Check, Cited, Clause, Judgement, Outcome, Scope, Seen, Stimulus, Wanted};
use crate::contract::Schema;
use crate::wire::{Kind, Nature};

/// A way of writing that changes no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rewriting {
    /// Attributes in another order.
    AttributeOrder,
    /// Single quotes.
    Quotes,
    /// White space between and inside tags.
    WhiteSpace,
    /// Text in CDATA sections.
    Cdata,
    /// Characters as decimal references.
    DecimalReferences,
    /// Characters as hexadecimal references.
    HexReferences,
    /// Comments between elements.
    Comments,
    /// Processing instructions between elements.
    ProcessingInstructions,
    /// Without a declaration, and with each kind of one.
    Declaration,
    /// A byte order mark first.
    Utf8Bom,
    /// UTF-16, little and big endian.
    Utf16,
    /// Empty elements as a pair of tags.
    EmptyElements,
    /// Namespace declarations that nothing uses.
    Namespaces,
    /// `>` as it is, which only `]]>` need not be.
    GreaterThan,
    /// Characters beyond ASCII, as they are and as references.
    NonAscii,
    /// ISO-8859-1, which the document declares: a target may refuse it, and not misread it.
    Latin1,
    /// JSON members in another order.
    MemberOrder,
    /// White space between JSON tokens.
    JsonWhiteSpace,
    /// JSON characters as `\u` escapes.
    UnicodeEscapes,
}

use Rewriting::*;

/// Every rewriting: its name, its syntax and what it does.
const ALL: [(Rewriting, &str, Kind, &str); 19] = [
    (
        AttributeOrder,
        "attribute-order",
        Kind::Xml,
        "in another order of attributes",
    ),
    (Quotes, "quotes", Kind::Xml, "in single quotes"),
    (
        WhiteSpace,
        "white-space",
        Kind::Xml,
        "with white space between and inside tags",
    ),
    (Cdata, "cdata", Kind::Xml, "with its text in CDATA sections"),
    (
        DecimalReferences,
        "decimal-references",
        Kind::Xml,
        "with decimal character references",
    ),
    (
        HexReferences,
        "hex-references",
        Kind::Xml,
        "with hexadecimal character references",
    ),
    (
        Comments,
        "comments",
        Kind::Xml,
        "with comments between elements",
    ),
    (
        ProcessingInstructions,
        "processing-instructions",
        Kind::Xml,
        "with processing instructions between elements",
    ),
    (
        Declaration,
        "declaration",
        Kind::Xml,
        "without an XML declaration or with another one",
    ),
    (Utf8Bom, "utf-8-bom", Kind::Xml, "with a byte order mark"),
    (Utf16, "utf-16", Kind::Xml, "in UTF-16"),
    (
        EmptyElements,
        "empty-elements",
        Kind::Xml,
        "with start and end tags for empty elements",
    ),
    (
        Namespaces,
        "namespaces",
        Kind::Xml,
        "with namespace declarations that nothing uses",
    ),
    (
        GreaterThan,
        "greater-than",
        Kind::Xml,
        "with > as it is where that is no end of a tag",
    ),
    (
        NonAscii,
        "non-ascii",
        Kind::Xml,
        "with characters beyond ASCII as they are",
    ),
    (
        Latin1,
        "latin-1",
        Kind::Xml,
        "in ISO-8859-1, as it declares,",
    ),
    (
        MemberOrder,
        "member-order",
        Kind::Json,
        "in another order of members",
    ),
    (
        JsonWhiteSpace,
        "json-white-space",
        Kind::Json,
        "with white space between tokens",
    ),
    (
        UnicodeEscapes,
        "unicode-escapes",
        Kind::Json,
        "with \\u escapes",
    ),
];

/// One clause for each rewriting that the body's syntax has.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(body) = &scope.operation.body else {
        return Vec::new();
    };
    let Some(media) = body.media.first() else {
        return Vec::new();
    };
    let kind = Kind::of(&media.media_type);
    let has_text = text_below(&media.schema);
    ALL.iter()
        .filter(|(rewriting, _, syntax, _)| {
            let applies = match rewriting {
                Cdata => has_text,
                // One attribute has no order.
                AttributeOrder => attributes_below(&media.schema),
                _ => true,
            };
            *syntax == kind && applies
        })
        .map(|(rewriting, name, _, words)| {
            let (check, duty) = match rewriting {
                Latin1 => (
                    Check::SameLetters,
                    format!("a message {words} is read as what it says, or refused"),
                ),
                _ => (
                    Check::SameOutcome,
                    format!("a message {words} draws the outcome of the plain one"),
                ),
            };
            scope.clause(
                format!("writing/{name}"),
                duty,
                Cited::implied(&body.source, &media.schema.at),
                Stimulus::Rewritten(*rewriting),
                check,
            )
        })
        .collect()
}

/// Whether documents of a schema hold an element with several attributes.
fn attributes_below(schema: &Schema) -> bool {
    let may = |s: &Schema| {
        let mut ways = s.ext.ways.iter().flat_map(|w| &w.list);
        s.xml.attribute || ways.any(|w| w.form == crate::contract::Form::Attribute)
    };
    let own = schema.properties.iter().filter(|p| may(&p.schema));
    own.count() > 1
        || schema
            .properties
            .iter()
            .any(|p| attributes_below(&p.schema))
        || schema.items.as_deref().is_some_and(attributes_below)
        || schema.any_of.iter().any(attributes_below)
}

/// Whether documents of a schema hold text outside attributes.
fn text_below(schema: &Schema) -> bool {
    schema.properties.iter().any(|p| {
        let inner = &p.schema;
        let is_text = inner.properties.is_empty() && !inner.types.iter().any(|t| t == "object");
        let moves = inner
            .ext
            .ways
            .iter()
            .flat_map(|w| &w.list)
            .any(|w| w.form == crate::contract::Form::Element);
        is_text && (!inner.xml.attribute || moves) || text_below(inner)
    })
}

/// Tag of a case whose plain writing must be accepted.
pub const VALID: &str = "valid";

/// Judges the last request of a case by the one before it.
pub(super) fn judge(seen: &Seen<'_>, readings: &mut Vec<(String, String)>) -> Judgement {
    // Where a success is in the way of the next one, the plain writing is other clauses' affair.
    if let [only] = seen.taken {
        let wanted = match seen.case.tag.as_deref() {
            Some(VALID) => Wanted::Accepted,
            _ => Wanted::Refused(super::refuses::statuses(seen.operation)),
        };
        return super::judge::by_outcomes(&[Outcome::new(wanted)], seen, only, 0, readings);
    }
    let [.., plain, other] = seen.taken else {
        return Judgement::Inconclusive("the plain writing was not sent".into());
    };
    let plain_step = plain.step;
    let (Some(plain), Some(rewritten)) = (plain.exchanges.last(), other.exchanges.last()) else {
        return Judgement::Inconclusive("the plain writing was not sent".into());
    };
    let wanted = match &plain.answer {
        Ok(response) => seen.nature(response),
        Err(failure) => {
            let why = format!("the plain writing drew no answer: {failure}");
            return Judgement::Inconclusive(why);
        }
    };
    let valid = seen.case.tag.as_deref() == Some(VALID);
    // A valid message that is refused plainly and accepted otherwise was not refused for what it
    // says.
    let accepted = matches!(&rewritten.answer, Ok(r) if seen.is_success(r));
    if valid && wanted == Nature::Fault && accepted {
        return Judgement::Broken(Box::new(Broken {
            expected: "the success that the other writing draws".into(),
            got: "a refusal of the plain writing".into(),
            cause: String::new(),
            shown: (plain_step, 0),
        }));
    }
    if wanted == Nature::Neither || valid && wanted != Nature::Success {
        return Judgement::Inconclusive("the plain writing was not accepted either".into());
    }
    let words = |nature| match nature {
        Nature::Success => "a success",
        Nature::Fault => "a refusal",
        Nature::Neither => "neither a success nor a refusal",
    };
    let got = match &rewritten.answer {
        Ok(response) if seen.nature(response) == wanted => return Judgement::Held,
        Ok(response) => format!(
            "{} (status {})",
            words(seen.nature(response)),
            response.status
        ),
        Err(failure) => failure.to_string(),
    };
    Judgement::Broken(Box::new(Broken {
        expected: format!("{}, as the plain writing drew", words(wanted)),
        got,
        cause: String::new(),
        shown: (other.step, other.exchanges.len() - 1),
    }))
}

/// Judges a document in another encoding by the same in the usual one: where the answer repeats its
/// letters, so does that to the other, unless the encoding is refused.
pub(super) fn judge_letters(seen: &Seen<'_>, readings: &mut Vec<(String, String)>) -> Judgement {
    let [plain, other] = seen.taken else {
        return Judgement::Inconclusive("the plain writing was not sent".into());
    };
    let letters = seen.case.tag.as_deref().unwrap_or_default();
    let drawn = |taken: &'_ crate::exchange::Taken| {
        let exchange = taken.exchanges.first();
        exchange.and_then(|e| e.answer.clone().ok())
    };
    let Some(usual) = drawn(plain).filter(|r| seen.is_success(r)) else {
        return Judgement::Unseen("the target takes no such letters".into());
    };
    let outcomes = super::lenient::outcomes(super::lenient::ENCODING, "ISO-8859-1");
    let judged = super::judge::by_outcomes(&outcomes, seen, other, 0, readings);
    let Some(answer) = drawn(other).filter(|r| seen.is_success(r)) else {
        return judged;
    };
    let told = |response: &crate::exchange::Response| {
        let read = crate::wire::body(seen.operation, response);
        read.is_ok_and(|body| holds(&body.value, letters))
    };
    match (judged, told(&usual), told(&answer)) {
        (Judgement::Held, true, false) => Judgement::broken(
            format!("{letters:?} in the answer, as the plain writing drew, or a refusal"),
            "a success whose answer holds other letters".into(),
            (other.step, 0),
        ),
        (judged, ..) => judged,
    }
}

/// Whether a text of a value holds these letters.
fn holds(value: &serde_json::Value, letters: &str) -> bool {
    match value {
        serde_json::Value::String(text) => text.contains(letters),
        serde_json::Value::Array(list) => list.iter().any(|v| holds(v, letters)),
        serde_json::Value::Object(map) => map.values().any(|v| holds(v, letters)),
        _ => false,
    }
}
