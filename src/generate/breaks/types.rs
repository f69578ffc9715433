//! Values of another type: those that no reader takes for the right one, and those that a tolerant
//! reader does.

use serde_json::{Value, json};

use crate::clause::lenient;
use crate::contract::{Base, Cause, Schema};
use crate::exchange::{Case, Step};
use crate::generate::prove::Fault;
use crate::generate::{Maker, Skip, single};
use crate::wire;

/// A text that answers must escape where they show it.
pub(super) const MARKS: &str = "a \"b\" <c> & d\\";

/// Values of one JSON type.
pub(super) fn of_kind(kind: &str) -> Vec<Value> {
    match kind {
        "string" => vec!["text".into(), MARKS.into()],
        "integer" => vec![12_345.into()],
        "number" => vec![1.5.into()],
        "boolean" => vec![true.into(), false.into()],
        "array" => vec![json!([]), json!(["text"])],
        "object" => vec![json!({}), json!({"a": 1})],
        _ => vec![Value::Null],
    }
}

/// Values of every type that the schema does not allow, as far as no reader turns them into the right
/// one without losing a part. What other rules name a code for (null, an empty string) is left out.
pub(super) fn wrong(
    maker: &mut Maker<'_, '_, '_>,
    schema: &Schema,
    at: &str,
) -> Vec<(String, Option<Value>)> {
    let right = match at {
        "/body" => maker.plain_body().ok().flatten(),
        _ => None,
    };
    let maker = &*maker;
    let named = named_kinds(maker, at);
    let mut list = Vec::new();
    // An XML body holds text alone, so a list or an object in its place is another element; and so
    // do paths, queries and headers.
    // Where no page names a code, none says what a list or an object for a value would be either.
    let is_text = is_text(maker, at);
    let told = maker.kit.operation.success.is_some();
    let values_only = is_text || told && at != "/body";
    let kinds = ["string", "integer", "number", "boolean", "array", "object"];
    for kind in kinds.into_iter().take(if values_only { 4 } else { 6 }) {
        let covers = schema.allows(kind) || (kind == "integer" && schema.allows("number"));
        if covers || named.contains(&kind) {
            continue;
        }
        let firm = |v: &Value| is_text || at == "/body" || coercion(schema, v).is_none();
        list.extend(
            of_kind(kind)
                .into_iter()
                .filter(firm)
                .map(|v| (format!("{kind} {v}"), Some(v))),
        );
    }
    let number = schema.types.iter().all(|t| t == "integer" || t == "number");
    let known = schema.ext.fixture.as_deref();
    let known = known.and_then(|name| maker.kit.fixture(name));
    if number && !schema.types.is_empty() && !named.contains(&"string") {
        let digits = wire::plain(&known.unwrap_or(json!(1)));
        let text = Value::String(format!("{digits}x"));
        list.push(("digits and a letter".into(), Some(text)));
    }
    if schema.enumeration.is_empty() {
        let near = schema.ext.near.iter();
        list.extend(near.map(|v| (format!("like a value: {v}"), Some(v.clone()))));
    }
    if at == "/body" {
        // Where the body tells a success, pages say of no member that it must be there.
        if !told {
            list.push(("null".into(), Some(Value::Null)));
        }
        // An object with a list around it is a list (JSON alone has such).
        let object = schema.types.iter().any(|t| t == "object") && !schema.allows("array");
        if let Some(right) = right.filter(|_| object && !is_text) {
            list.push(("the object in a list".into(), Some(json!([right]))));
        }
    }
    list
}

/// Kinds of values at a place for which a page names a code.
fn named_kinds<'k>(maker: &Maker<'_, 'k, '_>, at: &str) -> Vec<&'k str> {
    let named = maker.kit.operation.errors().flat_map(|(_, e)| &e.when);
    named
        .filter_map(|w| match &w.cause {
            Cause::Breaks {
                keyword,
                at: a,
                with: Some(kind),
            } if keyword == "type" && a == at => Some(kind.as_str()),
            _ => None,
        })
        .collect()
}

/// Whether values at a place are written as text, whatever their type.
fn is_text(maker: &Maker<'_, '_, '_>, at: &str) -> bool {
    maker.kit.body_holds_texts() || !at.starts_with("/body")
}

