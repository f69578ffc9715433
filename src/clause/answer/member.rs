//! What a member of a success must show.

use serde_json::Value;

use super::words::{kind, same, short, word};
use super::{Answer, Echo, Success};
use crate::clause::judge::Seen;
use crate::contract::Expr;
use crate::exchange::Message;
use crate::wire::Kind;

pub(super) fn member(
    check: &Answer,
    seen: &Seen<'_>,
    success: &Success<'_>,
    body: &Value,
) -> Result<(), (String, String)> {
    let message = success.message;
    match check {
        Answer::Present(asked) if asked.is_asked(seen.case.tag.as_deref()) => {
            let at = &asked.at;
            let is_xml = matches!(&success.read, Ok(body) if body.kind == Kind::Xml);
            if asked.may_be_nothing && is_xml {
                return Ok(());
            }
            let around = at.rsplit_once('/').map_or("", |(around, _)| around);
            match (body.pointer(at), body.pointer(around)) {
                (Some(_), _) | (_, None) => Ok(()),
                (None, Some(around)) => Err((
                    format!("a member `{}`", word(at)),
                    format!("members {}", names(around)),
                )),
            }
        }
        Answer::Entries(asked, valid) if asked.is_asked(seen.case.tag.as_deref()) => {
            match body.pointer(&asked.at) {
                Some(list @ Value::Array(entries)) if !valid.validator.is_valid(list) => Err((
                    format!("`{}` of {}", word(&asked.at), valid.words),
                    format!("{} entries", entries.len()),
                )),
                _ => Ok(()),
            }
        }
        Answer::AllPresent(list) => match list
            .iter()
            .filter(|n| body.get(n.as_str()).is_none())
            .collect::<Vec<_>>()
        {
            missing if missing.is_empty() => Ok(()),
            missing => Err((
                "every documented member".into(),
                format!("an answer without {missing:?}"),
            )),
        },
        Answer::Member(at, valid) => match body.pointer(at) {
            Some(value) if !valid.validator.is_valid(value) => Err((
                format!("`{}` of {}", word(at), valid.words),
                format!("{} {}", kind(value), short(value)),
            )),
            _ => Ok(()),
        },
        Answer::Milliseconds(name) => match body.get(name).and_then(Value::as_i64) {
            // 0 and -1 stand for "not yet" (JSA-10); 10^12 ms is the year 2001, 10^14 the year 5138.
            Some(ms) if ms > 0 && !(1_000_000_000_000..100_000_000_000_000).contains(&ms) => Err((
                format!("`{name}` in milliseconds since 1970"),
                ms.to_string(),
            )),
            _ => Ok(()),
        },
        Answer::Echo(echo) => echoed(echo, seen, message, body),
        Answer::Undisturbed => undisturbed(seen, message, body),
        _ => Ok(()),
    }
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
        Some(got) if same(got, &expected) => Ok(()),
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
                member: format!("/{}", property.name),
                from: from.into(),
                default: None,
                only_default: false,
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
