//! What a member of a success must show.

use serde_json::Value;

use super::moment;
use super::words::{kind, same, short, word};
use super::{Answer, Demanded, Echo, Success, Told, each, said};
use crate::clause::judge::Seen;
use crate::clause::lenient;
use crate::clause::text::samples::is_odd;
use crate::contract::{Code, Expr};
use crate::exchange::{Message, below};
use crate::wire::Kind;

pub(super) fn member(check: &Answer, seen: &Seen<'_>, success: &Success<'_>, body: &Value) -> Told {
    let message = success.message;
    match check {
        Answer::Present(asked) => present(asked, seen, success, body),
        Answer::Entries(asked, valid) if asked.is_asked(seen.case.tag.as_deref()) => {
            match body.pointer(&asked.at) {
                Some(list @ Value::Array(entries)) => match valid.takes(list) {
                    Some(true) => Ok(true),
                    None => Ok(false),
                    Some(false) => Err((
                        format!("`{}` of {}", word(&asked.at), valid.words),
                        format!("{} entries", entries.len()),
                    )),
                },
                _ => Ok(false),
            }
        }
        Answer::AllPresent(list) => match list
            .iter()
            .filter(|n| body.get(n.as_str()).is_none())
            .collect::<Vec<_>>()
        {
            missing if missing.is_empty() => Ok(true),
            missing => Err((
                "every documented member".into(),
                format!("an answer without {missing:?}"),
            )),
        },
        // A schema as a whole is one of JSON: what XML leaves open of it is not known.
        Answer::Member(_, "schema", _) if is_xml(success) => Ok(false),
        Answer::Member(at, keyword, valid) => {
            let mut shown = false;
            for value in each(body, at).into_iter().filter(|v| concerns(keyword, v)) {
                match valid.takes(value) {
                    Some(true) => shown = true,
                    Some(false) => {
                        let got = match value {
                            Value::Null => "null".to_owned(),
                            _ => format!("{} {}", kind(value), short(value)),
                        };
                        let why = valid.why(value);
                        return Err((
                            said(at, &valid.words),
                            why.map_or_else(|| got.clone(), |why| format!("{got}: {why}")),
                        ));
                    }
                    None => {}
                }
            }
            Ok(shown)
        }
        Answer::Code(at, codes) => {
            let found: Vec<Code> = each(body, at).into_iter().filter_map(Code::of).collect();
            match found.iter().find(|code| !codes.contains(code)) {
                Some(other) => Err((check.in_words(), format!("{other}"))),
                None => Ok(!found.is_empty()),
            }
        }
        Answer::Misplaced(at, codes) => {
            let found: Vec<Code> = each(body, at).into_iter().filter_map(Code::of).collect();
            match found.iter().find(|code| codes.contains(code)) {
                Some(other) => Err((check.in_words(), format!("{other}"))),
                None => Ok(!found.is_empty()),
            }
        }
        Answer::Milliseconds(name, not_yet, made) => match body.get(name).and_then(Value::as_i64) {
            Some(ms) if not_yet.iter().any(|v| v.as_i64() == Some(ms)) => Ok(false),
            // 10^12 ms is the year 2001, 10^14 the year 5138.
            Some(ms) if !(1_000_000_000_000..100_000_000_000_000).contains(&ms) => Err((
                format!("`{name}` in milliseconds since 1970"),
                ms.to_string(),
            )),
            Some(ms) => match moment::off(ms, *made, success.response) {
                Some(off) => Err((
                    format!("`{name}` in milliseconds since 1970, by the clock of the answer"),
                    off,
                )),
                None => Ok(true),
            },
            None => Ok(false),
        },
        Answer::Echo(echo) if echo.every && !is_asked(echo, seen, message, body) => Ok(false),
        Answer::Echo(echo) => echoed(echo, seen, message, body).map(|()| true),
        Answer::Undisturbed => undisturbed(seen, message, body).map(|()| true),
        _ => Ok(true),
    }
}

fn is_xml(success: &Success<'_>) -> bool {
    matches!(&success.read, Ok(body) if body.kind == Kind::Xml)
}

/// Whether a keyword says anything of a value.
fn concerns(keyword: &str, value: &Value) -> bool {
    match keyword {
        "minLength" | "maxLength" | "pattern" => value.is_string(),
        "format" => value.is_string() || value.is_number(),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            value.is_number()
        }
        "items" => value.as_array().is_some_and(|list| !list.is_empty()),
        "minItems" | "maxItems" | "uniqueItems" | "contains" | "prefixItems"
        | "unevaluatedItems" => value.is_array(),
        "minProperties"
        | "maxProperties"
        | "propertyNames"
        | "patternProperties"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "dependentRequired"
        | "dependentSchemas" => value.is_object(),
        _ => true,
    }
}

/// Whether a member is there wherever what is around it is.
fn present(asked: &Demanded, seen: &Seen<'_>, success: &Success<'_>, body: &Value) -> Told {
    if !asked.is_asked(seen.case.tag.as_deref()) {
        return Ok(false);
    }
    let at = &asked.at;
    if asked.may_be_nothing && is_xml(success) {
        return Ok(true);
    }
    let (around, name) = at.rsplit_once('/').unwrap_or(("", at));
    let mut shown = false;
    for around in each(body, around) {
        if !around.is_object() {
            continue;
        }
        if around.pointer(&format!("/{name}")).is_none() {
            return Err((
                format!("a member `{}`", word(at)),
                format!("members {}", names(around)),
            ));
        }
        shown = true;
    }
    Ok(shown)
}

