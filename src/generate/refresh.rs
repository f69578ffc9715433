//! The same case again with new names, for a second try: the first may have left its names taken.

use serde_json::Value;

use super::Kit;
use super::dice::Dice;
use crate::contract::{Operation, Schema};
use crate::exchange::{Case, Message, Request, Step, below};
use crate::wire::{self, Writing};

/// Gives every valid unique value of a case a new one of the same length, the same one wherever it
/// stands. Values that the case breaks on purpose stay, and so does all of it where the bytes with the
/// new names break anything else than those before.
pub fn refresh(kit: &Kit<'_>, case: &Case, dice: &mut Dice, writing: &Writing) -> Case {
    let mut new = renamed(kit, case, dice, writing);
    let mut old = case.clone();
    let same = messages(&mut old)
        .zip(messages(&mut new))
        .all(|(old, new)| old == new || kit.shows(old, writing) == kit.shows(new, writing));
    if same { new } else { old }
}

/// The places of a request where no two values may be alike, each with its schema.
pub(super) fn unique_places(operation: &Operation) -> Vec<(String, &Schema)> {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|p| (p.pointer(), &p.schema));
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    let members = media.into_iter().flat_map(|m| &m.schema.properties);
    let members = members.map(|p| (below("/body", &p.name), &p.schema));
    parameters
        .chain(members)
        .filter(|(_, schema)| schema.ext.unique)
        .collect()
}

fn renamed(kit: &Kit<'_>, case: &Case, dice: &mut Dice, writing: &Writing) -> Case {
    // What follows names in its address what was made, as the first request did.
    let follows = case.steps.iter().any(|s| matches!(s, Step::Follow { .. }));
    let own = unique_places(kit.operation).into_iter().map(|(at, _)| at);
    let own = own.filter(|at| !follows || at.starts_with("/body/"));
    let places: Vec<String> = own.chain(kit.unique.borrow().iter().cloned()).collect();
    if places.is_empty() {
        return case.clone();
    }
    let mut known: Vec<(String, String)> = Vec::new();
    let mut case = case.clone();
    let raw: Vec<Message> = case
        .steps
        .iter()
        .filter_map(|s| read(kit, s, writing))
        .collect();
    for at in &places {
        let sent = messages(&mut case).map(|message| &*message);
        let old: Vec<String> = sent
            .chain(&raw)
            .filter_map(|message| message.get(at)?.as_str().map(str::to_owned))
            .collect();
        for old in old {
            learn(kit, at, old, &mut known, dice);
        }
        for message in messages(&mut case) {
            let own = message.get(at).and_then(Value::as_str);
            let new = known.iter().find(|(old, _)| Some(old.as_str()) == own);
            if let Some((_, new)) = new {
                message.set(at, Some(new.as_str().into()));
            }
        }
    }
    for step in &mut case.steps {
        if let Step::Raw(request) = step {
            rename(request, &known);
        }
        let Step::SetUp { params, .. } = step else {
            continue;
        };
        for (_, value) in params {
            let Value::String(text) = value else { continue };
            // A state may hold the name in another letter case than the request.
            if let Some((old, new)) = known.iter().find(|(o, _)| o.eq_ignore_ascii_case(text)) {
                *value = if text == old {
                    new.clone()
                } else if *text == old.to_lowercase() {
                    new.to_lowercase()
                } else {
                    new.to_uppercase()
                }
                .into();
            }
        }
    }
    case
}

/// What a request of bytes says, as far as it can be read whatever its label.
fn read(kit: &Kit<'_>, step: &Step, writing: &Writing) -> Option<Message> {
    let Step::Raw(request) = step else {
        return None;
    };
    let body = |body: &bytes::Bytes| serde_json::from_slice(body).ok();
    let plain = || Message {
        body: request.body.as_ref().and_then(body),
        ..Message::default()
    };
    let read = wire::decode(kit.operation, request, writing);
    let whole = |m: &Message| m.body.is_some() || request.body.is_none();
    Some(read.filter(whole).unwrap_or_else(plain))
}

/// Finds a new name for an old one, unless it has one.
fn learn(kit: &Kit<'_>, at: &str, old: String, known: &mut Vec<(String, String)>, dice: &mut Dice) {
    let Some(text) = kit.text(at).filter(|t| !old.is_empty() && t.fits(&old)) else {
        return;
    };
    // What a fixture names is on the target, and no other name is.
    let given = |value: &Value| value.as_str() == Some(&old);
    if known.iter().any(|(o, _)| *o == old) || kit.fixtures.values().any(given) {
        return;
    }
    let near = known.iter().find_map(|(o, n)| alike(o, n, &old));
    let new = near.filter(|new| text.fits(new)).or_else(|| {
        let length = old.chars().count();
        match old.strip_prefix(kit.prefix.as_str()) {
            Some(tail) => Some(format!("{}{}", kit.prefix, dice.letters(tail.len()))),
            None => text.of_length(dice, length),
        }
    });
    known.push((old.clone(), new.unwrap_or(old)));
}

/// Puts the new names into bytes that hold the old ones.
fn rename(request: &mut Request, known: &[(String, String)]) {
    // In an address and in headers only what is written there as it is.
    let plain = |text: &str| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        text.len() >= LONG_ENOUGH && text.bytes().all(is_plain)
    };
    for (old, new) in known.iter().filter(|(old, new)| plain(old) && plain(new)) {
        request.target = request.target.replace(old, new);
        for (_, value) in &mut request.headers {
            *value = value.replace(old, new);
        }
    }
    let text = request.body.as_deref().and_then(|b| str::from_utf8(b).ok());
    let Some(text) = text else { return };
    let mut renamed = text.to_owned();
    for (old, new) in known.iter().filter(|(old, _)| old.len() >= LONG_ENOUGH) {
        renamed = renamed.replace(old, new);
    }
    if renamed != text {
        request.body = Some(renamed.into_bytes().into());
    }
}

/// Shortest name, in bytes, that is looked for among others.
const LONG_ENOUGH: usize = 8;

/// The new name of one that differs from another in its last character, or lacks it: it does so from the
/// new name of that, too.
fn alike(other: &str, new: &str, old: &str) -> Option<String> {
    let stem = |text: &str| text.char_indices().next_back().map(|(at, _)| at);
    if other.get(..stem(other)?)? == old {
        return Some(new[..stem(new)?].to_owned());
    }
    let (own, end) = old.split_at(stem(old)?);
    let same = other.get(..stem(other)?)? == own && own.chars().count() > 1;
    let end = match new.ends_with(end) {
        true => "x",
        false => end,
    };
    same.then(|| format!("{}{end}", &new[..stem(new).unwrap_or(0)]))
}

fn messages(case: &mut Case) -> impl Iterator<Item = &mut Message> {
    case.steps.iter_mut().flat_map(|step| match step {
        Step::Send(message) => std::slice::from_mut(message),
        Step::Race(messages) => messages.as_mut_slice(),
        _ => &mut [],
    })
}
