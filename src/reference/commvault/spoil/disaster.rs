//! Faults in the values of a disaster recovery.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::request::Syntax;

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
pub(in crate::reference::commvault) fn fits(
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
