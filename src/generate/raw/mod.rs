//! Requests that no message stands for, made by hand from a valid one.

mod methods;
mod syntax;
mod values;

use bytes::Bytes;
use serde_json::Value;

use super::{Maker, Skip, single};
use crate::clause::judge::{BUSY, REFUSED};
use crate::clause::{Raw, lenient};
use crate::contract::{Base, Schema, SchemeKind};
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;

/// How deep the nesting goes.
const DEPTH: usize = 10_000;

/// The valid request with members that no page lists, and with a parameter of the query that none does.
fn extra(maker: &Maker<'_, '_, '_>, message: &Message, plain: &Request) -> Vec<Case> {
    let mut list = Vec::new();
    let body = maker.kit.operation.body.as_ref();
    let media = body.and_then(|b| b.media.first());
    let open = media
        .is_some_and(|m| wire::Kind::of(&m.media_type) == wire::Kind::Json && !m.schema.closed);
    if let (Some(Value::Object(members)), true) = (&message.body, open) {
        let mut members = members.clone();
        members.insert("clausal_extra".to_owned(), "text".into());
        members.insert(
            "clausal_object".to_owned(),
            serde_json::json!({"a": [1, null]}),
        );
        let mut more = message.clone();
        more.body = Some(Value::Object(members));
        // A schema may rule them out in its own way.
        if maker.kit.proves(&more, &maker.settings.writing, &[]) {
            list.push(single("members of its own", Step::Send(more)));
        }
    }
    let sign = if plain.target.contains('?') { '&' } else { '?' };
    let request = Request {
        target: format!("{}{sign}clausal_extra=1", plain.target),
        ..plain.clone()
    };
    list.push(single("a parameter of its own", Step::Raw(request)));
    list
}

/// Whether each security scheme of the operation is one whose credential stands in requests.
fn told_by_requests(maker: &Maker<'_, '_, '_>) -> bool {
    let mut schemes = maker.kit.operation.security.iter().flatten();
    let contract = maker.kit.contract;
    schemes.all(|name| {
        let scheme = contract.scheme(name);
        scheme.is_some_and(|s| !matches!(s.kind, SchemeKind::Other(_)))
    })
}

