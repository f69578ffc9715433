//! One aspect of one success.

use super::member::member;
use super::secret;
use super::words::kind;
use super::{Answer, Success, Told, Valid, each};
use crate::clause::judge::Seen;
use crate::clause::lenient;
use crate::contract::{Media, StatusSet};
use crate::exchange::Response;
use crate::wire::{self, MediaType};

/// `Err` holds what was expected and what came; an empty `got` means that nothing can be said.
pub(super) fn one(
    check: &Answer,
    seen: &Seen<'_>,
    success: &Success<'_>,
    readings: &mut Vec<(String, String)>,
) -> Told {
    let response = success.response;
    let of_body = !matches!(
        check,
        Answer::Status(_) | Answer::Header(_) | Answer::KeptBack(_)
    );
    if of_body && response.body.is_empty() && is_text(seen, response) {
        return Ok(false);
    }
    match check {
        Answer::Status(statuses) => {
            if statuses.iter().any(|s| s.contains(response.status)) {
                return Ok(true);
            }
            let words: Vec<_> = statuses.iter().map(ToString::to_string).collect();
            Err((
                format!("status {}", words.join(" or ")),
                format!("status {}", response.status),
            ))
        }
        Answer::MediaType(types) => media_type(types, response),
        Answer::WellFormed(syntax) => match &success.read {
            Ok(_) => Ok(true),
            Err(wire::BodyFault::Other(_)) if is_open(seen, response) => Ok(false),
            Err(fault @ (wire::BodyFault::Unread(_) | wire::BodyFault::Coded(_))) => {
                Err((fault.to_string(), String::new()))
            }
            Err(fault) => Err((format!("a body of well-formed {syntax}"), fault.to_string())),
        },
        Answer::Root(name) => match &success.read {
            Ok(wire::Body {
                root: Some(root), ..
            }) if root != name => Err((
                format!("the root element `{name}`"),
                format!("the root element `{root}`"),
            )),
            Ok(wire::Body { root: Some(_), .. }) => Ok(true),
            Ok(_) => Err(("the success is no XML".into(), String::new())),
            Err(fault) => Err((fault.to_string(), String::new())),
        },
        Answer::Body(valid) => match &success.read {
            Ok(body) => match valid.takes(&body.value) {
                Some(true) => Ok(true),
                None => Ok(false),
                Some(false) => Err((
                    format!("a body of {}", valid.words),
                    format!("{} body", kind(&body.value)),
                )),
            },
            // A text or a picture, where the page leaves the type open.
            Err(wire::BodyFault::Other(_)) if is_open(seen, response) => Ok(false),
            Err(fault @ (wire::BodyFault::Unread(_) | wire::BodyFault::Coded(_))) => {
                Err((fault.to_string(), String::new()))
            }
            Err(fault) => Err((format!("a body of {}", valid.words), fault.to_string())),
        },
        Answer::Secrets(all) => secret::judge(all, success, readings),
        Answer::Text(valid) => text(valid, response),
        Answer::Header(rule) => rule.judge(response),
        Answer::Spaces(space) => space.judge(response),
        // One body is enough to tell that it is no XML, or another one.
        Answer::Placed(stands) => match &success.read {
            Ok(body) if body.kind == wire::Kind::Xml => stands.judge(response),
            _ => Ok(false),
        },
        Answer::KeptBack(at) => {
            let sent = success
                .body()
                .is_some_and(|body| !each(body, at).is_empty());
            let look = if sent { "sent" } else { "kept back" };
            readings.push((lenient::WRITE_ONLY.to_owned(), look.to_owned()));
            Ok(true)
        }
        _ => match &success.read {
            Ok(body) => member(check, seen, success, &body.value),
            Err(wire::BodyFault::Other(_)) if is_open(seen, response) => Ok(false),
            Err(fault) => Err((format!("the body cannot be read: {fault}"), String::new())),
        },
    }
}

