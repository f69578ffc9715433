//! What a create asks for: the headers of Table 2 and the body of Table 3, typed but not judged.
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::behaviour::Behaviour;
use super::bent;
use super::defects::Fault;
use super::hosts::CONSOLE;
use super::refusal::Refusal;
use super::relaxed;
use super::sites as site;
use super::spoil;
use super::variants::Choice;
use crate::reference::{lenient, mutate};

/// The two kinds of backup (JSA page, Table 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Config,
    Data,
}

/// A member as it was given: being absent, null and "" differ in what may be said to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given<T> {
    Absent,
    Null,
    Empty,
    Value(T),
}

/// A backup that is asked for.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) name: Given<String>,
    pub(super) configuration: Given<i64>,
    pub(super) description: Given<String>,
    pub(super) host: Option<i64>,
    /// Read-only members of the client; always empty unless a fault lets them in.
    pub(super) overrides: Map<String, Value>,
    /// Members that nobody knows; always empty unless a fault lets them come back.
    pub(super) extra: Map<String, Value>,
}

/// Reads a create.
pub(super) fn read(
    headers: &HeaderMap,
    body: &[u8],
    behaviour: &Behaviour,
) -> Result<Draft, Refusal> {
    let kind = kind(headers, behaviour)?;
    if body.is_empty() && site::BODY.does("none-is-empty-object") {
        return typed(kind, Map::new(), behaviour);
    }
    if body.is_empty() {
        return spoil::body::none(behaviour).and_then(|members| typed(kind, members, behaviour));
    }
    let mut members = if is_json(headers, behaviour) || behaviour.takes(Choice::AnyMediaType) {
        object(body, behaviour)?
    } else if behaviour.faulty(Fault::MediaCrash) || bent::media_crash(headers.get(CONTENT_TYPE)) {
        return Err(Refusal::Crash);
    } else {
        return Err(Refusal::MediaType);
    };
    if behaviour.takes(Choice::WrappedBody) {
        match members.remove("backup") {
            Some(Value::Object(inner)) => members = inner,
            _ => return Err(Refusal::Unwanted),
        }
    }
    typed(kind, members, behaviour)
}

fn kind(headers: &HeaderMap, behaviour: &Behaviour) -> Result<Kind, Refusal> {
    let given = headers.get("backup_type").map(|value| value.as_bytes());
    if mutate::is_on()
        && let Some(kind) = bent::kind(given)
    {
        return kind;
    }
    match given {
        Some(b"CONFIG") if !behaviour.faulty(Fault::ConfigRefused) => Ok(Kind::Config),
        Some(b"DATA") if !behaviour.faulty(Fault::DataRefused) => Ok(Kind::Data),
        other => spoil::body::kind(other, behaviour).ok_or(Refusal::BackupType),
    }
}

/// Parameters such as a charset do no harm: JSON is UTF-8 whatever they say.
fn is_json(headers: &HeaderMap, behaviour: &Behaviour) -> bool {
    if behaviour.any_fault() && spoil::body::misread_label(headers, behaviour) {
        return false;
    }
    if mutate::is_on()
        && let Some(bent) = bent::is_json(headers.get(CONTENT_TYPE))
    {
        return bent;
    }
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(str::trim)
        .is_some_and(|essence| {
            let heeded = behaviour.takes(Choice::LabelCaseHeeded) && essence != "application/json";
            !heeded && essence.eq_ignore_ascii_case("application/json")
        })
}

fn object(body: &[u8], behaviour: &Behaviour) -> Result<Map<String, Value>, Refusal> {
    if mutate::is_on()
        && let Some(bent) = bent::object(body)
    {
        return bent;
    }
    if behaviour.any_fault()
        && let Some(spoiled) = spoil::body::read(body, behaviour)
    {
        return spoiled;
    }
    if behaviour.takes(Choice::DuplicatesRefused) && spoil::body::has_duplicates(body) {
        return Err(Refusal::Unreadable);
    }
    let read = if behaviour.takes(Choice::JsonExtensions) {
        let strict = std::str::from_utf8(body).ok().and_then(lenient::strict);
        serde_json::from_str(&strict.ok_or(Refusal::Unreadable)?)
    } else if behaviour.takes(Choice::OddUnicodeReplaced) {
        let text = String::from_utf8_lossy(body);
        serde_json::from_str(&spoil::body::heal_surrogates(&text).unwrap_or(text.into_owned()))
    } else {
        serde_json::from_slice(body)
    };
    match read {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(Refusal::Unreadable),
    }
}

fn typed(
    kind: Kind,
    mut members: Map<String, Value>,
    behaviour: &Behaviour,
) -> Result<Draft, Refusal> {
    if behaviour.any_fault() {
        spoil::body::members(&mut members, behaviour)?;
    }
    relaxed::bend(&mut members, behaviour);
    if mutate::is_on() {
        bent::members(&mut members)?;
    }
    let wrong = if behaviour.faulty(Fault::WrongTypeCrash) {
        Refusal::Crash
    } else {
        Refusal::WrongType
    };
    let draft = Draft {
        kind,
        name: text(members.remove("name")).ok_or(wrong)?,
        configuration: match members.remove("configuration_id") {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(Value::String(text)) if text.is_empty() => Given::Empty,
            Some(value) => Given::Value(
                site::CONFIGURATION_NUMBER
                    .read(&value, integer(&value, behaviour), 1)
                    .ok_or(wrong)?,
            ),
        },
        description: text(members.remove("description")).ok_or(wrong)?,
        host: match members.remove("host_id") {
            None => None,
            Some(value) => Some(
                site::HOST_NUMBER
                    .read(&value, integer(&value, behaviour), CONSOLE)
                    .ok_or(wrong)?,
            ),
        },
        extra: match behaviour.faulty(Fault::ExtraEchoed) {
            true => spoil::body::unknown(&members),
            false => Map::new(),
        },
        overrides: if behaviour.faulty(Fault::ReadOnlyTaken) {
            spoil::body::read_only(members)
        } else if mutate::is_on() {
            bent::overrides(members)
        } else {
            Map::new()
        },
    };
    if let Given::Value(text) = &draft.description {
        readable(text, behaviour)?;
    }
    Ok(draft)
}

/// Texts that no page rules out, and a server may (RFC 8259 lets a reader set limits).
fn readable(text: &str, behaviour: &Behaviour) -> Result<(), Refusal> {
    if behaviour.any_fault() {
        spoil::text::taken(text, behaviour)?;
    }
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if behaviour.takes(Choice::ControlsRefused) && text.contains(control)
        || behaviour.takes(Choice::OuterBlanksRefused) && text.trim() != text
    {
        return Err(Refusal::Unwanted);
    }
    Ok(())
}

fn text(value: Option<Value>) -> Option<Given<String>> {
    Some(match value {
        None => Given::Absent,
        Some(Value::Null) => Given::Null,
        Some(Value::String(text)) if text.is_empty() => Given::Empty,
        Some(Value::String(text)) => Given::Value(text),
        Some(_) => return None,
    })
}

/// A Long of Table 3. JSON knows one kind of number only, so 1.0 is 1.
fn integer(value: &Value, behaviour: &Behaviour) -> Option<i64> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if behaviour.any_fault()
        && let Some(spoilt) = spoil::number::long(value, behaviour)
    {
        return Some(spoilt);
    }
    value.as_i64().or_else(|| {
        if behaviour.takes(Choice::WholeNumbersStrict) {
            return None;
        }
        let number = value.as_f64()?;
        (number.fract() == 0.0 && number.abs() < BEYOND).then_some(number as i64)
    })
}
