//! Faults in the reading of requests: bodies that crash it, and bodies it should not take.
use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::reference::jsa::backup::FIELDS;
use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::draft::Kind;
use crate::reference::jsa::hosts::CONSOLE;
use crate::reference::jsa::refusal::Refusal;

type Members = Map<String, Value>;

/// What a client may set (JSA page, Table 3).
const SETTABLE: [&str; 4] = ["name", "configuration_id", "description", "host_id"];
/// How deep a body may nest before a crash; the faithful reader stops a little later.
const DEEP: usize = 64;

/// A backup_type that is neither of the two.
pub(in crate::reference::jsa) fn kind(
    header: Option<&[u8]>,
    behaviour: &Behaviour,
) -> Option<Kind> {
    match header {
        None => behaviour
            .faulty(Fault::TypeMissingAccepted)
            .then_some(Kind::Config),
        // These come here only when a fault refuses them.
        Some(b"CONFIG" | b"DATA") => None,
        Some(_) if behaviour.faulty(Fault::TypeUnknownAccepted) => Some(Kind::Config),
        Some(_) => None,
    }
}

/// A call without a body.
pub(in crate::reference::jsa) fn none(behaviour: &Behaviour) -> Result<Members, Refusal> {
    if behaviour.faulty(Fault::EmptyCrash) {
        Err(Refusal::Crash)
    } else if behaviour.faulty(Fault::EmptyAccepted) {
        Ok(made_up())
    } else {
        Err(Refusal::NoBody)
    }
}

/// Members of a backup nobody asked for, under a name that is not taken.
pub(in crate::reference::jsa) fn made_up() -> Members {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let mut members = Map::new();
    members.insert("name".to_owned(), format!("made.up.{number}").into());
    members.insert("configuration_id".to_owned(), 1.into());
    members
}

/// Reads a body in a faulty way; none where no planted fault has a say.
pub(in crate::reference::jsa) fn read(
    body: &[u8],
    behaviour: &Behaviour,
) -> Option<Result<Members, Refusal>> {
    let crash = |fault, when: bool| when && behaviour.faulty(fault);
    let parsed: Result<Value, _> = serde_json::from_slice(body);
    let text = std::str::from_utf8(body);
    let healed = text.ok().and_then(heal_surrogates);
    let out_of_range = matches!(&parsed, Err(error) if error.to_string().contains("out of range"));
    if crash(Fault::Utf8Crash, text.is_err())
        || crash(Fault::SurrogateCrash, healed.is_some())
        || crash(Fault::DeepCrash, depth(body) > DEEP)
        || crash(Fault::MalformedCrash, parsed.is_err())
        || crash(Fault::DuplicateCrash, has_duplicates(body))
        || crash(Fault::LargeCrash, body.len() > 100_000)
        || crash(Fault::HugeCrash, out_of_range || holds_huge(&parsed))
    {
        return Some(Err(Refusal::Crash));
    }
    let bent = completed(body, &parsed, behaviour).or_else(|| super::number::cut(body, behaviour));
    if let Some(members) = bent {
        return Some(Ok(members));
    }
    let accepted = |fault, when: bool| (when && behaviour.faulty(fault)).then(|| Ok(made_up()));
    accepted(Fault::MalformedAccepted, parsed.is_err()).or_else(|| {
        let other = matches!(&parsed, Ok(value) if !value.is_object());
        accepted(Fault::BodyTypeAccepted, other)
    })
}

/// Members that should be left alone, and values of other types that are bent to fit.
pub(in crate::reference::jsa) fn members(
    members: &mut Members,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    for member in members.keys().map(String::as_str) {
        let fault = match member {
            _ if SETTABLE.contains(&member) => continue,
            _ if FIELDS.contains(&member) => Fault::ReadOnlyRefused,
            _ => Fault::ExtraRefused,
        };
        if behaviour.faulty(fault) {
            return Err(Refusal::Unwanted);
        }
    }
    let mut bend = |fault, member: &str, to: fn(&Value) -> Option<Value>| {
        if behaviour.faulty(fault)
            && let Some(value) = members.get_mut(member)
            && let Some(bent) = to(value)
        {
            *value = bent;
        }
    };
    bend(Fault::NameTypeAccepted, "name", |it| {
        it.is_array().then(|| "list".into())
    });
    bend(Fault::DescriptionTypeAccepted, "description", |it| {
        it.is_object().then(|| it.to_string().into())
    });
    bend(Fault::ConfigurationTypeAccepted, "configuration_id", |it| {
        (it.is_f64() && it.as_i64().is_none()).then(|| 1.into())
    });
    bend(Fault::HostTypeAccepted, "host_id", |it| {
        it.is_string().then(|| CONSOLE.into())
    });
    Ok(())
}

