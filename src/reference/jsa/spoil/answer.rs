//! Faults in the objects that come back.
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::reference::jsa::backup::Backup;
use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::hosts::CONSOLE;
use crate::reference::jsa::reply;

/// When an object is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reference::jsa) enum Moment {
    /// With the 201 of its creation.
    Created,
    /// Later, on a GET or a DELETE.
    Seen {
        /// Whether the backup is done.
        ended: bool,
    },
}

const MISSING: &[(Fault, &str)] = &[
    (Fault::IdMissing, "id"),
    (Fault::ConfigurationIdMissing, "configuration_id"),
    (Fault::HostIdMissing, "host_id"),
    (Fault::NameMissing, "name"),
    (Fault::TypeMissing, "type"),
    (Fault::VersionMissing, "version"),
    (Fault::InitiatedByMissing, "initiated_by"),
    (Fault::StatusMissing, "status"),
    (Fault::CompatibleMissing, "is_version_compatible"),
];

/// A fault, the member it changes, and into what. The first that applies to a member wins.
type Change = (Fault, &'static str, fn(&Value) -> Value);

const CHANGED: &[Change] = &[
    (Fault::EchoName, "name", |it| text(it).to_uppercase().into()),
    (Fault::EchoDescription, "description", |_| Value::Null),
    (Fault::EchoDescriptionCut, "description", |it| match it {
        Value::String(whole) => whole.chars().take(100).collect::<String>().into(),
        other => other.clone(),
    }),
    (Fault::EchoType, "type", |it| {
        if it == "CONFIG" { "DATA" } else { "CONFIG" }.into()
    }),
    (Fault::EchoHost, "host_id", |_| CONSOLE.into()),
    (Fault::IdText, "id", |it| it.to_string().into()),
    (Fault::ConfigurationIdText, "configuration_id", |it| {
        it.to_string().into()
    }),
    (Fault::HostIdText, "host_id", |it| it.to_string().into()),
    (Fault::VersionNumber, "version", |_| json!(7.5)),
    (
        Fault::InitiatedByObject,
        "initiated_by",
        |it| json!({"user": it}),
    ),
    (Fault::CompatibleText, "is_version_compatible", |_| {
        "true".into()
    }),
    (Fault::ValidText, "is_valid", |_| "true".into()),
    (Fault::SizeText, "size_on_disk", |_| "1 MiB".into()),
    (Fault::PathList, "content_file_path", |it| json!([it])),
    (Fault::InitiatedText, "time_initiated", |_| {
        "2024-05-06T07:08:09Z".into()
    }),
    (Fault::CompletedText, "time_completed", |_| {
        "2024-05-06T07:08:09Z".into()
    }),
    (Fault::TimesAhead, "time_initiated", |it| hours(it, 2)),
    (Fault::TimesAhead, "time_completed", |it| hours(it, 2)),
    (Fault::TimesBehind, "time_initiated", |it| hours(it, -5)),
    (Fault::TimesBehind, "time_completed", |it| hours(it, -5)),
    (Fault::InitiatedSeconds, "time_initiated", seconds),
    (Fault::CompletedSeconds, "time_completed", seconds),
    (Fault::TypeUnlisted, "type", |_| "FULL".into()),
    (Fault::ConfigurationIdTwo, "configuration_id", |_| 2.into()),
    (Fault::StatusUnlisted, "status", |it| {
        renamed(it, "INITIALIZING", "QUEUED")
    }),
    (Fault::RunsUnlisted, "status", |it| {
        renamed(it, "IN_PROGRESS", "RUNNING")
    }),
    (Fault::CancelUnlisted, "status", |it| {
        renamed(it, "CANCELLING", "CANCELLED")
    }),
];

/// Changes an object on its way out, before the `fields` header narrows it down.
pub(in crate::reference::jsa) fn object(
    object: &mut Map<String, Value>,
    backup: &Backup,
    moment: Moment,
    behaviour: &Behaviour,
) {
    let faulty = |fault| behaviour.faulty(fault);
    for (member, value) in &backup.overrides {
        object.insert(member.clone(), value.clone());
    }
    let mut set = |member: &str, value: Value| object.insert(member.to_owned(), value);
    if moment == Moment::Created {
        if faulty(Fault::StartsDeleting) {
            set("status", "DELETING".into());
        }
    } else {
        if faulty(Fault::OtherObject) {
            set("id", (backup.id + 1).into());
            set("name", "another".into());
        }
        if faulty(Fault::NameChanges) {
            set("name", format!("backup.{}", backup.id).into());
        }
    }
    if moment == (Moment::Seen { ended: true }) {
        if faulty(Fault::CompletedNull) {
            for member in ["size_on_disk", "content_file_path", "is_valid"] {
                set(member, Value::Null);
            }
        }
        if faulty(Fault::CompletedTimeNull) {
            set("time_completed", Value::Null);
        }
        if faulty(Fault::TimeOrder) {
            set("time_completed", (backup.initiated - 1000).into());
        }
    }
    if moment == (Moment::Seen { ended: true }) {
        finished(object, behaviour);
    }
    for (fault, member, change) in CHANGED {
        if faulty(*fault)
            && let Some(value) = object.get_mut(*member)
        {
            *value = change(value);
        }
    }
    object.retain(|member, _| {
        !MISSING
            .iter()
            .any(|(fault, it)| it == member && faulty(*fault))
    });
}

/// What is wrong with a backup only once it is done.
fn finished(object: &mut Map<String, Value>, behaviour: &Behaviour) {
    let faulty = |fault| behaviour.faulty(fault);
    if faulty(Fault::FinishedIdText)
        && let Some(id) = object.get_mut("id")
    {
        *id = id.to_string().into();
    }
    if faulty(Fault::FinishedVersionMissing) {
        object.remove("version");
    }
    if faulty(Fault::FinishedTypeUnlisted) {
        object.insert("type".to_owned(), "FULL".into());
    }
    if faulty(Fault::FinishedCompatibleText) {
        object.insert("is_version_compatible".to_owned(), "true".into());
    }
}

/// The answer to a create, its envelope changed.
pub(in crate::reference::jsa) fn created(object: &Value, behaviour: &Behaviour) -> Response {
    let faulty = |fault| behaviour.faulty(fault);
    let status = if faulty(Fault::Status200) {
        200
    } else if faulty(Fault::Status202) {
        202
    } else {
        201
    };
    if faulty(Fault::AnswerEmpty) {
        return reply::empty(status);
    }
    if faulty(Fault::AnswerList) {
        return reply::json(status, &json!([object]), behaviour);
    }
    let bytes = object.to_string().into_bytes();
    let mut bytes = super::text::bytes(bytes, behaviour);
    if faulty(Fault::AnswerCut) {
        bytes.pop();
    }
    let media_type = if faulty(Fault::MediaText) {
        "text/plain"
    } else {
        "application/json"
    };
    let mut response = reply::plain(status, media_type, bytes);
    if faulty(Fault::MediaMissing) {
        response.headers_mut().remove(http::header::CONTENT_TYPE);
    }
    response
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn hours(value: &Value, hours: i64) -> Value {
    let moved = value.as_i64().map(|it| it + hours * 3_600_000);
    moved.map_or(Value::Null, Value::from)
}

fn seconds(value: &Value) -> Value {
    value.as_i64().map_or(Value::Null, |it| (it / 1000).into())
}

fn renamed(value: &Value, from: &str, to: &str) -> Value {
    if value == from {
        to.into()
    } else {
        value.clone()
    }
}
