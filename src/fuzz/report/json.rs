//! The frame of the JSON reports.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::Basics;
use crate::report::harmless_json;

/// Members of an object, in order.
pub(in crate::fuzz) type Members = Map<String, Value>;

/// One document: what every report begins with, the findings, and what a run has of its own.
pub(in crate::fuzz) fn document(basics: &Basics<'_>, findings: Vec<Value>, own: Value) -> String {
    let mut out = Members::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    put("version", env!("CARGO_PKG_VERSION").into());
    put(basics.driven.0, basics.driven.1.into());
    put("seed", basics.seed.into());
    put(basics.inputs.0, basics.inputs.1.into());
    put("seconds", basics.took.as_secs_f64().into());
    put("kinds", basics.kinds.into());
    put("findings", findings.into());
    put("more", basics.more.into());
    if let Value::Object(own) = own {
        own.into_iter().for_each(|(name, value)| put(&name, value));
    }
    put("notes", basics.notes.into());
    harmless_json(&format!("{:#}\n", Value::Object(out)))
}

/// Bytes under a name: as text where they are UTF-8, and in base64 in any case.
pub(in crate::fuzz) fn with_bytes(mut object: Value, name: &str, bytes: &[u8]) -> Value {
    object[name] = std::str::from_utf8(bytes).ok().into();
    object[format!("{name}_base64")] = STANDARD.encode(bytes).into();
    object
}
