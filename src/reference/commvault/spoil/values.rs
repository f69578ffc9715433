//! Faults in what is taken and what is found.
use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::reference::commvault::backup::Key;
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::request::Syntax;
use crate::reference::commvault::store::Store;

/// Whether a call is served that does not bring the right token.
pub(in crate::reference::commvault) fn token(given: Option<&[u8]>, behaviour: &Behaviour) -> bool {
    let Some(given) = given else {
        return behaviour.faulty(Fault::TokenUnchecked);
    };
    let half = &behaviour.authtoken.as_bytes()[..behaviour.authtoken.len() / 2];
    behaviour.faulty(Fault::TokenWrong)
        || behaviour.faulty(Fault::TokenPrefix) && given.starts_with(half)
}

/// Whether the name of the root element has no effect.
pub(in crate::reference::commvault) fn any_root(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::WrongRoot)
}

/// A fault, where it applies, the values it changes (none: all that are not listed), and how.
type Change = (Fault, Syntax, &'static str, &'static [&'static str], bool);

use Syntax::{Json, Xml};

const DISASTER: &[Change] = &[
    (Fault::DrXmlFull, Xml, "backupType", &["full"], false),
    (
        Fault::DrXmlDifferential,
        Xml,
        "backupType",
        &["differential"],
        false,
    ),
    (Fault::DrXmlImmediate, Xml, "jobType", &["immediate"], false),
    (
        Fault::DrXmlCompression,
        Xml,
        "isCompressionEnabled",
        &["true", "1"],
        false,
    ),
    (Fault::DrXmlTypeOpen, Xml, "backupType", &[], true),
    (Fault::DrXmlJobOpen, Xml, "jobType", &[], true),
    (
        Fault::DrXmlCompressionOpen,
        Xml,
        "isCompressionEnabled",
        &[],
        true,
    ),
    (Fault::DrJsonFull, Json, "backupType", &["1"], false),
    (Fault::DrJsonDifferential, Json, "backupType", &["3"], false),
    (Fault::DrJsonImmediate, Json, "jobType", &["1"], false),
    (
        Fault::DrJsonUncompressed,
        Json,
        "isCompressionEnabled",
        &["false"],
        false,
    ),
    (Fault::DrJsonTypeOpen, Json, "backupType", &[], true),
    (Fault::DrJsonJobOpen, Json, "jobType", &[], true),
    (
        Fault::DrJsonCompressionOpen,
        Json,
        "isCompressionEnabled",
        &[],
        true,
    ),
];

/// What a fault says about a value of a disaster recovery.
pub(in crate::reference::commvault) fn dr(
    syntax: Syntax,
    name: &str,
    value: &str,
    behaviour: &Behaviour,
) -> Option<bool> {
    let value = value.to_ascii_lowercase();
    let change = DISASTER.iter().find(|(fault, where_, member, values, _)| {
        let meant = values.is_empty() || values.contains(&value.as_str());
        *where_ == syntax && *member == name && meant && behaviour.faulty(*fault)
    });
    change.map(|(.., taken)| *taken)
}

/// What becomes of a backup of a set that does not exist.
pub(in crate::reference::commvault) fn missing_set(
    key: &Key,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let (accepted, code, crash) = match key {
        Key::Id(_) => (
            Fault::IdMissingAccepted,
            Fault::IdMissingCode,
            Fault::IdMissingCrash,
        ),
        Key::Names { .. } => (
            Fault::NameMissingAccepted,
            Fault::NameMissingCode,
            Fault::NameMissingCrash,
        ),
    };
    if behaviour.faulty(accepted) {
        return Ok(());
    }
    if behaviour.faulty(crash) {
        return Err(Refusal::crash());
    }
    let kind = if behaviour.faulty(code) {
        Kind::Value
    } else {
        Kind::NoSet
    };
    Err(Refusal::new(
        kind,
        "there is no such backup set to run a task for",
    ))
}

/// What becomes of a backup of a set that does exist.
pub(in crate::reference::commvault) fn found_set(
    fresh: bool,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    if fresh && behaviour.faulty(Fault::SetNotKept) {
        return Err(Refusal::new(Kind::NoSet, "there is no such backup set"));
    }
    Ok(())
}

/// Whether the client in a path has no effect.
pub(in crate::reference::commvault) fn client_ignored(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::ClientIgnored)
}

/// Whether the application in a path has no effect.
pub(in crate::reference::commvault) fn app_ignored(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::AppIgnored)
}

/// A path as it was sent, percent signs and all.
pub(in crate::reference::commvault) fn undecoded<'a>(
    raw: &'a str,
    behaviour: &Behaviour,
) -> Option<&'a str> {
    behaviour.faulty(Fault::NameUndecoded).then_some(raw)
}

/// Keys that bring the server down.
pub(in crate::reference::commvault) fn key(
    raw: &str,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let decoded: Cow<'_, str> = percent_decode_str(raw).decode_utf8_lossy();
    let quotes = decoded.matches('\'').count();
    let digits = decoded.bytes().all(|it| it.is_ascii_digit());
    if behaviour.faulty(Fault::QuoteCrash) && quotes > 6
        || behaviour.faulty(Fault::HugeIdCrash) && digits && decoded.parse::<u64>().is_err()
    {
        return Err(Refusal::crash());
    }
    Ok(())
}

/// What becomes of a new set on a client that does not exist.
pub(in crate::reference::commvault) fn unknown_client(
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let accepted = match syntax {
        Xml => Fault::SetClientXml,
        Json => Fault::SetClientJson,
    };
    if behaviour.faulty(accepted) {
        Ok(())
    } else if behaviour.faulty(Fault::SetClientCrash) {
        Err(Refusal::crash())
    } else {
        Err(Refusal::new(Kind::NoClient, "there is no such client"))
    }
}

/// Puts a new set on record, or does not.
pub(in crate::reference::commvault) fn created(
    store: &mut Store,
    app: &str,
    name: &str,
    behaviour: &Behaviour,
) -> u64 {
    let id = store.add(app, name);
    if behaviour.faulty(Fault::SetNotKept) {
        store.sets.pop();
    }
    id
}

/// Refuses an application that the page lists.
pub(in crate::reference::commvault) fn app(
    value: &str,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let refused = match (value, syntax) {
        ("NAS", _) => behaviour.faulty(Fault::SetNas),
        ("Oracle RAC", Xml) => behaviour.faulty(Fault::SetRac),
        ("Notes Database", Json) => behaviour.faulty(Fault::SetNotes),
        _ => false,
    };
    if refused {
        Err(Refusal::value("appName", value))
    } else {
        Ok(())
    }
}

/// Whether sets of any application are made.
pub(in crate::reference::commvault) fn any_app(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::SetAppOpen)
}

/// What a fault says about a set for one use.
pub(in crate::reference::commvault) fn on_demand(
    value: &str,
    behaviour: &Behaviour,
) -> Option<bool> {
    if behaviour.faulty(Fault::SetOnDemandOpen) {
        Some(true)
    } else if behaviour.faulty(Fault::SetOnDemand) && value.eq_ignore_ascii_case("true") {
        Some(false)
    } else {
        None
    }
}

/// Whether a schedule may do without a pattern.
pub(in crate::reference::commvault) fn bare_schedule(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::TaskNoPattern)
}

/// Whether a task may back up what does not exist.
pub(in crate::reference::commvault) fn any_subject(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::TaskAnySubject)
}
