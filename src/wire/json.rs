//! JSON bodies: written compactly, read strictly with the place of a fault.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
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

/// Writes a value without white space; members keep their order.
pub fn write(value: &Value) -> Vec<u8> {
    // A `Value` always serialises: its keys are strings and it holds no foreign types.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Reads one JSON value and nothing after it; no member may stand twice in an object.
///
/// # Errors
/// The fault and where it stands.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonFault> {
    serde_json::from_slice::<Strict>(bytes)
        .map(|strict| strict.0)
        .map_err(|e| {
            let text = e.to_string();
            let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
            JsonFault {
                what,
                line: e.line(),
                column: e.column(),
            }
        })
}

/// A value whose objects hold every name once.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Once).map(Strict)
    }
}

struct Once;

impl<'de> Visitor<'de> for Once {
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
        while let Some(Strict(value)) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let Strict(value) = access.next_value()?;
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
}
