//! Which places a refusal is about, and in which words: the envelopes of the usual frameworks, members of
//! RFC 9457, and plain sentences.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::contract::Operation;

/// A place and what was said of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lesson {
    /// The members on the way to it.
    pub(super) way: Vec<String>,
    /// What was said.
    pub(super) words: String,
    /// Whether the words call it a parameter.
    pub(super) parameter: bool,
    /// Whether the place is one of the operation's that the shape of the answer names, in whichever
    /// language the words are.
    pub(super) named: bool,
}

/// Members that name a place.
const PLACES: [&str; 14] = [
    "field",
    "loc",
    "path",
    "propertyPath",
    "instancePath",
    "pointer",
    "key",
    "property",
    "attribute",
    "param",
    "parameter",
    "name",
    "fieldName",
    "propertyName",
];
/// Members that say something of it.
const SAYINGS: [&str; 9] = [
    "message",
    "msg",
    "detail",
    "error",
    "reason",
    "description",
    "defaultMessage",
    "errorMessage",
    "title",
];
/// Members that name the rule, and those that hold its limit.
const RULES: [&str; 6] = ["keyword", "tag", "rule", "validator", "type", "code"];
const LIMITS: [&str; 12] = [
    "limit",
    "param",
    "minimum",
    "maximum",
    "actual_limit",
    "min_length",
    "max_length",
    "ge",
    "le",
    "gt",
    "lt",
    "count",
];
/// Members that list the values which are taken.
const LISTS: [&str; 5] = ["allowedValues", "options", "values", "valids", "enum"];
/// Members around the rest, which name no place.
const AROUND: [&str; 27] = [
    "errors",
    "error",
    "detail",
    "details",
    "messages",
    "message",
    "msg",
    "extra",
    "violations",
    "issues",
    "fieldErrors",
    "field_errors",
    "fields",
    "data",
    "validation",
    "title",
    "status",
    "type",
    "timestamp",
    "code",
    "instance",
    "traceId",
    "_schema",
    "non_field_errors",
    "json",
    "body",
    "query",
];
/// Lessons of one answer.
const MOST: usize = 50;

/// All that an answer says of places.
pub(super) fn read(body: &Value, operation: &Operation) -> Vec<Lesson> {
    let mut list = Vec::new();
    let known = known(operation);
    walk(body, &[], &known, &mut list);
    let mut lessons = Vec::new();
    for (way, words) in list {
        // What was sent and comes back says nothing of itself.
        if words.trim().is_empty() {
            continue;
        }
        if !way.is_empty() {
            let named = way.last().is_some_and(|name| known.contains(name));
            lessons.push(Lesson {
                way,
                words,
                parameter: false,
                named,
            });
            continue;
        }
        // Several sentences may stand in one text.
        for one in words.split(';') {
            let parameter = one.to_lowercase().contains("parameter");
            if let Some(way) = named(one, &known) {
                lessons.push(Lesson {
                    way,
                    words: one.to_owned(),
                    parameter,
                    named: false,
                });
            }
        }
    }
    lessons.truncate(MOST);
    lessons
}

fn walk(value: &Value, way: &[String], known: &[String], list: &mut Vec<(Vec<String>, String)>) {
    if list.len() >= MOST {
        return;
    }
    match value {
        Value::String(words) => list.push((way.to_vec(), words.clone())),
        Value::Array(all) => all.iter().for_each(|one| walk(one, way, known, list)),
        Value::Object(members) => match place(members) {
            Some(own) => list.push((own, said(members))),
            None => {
                let members = members
                    .iter()
                    .filter(|(name, v)| !(is_of_request(name) && v.is_string()));
                for (name, inner) in members {
                    let around = AROUND.iter().any(|it| it.eq_ignore_ascii_case(name));
                    let mut way = way.to_vec();
                    let is_member = known.contains(name) && !inner.is_string();
                    if (!around || is_member) && is_name(name) {
                        way.push(name.clone());
                    }
                    walk(inner, &way, known, list);
                }
            }
        },
        _ => {}
    }
}

/// Whether a member tells which request was refused.
fn is_of_request(name: &str) -> bool {
    matches!(
        name,
        "path" | "url" | "uri" | "instance" | "method" | "timestamp" | "requestId"
    )
}

