//! Where documents hold codes, in the order in which they are believed.

use serde_json::Value;

use super::Found;
use crate::page::block::Block;
use crate::page::{codes, patterns, read};

patterns! {
    TICKED = r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z][A-Z0-9_]{5,}|[a-z]+(?:_[a-z]+)+|[a-z]+(?:-[a-z]+)+)`(?:\s*[:–-]\s*([^\n|`]+))?";
}

/// Members that hold codes, the most telling first.
const NAMES: &[&str] = &[
    "code",
    "errorCode",
    "error_code",
    "errcode",
    "errorType",
    "error_type",
    "type",
    "error",
    "reason",
    "name",
    "status",
];
/// Members that hold what is meant for people.
const WORDS: &[&str] = &[
    "message",
    "description",
    "detail",
    "error_description",
    "errorMessage",
    "msg",
    "title",
    "error",
];
/// Members of an extension that hold the status.
const STATUSES: &[&str] = &[
    "status",
    "http_status",
    "httpStatus",
    "status_code",
    "statusCode",
];
/// The form of a list of codes, which may be one of all operations.
pub(super) const LISTED: &str = "an enum or const of the error's schema";
/// The form of an example of a schema, which other operations may share.
pub(super) const OF_SCHEMA: &str = "an example of the error's schema";
/// The answer for all statuses that have none of their own.
const DEFAULT: &str = "default";
/// References that are followed one after another.
const FOLLOWED: usize = 16;
/// Deepest schemas that are looked into.
const DEEP: usize = 6;

/// The codes of one operation; what is not understood of its tables is told.
pub(super) fn of(document: &Value, path: &str, method: &str, told: &mut Vec<String>) -> Vec<Found> {
    let item = document.get("paths").and_then(|paths| paths.get(path));
    let Some(operation) = item
        .map(|i| follow(document, i))
        .and_then(|item| item.get(method))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut doubts = Vec::new();
    let responses = operation.get("responses").and_then(Value::as_object);
    for (status, written) in responses.into_iter().flatten() {
        if !status.starts_with(['4', '5']) && status != DEFAULT {
            continue;
        }
        let shared = written.get("$ref").and_then(Value::as_str);
        let shared = shared
            .and_then(|r| r.strip_prefix("#/components/responses/"))
            .map(str::to_owned);
        let response = follow(document, written);
        let mut own = response_codes(document, response, status, &mut doubts);
        own.iter_mut().for_each(|f| f.shared.clone_from(&shared));
        found.extend(own);
    }
    extensions(operation, document, &mut found);
    let words = operation
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    doubts.extend(tables(words, "", &mut found));
    for doubt in doubts {
        let text = format!("{} {path}: {doubt}", method.to_uppercase());
        if !told.contains(&text) {
            told.push(text);
        }
    }
    // Where an operation has one answer for refusals, what gives no status means that one.
    let mut refusals = responses
        .into_iter()
        .flatten()
        .map(|(status, _)| status)
        .filter(|s| s.starts_with('4') || *s == DEFAULT);
    if let (Some(only), None) = (refusals.next(), refusals.next()) {
        let open = found.iter_mut().filter(|f| f.status.is_empty());
        open.for_each(|f| f.status.clone_from(only));
    }
    // Only what the document has an answer for can be tied to one.
    let has = |status: &str| responses.is_some_and(|r| r.contains_key(status));
    found.retain(|f| has(&f.status));
    found
}

fn response_codes(
    document: &Value,
    response: &Value,
    status: &str,
    doubts: &mut Vec<String>,
) -> Vec<Found> {
    let mut found = Vec::new();
    let contents = response.get("content").and_then(Value::as_object);
    for media in contents.into_iter().flat_map(|c| c.values()) {
        if let Some(schema) = media.get("schema") {
            listed(document, schema, status, "", &mut found, 0);
        }
    }
    for media in contents.into_iter().flat_map(|c| c.values()) {
        let examples = media.get("examples").and_then(Value::as_object);
        for (name, example) in examples.into_iter().flatten() {
            let example = follow(document, example);
            let text = |key: &str| example.get(key).and_then(Value::as_str).map(str::to_owned);
            let mut words = vec![name.replace(['_', '-'], " ")];
            words.extend(text("summary").into_iter().chain(text("description")));
            if let Some(value) = example.get("value") {
                shown(value, status, words, "a named example", &mut found);
            }
        }
        if let Some(value) = media.get("example") {
            shown(value, status, Vec::new(), "an example", &mut found);
            continue;
        }
        let schema = media.get("schema").map(|s| follow(document, s));
        if let Some(value) = schema.and_then(|s| s.get("example")) {
            shown(value, status, Vec::new(), OF_SCHEMA, &mut found);
        }
    }
    let words = response
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    doubts.extend(tables(words, status, &mut found));
    ticked(words, status, &mut found);
    found
}

