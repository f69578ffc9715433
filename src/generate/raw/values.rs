//! Numbers that fit no machine, and strings that are no text.

use bytes::Bytes;
use serde_json::Value;

use crate::clause::lenient;
use crate::contract::{Base, Cause, Operation, Schema};
use crate::exchange::{Case, Message, Request, Step, below};
use crate::generate::{Maker, single};
use crate::rule::facts;
use crate::wire;

/// Places of one message that are spoilt at most.
const PLACES: usize = 12;

/// The places of a message's body that hold values of a type, or may hold one beside what stands
/// there, at any depth, each with its schema.
fn places<'c>(
    maker: &Maker<'_, '_, 'c>,
    message: &Message,
    kind: &str,
) -> Vec<(String, &'c Schema)> {
    fn gather<'c>(
        schema: &'c Schema,
        around: &str,
        message: &Message,
        kind: &str,
        found: &mut Vec<(String, &'c Schema)>,
    ) {
        if !matches!(message.get(around), Some(Value::Object(_))) {
            return;
        }
        for property in &schema.properties {
            let at = below(around, &property.name);
            if facts::is_read_only(&property.schema) {
                continue;
            }
            if property.schema.types.iter().any(|t| t == kind) {
                found.push((at.clone(), &property.schema));
            }
            gather(&property.schema, &at, message, kind, found);
        }
    }
    let body = maker.kit.operation.body.as_ref();
    let mut found = Vec::new();
    if let Some(media) = body.and_then(|b| b.media.first()) {
        gather(&media.schema, "/body", message, kind, &mut found);
    }
    found.truncate(PLACES);
    found
}

/// A place in words: its name, with those around it.
fn name(at: &str) -> String {
    at.trim_start_matches("/body/").replace('/', ".")
}

/// Numbers that fit no integer type, at each place that holds an integer.
pub(super) fn huge(maker: &Maker<'_, '_, '_>, message: &Message) -> Vec<Case> {
    const MARK: i64 = 7_700_770_077_007;
    let mut list = Vec::new();
    for (at, schema) in places(maker, message, "integer") {
        let digits = "9".repeat(400);
        for number in [
            "9223372036854775808",
            "-9223372036854775809",
            "1e400",
            &digits,
        ] {
            let mut message = message.clone();
            message.set(&at, Some(MARK.into()));
            let mut request = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
            let body = String::from_utf8_lossy(request.body.as_deref().unwrap_or_default())
                .replace(&MARK.to_string(), number);
            request.body = Some(Bytes::from(body));
            let number = if number.len() > 30 {
                "400 digits"
            } else {
                number
            };
            let mut case = single(format!("{} is {number}", name(&at)), Step::Raw(request));
            if !is_bounded(maker.kit.operation, &at, schema, number.starts_with('-')) {
                case.tag = Some(lenient::tag(lenient::NUMBERS, number));
            }
            list.push(case);
        }
    }
    list
}

/// Whether a page says that an integer cannot be so large: a limit, a list, or what it names must
/// exist. A format alone is none: many readers know one kind of number, and it is a wide one.
fn is_bounded(operation: &Operation, place: &str, schema: &Schema, below: bool) -> bool {
    let limit = if below {
        schema.minimum
    } else {
        schema.maximum
    };
    let names = operation.errors().flat_map(|(_, e)| &e.when);
    let mut names = names.map(|w| &w.cause);
    limit.is_some()
        || schema.constant.is_some()
        || !schema.enumeration.is_empty()
        || schema.ext.fixture.is_some()
        || names.any(|cause| {
            matches!(cause, Cause::Unknown { at, .. } | Cause::Fixture { at, .. } if at == place)
        })
}

pub(super) fn odd_unicode(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    message: &Message,
    plain: &Request,
    body: &str,
) -> Vec<Case> {
    const MARK: &str = "clausalmark";
    let mut list = Vec::new();
    let unique = maker
        .kit
        .operation
        .members()
        .iter()
        .any(|p| p.schema.ext.unique);
    let places = places(maker, message, "string");
    for (place, schema) in places {
        let name = name(&place);
        let mut put = |maker: &mut Maker<'_, '_, '_>, about: &str, bytes: &[u8], firm: bool| {
            // A name that is taken already says nothing of the text at another place.
            let fresh = if unique { maker.valid(base).ok() } else { None };
            let mut marked = fresh.unwrap_or_else(|| message.clone());
            marked.set(&place, Some(MARK.into()));
            let request = wire::encode(maker.kit.operation, &marked, &maker.settings.writing);
            let text =
                String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
            let Some(at) = text.find(MARK) else { return };
            let mut body = text.clone().into_bytes();
            body.splice(at..at + MARK.len(), bytes.iter().copied());
            let mut case = single(
                format!("{about} in {name}"),
                Step::Raw(Request {
                    body: Some(Bytes::from(body)),
                    ..request.clone()
                }),
            );
            case.tag = (!firm).then(|| lenient::tag(lenient::NO_TEXT, about));
            list.push(case);
        };
        // What a lenient reader puts in place of it breaks a pattern or stands in no list; without
        // them it is a matter of the reader alone.
        let rule = maker.kit.text(&place);
        let firm = !schema.enumeration.is_empty() || rule.is_some_and(|t| !t.fits("a\u{fffd}b"));
        put(maker, "a lone high surrogate", br"a\ud800b", firm);
        put(maker, "a lone low surrogate", br"a\udc00b", firm);
        put(maker, "bytes that are no UTF-8", b"a\xff\xfeb", firm);
        put(maker, "an overlong slash", b"a\xc0\xafb", firm);
    }
    let mut bom = single(
        "a byte order mark first",
        Step::Raw(Request {
            body: Some(Bytes::from(format!("\u{feff}{body}"))),
            ..plain.clone()
        }),
    );
    bom.tag = Some(lenient::tag(lenient::EXTENSIONS, "a byte order mark"));
    list.push(bom);
    list
}
