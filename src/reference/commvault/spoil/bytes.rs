//! Faults that look at the bytes of a request.
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::{Attribute, Element, Form};
use crate::reference::commvault::store::CLIENT;

/// How deep JSON may nest before a crash.
const DEEP: usize = 64;

/// The members of both JSON bodies, in the order of their pages.
const ORDER: [&str; 7] = [
    "\"appName\"",
    "\"backupsetName\"",
    "\"clientName\"",
    "\"instanceName\"",
    "\"isCompressionEnabled\"",
    "\"jobType\"",
    "\"backupType\"",
];

/// Refuses a document for its first bytes.
pub(in crate::reference::commvault) fn xml(
    body: &[u8],
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let marked = |mark: &[u8]| body.starts_with(mark);
    if behaviour.faulty(Fault::Utf16Crash) && (marked(b"\xff\xfe") || marked(b"\xfe\xff")) {
        return Err(Refusal::crash());
    }
    if behaviour.faulty(Fault::BomRefused) && marked(b"\xef\xbb\xbf") {
        return Err(Refusal::malformed(
            "there is a byte before the first element",
        ));
    }
    Ok(())
}

/// Reads JSON in a faulty way; none where no planted fault has a say.
pub(in crate::reference::commvault) fn json(
    body: &[u8],
    behaviour: &Behaviour,
) -> Result<Option<Element>, Refusal> {
    let parsed: Result<Value, _> = serde_json::from_slice(body);
    if behaviour.faulty(Fault::DeepCrash) && depth(body) > DEEP {
        return Err(Refusal::crash());
    }
    let text = String::from_utf8_lossy(body);
    if behaviour.faulty(Fault::JsonBlanks) && text.contains(['\n', '\t', '\r']) {
        return Err(Refusal::malformed("there is white space in the body"));
    }
    if behaviour.faulty(Fault::JsonEscapes) && text.contains("\\u") {
        return Err(Refusal::malformed("there is an escape in the body"));
    }
    let places: Vec<usize> = ORDER.iter().filter_map(|name| text.find(name)).collect();
    if behaviour.faulty(Fault::MemberOrder) && !places.is_sorted() {
        return Err(Refusal::malformed("a member comes too late"));
    }
    match parsed {
        Err(_) if behaviour.faulty(Fault::JsonMalformed) => Ok(Some(made_up())),
        Err(_) if behaviour.faulty(Fault::JsonCrash) => Err(Refusal::crash()),
        _ => Ok(None),
    }
}

/// A request nobody sent, which suits both operations that read JSON.
fn made_up() -> Element {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let attribute = |name: &str, value: String| Attribute {
        name: name.to_owned(),
        value,
        form: Form::Text,
    };
    let entity = Element {
        name: "entity".to_owned(),
        attributes: vec![
            attribute("appName", "File System".to_owned()),
            attribute("backupsetName", format!("made up {number}")),
            attribute("clientName", CLIENT.0.to_owned()),
        ],
        ..Element::default()
    };
    let association = Element {
        name: "association".to_owned(),
        children: vec![entity],
        ..Element::default()
    };
    Element {
        children: vec![association],
        ..Element::default()
    }
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