/// A text is right where it is as it stands, without its last line end, or read as the number that it
/// shows.
fn text(valid: &Valid, response: &Response) -> Told {
    let label = response.header("content-type").unwrap_or_default();
    let other = label.to_ascii_lowercase().contains("charset=")
        && !label.to_ascii_lowercase().contains("utf-8");
    let plain = MediaType::parse("text/plain").takes(&MediaType::parse(label));
    let Some(text) = std::str::from_utf8(&response.body)
        .ok()
        .filter(|_| plain && !other)
    else {
        return Ok(false);
    };
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let number = serde_json::from_str(line.trim()).ok();
    let readings = [Some(text.into()), Some(line.into()), number];
    let taken: Vec<_> = readings.iter().flatten().map(|v| valid.takes(v)).collect();
    if taken.contains(&Some(true)) {
        return Ok(true);
    }
    if taken.contains(&None) {
        return Ok(false);
    }
    let got = super::words::cut(line, 80);
    Err((
        format!("a text that {}", valid.words),
        format!("the text `{got}`"),
    ))
}

/// Whether the label of an answer is one of those that a documented range leaves open.
fn is_open(seen: &Seen<'_>, response: &Response) -> bool {
    let label = MediaType::parse(response.header("content-type").unwrap_or_default());
    let documented = seen.operation.documented(response.status);
    let documented = documented.or_else(|| seen.operation.success_response());
    documented.into_iter().flat_map(|r| &r.media).any(|m| {
        let documented = MediaType::parse(&m.media_type);
        documented.is_range() && documented.takes(&label)
    })
}

/// Whether the documents describe an answer as nothing but a text or octets: an empty one is one, and needs no
/// label (RFC 9110, section 8.3).
fn is_text(seen: &Seen<'_>, response: &Response) -> bool {
    let documented = seen.operation.documented(response.status);
    let documented = documented.or_else(|| seen.operation.success_response());
    let mut media = documented.into_iter().flat_map(|r| &r.media).peekable();
    let text = |m: &Media| {
        let kind = wire::Kind::of(&m.media_type);
        let octets = matches!(m.schema.format.as_deref(), Some("binary"));
        let shorter = m.schema.min_length.is_none_or(|n| n == 0) && m.schema.pattern.is_none();
        m.schema.types.iter().all(|t| t == "string")
            && !m.schema.types.is_empty()
            && shorter
            && m.schema.enumeration.is_empty()
            && (octets || kind == wire::Kind::Other)
    };
    media.peek().is_some() && media.all(text)
}

/// Whether the documents describe an answer in another place than the one that answers are judged by:
/// under a status of its own, or as one that has no body at all (RFC 9110, sections 15.3.5 and 15.3.6).
pub(super) fn described_elsewhere(seen: &Seen<'_>, response: &Response) -> bool {
    let (Some(own), Some(documented)) = (
        seen.operation.success_response(),
        seen.operation.documented(response.status),
    ) else {
        return false;
    };
    if documented.status == own.status {
        // Where a body tells of a success, one without a body tells of none.
        let open = !matches!(documented.status, StatusSet::Exact(_));
        return open
            && seen.operation.success.is_none()
            && matches!(response.status, 204 | 205)
            && response.body.is_empty();
    }
    let same =
        |(a, b): (&Media, &Media)| a.media_type == b.media_type && a.schema.json == b.schema.json;
    let alike = |a: &[Media], b: &[Media]| a.len() == b.len() && a.iter().zip(b).all(same);
    !alike(&documented.media, &own.media)
}

fn media_type(types: &[String], response: &Response) -> Told {
    let got = response.header("content-type");
    let label = MediaType::parse(got.unwrap_or_default());
    if types.iter().any(|t| MediaType::parse(t).takes(&label)) {
        return Ok(true);
    }
    Err((
        format!("Content-Type {}", types.join(" or ")),
        format!("Content-Type {}", got.unwrap_or("none")),
    ))
}
