//! What a schema says of one value, keyword by keyword: each with the piece of the schema that judges
//! it alone.

use serde_json::{Map, Value, json};

use super::formats;
use crate::clause::answer::Valid;
use crate::contract::Schema;
use crate::rule::RULES;

/// A keyword at a place.
pub(super) struct Rule {
    pub keyword: &'static str,
    /// What the value is to be.
    pub words: String,
    pub valid: Valid,
}

/// Keywords that have clauses of their own already, or that the places below are judged by.
const ELSEWHERE: &[&str] = &[
    "required",
    "type",
    "enum",
    "const",
    "pattern",
    "minimum",
    "minItems",
    "maxItems",
    "items",
    "properties",
    "format",
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
];

/// Keywords below which nobody knows the type of a text of XML: several schemas may be meant.
const OPEN: &[&str] = &[
    "anyOf",
    "oneOf",
    "not",
    "if",
    "patternProperties",
    "propertyNames",
    "dependentSchemas",
    "contains",
    "prefixItems",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Whether a schema, or one within it, leaves open what a text of XML stands for.
pub(super) fn leaves_open(schema: &Schema) -> bool {
    opens(&schema.json, schema, &mut Vec::new())
}

fn opens<'s>(json: &'s Value, schema: &'s Schema, seen: &mut Vec<&'s Value>) -> bool {
    let map = match json {
        Value::Object(map) if seen.len() < MOST => map,
        // So much of it is as good as unknown.
        Value::Object(_) => return true,
        _ => return false,
    };
    if seen.iter().any(|s| std::ptr::eq(*s, json)) {
        return false;
    }
    seen.push(json);
    let target = map.get("$ref").and_then(Value::as_str);
    if let Some(target) = target.and_then(|t| schema.shared.find(t))
        && opens(target, schema, seen)
    {
        return true;
    }
    let named = map.get("properties").and_then(Value::as_object);
    let beside = map.get("allOf").and_then(Value::as_array);
    OPEN.iter().any(|keyword| map.contains_key(*keyword))
        || map
            .get("additionalProperties")
            .is_some_and(Value::is_object)
        || map.get("items").is_some_and(|s| opens(s, schema, seen))
        || named.is_some_and(|all| all.values().any(|s| opens(s, schema, seen)))
        || beside.is_some_and(|all| all.iter().any(|s| opens(s, schema, seen)))
}

/// Schemas that are followed for one place.
const MOST: usize = 64;

/// Every rule beside those that the model names.
pub(super) fn rules(schema: &Schema, is_xml: bool) -> Vec<Rule> {
    let mut maps = Vec::new();
    gather(&schema.json, schema, &mut maps);
    let mut all: Vec<Pieces> = Vec::new();
    for map in maps {
        for rule in RULES.iter().filter(|r| !ELSEWHERE.contains(&r.keyword())) {
            if let Some(piece) = rule.part(map) {
                add(&mut all, rule.keyword(), rule.words(map), piece);
            }
        }
        if let Some(format) = map.get("format").and_then(Value::as_str)
            && let Some(piece) = formats::piece(format, &schema.types)
        {
            add(
                &mut all,
                "format",
                format!("a value of format {format}"),
                piece,
            );
        }
    }
    all.retain(|one| !is_xml || OF_TEXT.contains(&one.keyword) || one.is_closed());
    all.into_iter().map(|one| one.rule(schema)).collect()
}

/// What the schemas of one place say by one keyword.
struct Pieces {
    keyword: &'static str,
    words: String,
    pieces: Vec<Value>,
}

fn add(all: &mut Vec<Pieces>, keyword: &'static str, words: String, piece: Value) {
    match all.iter_mut().find(|one| one.keyword == keyword) {
        Some(one) if one.pieces.contains(&piece) => {}
        Some(one) => one.pieces.push(piece),
        None => all.push(Pieces {
            keyword,
            words,
            pieces: vec![piece],
        }),
    }
}

impl Pieces {
    /// Whether it rules out every member that is not listed.
    fn is_closed(&self) -> bool {
        let none = |piece: &Value| piece.get("additionalProperties") == Some(&Value::Bool(false));
        self.keyword == "additionalProperties" && self.pieces.iter().all(none)
    }

    fn rule(mut self, schema: &Schema) -> Rule {
        let piece = match self.pieces.len() {
            1 => self.pieces.remove(0),
            _ => json!({ "allOf": self.pieces }),
        };
        // What is left over is told only where the rest of the schema holds.
        let before = self.keyword.starts_with("unevaluated").then(|| {
            let mut rest = piece.clone();
            take_out(&mut rest, self.keyword);
            rest
        });
        let words = format!("is {}", self.words);
        let valid = Valid::after(before, piece, &schema.shared, words.clone());
        Rule {
            keyword: self.keyword,
            words,
            valid,
        }
    }
}

fn take_out(piece: &mut Value, keyword: &str) {
    if let Value::Object(map) = piece {
        map.remove(keyword);
        if let Some(Value::Array(all)) = map.get_mut("allOf") {
            all.iter_mut().for_each(|part| take_out(part, keyword));
        }
    }
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
    let beside = map.get("allOf").and_then(Value::as_array);
    for branch in beside.into_iter().flatten() {
        gather(branch, schema, maps);
    }
}
