//! JSON bodies of requests: written compactly, read strictly with the place of a fault.

use std::cell::Cell;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::writing::{Writing, meant, stand, written};
use crate::contract::Schema;

/// Why bytes are not JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line}, column {column}")]
pub struct JsonFault {
    /// What is wrong.
    pub what: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl JsonFault {
    /// One that holds for the whole document.
    pub(super) fn at_start(what: &str) -> Self {
        JsonFault {
            what: what.to_owned(),
            line: 1,
            column: 1,
        }
    }
}

/// Writes a value without white space; members keep their order.
pub fn write(value: &Value) -> Vec<u8> {
    // A `Value` always serialises: its keys are strings and it holds no foreign types.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Values of one document that are read at most, those inside others included: each takes about a
/// hundred bytes of memory, and may take two bytes on the wire.
pub(super) const MOST_VALUES: usize = 100_000;

/// Reads one JSON value and nothing after it; no member may stand twice in an object, no value
/// deeper than 128 levels, and no more than a hundred thousand values.
///
/// # Errors
/// The fault and where it stands.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonFault> {
    if let Some(what) = encoded_otherwise(bytes) {
        return Err(JsonFault::at_start(what));
    }
    let left = Cell::new(MOST_VALUES);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict(&left)
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    read.map_err(|e| fault_of(&e))
}

/// A fault in our words.
pub(super) fn fault_of(error: &serde_json::Error) -> JsonFault {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    let what = match what {
        "recursion limit exceeded" => "it is nested deeper than 128 levels",
        other => other,
    };
    JsonFault {
        what: what.to_owned(),
        line: error.line(),
        column: error.column(),
    }
}

/// What the bytes are instead of UTF-8 without a byte order mark (RFC 8259, section 8.1).
pub(super) fn encoded_otherwise(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some("it starts with a byte order mark, which JSON must not"),
        [0, 0, 0xFE, 0xFF, ..]
        | [0xFF, 0xFE, 0, 0, ..]
        | [0, 0, 0, 1..=255, ..]
        | [1..=255, 0, 0, 0, ..] => Some("it is UTF-32 where JSON must be UTF-8"),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] => {
            Some("it is UTF-16 where JSON must be UTF-8")
        }
        _ => None,
    }
}

/// Reads a value whose objects hold every name once, as long as values are left.
#[derive(Clone, Copy)]
struct Strict<'l>(&'l Cell<usize>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0.get().checked_sub(1) {
            Some(left) => self.0.set(left),
            None => {
                let most = format!("it holds more than {MOST_VALUES} values");
                return Err(de::Error::custom(most));
            }
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(self)?;
            if map.contains_key(&name) {
                return Err(de::Error::custom(format!(
                    "the member `{name}` stands twice"
                )));
            }
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

/// A body as the target wants its values written.
pub(super) fn outward(schema: &Schema, value: &Value, writing: &Writing) -> Value {
    if let Some(other) = written(value, schema, writing) {
        return other;
    }
    match value {
        Value::Object(map) => {
            let mut out = Map::new();
            let mut moved = Vec::new();
            for (name, value) in map {
                let Some(property) = schema.property(name) else {
                    out.insert(name.clone(), value.clone());
                    continue;
                };
                let place = stand(name, &property.schema, writing);
                let value = outward(&property.schema, value, writing);
                // An XML name of the schema is not the member's name in JSON.
                let own = named(name, &property.schema, writing);
                match place.under {
                    Some(sibling) => moved.push((sibling.to_owned(), own, value)),
                    None => drop(out.insert(own, value)),
                }
            }
            for (sibling, name, value) in moved {
                let inner = out
                    .entry(sibling)
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(inner) = inner {
                    inner.insert(name, value);
                }
            }
            Value::Object(out)
        }
        Value::Array(list) => {
            let items = schema.items.as_deref();
            list.iter()
                .map(|v| items.map_or_else(|| v.clone(), |s| outward(s, v, writing)))
                .collect()
        }
        other => other.clone(),
    }
}

/// The inverse of [`outward`].
pub(super) fn inward(schema: &Schema, value: Value, writing: &Writing) -> Value {
    match value {
        Value::String(text) => meant(&text, schema, writing).unwrap_or_else(|| Value::String(text)),
        Value::Number(n) if writing.forms(schema).next().is_some() => {
            meant(&n.to_string(), schema, writing)
                .filter(|v| !v.is_string())
                .unwrap_or(Value::Number(n))
        }
        Value::Object(mut map) => {
            for property in &schema.properties {
                let place = stand(&property.name, &property.schema, writing);
                let own = named(&property.name, &property.schema, writing);
                let found = match place.under {
                    Some(sibling) => match map.get_mut(sibling) {
                        Some(Value::Object(inner)) => inner.shift_remove(&own),
                        _ => None,
                    },
                    None if own != property.name => map.shift_remove(&own),
                    None => None,
                };
                if let Some(value) = found {
                    map.insert(property.name.clone(), value);
                }
                if let Some(value) = map.get_mut(&property.name) {
                    *value = inward(&property.schema, value.take(), writing);
                }
            }
            Value::Object(map)
        }
        Value::Array(list) => match schema.items.as_deref() {
            Some(items) => list
                .into_iter()
                .map(|v| inward(items, v, writing))
                .collect(),
            None => Value::Array(list),
        },
        other => other,
    }
}

fn named(name: &str, schema: &Schema, writing: &Writing) -> String {
    let other = writing.forms(schema).find_map(|form| match form {
        crate::contract::Form::Named(other) => Some(other.clone()),
        _ => None,
    });
    other.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_stands_twice_is_told_with_its_place() {
        let fault = parse(b"{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2}}").unwrap_err();
        assert_eq!(fault.line, 2);
        assert!(fault.what.contains("`c` stands twice"), "{fault}");
        assert!(parse(b"{\"a\": {\"c\": 1}, \"b\": {\"c\": 2}}").is_ok());
    }

    #[test]
    fn a_document_of_many_or_deep_values_is_refused_in_words() {
        let many = format!("[{}1]", "1,".repeat(MOST_VALUES));
        assert!(
            parse(many.as_bytes())
                .unwrap_err()
                .what
                .contains("more than 100000 values")
        );
        let deep = "[".repeat(1_000_000);
        assert!(
            parse(deep.as_bytes())
                .unwrap_err()
                .what
                .contains("deeper than 128")
        );
        let most = format!("[{}1]", "1,".repeat(MOST_VALUES - 2));
        assert!(parse(most.as_bytes()).is_ok());
    }

    #[test]
    fn another_encoding_than_utf_8_is_named() {
        let wide =
            |unit: fn(u16) -> [u8; 2]| "{}".encode_utf16().flat_map(unit).collect::<Vec<_>>();
        let what = |bytes: &[u8]| parse(bytes).unwrap_err().what;
        assert!(what(b"\xEF\xBB\xBF{}").contains("byte order mark"));
        assert!(what(&wide(u16::to_le_bytes)).contains("UTF-16"));
        assert!(what(&wide(u16::to_be_bytes)).contains("UTF-16"));
        assert!(what(b"{\0\0\0}\0\0\0").contains("UTF-32"));
        assert!(what(b"\0\0\0{\0\0\0}").contains("UTF-32"));
    }
}
