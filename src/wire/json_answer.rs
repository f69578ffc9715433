//! JSON of answers, read for all that its grammar allows (RFC 8259): what a library may refuse and a
//! page does not forbid is no fault of the server.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::json::{JsonFault, MOST_VALUES, encoded_otherwise, fault_of};

/// Levels that are read; what stands deeper is checked to be JSON, and passed over as null.
const DEEPEST: usize = 120;

/// A JSON text as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Its value. A whole number with a fraction of zero is an integer, as it is to JSON Schema.
    pub value: Value,
    /// Whether part of it was passed over: it is deeper or larger than what is read of an answer.
    pub cut: bool,
}

/// Reads the JSON text of an answer.
///
/// Half a surrogate pair is read as U+FFFD (section 8.2), a number beyond every double as a large one
/// (section 6), and of members that share a name the last one counts (section 4).
///
/// # Errors
/// What is no JSON, and where.
pub fn read(bytes: &[u8]) -> Result<Answered, JsonFault> {
    if let Some(what) = encoded_otherwise(bytes) {
        return Err(JsonFault::at_start(what));
    }
    let text = repaired(bytes);
    let (left, cut) = (Cell::new(MOST_VALUES), Cell::new(false));
    let lenient = Lenient {
        left: &left,
        cut: &cut,
        depth: 0,
    };
    let mut reader = serde_json::Deserializer::from_slice(&text);
    let read = lenient
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    let value = read.map_err(|e| fault_of(&e))?;
    Ok(Answered {
        value,
        cut: cut.get(),
    })
}

/// The value of the JSON text of an answer.
///
/// # Errors
/// What is no JSON, and where.
pub fn parse_json(bytes: &[u8]) -> Result<Value, JsonFault> {
    read(bytes).map(|answered| answered.value)
}

/// Reads a value as long as values are left and it is not too deep.
#[derive(Clone, Copy)]
struct Lenient<'l> {
    left: &'l Cell<usize>,
    cut: &'l Cell<bool>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Lenient<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.left.get().checked_sub(1) {
            Some(left) if self.depth < DEEPEST => {
                self.left.set(left);
                deserializer.deserialize_any(self)
            }
            _ => {
                self.cut.set(true);
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                Ok(Value::Null)
            }
        }
    }
}

impl<'de> Visitor<'de> for Lenient<'_> {
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
        Ok(number(v))
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

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        self.depth += 1;
        let mut list = Vec::new();
        while self.left.get() > 0 {
            match seq.next_element_seed(self)? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            self.cut.set(true);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.depth += 1;
        let mut map = Map::new();
        while self.left.get() > 0 {
            match access.next_key::<String>()? {
                Some(name) => map.insert(name, access.next_value_seed(self)?),
                None => return Ok(Value::Object(map)),
            };
        }
        while access.next_key::<IgnoredAny>()?.is_some() {
            access.next_value::<IgnoredAny>()?;
            self.cut.set(true);
        }
        Ok(Value::Object(map))
    }
}

/// Whole numbers up to which a double holds each.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number; a whole one is an integer, however it was written.
pub(super) fn number(v: f64) -> Value {
    if v.fract() == 0.0 && v.abs() <= EXACT {
        return (v as i64).into();
    }
    v.into()
}

/// The same text with escapes of half a surrogate pair and numbers beyond every double written as
/// what they are read as, in as many bytes: faults keep their places.
fn repaired(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Cow::Borrowed(bytes);
    let (mut at, mut text) = (0, false);
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'\\' if text => escape(bytes, at, &mut out),
            b'-' | b'0'..=b'9' if !text => huge(bytes, at, &mut out),
            b'"' => {
                text = !text;
                1
            }
            _ => 1,
        };
    }
    out
}

