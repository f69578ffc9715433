//! `breaks`: the keyword stands at the place, and the value named by `with` breaks it.

use serde_json::{Value, json};

use super::super::diagnostic::Problem;
use super::super::nearest::list;
use super::super::text::Mark;
use super::super::{Operation, Schema};

/// The kinds of value that `with` may name.
const KINDS: &[&str] = &[
    "null", "empty", "boolean", "object", "array", "number", "string", "integer",
];

/// Checks a `breaks` whose place leads somewhere.
pub(super) fn check(
    operation: &Operation,
    at: &str,
    keyword: &str,
    mark: &Mark,
    with: Option<&(String, Mark)>,
) -> Option<Problem> {
    let schema = operation.schema_at(at)?;
    let present = if keyword == "required" {
        required(operation, at)
    } else {
        has(schema, keyword)
    };
    if !present {
        let message = match keyword {
            "required" => format!("nothing requires `{at}`, so leaving it out breaks nothing"),
            _ => format!("the schema at `{at}` has no `{keyword}` to be broken"),
        };
        let mut there = keywords(schema);
        if required(operation, at) {
            there.insert(0, "required");
        }
        let hint = match there[..] {
            [] => "it has no keyword that could be broken".to_owned(),
            _ => format!("it has: {}", list(&there)),
        };
        return Some(Problem::at(mark, message).hint(hint));
    }
    let (kind, place) = with?;
    let hint = if !KINDS.contains(&kind.as_str()) {
        format!("known are: {}", list(KINDS))
    } else if keyword == "type" && schema.allows(if kind == "empty" { "string" } else { kind }) {
        format!(
            "the type there is `{}`; name another kind of value",
            schema.types.join("` or `")
        )
    } else if keyword != "type" && !broken_by(schema, keyword, kind) {
        "leave `with` out, or name a keyword that such a value breaks".to_owned()
    } else {
        return None;
    };
    let message = format!("a value of the kind `{kind}` does not break `{keyword}` at `{at}`");
    Some(Problem::at(place, message).hint(hint))
}

/// Whether a value of a kind breaks a keyword other than `type`.
fn broken_by(schema: &Schema, keyword: &str, kind: &str) -> bool {
    // What is required is broken by leaving it out, never by a value.
    if keyword == "required" {
        return false;
    }
    // What `allOf` asks for stands deeper in the JSON; it gets the benefit of the doubt.
    let Some(limit) = schema.json.get(keyword) else {
        return true;
    };
    let value = match kind {
        "empty" => json!(""),
        "boolean" => json!(true),
        "object" => json!({}),
        "array" => json!([]),
        "number" => json!(1.5),
        "string" => json!("text"),
        "integer" => json!(12_345),
        _ => Value::Null,
    };
    let alone = json!({ keyword: limit });
    jsonschema::draft202012::new(&alone).is_ok_and(|v| !v.is_valid(&value))
}

/// Whether a place must be there.
fn required(operation: &Operation, at: &str) -> bool {
    if at == "/body" {
        return operation.body.as_ref().is_some_and(|b| b.required);
    }
    if let Some(parameter) = operation.parameter(at) {
        return parameter.required;
    }
    let Some((parent, name)) = at.rsplit_once('/') else {
        return false;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let parent = operation.schema_at(parent);
    parent.is_some_and(|s| s.property(&name).is_some_and(|p| p.required))
}

/// Whether a schema has a keyword, itself or by its `allOf`.
fn has(schema: &Schema, keyword: &str) -> bool {
    keywords(schema).contains(&keyword)
}

/// The keywords of a schema that a value can break.
fn keywords(schema: &Schema) -> Vec<&str> {
    let own = [
        ("type", !schema.types.is_empty()),
        ("enum", !schema.enumeration.is_empty()),
        ("const", schema.constant.is_some()),
        ("minLength", schema.min_length.is_some()),
        ("maxLength", schema.max_length.is_some()),
        ("pattern", schema.pattern.is_some()),
        ("format", schema.format.is_some()),
        ("minimum", schema.minimum.is_some()),
        ("maximum", schema.maximum.is_some()),
        ("minItems", schema.min_items.is_some()),
        ("maxItems", schema.max_items.is_some()),
        ("additionalProperties", schema.closed),
    ];
    let mut all: Vec<&str> = own
        .iter()
        .filter(|(_, there)| *there)
        .map(|(k, _)| *k)
        .collect();
    // Those that the model leaves to the JSON.
    for keyword in [
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "oneOf",
        "anyOf",
        "not",
    ] {
        if schema.json.get(keyword).is_some() {
            all.push(keyword);
        }
    }
    all
}
