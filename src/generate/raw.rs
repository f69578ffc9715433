//! Requests that no message stands for, made by hand from a valid one.

use bytes::Bytes;
use serde_json::Value;

use super::{Maker, Skip, single};
use crate::clause::Raw;
use crate::clause::judge::EITHER;
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
    let either = |mut case: Case| {
        case.tag = Some(EITHER.to_owned());
        case
    };
    Ok(match raw {
        Raw::MalformedJson => malformed(&body)
            .into_iter()
            .map(|(about, text)| with(about, text.into_bytes()))
            .collect(),
        Raw::WrongMediaType => [
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
        ]
        .into_iter()
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
            let taken = |method: &str| {
                maker
                    .kit
                    .contract
                    .operations
                    .iter()
                    .any(|o| o.path == maker.kit.operation.path && o.method == method)
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
            let mut list = vec![with("the whole body nested", deep.clone().into_bytes())];
            if let Some(open) = body.strip_suffix('}') {
                list.push(either(with(
                    "a member of its own nested",
                    format!("{open},\"clausal_deep\":{deep}}}").into_bytes(),
                )));
            }
            let objects = format!("{}1{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
            list.push(with(
                "the whole body nested in objects",
                objects.into_bytes(),
            ));
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
                return Err(Skip::profile(
                    "the profile gives no header that a call could be sent without",
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
                return Err(Skip::profile(
                    "the profile gives no token that could be a wrong one",
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
        ("a name without quotes", body.replacen('"', "", 2)),
        ("no colon", body.replacen(':', " ", 1)),
        ("no comma", body.replacen(',', " ", 1)),
        ("an XML document", "<backup/>".into()),
        ("a comma before the last brace", trailing(body)),
        ("single quotes", body.replace('"', "'")),
        ("a comment", format!("/* clausal */{body}")),
        ("text behind the last brace", format!("{body} clausal")),
        ("a second value", format!("{body}{body}")),
        (
            "a control character in a string",
            body.replacen("\":\"", "\":\"\u{1}", 1),
        ),
        ("a name without quotes at all", bare_name(body)),
        (
            "a line break inside a string",
            body.replacen("\":\"", "\":\"\n", 1),
        ),
    ]
    .into_iter()
    .filter(|(_, text)| serde_json::from_str::<Value>(text).is_err())
    .collect()
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
            list.push(single(
                format!("{} is {number}", property.name),
                Step::Raw(request),
            ));
        }
    }
    list
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
        let mut put = |about: String, bytes: &[u8], firm: bool| {
            let mut body = text.clone().into_bytes();
            body.splice(at..at + MARK.len(), bytes.iter().copied());
            let mut case = single(
                about,
                Step::Raw(Request {
                    body: Some(Bytes::from(body)),
                    ..request.clone()
                }),
            );
            case.tag = (!firm).then(|| EITHER.to_owned());
            list.push(case);
        };
        // What a lenient reader puts in place of it breaks a pattern; without one it is a matter
        // of the reader alone.
        let firm = property.schema.pattern.is_some();
        put(
            format!("a lone high surrogate in {name}"),
            br"a\ud800b",
            firm,
        );
        put(
            format!("a lone low surrogate in {name}"),
            br"a\udc00b",
            firm,
        );
        put(
            format!("bytes that are no UTF-8 in {name}"),
            b"a\xff\xfeb",
            firm,
        );
        put(format!("an overlong slash in {name}"), b"a\xc0\xafb", firm);
    }
    let mut bom = single(
        "a byte order mark first",
        Step::Raw(Request {
            body: Some(Bytes::from(format!("\u{feff}{body}"))),
            ..plain.clone()
        }),
    );
    bom.tag = Some(EITHER.to_owned());
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
        let sent = property.schema.max_length.filter(|max| *max < 1 << 20);
        let Some(max) = sent else {
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
