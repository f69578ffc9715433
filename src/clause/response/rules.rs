//! What a schema says of one value, keyword by keyword: each with the piece of the schema that judges
//! it alone.

use serde_json::{Map, Value, json};

use crate::clause::answer::Valid;
use crate::contract::Schema;

use super::formats;

/// A keyword at a place.
pub(super) struct Rule {
    pub keyword: &'static str,
    /// What is to be, behind the name of the place.
    pub duty: String,
    pub valid: Valid,
}

/// Keywords that are pieces by themselves; those of the model have clauses already.
const ALONE: &[(&str, &str)] = &[
    ("multipleOf", "is a multiple of"),
    ("maximum", "is at most"),
    ("exclusiveMinimum", "is above"),
    ("exclusiveMaximum", "is below"),
    ("minLength", "has at least characters"),
    ("maxLength", "has at most characters"),
    ("uniqueItems", "repeats no entry"),
    ("minProperties", "has at least members"),
    ("maxProperties", "has at most members"),
    ("propertyNames", "has members with names as documented"),
    (
        "patternProperties",
        "has members as documented by their names",
    ),
    ("dependentRequired", "has the members that others need"),
    ("dependentSchemas", "is as its members make it"),
    ("prefixItems", "begins with entries as documented"),
    ("not", "is not what is ruled out"),
    ("oneOf", "is one of the documented alternatives"),
    ("anyOf", "is at least one of the documented alternatives"),
];

/// Keywords of XML answers too: there a value is known by the type that its schema gives it, and
/// what alternatives and names leave open is not.
const OF_TEXT: &[&str] = &[
    "multipleOf",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "uniqueItems",
    "format",
    "dependentRequired",
    "additionalProperties",
];

/// Schemas that are followed for one place.
const MOST: usize = 64;

/// Every rule beside those that the model names.
pub(super) fn rules(schema: &Schema, is_xml: bool) -> Vec<Rule> {
    let mut maps = Vec::new();
    gather(&schema.json, schema, &mut maps);
    let mut all: Vec<(&'static str, String, Vec<Value>, Option<Value>)> = Vec::new();
    let mut add =
        |keyword: &'static str, duty: String, piece: Value, before: Option<Value>| match all
            .iter_mut()
            .find(|(k, _, _, b)| *k == keyword && *b == before)
        {
            Some((_, _, pieces, _)) if pieces.contains(&piece) => {}
            Some((_, _, pieces, _)) => pieces.push(piece),
            None => all.push((keyword, duty, vec![piece], before)),
        };
    for map in maps {
        for (keyword, words) in ALONE {
            if let Some(value) = map.get(*keyword)
                && says_something(keyword, value)
            {
                add(
                    keyword,
                    in_words(words, value),
                    json!({ *keyword: value }),
                    None,
                );
            }
        }
        if let Some(format) = map.get("format").and_then(Value::as_str)
            && let Some(piece) = formats::piece(format, &schema.types)
        {
            add("format", format!("is a {format}"), piece, None);
        }
        for (keyword, duty, piece, before) in together(map) {
            add(keyword, duty.to_owned(), piece, before);
        }
    }
    all.into_iter()
        .filter(|(keyword, ..)| !is_xml || OF_TEXT.contains(keyword))
        .map(|(keyword, duty, mut pieces, before)| {
            let piece = match pieces.len() {
                1 => pieces.remove(0),
                _ => json!({ "allOf": pieces }),
            };
            let valid = Valid::after(before, piece, &schema.shared, duty.clone());
            Rule {
                keyword,
                duty,
                valid,
            }
        })
        .collect()
}

/// What a schema says itself, and what those say that hold beside it.
fn gather<'s>(json: &'s Value, schema: &'s Schema, maps: &mut Vec<&'s Map<String, Value>>) {
    let Value::Object(map) = json else { return };
    if maps.len() >= MOST || maps.iter().any(|m| std::ptr::eq(*m, map)) {
        return;
    }
    maps.push(map);
    if let Some(target) = map.get("$ref").and_then(Value::as_str)
        && let Some(target) = schema.shared.find(target)
    {
        gather(target, schema, maps);
    }
    for branch in map
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        gather(branch, schema, maps);
    }
}

fn says_something(keyword: &str, value: &Value) -> bool {
    match keyword {
        "uniqueItems" => value == &Value::Bool(true),
        "minLength" | "minProperties" => value.as_f64() != Some(0.0),
        _ => true,
    }
}

/// Keywords that mean something together only.
fn together(map: &Map<String, Value>) -> Vec<(&'static str, &'static str, Value, Option<Value>)> {
    let mut list = Vec::new();
    let some = |keys: &[&str]| -> Value {
        let held = keys
            .iter()
            .filter_map(|k| Some(((*k).to_owned(), map.get(*k)?.clone())));
        Value::Object(held.collect())
    };
    if map.contains_key("contains") {
        let piece = some(&["contains", "minContains", "maxContains"]);
        list.push(("contains", "holds entries as documented", piece, None));
    }
    if map.contains_key("if") {
        let piece = some(&["if", "then", "else"]);
        list.push(("if", "is as its own values make it", piece, None));
    }
    if let Some(additional) = map.get("additionalProperties")
        && *additional != Value::Bool(true)
    {
        let names = |key: &str| -> Value {
            let named = map
                .get(key)
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            Value::Object(
                named
                    .map(|(name, _)| (name.clone(), Value::Bool(true)))
                    .collect(),
            )
        };
        let piece = json!({
            "properties": names("properties"),
            "patternProperties": names("patternProperties"),
            "additionalProperties": additional,
        });
        let duty = match additional {
            Value::Bool(false) => "has no member that is not documented",
            _ => "has further members as documented",
        };
        list.push(("additionalProperties", duty, piece, None));
    }
    for (keyword, duty) in [
        (
            "unevaluatedProperties",
            "has no member that is not documented",
        ),
        ("unevaluatedItems", "has no entry that is not documented"),
    ] {
        if map.get(keyword).is_some_and(|v| *v != Value::Bool(true)) {
            let mut before = map.clone();
            before.remove(keyword);
            list.push((
                keyword,
                duty,
                Value::Object(map.clone()),
                Some(Value::Object(before)),
            ));
        }
    }
    list
}

fn in_words(words: &str, value: &Value) -> String {
    let count = |kind: &str| format!("{} {value} {kind}", words.trim_end_matches(kind).trim());
    match value {
        Value::Number(_) if words.ends_with("characters") => count("characters"),
        Value::Number(_) if words.ends_with("members") => count("members"),
        Value::Number(_) => format!("{words} {value}"),
        _ => words.to_owned(),
    }
}
