//! Messages to bytes and back, whatever their values and ways of writing.

use std::collections::BTreeMap;

use serde_json::Value;

use super::CONTRACTS;
use crate::contract::Operation;
use crate::exchange::Message;
use crate::generate::{Kit, Settings};
use crate::prove::reference_profile;
use crate::wire::{self, Writing};
use crate::xml;

thread_local! {
    /// Every operation that takes a body, studied once for all inputs.
    static KITS: Vec<Kit<'static>> = kits();
}

fn kits() -> Vec<Kit<'static>> {
    let mut found = Vec::new();
    for contract in CONTRACTS.iter() {
        let fixtures = reference_profile().map_or(BTreeMap::new(), |p| p.fixtures(contract));
        let taking = contract.operations.iter().filter(|o| o.body.is_some());
        found.extend(taking.map(|o| Kit::new(contract, o, fixtures.clone())));
    }
    found
}

/// Lets the bytes choose an operation, a way of writing, a valid message and a text to stand in it,
/// and asks whether the message that is read back is the one that was written.
///
/// The first byte chooses the operation, the second the way, the third how many bytes of text
/// follow; the rest chooses the values of the message.
///
/// # Panics
/// When what was written cannot be read, or is read as another message.
pub fn wire_round_trip(bytes: &[u8]) {
    let [which, way, length, rest @ ..] = bytes else {
        return;
    };
    let (text, choices) = rest.split_at(rest.len().min(usize::from(*length)));
    KITS.with(|kits| {
        let kit = &kits[usize::from(*which) % kits.len()];
        let settings = settings(writing(kit, *way));
        let Some(mut message) = kit.from_bytes(&settings, choices) else {
            return;
        };
        if let Ok(text) = std::str::from_utf8(text) {
            lay(kit.operation, &mut message, text);
        }
        come_back(kit.operation, &message, &settings.writing);
    });
}

fn come_back(operation: &Operation, message: &Message, writing: &Writing) {
    let request = wire::encode(operation, message, writing);
    let body = request.body.as_deref().unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    let read = wire::decode(operation, &request, writing);
    let Some(read) = read else {
        panic!("{} is not read back: {text}", operation.id)
    };
    // Two values may be written alike; then the one that is read must be written so again.
    let sent = message.body.as_ref().map(as_text);
    let again = read.body.as_ref();
    let again = again.map(|body| wire::write_body(operation, body, writing));
    if again.as_deref() != request.body.as_deref() {
        assert_eq!(read.body.as_ref().map(as_text), sent, "{text}");
    }
    for parameter in &operation.parameters {
        let at = parameter.pointer();
        let sent = message.get(&at).map(as_text);
        assert_eq!(read.get(&at).map(as_text), sent, "{at}");
    }
}

/// The way with this number of each place that can be written in several.
fn writing(kit: &Kit<'_>, way: u8) -> Writing {
    let keys = kit.way_keys().into_iter();
    Writing {
        ways: keys
            .map(|(k, n)| (k, usize::from(way) % n.max(1)))
            .collect(),
        ..Writing::default()
    }
}

fn settings(writing: Writing) -> Settings {
    Settings {
        seed: 0,
        cases: 0,
        writing,
        has_token: true,
        has_words: false,
        settle: None,
        strength: 2,
        bait: None,
    }
}

/// Puts a text in the place of the first one in the body that may be any text.
fn lay(operation: &Operation, message: &mut Message, text: &str) {
    let text: String = text.chars().filter(|c| xml::is_char(*c)).collect();
    let mut places = Vec::new();
    if let Some(body) = &message.body {
        texts(body, "/body", &mut places);
    }
    let free = |at: &String| {
        let schema = operation.schema_at(at);
        schema.is_some_and(|s| s.types == ["string"] && s.ext.ways.is_empty())
    };
    if let Some(at) = places
        .iter()
        .find(|at| free(at))
        .filter(|_| !text.is_empty())
    {
        message.set(at, Some(text.into()));
    }
}

fn texts(value: &Value, at: &str, places: &mut Vec<String>) {
    match value {
        Value::String(_) => places.push(at.to_owned()),
        Value::Object(map) => {
            for (name, inner) in map {
                texts(inner, &format!("{at}/{name}"), places);
            }
        }
        _ => {}
    }
}

/// Every scalar as text: XML has no other values.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(n, v)| (n.clone(), as_text(v))).collect(),
        Value::Array(list) => list.iter().map(as_text).collect(),
        other => wire::plain(other).into(),
    }
}
