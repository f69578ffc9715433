//! What is replaced is gone, where the document says that a PUT replaces.

use serde_json::{Map, Value};

use super::changed::{around, body, place_of, stands_alone, success, success_body};
use super::shows::{alike, is_plain};
use super::{Kept, READING, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::Operation;
use crate::exchange::below;

/// Words that say that all of a thing is replaced.
const REPLACES: [&str; 2] = ["replac", "overwrit"];
/// Words that leave room for what is not sent.
const ROOM: [&str; 9] = [
    "partial",
    "merge",
    "omit",
    "unchanged",
    "not sent",
    "left out",
    "only the",
    "provided fields",
    "keeps",
];

/// Whether a document says that a PUT replaces the thing.
pub(in crate::clause) fn says_so(operation: &Operation) -> bool {
    let texts = [&operation.about, &operation.words, &operation.id];
    let texts = texts.map(|text| text.to_ascii_lowercase());
    let says = |words: &[&str]| texts.iter().any(|t| words.iter().any(|w| t.contains(w)));
    operation.method == "PUT" && says(&REPLACES) && !says(&ROOM)
}

/// A thing of which all was said, behind a PUT that says what it must: what was left out is not as it was.
pub(super) fn judge(
    walk: &Walk<'_>,
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    let Some((step, exchange)) = walk.answers(Role::Replace).into_iter().next() else {
        return Err(unseen(Role::Replace, "was not sent"));
    };
    let mut made = walk.answers(Role::Full).into_iter();
    let Some((made, _)) = made.rfind(|(own, _)| *own < step) else {
        return Err(unseen(Role::Full, "was not sent"));
    };
    if success(exchange).is_none() {
        return Err(unseen(Role::Replace, "was refused"));
    }
    let Some([(_, before), (shown, after)]) = around(walk, Role::ReadFull, step) else {
        return Err(unseen(Role::ReadFull, "was not sent"));
    };
    let (Some(Value::Object(sent)), Some(Value::Object(put)), Some(before), Some(after)) = (
        walk.sent(made),
        walk.sent(step),
        body(before),
        success_body(after),
    ) else {
        return Err(unseen(Role::ReadFull, "shows nothing"));
    };
    let operation = walk.seen.message(step).map(|m| m.operation.as_str());
    let operation = operation.and_then(|id| walk.seen.contract.operation(id));
    let own = operation.map_or(&[][..], Operation::said_members);
    let left_out = |name: &str, value: &Value, before: &Map<String, Value>| {
        let known = own.iter().any(|p| p.name == name && !p.required);
        let was = before.get(name).is_some_and(|v| alike(value, v));
        let fixed = operation.is_some_and(|o| o.may_ignore(&below(&place_of(o), name)));
        known && was && !fixed && is_plain(value) && !put.contains_key(name) && stands_alone(name)
    };
    let (mut stayed, mut went) = (Vec::new(), 0);
    for (name, value) in sent {
        if !left_out(name, value, &before) {
            continue;
        }
        // What has a default that is what was sent shows nothing.
        let default = own.iter().find(|p| p.name == *name);
        if default.is_some_and(|p| p.schema.default.as_ref() == Some(value)) {
            continue;
        }
        match after.get(name) {
            Some(now) if alike(value, now) => stayed.push(name.clone()),
            _ => went += 1,
        }
    }
    match (stayed.is_empty(), went) {
        (false, 0) => {
            let got = format!(
                "`{}` as before, though the PUT left it out",
                stayed.join("`, `")
            );
            let expected = Kept::Replaced.in_words().into();
            Ok(Judgement::broken(expected, got, (shown, 0)))
        }
        (false, _) => {
            readings.push((
                READING.to_owned(),
                "a PUT leaves some of it as it was".into(),
            ));
            Ok(Judgement::Held)
        }
        (true, 0) => Err(Judgement::Unseen(
            "nothing was left out that was shown as it was sent before".into(),
        )),
        (true, _) => Ok(Judgement::Held),
    }
}
