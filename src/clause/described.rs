//! Texts whose description may say more than their schema: "the name of a zone", "one of all, zone, record".
//! A made-up one may be refused by what is written there, which no keyword tells.

use serde_json::Value;

use super::judge::Seen;
use super::{Clause, Judgement, Stimulus, prose};
use crate::contract::{Operation, Place, Schema, StatusSet};
use crate::exchange::{Response, below};

/// Words of a description that says something.
const WORDS: usize = 3;
/// Members inside members that are looked at.
const DEEPEST: usize = 4;
/// What people write for people, in whatever words.
const PROSE: [&str; 12] = [
    "body",
    "comment",
    "content",
    "description",
    "label",
    "message",
    "name",
    "note",
    "remark",
    "subject",
    "summary",
    "title",
];

/// Ends of names of parameters that say where a page begins.
const CURSORS: [&str; 8] = [
    "after",
    "before",
    "continuation",
    "continuationtoken",
    "cursor",
    "marker",
    "pagetoken",
    "nexttoken",
];

/// The place of a text in a refused request that its description may rule out: one that may be left out, so
/// that the plain request, which is accepted, shows nothing of it. Only where the contract tells that a
/// request may be refused so, and no code tells why.
pub(super) fn may_rule_out(seen: &Seen<'_>, step: usize, response: &Response) -> Option<String> {
    let operation = seen.operation;
    if operation.errors().next().is_some() || operation.success.is_some() {
        return None;
    }
    if !matches!(response.status, 400 | 404 | 422) || !is_listed(operation, response.status) {
        return None;
    }
    let message = seen.message(step)?;
    let mut places = operation.parameters.iter().filter(|p| {
        let apart = matches!(p.place, Place::Query | Place::Header);
        let text = p.schema.entries().unwrap_or(&p.schema);
        let said = is_described(&p.name, text, &p.schema.about);
        apart && !p.required && (said || names_a_page(&p.name, text))
    });
    let is_text = |v: &Value| match v {
        Value::Array(list) => list.iter().any(Value::is_string),
        other => other.is_string(),
    };
    let sent = |at: &str| message.get(at).is_some_and(is_text);
    if let Some(found) = places.find(|p| sent(&p.pointer())) {
        return Some(found.pointer());
    }
    let media = operation.body.as_ref()?.media.first()?;
    member(message.body.as_ref()?, &media.schema, "/body", DEEPEST)
}

/// Why the refusal of a valid request shows nothing: what the documents say of the text that the clause is
/// about, of any text of a request that is drawn whole, or of the operation, may rule it out. Only where the
/// contract lists such a refusal, and no code tells why.
pub(super) fn by_prose(clause: &Clause, seen: &Seen<'_>, judged: &Judgement) -> Option<Judgement> {
    let Judgement::Broken(broken) = judged else {
        return None;
    };
    let operation = seen.operation;
    let drawn = clause.sends_valid_requests() && !matches!(clause.stimulus, Stimulus::Raw(_));
    if !drawn || operation.errors().next().is_some() || operation.success.is_some() {
        return None;
    }
    let (step, place) = broken.shown;
    let taken = seen.taken.iter().find(|t| t.step == step);
    let answer = &taken?.exchanges.get(place)?.answer;
    let status = answer.as_ref().ok()?.status;
    if !is_listed(operation, status) {
        return None;
    }
    let unseen = |what: String| Some(Judgement::Unseen(format!("status {status}: {what}")));
    if matches!(status, 400 | 402 | 403 | 409 | 422 | 429 | 507) && prose::counts(&operation.words)
    {
        return unseen("the documents bound how many things there may be".to_owned());
    }
    if !matches!(status, 400 | 404 | 409 | 422) {
        return None;
    }
    let at = clause
        .about()
        .map(|about| about.at)
        .filter(|at| !at.is_empty() && at != "/body");
    // Where one status is for what breaks a schema, the other one is for what its words say.
    let apart = operation.lists(400) && operation.lists(422);
    if let Some(at) = &at
        && (prose::speaks_of(&operation.words, status, at)
            || status == 422 && apart && prose::names(&operation.words, status) == Some(true))
    {
        return unseen(format!(
            "what is said of the operation may rule out what was made up for {at}"
        ));
    }
    let at = match at {
        Some(at) => Some(at).filter(|at| operation.schema_at(at).is_some_and(is_drawn))?,
        None => String::new(),
    };
    let narrows = |at: &str| {
        operation
            .schema_at(at)
            .is_some_and(|s| prose::narrows(&s.about))
    };
    let found = match at.is_empty() {
        false => Some(at).filter(|at| narrows(at)),
        true => drawn_texts(seen, step).into_iter().find(|at| narrows(at)),
    };
    match found {
        Some(at) => unseen(format!(
            "what is said of {at} may rule out the text that was made up for it"
        )),
        // How long a text may be is told by its schema, unless words say otherwise with that status.
        None if prose::names(&operation.words, status)
            .unwrap_or_else(|| !is_limit(clause) && prose::refuses(&operation.words)) =>
        {
            unseen("what is said of the operation may rule out what was made up".to_owned())
        }
        None => None,
    }
}