/// The cases of one way of asking wrongly.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, raw: Raw) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&message, &maker.settings.writing) {
        return Err(skip);
    }
    let plain = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
    if plain.body.is_none() && raw.spoils_a_body() {
        return Err(Skip::idle(
            "requests of this operation are sent without a body",
        ));
    }
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
    let body_of = maker.kit.operation.body.as_ref();
    let media = body_of.map_or(&[][..], |b| &b.media);
    let documented = body_of.map_or(&[][..], |b| &b.documented);
    let documented = |wrong: &str| {
        let mut all = documented.iter().map(|d| wire::MediaType::parse(d));
        all.any(|d| d.takes(&wire::MediaType::parse(wrong)))
    };
    Ok(match raw {
        Raw::MalformedJson => {
            let broken = syntax::malformed(&body)
                .into_iter()
                .map(|(about, text)| with(about, text.into_bytes()));
            let extended = syntax::extended(&body).into_iter().map(|(about, text)| {
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
        .filter(|wrong| !documented(wrong))
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
        .chain(std::iter::once({
            let mut request = plain.clone();
            request.headers.retain(|(n, _)| n != "Content-Type");
            let case = single("no media type", Step::Raw(request));
            either(case, lenient::SPELLING, "none")
        }))
        .collect(),
        Raw::WrongMethod => {
            let mut methods = vec!["PUT", "PATCH"];
            // A collection that is not known to be one of ours is not asked to go.
            methods.extend(maker.kit.operation.makes().then_some("DELETE"));
            methods.retain(|m| !methods::taken(maker, m));
            methods
                .into_iter()
                .map(|m| {
                    let mut request = Request {
                        method: m.to_owned(),
                        ..plain.clone()
                    };
                    if m == "DELETE" {
                        request.body = None;
                    }
                    single(m, Step::Raw(request))
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
        Raw::HugeNumbers => values::huge(maker, &message),
        Raw::OddUnicode => values::odd_unicode(maker, &base, &message, &plain, &body),
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
        Raw::MediaTypeSpelling => spelt(maker, &base)?,
        Raw::LargeBody => {
            let mut list = Vec::new();
            for kilobytes in [200, 600, 2000] {
                // Each is a request of its own, should one be taken.
                let message = maker.valid(&base)?;
                let writing = &maker.settings.writing;
                let request = wire::encode(maker.kit.operation, &message, writing);
                let body = request.body.as_deref().and_then(|b| b.strip_suffix(b"}"));
                let Some(open) = body else {
                    return Err(Skip::idle("the body is no object"));
                };
                let blanks = b" ".repeat(kilobytes * 1000);
                let body = [open, &blanks, b"}"].concat();
                let about = format!("{kilobytes} kB");
                let request = Request {
                    body: Some(Bytes::from(body)),
                    ..request
                };
                let case = single(&*about, Step::Raw(request));
                list.push(either(case, lenient::LARGE, &about));
            }
            list
        }
        Raw::EmptyBody => vec![
            with("no bytes", Vec::new()),
            with("white space", b" \n ".to_vec()),
        ],
        Raw::ChunkedBody => {
            let chunked = |mut request: Request| {
                request
                    .headers
                    .push(("Transfer-Encoding".to_owned(), "chunked".to_owned()));
                // Who knows no chunks would take them for what comes next.
                request
                    .headers
                    .push(("Connection".to_owned(), "close".to_owned()));
                Step::Raw(request)
            };
            let mut list = vec![single("a valid body", chunked(plain.clone()))];
            // Who reads no body at all sees no difference.
            let refused = super::rewritten::refused(maker)?;
            if let Some(refused) = refused.or_else(|| unlisted(maker, &message)) {
                let writing = &maker.settings.writing;
                let request = wire::encode(maker.kit.operation, &refused, writing);
                let mut case = single("a body that is to be refused", chunked(request));
                case.tag = Some(REFUSED.to_owned());
                list.push(case);
            }
            list
        }
        Raw::Extra => extra(maker, &message, &plain),
        Raw::AcceptTwice => {
            let mut request = plain.clone();
            let own = |(name, _): &(String, String)| name == "Accept";
            let Some(at) = request.headers.iter().position(own) else {
                return Err(Skip::idle("requests of this operation have no Accept"));
            };
            let more = ("Accept".to_owned(), "*/*;q=0.1".to_owned());
            request.headers.insert(at + 1, more);
            vec![single("its own and any other", Step::Raw(request))]
        }
        Raw::NoToken => {
            let operation = maker.kit.operation;
            let own = maker.settings.writing.credentials(&operation.id);
            let nothing = !maker.settings.has_token && own.is_empty();
            if nothing && !(maker.kit.lets_in.get() && told_by_requests(maker)) {
                return Err(Skip::profile(
                    "the profile gives no header that a call could be sent without",
                ));
            }
            vec![single(
                "without the profile's headers",
                Step::Raw(Request {
                    anonymous: true,
                    ..wire::encode(operation, &message, &maker.settings.writing.anonymous())
                }),
            )]
        }
        Raw::NearToken => {
            let keys = maker.near_keys()?;
            let of = |(about, key): (&'static str, crate::exchange::Credential)| {
                let mut request = wire::encode(
                    maker.kit.operation,
                    &message,
                    &maker.settings.writing.anonymous(),
                );
                // What stands beside a header of the profile is sent as it is.
                request.anonymous = !key.scheme.is_empty();
                key.add(&mut request);
                single(about, Step::Raw(request))
            };
            keys.into_iter().map(of).collect()
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
        Raw::OtherMethods => methods::others(maker, &plain)?,
        Raw::ResourceMethods => methods::on_one(maker)?,
        Raw::UnknownRead => methods::unknown(maker, |r| r.read.as_ref())?,
        Raw::UnknownDeleted => methods::unknown(maker, |r| r.delete.as_ref())?,
    })
}

/// The message with a value that a member of the body does not list.
fn unlisted(maker: &Maker<'_, '_, '_>, message: &Message) -> Option<Message> {
    let body = maker.kit.operation.body.as_ref()?;
    let mut members = body.media.first()?.schema.properties.iter();
    let listed = |text: &Value| text.is_string();
    let member = members.find(|p| p.schema.enumeration.iter().any(listed))?;
    let mut other = message.clone();
    let at = crate::exchange::below("/body", &member.name);
    other.set(&at, Some("clausal-no-such-value".into()));
    Some(other)
}

/// Valid requests whose media type is written in other ways that mean the same.
fn spelt(maker: &mut Maker<'_, '_, '_>, base: &Base) -> Result<Vec<Case>, Skip> {
    type Spelling = fn(&str) -> String;
    const CHARSET: &str = "with its charset";
    const SPELLINGS: [(&str, Spelling); 4] = [
        (CHARSET, |label| format!("{label}; charset=utf-8")),
        ("with its charset in quotes", |label| {
            format!("{label};charset=\"UTF-8\"")
        }),
        ("in capitals", str::to_uppercase),
        ("with capitals and a charset", |label| {
            format!("{}; Charset=UTF-8", label.to_uppercase())
        }),
    ];
    let mut list = Vec::new();
    for (number, (about, spell)) in SPELLINGS.into_iter().enumerate() {
        let message = maker.valid(base)?;
        let mut request = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
        let is_label = |(name, _): &&mut (String, String)| name == "Content-Type";
        let Some((_, label)) = request.headers.iter_mut().find(is_label) else {
            return Err(Skip::idle("requests of this operation have no media type"));
        };
        if label.contains(';') {
            return Err(Skip::idle("its media type has a parameter already"));
        }
        *label = spell(label);
        let mut case = single(about, Step::Raw(request));
        // Clients write a charset every day, the rest hardly any does, and many a server looks for the
        // usual letters alone.
        case.tag = (number > 0).then(|| lenient::tag(lenient::SPELLING, about));
        list.push(case);
    }
    Ok(list)
}

/// Whether a schema takes objects that hold none of its members.
fn takes_any_object(schema: &Schema) -> bool {
    schema.allows("object") && !schema.closed && schema.properties.iter().all(|p| !p.required)
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
        tag: Some(BUSY.to_owned()),
        ..single(
            "refused while another runs, then valid elsewhere under the same name",
            Step::Send(Message::default()),
        )
    })
}