/// An enum or const of a member that holds codes.
fn listed(
    document: &Value,
    schema: &Value,
    status: &str,
    at: &str,
    found: &mut Vec<Found>,
    depth: usize,
) {
    if depth > DEEP {
        return;
    }
    let schema = follow(document, schema);
    let words = ["description", "title"]
        .iter()
        .filter_map(|key| schema.get(*key)?.as_str().map(str::to_owned));
    let words: Vec<String> = words.collect();
    for key in ["allOf", "anyOf", "oneOf"] {
        for part in schema
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            listed(document, part, status, at, found, depth + 1);
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let inner = follow(document, property);
        let place = crate::exchange::below(at, name);
        if NAMES.contains(&name.as_str()) {
            let values = inner.get("enum").and_then(Value::as_array).cloned();
            let values = values.or_else(|| inner.get("const").map(|v| vec![v.clone()]));
            let codes: Vec<String> = values
                .into_iter()
                .flatten()
                .filter_map(|v| code_of(&v, status, name))
                .collect();
            let single = codes.len() == 1;
            for code in codes {
                found.push(Found {
                    status: status.to_owned(),
                    code,
                    // What a schema says of itself is about its one code.
                    words: if single { words.clone() } else { Vec::new() },
                    form: LISTED,
                    at: Some(place.clone()),
                    shared: None,
                });
            }
        }
        if inner.get("properties").is_some()
            && matches!(name.as_str(), "error" | "errors" | "fault" | "status")
        {
            listed(document, inner, status, &place, found, depth + 1);
        }
    }
}

/// The code that an example shows.
fn shown(
    value: &Value,
    status: &str,
    mut words: Vec<String>,
    form: &'static str,
    found: &mut Vec<Found>,
) {
    let Some((at, code)) = code_in(value, status, "", 0) else {
        return;
    };
    let around = at.rsplit_once('/').map_or("", |(around, _)| around);
    let object = value.pointer(around);
    let message = object.and_then(|o| {
        WORDS
            .iter()
            .find_map(|name| o.get(*name).and_then(Value::as_str))
            .filter(|text| *text != code)
    });
    // What is meant for people says most.
    words.splice(0..0, message.map(str::to_owned));
    found.push(Found {
        status: status.to_owned(),
        code,
        words,
        form,
        at: Some(at),
        shared: None,
    });
}

fn code_in(value: &Value, status: &str, at: &str, depth: usize) -> Option<(String, String)> {
    if let Some(first) = value
        .as_array()
        .filter(|_| depth < 4)
        .and_then(|list| list.first())
    {
        return code_in(first, status, &format!("{at}/0"), depth + 1);
    }
    let map = value.as_object().filter(|_| depth < 4)?;
    for name in NAMES {
        if let Some(code) = map.get(*name).and_then(|v| code_of(v, status, name)) {
            return Some((crate::exchange::below(at, name), code));
        }
    }
    map.iter()
        .filter(|(name, _)| {
            matches!(
                name.as_str(),
                "error" | "errors" | "fault" | "status" | "details"
            )
        })
        .find_map(|(name, inner)| {
            code_in(inner, status, &crate::exchange::below(at, name), depth + 1)
        })
}

/// A code, unless it is the status itself or prose. An address is one in `type` alone, as RFC 9457 has it.
fn code_of(value: &Value, status: &str, name: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_i64() => number.to_string(),
        _ => return None,
    };
    let plain = |c: char| c.is_alphanumeric() || "_-.:/#".contains(c);
    let prose = text.is_empty() || text.len() > 100 || !text.chars().all(plain);
    let is_status = text == status
        || text.len() == 3 && text.starts_with(['4', '5']) && text.parse::<u16>().is_ok();
    let address = text.starts_with("http") && name != "type" || text == "about:blank";
    (!prose && !is_status && !address).then_some(text)
}

