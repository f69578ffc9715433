//! Requests that no message stands for, made by hand from a valid one.

use bytes::Bytes;
use serde_json::Value;

use super::{Maker, Skip, single};
use crate::clause::{Raw, lenient};
use crate::contract::{Cause, Operation, Property, Schema};
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;

/// How deep the nesting goes.
const DEPTH: usize = 10_000;

/// The cases of one way of asking wrongly.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, raw: Raw) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    let plain = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
    let body = String::from_utf8_lossy(plain.body.as_deref().unwrap_or_default()).into_owned();
    let with = |about: &str, body: Vec<u8>| {
        single(
            about,
            Step::Raw(Request {
                body: Some(Bytes::from(body)),
                ..plain.clone()
            }),
        )
    };
    let either = |mut case: Case, reading: &str, what: &str| {
        case.tag = Some(lenient::tag(reading, what));
        case
    };
    let media = maker.kit.operation.body.as_ref();
    let media = media.map_or(&[][..], |b| &b.media);
    Ok(match raw {
        Raw::MalformedJson => {
            let broken = malformed(&body)
                .into_iter()
                .map(|(about, text)| with(about, text.into_bytes()));
            let extended = extended(&body).into_iter().map(|(about, text)| {
                either(with(about, text.into_bytes()), lenient::EXTENSIONS, about)
            });
            broken.chain(extended).collect()
        }
        Raw::WrongMediaType => [
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
        ]
        .into_iter()
        .filter(|wrong| media.iter().all(|m| m.media_type != *wrong))
        .map(|media| {
            let mut request = plain.clone();
            for (_, value) in request
                .headers
                .iter_mut()
                .filter(|(n, _)| n == "Content-Type")
            {
                *value = media.to_owned();
            }
            single(media, Step::Raw(request))
        })
        .collect(),
        Raw::WrongMethod => {
            let taken =
                |method: &str| {
                    maker.kit.contract.operations.iter().any(|o| {
                        same_path(&o.path, &maker.kit.operation.path) && o.method == method
                    })
                };
            let methods = ["PUT", "PATCH"].into_iter().filter(|m| !taken(m));
            methods
                .map(|m| {
                    single(
                        m,
                        Step::Raw(Request {
                            method: m.to_owned(),
                            ..plain.clone()
                        }),
                    )
                })
                .collect()
        }
        Raw::DeepNesting => {
            let deep = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
            let objects = format!("{}1{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
            let mut list = vec![
                with("the whole body nested", deep.clone().into_bytes()),
                with("the whole body nested in objects", objects.into_bytes()),
            ];
            // Where the schema takes such a body, the depth alone is a matter of the reader.
            let schema = media.first().map(|m| &m.schema);
            let takes = [
                schema.is_none_or(|s| s.allows("array")),
                schema.is_none_or(takes_any_object),
            ];
            for (case, takes) in list.iter_mut().zip(takes) {
                if takes {
                    case.tag = Some(lenient::tag(lenient::DEPTH, "the whole body"));
                }
            }
            if let Some(open) = body.strip_suffix('}') {
                let member = format!("{open},\"clausal_deep\":{deep}}}").into_bytes();
                let case = with("a member of its own nested", member);
                list.push(either(case, lenient::DEPTH, "a member of its own"));
            }
            list
        }
        Raw::HugeNumbers => huge(maker, &message),
        Raw::OddUnicode => odd_unicode(maker, &message, &plain, &body),
        Raw::DuplicateMembers => {
            let members = message.body.as_ref().and_then(Value::as_object);
            let first = members
                .and_then(|m| m.iter().next())
                .map(|(n, v)| format!("{}:{v},", Value::from(n.as_str())));
            match (first, body.strip_prefix('{')) {
                (Some(first), Some(rest)) => vec![with(
                    "the first member twice",
                    format!("{{{first}{rest}").into_bytes(),
                )],
                _ => Vec::new(),
            }
        }
        Raw::NoToken => {
            if !maker.settings.has_token {
                return Err(Skip(
                    "the profile gives no header that a call could be sent without".into(),
                ));
            }
            vec![single(
                "without the profile's headers",
                Step::Raw(Request {
                    anonymous: true,
                    ..plain
                }),
            )]
        }
        Raw::WrongToken => {
            let Some(token) = maker
                .kit
                .contract
                .token
                .as_ref()
                .filter(|_| maker.settings.has_token)
            else {
                return Err(Skip(
                    "the profile gives no token that could be a wrong one".into(),
                ));
            };
            let mut request = plain;
            request.anonymous = true;
            request
                .headers
                .push((token.header.clone(), "clausal-no-such-token".to_owned()));
            vec![single("with a token of its own", Step::Raw(request))]
        }
        Raw::RefusedLeavesNothing => leaves_nothing(maker, &message),
    })
}