/// The place that a record of a violation names, where it says something as well.
fn place(members: &Map<String, Value>) -> Option<Vec<String>> {
    let says = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
    if !says(&SAYINGS) && !says(&RULES) {
        return None;
    }
    let source = members.get("source").and_then(Value::as_object);
    // The path of the request names no place in it.
    let is_place = |name: &&str, value: &Value| {
        *name != "path" || !value.as_str().is_some_and(|v| v.starts_with('/'))
    };
    let places = PLACES
        .iter()
        .find_map(|name| members.get(*name).filter(|v| is_place(name, v)));
    let named = source.and_then(|s| s.get("pointer")).or(places)?;
    let way: Vec<String> = match named {
        Value::String(text) => text
            .split(['.', '/', '[', ']'])
            .map(str::to_owned)
            .collect(),
        Value::Array(list) => list
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect(),
        _ => return None,
    };
    let way: Vec<String> = trimmed(way);
    (!way.is_empty()
        && way
            .iter()
            .all(|one| is_name(one) || one.parse::<usize>().is_ok()))
    .then_some(way)
}

/// Without what stands for the whole request.
fn trimmed(way: Vec<String>) -> Vec<String> {
    let whole = |one: &String| {
        matches!(
            one.to_lowercase().as_str(),
            "" | "#" | "$" | "body" | "data" | "attributes" | "request" | "query" | "properties"
        )
    };
    way.into_iter().filter(|one| !whole(one)).collect()
}

/// What a record says, with its rule and limit.
fn said(members: &Map<String, Value>) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    };
    let mut parts: Vec<String> = SAYINGS
        .iter()
        .filter_map(|name| members.get(*name))
        .filter_map(text)
        .collect();
    let params = members
        .get("params")
        .or(members.get("parameters"))
        .or(members.get("ctx"));
    let params = params.and_then(Value::as_object);
    for (name, value) in RULES
        .iter()
        .filter_map(|n| Some((n, members.get(*n).and_then(text)?)))
    {
        let limits = LIMITS
            .iter()
            .filter_map(|n| members.get(*n).or_else(|| params?.get(*n)));
        let limit = limits.filter_map(text).find(|t| t.parse::<f64>().is_ok());
        let coded = *name == "code" || *name == "type";
        let digits = value.contains(|c: char| c.is_ascii_digit());
        // Numbers of codes are no limits of anything, and words like `field` no rules.
        if !coded || is_rule(&value) || limit.is_some() && !digits {
            parts.push(format!("{value} {}", limit.unwrap_or_default()));
        }
    }
    let lists = LISTS
        .iter()
        .filter_map(|n| members.get(*n).or_else(|| params?.get(*n)));
    if let Some(Value::Array(all)) = lists.into_iter().next() {
        let all: Vec<String> = all.iter().filter_map(text).collect();
        parts.push(format!("one of: [{}]", all.join(", ")));
    }
    if let Some(expected) = members.get("expected").and_then(Value::as_str) {
        parts.push(format!("expected {expected},"));
    }
    parts.join(", ")
}

/// Whether a code names a rule: words in small letters, or of the Java kind.
fn is_rule(code: &str) -> bool {
    let small = code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    small
        && (code.contains('_')
            || matches!(code, "missing" | "required" | "blank" | "uuid" | "email"))
        || matches!(code, "NotBlank" | "NotNull" | "NotEmpty")
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

/// The names of an operation's places.
fn known(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().map(|p| p.name.clone());
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    let members = body.into_iter().flat_map(|m| &m.schema.properties);
    parameters.chain(members.map(|p| p.name.clone())).collect()
}

static NAMED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let all = [
        r#"\["(\w+)"\]"#,
        r"^\s*([A-Za-z_][\w.\[\]]*)\s*[-:]\s",
        r#"(?i)(?:parameter|field|property|member|argument|attribute|key)(?: name)?:?\s+['"`]([\w.\-]+)['"`]"#,
        r#"['"`]([A-Za-z_][\w.\-]*)['"`]\s+(?i)(?:is|must|field|property|parameter|cannot|can't|should)"#,
        r"(?i)\b([a-z_]\w*) (?:field|parameter|property) (?:is )?(?:missing|required)",
        r"(?i)missing (?:required )?(?:field|parameter|property)?:?\s*([a-z_]\w*)\s*$",
        r"(?i)^\W*(?:unknown|unsupported|no such|invalid) ([a-z_]\w*)\b.*\(?available",
        r"^\s*(?:The )?([A-Za-z_]\w*)(?: field)? (?:is|must|can't|cannot|should|may)\b",
    ];
    all.iter()
        .filter_map(|text| Regex::new(text).ok())
        .collect()
});

/// The place that a sentence names.
fn named(words: &str, known: &[String]) -> Option<Vec<String>> {
    let mut found = NAMED
        .iter()
        .filter_map(|p| p.captures(words))
        .map(|c| c[1].to_owned());
    let way = found
        .find(|name| !is_word(name))
        .or_else(|| sentence(words, known))
        .or_else(|| inside(words, known))?;
    Some(trimmed(
        way.split(['.', '[', ']']).map(str::to_owned).collect(),
    ))
}