/// Extensions that list errors of an operation.
fn extensions(operation: &Value, document: &Value, found: &mut Vec<Found>) {
    let lists = [
        "x-endpoint-errors",
        "x-errors",
        "x-error-codes",
        "x-error-code",
    ];
    let own = lists.iter().filter_map(|key| operation.get(*key));
    let root = document.get("x-errors").and_then(Value::as_object);
    for entry in own.filter_map(Value::as_array).flatten() {
        let text = |keys: &[&str]| {
            keys.iter()
                .find_map(|k| entry.get(*k))
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        };
        let code = entry
            .as_str()
            .map(str::to_owned)
            .or_else(|| text(&["code", "id", "name", "error", "type"]));
        let Some(code) = code.filter(|c| !c.is_empty() && !c.contains(char::is_whitespace)) else {
            continue;
        };
        // What one list names, another one may describe.
        let said = root.and_then(|r| r.get(&code));
        let of_root = |key: &str| {
            said.and_then(|s| s.get(key))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let words = text(&["description", "message", "detail"]).or_else(|| of_root("description"));
        let status = text(STATUSES).or_else(|| {
            let all = STATUSES.iter().find_map(|key| said?.get(*key))?;
            Some(all.as_str().map_or_else(|| all.to_string(), str::to_owned))
        });
        found.push(Found {
            status: status.unwrap_or_default(),
            code,
            words: words.into_iter().collect(),
            form: "an extension of the operation",
            at: None,
            shared: None,
        });
    }
}

/// Tables of statuses and codes in a description; says which of their rows are not understood.
fn tables(words: &str, status: &str, found: &mut Vec<Found>) -> Vec<String> {
    let mut doubts = Vec::new();
    let drawn = words.contains('|') || words.contains("<table");
    let listed = words
        .lines()
        .any(|line| line.trim_start().starts_with(['-', '*']));
    if !drawn && !listed {
        return doubts;
    }
    for block in read(words).blocks {
        let Block::Table(table) = block else { continue };
        if !codes::is_table(&table) {
            continue;
        }
        for (row, why) in codes::unread(&table, status) {
            doubts.push(format!(
                "row {row} of a table of the description is not understood, because {why}"
            ));
        }
        for row in codes::rows(&table, "a table of the description", status) {
            if let Some(code) = row.code {
                found.push(Found {
                    status: row.status,
                    code,
                    words: vec![row.words],
                    form: "a table or list of the description",
                    at: None,
                    shared: None,
                });
            }
        }
    }
    doubts
}

/// Codes in back quotes.
fn ticked(words: &str, status: &str, found: &mut Vec<Found>) {
    let Some(pattern) = TICKED.as_ref() else {
        return;
    };
    for caught in words.lines().flat_map(|line| pattern.captures_iter(line)) {
        let said = caught.get(2).map(|m| m.as_str().trim().to_owned());
        found.push(Found {
            status: status.to_owned(),
            code: caught[1].to_owned(),
            words: said.into_iter().collect(),
            form: "back quotes of the description",
            at: None,
            shared: None,
        });
    }
}

/// A list of codes for the whole document: its name, and how many.
pub(super) fn global(document: &Value) -> Option<(String, usize)> {
    let schemas = document.pointer("/components/schemas")?.as_object()?;
    let named = |name: &str| {
        let lower = name.to_lowercase();
        lower.contains("error")
            && (lower.contains("code") || lower.contains("type") || lower.contains("name"))
    };
    schemas
        .iter()
        .filter(|(name, _)| named(name))
        .find_map(|(name, schema)| {
            let list = schema.get("enum")?.as_array()?;
            Some((name.clone(), list.len()))
        })
}

fn follow<'d>(document: &'d Value, node: &'d Value) -> &'d Value {
    let mut node = node;
    for _ in 0..FOLLOWED {
        let target = node
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|r| r.strip_prefix('#'));
        match target.and_then(|pointer| document.pointer(pointer)) {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}
