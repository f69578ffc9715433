//! What mutants make of the headers and the body of a create.
use http::HeaderValue;
use serde_json::{Map, Value};

use super::draft::Kind;
use super::refusal::Refusal;
use super::sites as site;

/// The kind of backup that a header asks for; none where no mutant decides.
pub(super) fn kind(given: Option<&[u8]>) -> Option<Result<Kind, Refusal>> {
    let does = |operator: &str| site::KIND_HEADER.does(operator);
    let text = given.map(String::from_utf8_lossy);
    let usual = text.as_deref().filter(|it| ["CONFIG", "DATA"].contains(it));
    if does("always-config") {
        return Some(Ok(Kind::Config));
    }
    if usual.is_none() {
        let config = text.is_none() && does("missing-is-config")
            || text.is_some() && does("unknown-is-config")
            || text.as_deref() == Some("") && does("empty-is-config");
        let data =
            text.is_none() && does("missing-is-data") || text.is_some() && does("unknown-is-data");
        if does("crash-when-unknown") {
            return Some(Err(Refusal::Crash));
        }
        if config || data {
            return Some(Ok(if config { Kind::Config } else { Kind::Data }));
        }
    }
    let value = text.as_deref()?;
    let names = ["CONFIG", "DATA"];
    let usual = names.into_iter().find(|it| *it == value);
    let found = site::KIND.find(value, &names, usual);
    (found != usual).then_some(match found {
        Some("CONFIG") => Ok(Kind::Config),
        Some(_) => Ok(Kind::Data),
        None => Err(Refusal::BackupType),
    })
}

/// Whether a label says JSON; none where no mutant decides.
pub(super) fn is_json(label: Option<&HeaderValue>) -> Option<bool> {
    let does = |operator: &str| site::MEDIA_TYPE.does(operator);
    let text = label.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if does("whole-value") {
        return Some(text.eq_ignore_ascii_case("application/json"));
    }
    let essence = text.split(';').next().unwrap_or_default();
    does("letter-case-heeded").then(|| essence.trim() == "application/json")
}

/// Whether a label brings the server down.
pub(super) fn media_crash(label: Option<&HeaderValue>) -> bool {
    let does = |operator: &str| site::MEDIA_TYPE.does(operator);
    let text = label.and_then(|it| it.to_str().ok());
    text.is_none() && does("missing-crash")
        || text.is_some() && does("other-crash")
        || text.is_some_and(|it| it.starts_with("text/")) && does("any-text-crash")
}

/// The members of a body; none where no mutant decides.
pub(super) fn object(body: &[u8]) -> Option<Result<Map<String, Value>, Refusal>> {
    let does = |operator: &str| site::BODY.does(operator);
    let text = String::from_utf8_lossy(body);
    let read = serde_json::from_str::<Value>(&text).ok();
    let members = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let usual = serde_json::from_slice::<Map<String, Value>>(body).ok();
    let bent = match read {
        Some(Value::Array(items)) if does("first-of-a-list") => match items.into_iter().next() {
            Some(Value::Object(first)) => Some(first),
            _ => None,
        },
        Some(Value::Array(_)) if does("list-crash") => return Some(Err(Refusal::Crash)),
        Some(Value::Array(_) | Value::Object(_)) => None,
        Some(_) if does("scalars-are-empty-objects") => Some(Map::new()),
        Some(_) if does("scalar-crash") => return Some(Err(Refusal::Crash)),
        Some(_) => None,
        None if does("rest-after-it-ignored") => {
            let mut values = serde_json::Deserializer::from_str(&text).into_iter();
            values.next().and_then(Result::ok)
        }
        None if does("cut-short-is-closed") => ["}", "\"}", "]}", "null}"]
            .iter()
            .find_map(|end| members(&format!("{text}{end}"))),
        None if does("unreadable-is-empty-object") => Some(Map::new()),
        None if does("unreadable-crash") => return Some(Err(Refusal::Crash)),
        None if does("latin-1-read") && std::str::from_utf8(body).is_err() => members(
            &body
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>(),
        ),
        None if does("surrogates-crash") && text.contains("\\ud") => {
            return Some(Err(Refusal::Crash));
        }
        None if does("deep-crash") && text.matches(['[', '{']).count() > 100 => {
            return Some(Err(Refusal::Crash));
        }
        None => None,
    };
    if bent.is_some() {
        return bent.map(Ok);
    }
    let usual = usual?;
    if does("escapes-kept") && text.contains("\\u") {
        return members(&text.replace("\\u", "\\\\u")).map(Ok);
    }
    if does("slashes-kept") && text.contains("\\/") {
        return members(&text.replace("\\/", "\\\\/")).map(Ok);
    }
    if does("members-in-any-case") {
        let lower = usual
            .into_iter()
            .map(|(name, value)| (name.to_lowercase(), value));
        return Some(Ok(lower.collect()));
    }
    let crash = does("duplicates-crash") && super::spoil::body::has_duplicates(body);
    let refused = does("white-space-in-front-refused") && !text.starts_with('{')
        || does("numbers-with-exponent-refused")
            && usual
                .values()
                .any(|it| it.is_f64() && it.to_string().contains('e'));
    match (crash, refused) {
        (true, _) => Some(Err(Refusal::Crash)),
        (_, true) => Some(Err(Refusal::Unreadable)),
        _ => None,
    }
}