fn is_limit(clause: &Clause) -> bool {
    let keyword = clause.about().map(|about| about.keyword);
    keyword.is_some_and(|k| matches!(k.as_str(), "minLength" | "maxLength"))
}

/// Whether values of a schema are texts that are made up, and so may mean nothing.
fn is_drawn(schema: &Schema) -> bool {
    let text = schema.entries().unwrap_or(schema);
    let listed = !text.enumeration.is_empty() || text.constant.is_some();
    !listed && text.types.iter().any(|t| t == "string") || is_text(text) && text.is_any_text()
}

/// Places of such texts in a request.
fn drawn_texts(seen: &Seen<'_>, step: usize) -> Vec<String> {
    let Some(message) = seen.message(step) else {
        return Vec::new();
    };
    let operation = seen.operation;
    let own = operation.parameters.iter().map(|p| p.pointer());
    let mut all: Vec<String> = own.filter(|at| message.get(at).is_some()).collect();
    if let Some(body) = &message.body {
        gather(body, "/body", DEEPEST, &mut all);
    }
    all.retain(|at| operation.schema_at(at).is_some_and(is_drawn));
    all
}

fn gather(value: &Value, at: &str, depth: usize, all: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::String(_) => all.push(at.to_owned()),
        Value::Array(list) => {
            // Entries are alike.
            list.iter()
                .take(1)
                .for_each(|v| gather(v, &below(at, "0"), depth, all));
        }
        Value::Object(map) => {
            map.iter()
                .for_each(|(name, v)| gather(v, &below(at, name), depth, all));
        }
        _ => {}
    }
}

/// Why it shows nothing that a wrong value was taken: the documents say in words that nobody looks at it.
pub(super) fn may_be_ignored(seen: &Seen<'_>, at: &str, judged: &Judgement) -> Option<Judgement> {
    let Judgement::Broken(broken) = judged else {
        return None;
    };
    let operation = seen.operation;
    let (step, place) = broken.shown;
    let taken = seen.taken.iter().find(|t| t.step == step);
    let answer = taken
        .and_then(|t| t.exchanges.get(place))
        .map(|e| &e.answer);
    let accepted = matches!(answer, Some(Ok(r)) if seen.is_success(r));
    (accepted && operation.errors().next().is_none() && operation.may_ignore(at)).then(|| {
        Judgement::Unseen(format!(
            "it was accepted, and what is said of {at} may have it ignored"
        ))
    })
}

/// Whether a status stands in the list of the operation's answers.
fn is_listed(operation: &Operation, status: u16) -> bool {
    let mut all = operation.responses.iter();
    all.any(|r| match r.status {
        StatusSet::Exact(own) => own == status,
        StatusSet::Class(4) | StatusSet::Any => true,
        _ => false,
    })
}

/// A member that may be left out and is such a text, or a list of such.
fn member(body: &Value, schema: &Schema, at: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let body = body.as_object()?;
    schema.properties.iter().find_map(|property| {
        let (name, inner) = (&property.name, &property.schema);
        let value = body.get(name)?;
        let at = below(at, name);
        let entry = inner.entries().filter(|_| value.is_array());
        let text = entry.unwrap_or(inner);
        if !property.required && is_described(name, text, &inner.about) {
            return Some(at);
        }
        member(value, inner, &at, depth)
    })
}

/// Whether a place takes any text by its schema, and its description says something.
fn is_described(name: &str, schema: &Schema, about: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let prose = PROSE.iter().any(|word| name.ends_with(word));
    let free = schema.is_any_text() && schema.max_length.is_none() && schema.examples.is_empty();
    free && is_text(schema) && !prose && about.split_whitespace().count() >= WORDS
}

/// Whether a schema is one of texts, with other kinds beside them at most.
fn is_text(schema: &Schema) -> bool {
    !schema.types.is_empty() || schema.any_of.iter().any(is_text)
}

/// Whether a text says where a page begins: only what an answer gave is one.
fn names_a_page(name: &str, schema: &Schema) -> bool {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    let named = CURSORS.iter().any(|cursor| bare.ends_with(cursor));
    let scalar = |t: &String| !matches!(t.as_str(), "integer" | "number" | "boolean");
    named && is_text(schema) && schema.types.iter().all(scalar)
}