/// Passes over an escape; half a pair is replaced.
fn escape(bytes: &[u8], at: usize, out: &mut Cow<'_, [u8]>) -> usize {
    match (unit(bytes, at), unit(bytes, at + 6)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
        (Some(0xD800..=0xDFFF), _) => {
            out.to_mut()[at..at + 6].copy_from_slice(b"\\ufffd");
            6
        }
        (Some(_), _) => 6,
        (None, _) => 2,
    }
}

/// The UTF-16 unit of an escape `\u0000`.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at + 6)? else {
        return None;
    };
    digits.iter().try_fold(0, |unit: u16, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(value).ok()?)
    })
}

/// Passes over a number; one beyond every double is replaced by `1e308` of its sign.
fn huge(bytes: &[u8], at: usize, out: &mut Cow<'_, [u8]>) -> usize {
    let rest = &bytes[at..];
    let part = |b: &u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let length = rest.iter().take_while(|b| part(b)).count().max(1);
    let token = &rest[..length];
    let beyond = || {
        let value: f64 = std::str::from_utf8(token).ok()?.parse().ok()?;
        let is_json = serde_json::from_slice::<IgnoredAny>(token).is_ok();
        (value.is_infinite() && is_json).then_some(())
    };
    // The shortest such number is `1e309`.
    if length >= 5 && beyond().is_some() {
        let digits = at + usize::from(token[0] == b'-');
        let made = &mut out.to_mut()[digits..at + length];
        made.fill(b'0');
        let end = made.len() - 3;
        made[..2].copy_from_slice(b"1e");
        made[end..].copy_from_slice(b"308");
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(text: &str) -> Value {
        parse_json(text.as_bytes()).unwrap()
    }

    #[test]
    fn half_a_pair_is_text() {
        assert_eq!(value(r#"["\ud800"]"#), json!(["\u{fffd}"]));
        assert_eq!(
            value(r#"["\uDC00x","\ud83d\ude00","\\\ud800"]"#),
            json!(["\u{fffd}x", "😀", "\\\u{fffd}"])
        );
        assert_eq!(
            value(r#"["\\ud800","\ud800\u0041"]"#),
            json!(["\\ud800", "\u{fffd}A"])
        );
        assert_eq!(value(r#"{"\udfff": 1}"#), json!({"\u{fffd}": 1}));
        assert!(parse_json(br#"["\ud8"]"#).is_err());
        assert!(parse_json(br"[\ud800]").is_err());
    }

    #[test]
    fn the_last_of_members_that_share_a_name_counts() {
        assert_eq!(
            value(r#"{"a": 1, "b": 2, "a": 3}"#),
            json!({"a": 3, "b": 2})
        );
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert_eq!(
            value("[1.0, 1e2, -0.0, 1.5, 12345678901234567890]").to_string(),
            "[1,100,0,1.5,12345678901234567890]"
        );
        assert_eq!(value("[1e400, -1.5E+999]"), json!([1e308, -1e308]));
        for digits in [400, 1 << 20] {
            let long = format!("[-{}]", "9".repeat(digits));
            assert_eq!(value(&long), json!([-1e308]));
        }
        for text in ["[1e]", "[01e400]", "[1.e400]", "[-]", "[1e400x]", "1e400.5"] {
            assert!(parse_json(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_too_deep_or_too_much_is_json_all_the_same() {
        let deep = format!(
            "{{\"a\": 1, \"b\": {}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let read_deep = read(deep.as_bytes()).unwrap();
        assert!(read_deep.cut && read_deep.value["a"] == 1);
        assert!(read(&deep.as_bytes()[..deep.len() - 2]).is_err());
        let many = format!("[{}1]", "1,".repeat(MOST_VALUES));
        let many = read(many.as_bytes()).unwrap();
        assert!(many.cut && many.value.as_array().unwrap().len() < MOST_VALUES);
        let many = format!("{{{}\"z\": 1}}", "\"a\": 1,".repeat(MOST_VALUES));
        assert!(read(many.as_bytes()).unwrap().cut);
        assert!(!read(b"[1, [2], {}]").unwrap().cut);
    }
}