/// The members of a client that only the server should set.
pub(in crate::reference::jsa) fn read_only(mut members: Members) -> Members {
    members.retain(|member, _| FIELDS.contains(&member.as_str()));
    members
}

/// The members of a client that nobody knows.
pub(in crate::reference::jsa) fn unknown(members: &Members) -> Members {
    let known = |name: &str| SETTABLE.contains(&name) || FIELDS.contains(&name);
    let mut members = members.clone();
    members.retain(|member, _| !known(member));
    members
}

/// Whether a fault does not see that a body is JSON.
pub(in crate::reference::jsa) fn misread_label(
    headers: &http::HeaderMap,
    behaviour: &Behaviour,
) -> bool {
    let label = headers.get(http::header::CONTENT_TYPE);
    let label = label.and_then(|it| it.to_str().ok()).unwrap_or_default();
    behaviour.faulty(Fault::CharsetRefused) && label.contains(';')
}

/// A body that is not one object, read as one all the same.
fn completed(
    body: &[u8],
    parsed: &Result<Value, serde_json::Error>,
    behaviour: &Behaviour,
) -> Option<Members> {
    if let Ok(Value::Array(items)) = parsed
        && behaviour.faulty(Fault::ListAround)
        && let [Value::Object(members)] = items.as_slice()
    {
        return Some(members.clone());
    }
    if parsed.is_ok() {
        return None;
    }
    if behaviour.faulty(Fault::BodyTailIgnored) {
        let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
        return match values.next() {
            Some(Ok(Value::Object(members))) => Some(members),
            _ => None,
        };
    }
    if behaviour.faulty(Fault::BodyCutAccepted) {
        let text = std::str::from_utf8(body).ok()?;
        return serde_json::from_str(&format!("{text}}}")).ok();
    }
    None
}

/// Whether the body is an object that names a member twice.
pub(in crate::reference::jsa) fn has_duplicates(body: &[u8]) -> bool {
    struct Twice(bool);
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Twice;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Twice, A::Error> {
            let (mut names, mut twice) = (HashSet::new(), false);
            while let Some((name, IgnoredAny)) = map.next_entry::<String, _>()? {
                twice |= !names.insert(name);
            }
            Ok(Twice(twice))
        }
    }
    impl<'de> Deserialize<'de> for Twice {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Names)
        }
    }
    serde_json::from_slice(body).is_ok_and(|Twice(twice)| twice)
}

fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in body {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn holds_huge(parsed: &Result<Value, serde_json::Error>) -> bool {
    const BEYOND: f64 = 9_223_372_036_854_775_807.0;
    let huge = |value: &Value| value.as_f64().is_some_and(|it| it.abs() >= BEYOND);
    matches!(parsed, Ok(Value::Object(members)) if members.values().any(huge))
}

/// The body with U+FFFD for each half of a surrogate pair; none if there is no such half.
pub(in crate::reference::jsa) fn heal_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let (mut healed, mut found, mut at) = (String::with_capacity(text.len()), false, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let pair = matches!(unit(at + 6), Some(0xDC00..=0xDFFF));
        let (width, lone) = match unit(at) {
            Some(0xD800..=0xDBFF) if pair => (12, false),
            Some(0xD800..=0xDFFF) => (6, true),
            // A backslash takes the next character with it.
            _ if rest.starts_with('\\') => {
                (1 + rest.chars().nth(1).map_or(0, char::len_utf8), false)
            }
            _ => (rest.chars().next().map_or(1, char::len_utf8), false),
        };
        healed.push_str(if lone { "\u{fffd}" } else { &rest[..width] });
        found |= lone;
        at += width;
    }
    found.then_some(healed)
}
