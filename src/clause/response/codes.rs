//! Codes that a documented error answer lists, in a document that does not say what provokes them: a
//! refusal with that status bears one of them.

use serde_json::Value;

use super::{Adds, said};
use crate::clause::answer::{Answer, word};
use crate::clause::{Cited, Level};
use crate::contract::{Code, Media, Response, Schema};
use crate::exchange::below;
use crate::wire::Kind;

/// What members with codes are called, without case and marks.
const NAMES: &[&str] = &[
    "code",
    "errorcode",
    "errcode",
    "error",
    "errortype",
    "type",
    "reason",
];
/// How deep a code may stand.
const DEEPEST: usize = 3;

pub(super) fn derive(response: &Response, add: &mut Adds<'_, '_>) {
    let [media] = &response.media[..] else {
        return;
    };
    if Kind::of(&media.media_type) == Kind::Other {
        return;
    }
    let mut places = Vec::new();
    find(&media.schema, "", 0, &mut places);
    for (at, schema) in places {
        let listed = listed(schema);
        said::derive(add, response, (&at, schema), &listed, &examples(media, &at));
        // Two named examples with a code each are a list; one is an example.
        let (codes, level) = match listed.is_empty() {
            false => (listed, Level::Documented),
            true if is_vague(&at) => continue,
            true => (shown(media, &at), Level::Sample),
        };
        if codes.is_empty() {
            continue;
        }
        let words: Vec<String> = codes.iter().map(ToString::to_string).collect();
        let duty = format!("{} bears one of the codes {}", add.what(), words.join(", "));
        let mut cited = Cited::documented(&schema.source, &schema.at);
        cited.level = level;
        let name = format!("{}.code", word(&at));
        add.add(&name, duty, cited, Answer::Code(at, codes));
    }
}

/// Members that are called like a code.
fn find<'s>(
    schema: &'s Schema,
    around: &str,
    depth: usize,
    places: &mut Vec<(String, &'s Schema)>,
) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        let plain: String = property
            .name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if NAMES.contains(&plain.as_str()) && property.schema.properties.is_empty() {
            places.push((at.clone(), &property.schema));
        }
        if depth < DEEPEST {
            find(&property.schema, &at, depth + 1, places);
            if let Some(items) = &property.schema.items {
                find(items, &format!("{at}/*"), depth + 1, places);
            }
        }
    }
}

/// Whether examples of a member say little of what else may stand there.
fn is_vague(at: &str) -> bool {
    !at.to_ascii_lowercase().contains("code")
}

/// The codes that a schema lists.
fn listed(schema: &Schema) -> Vec<Code> {
    let one = schema.constant.iter();
    let all = schema.enumeration.iter().chain(one);
    all.filter_map(Code::of).collect()
}

/// The codes that all examples of an answer show, if there are several.
fn shown(media: &Media, at: &str) -> Vec<Code> {
    let code = |example: &Value| example.pointer(at).and_then(Code::of);
    let Some(mut codes) = media.examples.iter().map(code).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    codes.sort();
    codes.dedup();
    let telling = codes.iter().all(Code::is_telling);
    match codes.len() {
        0 | 1 => Vec::new(),
        _ if !telling => Vec::new(),
        _ => codes,
    }
}

/// The codes that any example of an answer shows.
fn examples(media: &Media, at: &str) -> Vec<Code> {
    let all = media.examples.iter();
    all.filter_map(|e| e.pointer(at).and_then(Code::of))
        .collect()
}