fn malformed(body: &str) -> Vec<(&'static str, String)> {
    let half = body.len() / 2;
    let half = (0..=half)
        .rev()
        .find(|i| body.is_char_boundary(*i))
        .unwrap_or(0);
    vec![
        ("a brace alone", "{".into()),
        ("cut in the middle", body[..half].into()),
        (
            "cut before the last brace",
            body[..body.len().saturating_sub(1)].into(),
        ),
        ("a word that is no JSON", "backup".into()),
        ("no colon", body.replacen(':', " ", 1)),
        ("no comma", body.replacen(',', " ", 1)),
        ("an XML document", "<backup/>".into()),
        ("text behind the last brace", format!("{body} clausal")),
        ("a second value", format!("{body}{body}")),
    ]
    .into_iter()
    .filter(|(_, text)| serde_json::from_str::<Value>(text).is_err())
    .collect()
}

/// The body in forms that lenient readers take beside JSON (RFC 8259, section 9, lets them): nothing
/// of it is lost, and all of it can be read.
fn extended(body: &str) -> Vec<(&'static str, String)> {
    vec![
        ("a comma before the last brace", trailing(body)),
        ("single quotes", body.replace('"', "'")),
        ("a comment", format!("/* clausal */{body}")),
        (
            "a comment to the end of its line",
            format!("// clausal\n{body}"),
        ),
        (
            "a control character in a string",
            body.replacen("\":\"", "\":\"\u{1}", 1),
        ),
        ("a name without quotes", bare_name(body)),
        (
            "a line break inside a string",
            body.replacen("\":\"", "\":\"\n", 1),
        ),
        ("NaN for a number", not_a_number(body)),
    ]
    .into_iter()
    .filter(|(_, text)| serde_json::from_str::<Value>(text).is_err())
    .collect()
}

/// The body with NaN in place of its first number.
fn not_a_number(body: &str) -> String {
    let number = |at: &usize| body[*at..].starts_with(|c: char| c.is_ascii_digit());
    let start = body.match_indices(':').map(|(at, _)| at + 1).find(number);
    let Some(start) = start else {
        return body.to_owned();
    };
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let rest = body[start..].trim_start_matches(digit);
    format!("{}NaN{rest}", &body[..start])
}

/// Whether two templates may stand for one path.
fn same_path(a: &str, b: &str) -> bool {
    let same = |(a, b): (&str, &str)| a == b || a.contains('{') || b.contains('{');
    a.split('/').count() == b.split('/').count() && a.split('/').zip(b.split('/')).all(same)
}

/// Whether a schema takes objects that hold none of its members.
fn takes_any_object(schema: &Schema) -> bool {
    schema.allows("object") && !schema.closed && schema.properties.iter().all(|p| !p.required)
}

/// The body with a comma before its last brace.
fn trailing(body: &str) -> String {
    match body.strip_suffix('}') {
        Some(open) => format!("{open},}}"),
        None => format!("{body},"),
    }
}

/// The body with its first name bare.
fn bare_name(body: &str) -> String {
    let mut parts = body.splitn(3, '"');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(name), Some(behind)) => format!("{before}{name}{behind}"),
        _ => body.to_owned(),
    }
}

/// Numbers that fit no integer type, at each place that holds an integer.
fn huge(maker: &Maker<'_, '_, '_>, message: &Message) -> Vec<Case> {
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

fn odd_unicode(
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

/// A refused request, then a valid one with the same values.
fn leaves_nothing(maker: &mut Maker<'_, '_, '_>, message: &Message) -> Vec<Case> {
    let media = maker
        .kit
        .operation
        .body
        .as_ref()
        .and_then(|b| b.media.first());
    let others = media
        .into_iter()
        .flat_map(|m| &m.schema.properties)
        .filter(|p| !p.schema.ext.unique);
    let mut list = Vec::new();
    for property in others {
        let Some(max) = property.schema.max_length else {
            continue;
        };
        let mut broken = message.clone();
        broken.set(
            &format!("/body/{}", property.name),
            Some("x".repeat(max as usize + 1).into()),
        );
        let about = format!(
            "refused for its {}, then valid under the same name",
            property.name
        );
        list.push(Case {
            steps: vec![Step::Send(broken), Step::Send(message.clone())],
            ..single(about, Step::Send(Message::default()))
        });
    }
    list.extend(after_conflict(maker, message));
    list
}

/// A request refused because another keeps the same thing busy; then its name is free elsewhere.
fn after_conflict(maker: &mut Maker<'_, '_, '_>, message: &Message) -> Option<Case> {
    let by = maker.kit.operation.occupies.as_ref()?.by.clone();
    let base = maker.base(None).clone();
    let first = maker.valid(&base).ok()?;
    let bases = maker.kit.operation.bases.clone();
    let mut elsewhere = bases.iter().find_map(|b| {
        maker
            .valid(b)
            .ok()
            .filter(|m| m.get(&by) != message.get(&by))
    })?;
    let media = maker.kit.operation.body.as_ref()?.media.first()?;
    for property in media
        .schema
        .properties
        .iter()
        .filter(|p| p.schema.ext.unique)
    {
        let at = format!("/body/{}", property.name);
        elsewhere.set(&at, message.get(&at).cloned());
    }
    Some(Case {
        steps: vec![
            Step::Send(first),
            Step::Send(message.clone()),
            Step::Send(elsewhere),
        ],
        ..single(
            "refused while another runs, then valid elsewhere under the same name",
            Step::Send(Message::default()),
        )
    })
}