/// Whether an answer shows a member, and the request asked for it as the documents say.
fn is_asked(echo: &Echo, seen: &Seen<'_>, message: Option<&Message>, body: &Value) -> bool {
    let Some(message) = message.filter(|_| body.pointer(&echo.member).is_some()) else {
        return false;
    };
    let Some(sent) = message.get(&echo.from) else {
        return match &echo.default {
            Some(Expr::Literal(_)) => true,
            Some(Expr::Fixture(name)) => (seen.fixture)(name).is_some(),
            _ => false,
        };
    };
    let Some(asked) = seen.operation.schema_at(&echo.from) else {
        return false;
    };
    let fits = match sent {
        Value::Number(n) if n.is_f64() => asked.allows("number"),
        Value::Number(_) => asked.allows("integer") || asked.allows("number"),
        Value::Bool(_) => asked.allows("boolean"),
        // Letters that are written in several ways may come back in another one, but not be left out.
        Value::String(text) if asked.enumeration.is_empty() && !text.is_ascii() => {
            let got = body.pointer(&echo.member).and_then(Value::as_str);
            asked.allows("string") && got.is_some_and(str::is_ascii)
        }
        Value::String(_) => asked.allows("string"),
        _ => false,
    };
    fits && (asked.enumeration.is_empty() || asked.enumeration.contains(sent))
}

fn echoed(
    echo: &Echo,
    seen: &Seen<'_>,
    message: Option<&Message>,
    body: &Value,
) -> Result<(), (String, String)> {
    let sent = message.and_then(|m| m.get(&echo.from));
    let expected = match (sent, &echo.default) {
        (Some(value), _) if !value.is_null() && value != "" => {
            if echo.only_default {
                return Ok(());
            }
            value.clone()
        }
        (None, Some(Expr::Literal(value))) => value.clone(),
        (None, Some(Expr::Fixture(name))) => match (seen.fixture)(name) {
            Some(value) => value,
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    match body.pointer(&echo.member) {
        Some(got) if same(got, &expected) || odd(seen, got, &expected) => Ok(()),
        got => Err((
            format!(
                "`{}` to be {}",
                echo.member.trim_start_matches('/'),
                short(&expected)
            ),
            got.map_or_else(|| "no such member".to_owned(), short),
        )),
    }
}

/// Whether two texts differ in nothing but characters that no reader need know.
fn odd(seen: &Seen<'_>, got: &Value, sent: &Value) -> bool {
    let tagged = seen.case.tag.as_deref();
    let tagged = tagged.is_some_and(|tag| lenient::of_tag(tag).is_some());
    let kept = |text: &str| text.replace(is_odd, "");
    match (got, sent) {
        (Value::String(got), Value::String(sent)) => tagged && kept(got) == kept(sent),
        _ => false,
    }
}

/// Read-only members that the request carried must not show, and what was asked for must.
fn undisturbed(
    seen: &Seen<'_>,
    message: Option<&Message>,
    body: &Value,
) -> Result<(), (String, String)> {
    let (Some(message), Some(answer)) = (
        message,
        seen.operation
            .success_response()
            .and_then(|r| r.media.first()),
    ) else {
        return Ok(());
    };
    // What nobody knows is no part of what was created.
    let asked = seen.operation.schema_at("/body");
    let known = |name: &str| {
        let in_request = asked.is_some_and(|s| s.property(name).is_some());
        in_request || answer.schema.property(name).is_some()
    };
    let sent = message.body.as_ref().and_then(Value::as_object);
    for (name, sent) in sent.into_iter().flatten().filter(|(n, _)| !known(n)) {
        if body.get(name).is_some_and(|got| same(got, sent)) {
            return Err((
                format!("no member `{name}`, as nobody knows it"),
                format!("{}, as the request had it", short(sent)),
            ));
        }
    }
    for property in &answer.schema.properties {
        let from = property.schema.ext.echo.as_deref();
        let writable = seen
            .operation
            .schema_at(&format!("/body/{}", property.name))
            .is_some();
        let sent = message.get(&format!("/body/{}", property.name));
        if let (false, Some(sent), Some(got)) = (writable, sent, body.get(&property.name))
            && same(sent, got)
        {
            return Err((
                format!("`{}` as the server has it", property.name),
                format!("{}, as the request had it", short(got)),
            ));
        }
        if let Some(from) = from {
            let echo = Echo {
                member: below("", &property.name),
                from: from.into(),
                default: None,
                only_default: false,
                every: false,
            };
            echoed(&echo, seen, Some(message), body)?;
        }
    }
    Ok(())
}

fn names(body: &Value) -> String {
    let list: Vec<_> = body
        .as_object()
        .into_iter()
        .flatten()
        .map(|(n, _)| n.as_str())
        .collect();
    if list.is_empty() {
        "none".into()
    } else {
        list.join(", ")
    }
}
