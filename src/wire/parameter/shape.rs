//! What a style can write: one text, several, or named ones. Nothing deeper has a writing.

use serde_json::{Map, Number, Value};

use crate::contract::Schema;

/// A value as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A text, a number or a boolean.
    One(String),
    /// A list of them.
    Many(Vec<String>),
    /// An object of them.
    Members(Vec<(String, String)>),
}

/// The kinds of shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// One text.
    One,
    /// A list.
    Many,
    /// An object.
    Members,
}

impl Shape {
    /// The shape of a value.
    ///
    /// # Errors
    /// Why it has no writing outside JSON, in words.
    pub fn of(value: &Value) -> Result<Self, String> {
        let inside = |value: &Value| match value {
            Value::Object(_) | Value::Array(_) => {
                Err("a list or an object inside another one has no writing here".to_owned())
            }
            other => scalar(other),
        };
        match value {
            Value::Array(list) if list.is_empty() => {
                Err("an empty list leaves nothing to send".to_owned())
            }
            Value::Object(map) if map.is_empty() => {
                Err("an object without members leaves nothing to send".to_owned())
            }
            Value::Array(list) => Ok(Shape::Many(
                list.iter().map(inside).collect::<Result<_, _>>()?,
            )),
            Value::Object(map) => {
                let members = map.iter().map(|(n, v)| Ok((n.clone(), inside(v)?)));
                Ok(Shape::Members(members.collect::<Result<_, String>>()?))
            }
            other => Ok(Shape::One(scalar(other)?)),
        }
    }

    /// Every text in it, names of members included.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Shape::One(text) => vec![text],
            Shape::Many(list) => list.iter().map(String::as_str).collect(),
            Shape::Members(members) => members
                .iter()
                .flat_map(|(n, v)| [n.as_str(), v.as_str()])
                .collect(),
        }
    }

    /// The value that it stands for under a schema.
    pub fn value(self, schema: &Schema) -> Value {
        let nothing = Schema::default();
        match self {
            Shape::One(text) => typed(&text, schema),
            Shape::Many(list) => {
                let items = entries(schema).unwrap_or(&nothing);
                let places = places(schema);
                let entry = |(at, text): (usize, &String)| match places.get(at) {
                    Some(types) => typed_as(text, types),
                    None => typed(text, items),
                };
                list.iter().enumerate().map(entry).collect()
            }
            Shape::Members(members) => {
                let named = |(name, text): (String, String)| {
                    let inner = schema.descend(&crate::exchange::below("", &name));
                    let value = typed(&text, inner.unwrap_or(&nothing));
                    (name, value)
                };
                Value::Object(members.into_iter().map(named).collect::<Map<_, _>>())
            }
        }
    }

    /// Whether both say the same: the order of members makes no difference.
    pub fn same(&self, other: &Shape) -> bool {
        match (self, other) {
            (Shape::Members(a), Shape::Members(b)) => {
                a.len() == b.len() && a.iter().all(|member| b.contains(member))
            }
            (a, b) => a == b,
        }
    }
}

/// Types of the entries that have places of their own.
fn places(schema: &Schema) -> Vec<Vec<String>> {
    let own = schema.json.get("prefixItems").and_then(Value::as_array);
    let types = |place: &Value| match place.get("type") {
        Some(Value::String(own)) => vec![own.clone()],
        Some(Value::Array(all)) => {
            let all = all.iter().filter_map(Value::as_str);
            all.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    own.into_iter().flatten().map(types).collect()
}

/// What lists of a schema hold.
fn entries(schema: &Schema) -> Option<&Schema> {
    let own = schema.items.as_deref();
    own.or_else(|| schema.any_of.iter().find_map(entries))
}

/// The kinds of shapes that a schema takes.
pub fn wanted(schema: &Schema) -> Vec<Want> {
    let types = types(schema);
    let is = |kinds: &[&str]| types.iter().any(|t| kinds.contains(&t.as_str()));
    let mut list = Vec::new();
    if is(&["string", "integer", "number", "boolean"]) {
        list.push(Want::One);
    }
    if is(&["array"]) {
        list.push(Want::Many);
    }
    if is(&["object"]) {
        list.push(Want::Members);
    }
    // Where no type is named, a text is one of what goes.
    let is_open = schema.types.is_empty() && schema.any_of.is_empty();
    let listed = !schema.enumeration.is_empty() || schema.constant.is_some();
    if list.is_empty() || is_open && !listed && !list.contains(&Want::One) {
        list.insert(0, Want::One);
    }
    list
}

/// The JSON types of a schema: as it names them, else those of its branches, values and members.
fn types(schema: &Schema) -> Vec<String> {
    if !schema.types.is_empty() {
        return schema.types.clone();
    }
    let listed = schema.enumeration.iter().chain(&schema.constant);
    let mut types: Vec<String> = listed.map(|v| kind(v).to_owned()).collect();
    types.extend(schema.any_of.iter().flat_map(self::types));
    if !schema.properties.is_empty() {
        types.push("object".to_owned());
    }
    if schema.items.is_some() {
        types.push("array".to_owned());
    }
    types
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The text of a value that is no list and no object.
fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Err("null has no writing outside JSON".to_owned()),
        Value::String(text) => Ok(text.clone()),
        other => Ok(other.to_string()),
    }
}

/// The value that a text stands for under a schema: a number or a boolean where it asks for one and
/// the text is one.
pub fn typed(text: &str, schema: &Schema) -> Value {
    typed_as(text, &types(schema))
}

fn typed_as(text: &str, types: &[String]) -> Value {
    let wants = |kind: &str| types.iter().any(|t| t == kind);
    if wants("integer") || wants("number") {
        if let Ok(number) = text.parse::<i64>() {
            return number.into();
        }
        if let Ok(number) = text.parse::<u64>() {
            return number.into();
        }
        if let Some(number) = text.parse().ok().and_then(Number::from_f64) {
            return Value::Number(number);
        }
    }
    match text {
        "true" | "false" if wants("boolean") => (text == "true").into(),
        _ => text.into(),
    }
}
