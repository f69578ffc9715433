//! Numbers that fit no machine, and strings that are no text.

use bytes::Bytes;

use crate::clause::lenient;
use crate::contract::{Cause, Operation, Property};
use crate::exchange::{Case, Message, Request, Step};
use crate::generate::{Maker, single};
use crate::wire;

/// Numbers that fit no integer type, at each place that holds an integer.
pub(super) fn huge(maker: &Maker<'_, '_, '_>, message: &Message) -> Vec<Case> {
    const MARK: i64 = 7_700_770_077_007;
    let integers = maker
        .kit
        .operation
        .members()
        .iter()
        .filter(|p| p.schema.types.iter().any(|t| t == "integer"));
    let mut list = Vec::new();
    for property in integers {
        let digits = "9".repeat(400);
        for number in [
            "9223372036854775808",
            "-9223372036854775809",
            "1e400",
            &digits,
        ] {
            let mut message = message.clone();
            message.set(&format!("/body/{}", property.name), Some(MARK.into()));
            let mut request = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
            let body = String::from_utf8_lossy(request.body.as_deref().unwrap_or_default())
                .replace(&MARK.to_string(), number);
            request.body = Some(Bytes::from(body));
            let number = if number.len() > 30 {
                "400 digits"
            } else {
                number
            };
            let mut case = single(format!("{} is {number}", property.name), Step::Raw(request));
            if !is_bounded(maker.kit.operation, property, number.starts_with('-')) {
                case.tag = Some(lenient::tag(lenient::NUMBERS, number));
            }
            list.push(case);
        }
    }
    list
}

/// Whether a page says that an integer cannot be so large: a limit, a list, or what it names must
/// exist. A format alone is none: many readers know one kind of number, and it is a wide one.
fn is_bounded(operation: &Operation, property: &Property, below: bool) -> bool {
    let schema = &property.schema;
    let limit = if below {
        schema.minimum
    } else {
        schema.maximum
    };
    let place = format!("/body/{}", property.name);
    let names = operation.errors().flat_map(|(_, e)| &e.when);
    let mut names = names.map(|w| &w.cause);
    limit.is_some()
        || schema.constant.is_some()
        || !schema.enumeration.is_empty()
        || schema.ext.fixture.is_some()
        || names.any(|cause| {
            matches!(cause, Cause::Unknown { at, .. } | Cause::Fixture { at, .. } if *at == place)
        })
}

pub(super) fn odd_unicode(
    maker: &Maker<'_, '_, '_>,
    message: &Message,
    plain: &Request,
    body: &str,
) -> Vec<Case> {
    const MARK: &str = "clausalmark";
    let mut list = Vec::new();
    let media = maker
        .kit
        .operation
        .body
        .as_ref()
        .and_then(|b| b.media.first());
    let strings = media
        .into_iter()
        .flat_map(|m| &m.schema.properties)
        .filter(|p| p.schema.types.iter().any(|t| t == "string"));
    for property in strings {
        let mut marked = message.clone();
        marked.set(&format!("/body/{}", property.name), Some(MARK.into()));
        let request = wire::encode(maker.kit.operation, &marked, &maker.settings.writing);
        let text =
            String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
        let (Some(at), name) = (text.find(MARK), &property.name) else {
            continue;
        };
        let mut put = |about: &str, bytes: &[u8], firm: bool| {
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
        let rule = maker.kit.text(&format!("/body/{name}"));
        let firm =
            !property.schema.enumeration.is_empty() || rule.is_some_and(|t| !t.fits("a\u{fffd}b"));
        put("a lone high surrogate", br"a\ud800b", firm);
        put("a lone low surrogate", br"a\udc00b", firm);
        put("bytes that are no UTF-8", b"a\xff\xfeb", firm);
        put("an overlong slash", b"a\xc0\xafb", firm);
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
