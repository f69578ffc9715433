//! Ties that `links` of answers declare.

use serde_json::Value;

use super::{Kind, Origin, Source, Study, Tie};
use crate::contract::Operation;

/// Ties of the links that lead to an operation.
pub(super) fn to(study: &Study<'_>, operation: &Operation, strays: &mut Vec<String>) -> Vec<Tie> {
    let mut ties = Vec::new();
    for producer in &study.linked {
        let answers = producer.responses.iter();
        let answers = answers.filter(|r| r.status.is_success() || r.status.leads_elsewhere());
        for link in answers.flat_map(|r| &r.links) {
            // What was deleted is named by nobody any more.
            let is_gone = producer.method == "DELETE";
            if is_gone || !leads_to(&link.operation, operation) || producer.id == operation.id {
                continue;
            }
            let mut fills: Vec<(String, Origin)> = Vec::new();
            let mut stray = |what: String| {
                let line = format!("the link `{}` of {}: {what}", link.name, producer.id);
                if !strays.contains(&line) {
                    strays.push(line);
                }
            };
            for (name, value) in &link.parameters {
                match (place(operation, name), meant(value)) {
                    (Some(at), Some(origin)) => fills.push((at, origin)),
                    (None, _) => stray(format!("{} has no parameter `{name}`", operation.id)),
                    (_, None) => stray(format!("{value} is no expression that can be followed")),
                }
            }
            if let Some(Value::Object(members)) = &link.body {
                for (name, value) in members {
                    match meant(value) {
                        Some(origin) => fills.push((format!("/body/{name}"), origin)),
                        None => stray(format!("{value} is no expression that can be followed")),
                    }
                }
            }
            // What stands last in the path is what the link is about; what is always the same names nothing
            // that was made.
            let told = |origin: &Origin| !matches!(origin, Origin::Constant(_));
            fills.sort_by_key(|(at, o)| std::cmp::Reverse((told(o), rank(operation, at))));
            if fills.is_empty() {
                continue;
            }
            let about = fills.first().is_some_and(|(_, o)| told(o));
            ties.push(Tie {
                operation: operation.id.clone(),
                producer: producer.id.clone(),
                fills,
                source: Source::Link(link.name.clone()),
                kind: match &*producer.method {
                    "GET" | "HEAD" => Kind::Listed,
                    _ if !about => Kind::Listed,
                    _ => Kind::Made,
                },
                weak: false,
            });
        }
    }
    ties
}

/// Whether a link leads to an operation: by id, or by method and path where it has none of its own.
pub(in crate::contract) fn leads_to(link: &str, operation: &Operation) -> bool {
    let bare = operation.form.as_ref().and_then(|form| {
        let end = format!(".{form}");
        operation.id.strip_suffix(&end)
    });
    if link == operation.id || bare == Some(link) {
        return true;
    }
    // `#/paths/~1pets~1{petId}/get`
    let Some((path, method)) = link.rsplit_once('/') else {
        return false;
    };
    let path = path.rsplit('/').next().unwrap_or_default();
    let path = path.replace("~1", "/").replace("~0", "~");
    let path = path.replace("%7B", "{").replace("%7D", "}");
    method.eq_ignore_ascii_case(&operation.method) && path == operation.path
}

fn rank(operation: &Operation, at: &str) -> usize {
    at.strip_prefix("/path/")
        .and_then(|name| operation.path.find(&format!("{{{name}}}")))
        .map_or(0, |place| place + 1)
}

/// The place of the parameter that a link names: alone, or behind its `in` (`path.id`).
fn place(operation: &Operation, name: &str) -> Option<String> {
    let own = |p: &&crate::contract::Parameter| {
        p.name == name
            || name
                .split_once('.')
                .is_some_and(|(place, rest)| place == p.place.word() && rest == p.name)
    };
    operation.parameters.iter().find(own).map(|p| p.pointer())
}

/// What a value of a link means: an expression, or itself.
fn meant(value: &Value) -> Option<Origin> {
    match value {
        Value::String(text) if text.starts_with('$') || text.contains("{$") => expression(text),
        other => Some(Origin::Constant(other.clone())),
    }
}

/// Where an expression of a link takes its value from; nothing for one that is none.
pub(in crate::contract) fn expression(text: &str) -> Option<Origin> {
    let text = text.trim();
    let inner = text
        .strip_prefix('{')
        .and_then(|t| t.strip_suffix('}'))
        .unwrap_or(text);
    if let Some(rest) = inner.strip_prefix("$response.") {
        if let Some(pointer) = rest.strip_prefix("body") {
            let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
            return (pointer.is_empty() || pointer.starts_with('/'))
                .then(|| Origin::Answer(pointer.to_owned()));
        }
        let name = rest.strip_prefix("header.")?;
        return Some(match name.eq_ignore_ascii_case("location") {
            true => Origin::Location(0),
            false => Origin::Header(name.to_ascii_lowercase()),
        });
    }
    let rest = inner.strip_prefix("$request.")?;
    if let Some(pointer) = rest.strip_prefix("body") {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        return Some(Origin::Sent(format!("/body{pointer}")));
    }
    let (place, name) = rest.split_once('.')?;
    matches!(place, "path" | "query" | "header").then(|| {
        Origin::Sent(format!(
            "/{place}/{}",
            name.replace('~', "~0").replace('/', "~1")
        ))
    })
}
