//! Faults in finding the backup set that a path names.
use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::reference::commvault::backup::Key;
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::variants::Choice;

/// What becomes of a backup of a set that does not exist.
pub(in crate::reference::commvault) fn missing_set(
    key: &Key,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    // The page does not say which of the two forms its code was drawn by (BB-07).
    let (accepted, other, crash) = match key {
        Key::Id(_) => (
            Fault::IdMissingAccepted,
            Choice::CodeByNameOnly,
            Fault::IdMissingCrash,
        ),
        Key::Names { .. } => (
            Fault::NameMissingAccepted,
            Choice::CodeByIdOnly,
            Fault::NameMissingCrash,
        ),
    };
    if behaviour.faulty(accepted) {
        return Ok(());
    }
    if behaviour.faulty(crash) {
        return Err(Refusal::crash());
    }
    let kind = if behaviour.takes(other) || behaviour.faulty(Fault::MissingCode) {
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