/// How a tolerant reader comes from a value of another type to one that the schema allows, with
/// nothing lost on the way; `None` where none does. Default settings of many stacks do each of these.
fn coercion(schema: &Schema, value: &Value) -> Option<&'static str> {
    let wants = |kind: &str| schema.types.iter().any(|t| t == kind);
    let number = wants("integer") || wants("number");
    let scalar = number || wants("string") || wants("boolean");
    match value {
        Value::Null if scalar || wants("array") => Some("null for a value"),
        Value::Object(_) | Value::Null => None,
        Value::Array(items) => match items.as_slice() {
            [item] if scalar && (is_of(schema, item) || coercion(schema, item).is_some()) => {
                Some("a list of one for a value")
            }
            _ => None,
        },
        _ if wants("array") => Some("a value for a list of one"),
        Value::String(text) if number && text.parse::<f64>().is_ok() => {
            Some("digits in quotes for a number")
        }
        Value::String(text) if wants("boolean") && matches!(text.as_str(), "true" | "false") => {
            Some("true in quotes for a boolean")
        }
        Value::String(_) => None,
        Value::Bool(_) if number => Some("a boolean for a number"),
        Value::Bool(_) | Value::Number(_) if wants("string") => {
            Some("a number or boolean for a text")
        }
        Value::Number(_) if wants("boolean") => Some("a number for a boolean"),
        Value::Number(n) if number && n.as_f64().is_some_and(|n| n.fract() == 0.0) => {
            Some("a whole number with a fraction of 0")
        }
        _ => None,
    }
}

/// Whether a value is of a type that the schema names.
fn is_of(schema: &Schema, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    schema.types.iter().any(|t| t == kind) || kind == "integer" && schema.allows("number")
}

/// Requests with a value of another type that a tolerant reader turns into the right one: taken or
/// refused, as a reading tells.
pub(super) fn coerced(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Ok(list);
    };
    if is_text(maker, at) || at == "/body" {
        return Ok(list);
    }
    let right = match maker.valid(base)?.get(at) {
        Some(value) => value.clone(),
        None => match maker.plain(schema, at) {
            Ok(value) => value,
            Err(_) => return Ok(list),
        },
    };
    let named = named_kinds(maker, at);
    let quoted = Value::String(wire::plain(&right));
    let mut values = vec![
        json!(true),
        json!(1),
        json!(12_345),
        json!(1.5),
        Value::Null,
    ];
    values.push(right.as_i64().map_or(json!(1.0), |n| json!(n as f64)));
    values.push(match &right {
        Value::Array(items) => items.first().cloned().unwrap_or(json!("text")),
        Value::Object(_) => return Ok(list),
        _ => quoted,
    });
    values.push(json!([right]));
    for value in values {
        let kinds = ["string", "integer", "number", "boolean", "array", "null"];
        let is_kind = |kind: &&str| is_of(&of_type(kind), &value);
        let is_named = kinds
            .iter()
            .filter(|k| is_kind(k))
            .any(|k| named.contains(k));
        let whole = value.as_f64().is_some_and(|n| n.fract() == 0.0) && value.is_f64();
        let (false, Some(what)) = (is_named, coercion(schema, &value)) else {
            continue;
        };
        // JSON knows one kind of number: this one breaks nothing.
        let mut faults = vec![Fault {
            at: at.to_owned(),
            keyword: "type".into(),
        }];
        if whole && schema.allows("integer") {
            faults.clear();
        }
        let mut message = maker.valid(base)?;
        message.set(at, Some(value.clone()));
        if kit.proves(&message, &maker.settings.writing, &faults) {
            let mut case = single(format!("{what}: {value}"), Step::Send(message));
            case.tag = Some(lenient::tag(lenient::TYPES, what));
            list.push(case);
        }
    }
    Ok(list)
}

/// A schema of one type and nothing else.
fn of_type(kind: &str) -> Schema {
    let mut schema = Schema::default();
    schema.types = vec![kind.to_owned()];
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_loses_a_part_is_no_coercion() {
        let number = of_type("integer");
        for value in [
            json!("text"),
            json!(1.5),
            json!([]),
            json!(["text"]),
            json!({}),
        ] {
            assert_eq!(coercion(&number, &value), None, "{value}");
        }
        let text = of_type("string");
        for value in [json!([]), json!({"a": 1}), json!(["a", "b"])] {
            assert_eq!(coercion(&text, &value), None, "{value}");
        }
        assert_eq!(coercion(&of_type("boolean"), &json!("text")), None);
        assert_eq!(coercion(&of_type("object"), &json!([{}])), None);
    }

    #[test]
    fn what_default_settings_take_is_one() {
        let number = of_type("integer");
        for value in [json!("1"), json!(1.0), json!(true), json!([1]), Value::Null] {
            assert!(coercion(&number, &value).is_some(), "{value}");
        }
        let text = of_type("string");
        for value in [json!(1), json!(1.5), json!(true), json!(["a"])] {
            assert!(coercion(&text, &value).is_some(), "{value}");
        }
        for value in [json!(0), json!("true")] {
            assert!(coercion(&of_type("boolean"), &value).is_some(), "{value}");
        }
        assert!(coercion(&of_type("array"), &json!("a")).is_some());
    }
}