/// Changes the members of a create before they are typed.
pub(super) fn members(members: &mut Map<String, Value>) -> Result<(), Refusal> {
    const KNOWN: [&str; 4] = ["name", "configuration_id", "description", "host_id"];
    const READ_ONLY: [&str; 3] = ["id", "status", "type"];
    for member in ["name", "description"] {
        let Some(value) = members.get(member).cloned() else {
            continue;
        };
        match text(member, value)? {
            Some(value) => drop(members.insert(member.to_owned(), value)),
            None => drop(members.remove(member)),
        }
    }
    let extra = members.keys().any(|it| !KNOWN.contains(&it.as_str()));
    let read_only = members.keys().any(|it| READ_ONLY.contains(&it.as_str()));
    if extra && site::EXTRA.does("crash") {
        return Err(Refusal::Crash);
    }
    if extra && site::EXTRA.does("refused") || read_only && site::EXTRA.does("read-only-refused") {
        return Err(Refusal::Unwanted);
    }
    Ok(())
}

/// A text as it is read, or none if it is as good as absent.
fn text(member: &str, value: Value) -> Result<Option<Value>, Refusal> {
    let does = |operator: &str| site::TEXT_TYPE.does(operator);
    Ok(Some(match value {
        Value::String(it) if it.trim().is_empty() && does("blank-is-empty") => "".into(),
        Value::String(it) if it == "null" && does("null-text-is-null") => Value::Null,
        Value::String(it) if it == "0" && does("zero-is-empty") => "".into(),
        Value::String(it) if it.is_empty() && does("empty-crash") => return Err(Refusal::Crash),
        Value::String(it) => {
            let digits = !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
            if digits && does("digits-crash") {
                return Err(Refusal::Crash);
            }
            let site = if member == "name" {
                site::NAME_TEXT
            } else {
                site::DESCRIPTION_TEXT
            };
            site.of(it).into()
        }
        Value::Object(_) if does("objects-as-text") => "[object Object]".into(),
        Value::Object(_) if does("objects-as-absent") => return Ok(None),
        Value::Array(it) if does("lists-as-text") => Value::from(it).to_string().into(),
        Value::Array(_) if does("lists-as-absent") => return Ok(None),
        Value::Number(it) if does("numbers-as-text") => it.to_string().into(),
        Value::Bool(it) if does("booleans-as-text") => it.to_string().into(),
        Value::Bool(false) if does("false-is-absent") => return Ok(None),
        Value::Null => Value::Null,
        _ if does("crash") => return Err(Refusal::Crash),
        other => other,
    }))
}

/// The members that a client may set and should not.
pub(super) fn overrides(mut members: Map<String, Value>) -> Map<String, Value> {
    let does = |operator: &str| site::EXTRA.does(operator);
    let all = does("all-taken");
    let taken = |member: &str| {
        all || does("read-only-taken") && super::backup::FIELDS.contains(&member)
            || does("id-taken") && member == "id"
            || does("status-taken") && member == "status"
    };
    members.retain(|member, _| taken(member));
    members
}