/// Words that begin sentences and name nothing.
fn is_word(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        "it" | "this"
            | "that"
            | "value"
            | "error"
            | "input"
            | "request"
            | "field"
            | "body"
            | "bad"
            | "java"
            | "json"
            | "invalid"
            | "validation"
            | "there"
            | "which"
            | "what"
            | "message"
    )
}

/// A known name inside a sentence, before what is asked of it: "the database name must be short".
fn inside(words: &str, known: &[String]) -> Option<String> {
    const ASKS: [&str; 6] = ["must", "should", "cannot", "can't", "may", "is"];
    let all: Vec<&str> = words.split_whitespace().collect();
    let mut pairs = all.windows(2).filter(|pair| ASKS.contains(&pair[1]));
    pairs.find_map(|pair| known.iter().find(|name| *name == pair[0]).cloned())
}

/// A known name at the beginning of a sentence for people: "First name is too short".
fn sentence(words: &str, known: &[String]) -> Option<String> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let words = plain(words);
    let mut fit = known.iter().filter(|name| words.starts_with(&plain(name)));
    fit.next().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;
    use serde_json::json;

    fn lessons(body: &Value) -> Vec<(String, String)> {
        let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
                "first_name": {"type": "string"}, "title": {"type": "string"}}}}}},
            "responses": {"200": {"description": "ok"}}}}}});
        let contract =
            contract::load_text("t.json", &document.to_string(), &|_| Err(String::new())).unwrap();
        let read = read(body, &contract.operations[0]);
        read.into_iter()
            .map(|l| (l.way.join("."), l.words))
            .collect()
    }

    #[test]
    fn envelopes_of_the_usual_frameworks_are_read() {
        let words = "must not be blank".to_owned();
        let said = |way: &str| vec![(way.to_owned(), words.clone())];
        for (body, way) in [
            (json!({"errors": {"email": ["must not be blank"]}}), "email"),
            (json!({"title": ["must not be blank"]}), "title"),
            (
                json!({"errors": [{"field": "email", "message": words}]}),
                "email",
            ),
            (
                json!({"detail": [{"loc": ["body", "email"], "msg": words}]}),
                "email",
            ),
            (
                json!({"errors": [{"instancePath": "/a/email", "message": words}]}),
                "a.email",
            ),
            (
                json!({"violations": [{"propertyPath": "a.email", "message": words}]}),
                "a.email",
            ),
            (
                json!({"errors": [{"detail": words, "source": {"pointer": "/data/attributes/email"}}]}),
                "email",
            ),
            (
                json!({"status": 400, "path": "/a", "errors": [{"path": ["email"], "message": words}]}),
                "email",
            ),
        ] {
            assert_eq!(lessons(&body), said(way), "{body}");
        }
    }

    #[test]
    fn codes_tell_the_rule_in_any_language() {
        for (body, words) in [
            (
                json!({"detail": [{"type": "string_too_short", "loc": ["body", "email"], "msg": "zu kurz",
                    "ctx": {"min_length": 3}}]}),
                "string_too_short 3",
            ),
            (
                json!({"issues": [{"code": "too_small", "minimum": 3, "path": ["email"], "message": "zu kurz"}]}),
                "too_small 3",
            ),
            (
                json!({"errors": [{"field": "email", "code": "NotBlank", "message": "darf nicht leer sein"}]}),
                "NotBlank ",
            ),
            (
                json!({"errors": [{"path": "email", "code": "invalid_value", "values": ["a", "b"], "message": "nein"}]}),
                "one of: [a, b]",
            ),
        ] {
            let all = lessons(&body);
            assert!(
                all.iter()
                    .any(|(way, said)| way == "email" && said.contains(words)),
                "{all:?}"
            );
        }
    }

    #[test]
    fn sentences_name_places() {
        for (words, way) in [
            ("email - must not be blank", "email"),
            ("a.email: must not be blank", "a.email"),
            ("Required Double parameter 'lat' is not present", "lat"),
            ("Unrecognized field: 'tags'", "tags"),
            ("Bad Request: subject field missing", "subject"),
            ("email is required", "email"),
            (
                "Unknown plugin x (available plugins: ['cpu', 'mem'])",
                "plugin",
            ),
            (
                "the database title must be at least 3 characters long",
                "title",
            ),
            (
                "First name is too short (minimum is 3 characters)",
                "first_name",
            ),
            (
                "JSON parse error: no such value (through reference chain: a.B[\"kind\"])",
                "kind",
            ),
        ] {
            let found = lessons(&json!({"messages": [words]}));
            assert_eq!(found, [(way.to_owned(), words.to_owned())]);
        }
        assert_eq!(lessons(&json!({"message": "It did not work"})), []);
        assert_eq!(
            lessons(
                &json!({"timestamp": 1, "status": 400, "path": "/a/b", "error": "Bad Request"})
            ),
            []
        );
    }
}
