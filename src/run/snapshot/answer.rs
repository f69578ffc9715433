//! An answer as it is kept: status, some headers, the body on many lines, with everything masked
//! that differs from try to try.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::contract::{Operation, Schema};
use crate::exchange::Response;
use crate::wire::{self, Kind};
use crate::xml::{self, Element, Node, Space, Style};

/// What stands in place of a value that differs between equal requests.
pub(super) const DIFFERS: &str = "[differs]";
/// Headers that say something about the server's behaviour.
const HEADERS: [&str; 5] = [
    "content-type",
    "allow",
    "location",
    "retry-after",
    "www-authenticate",
];
/// A time within this many seconds of now is taken for one.
const NEAR: u64 = 2 * 24 * 3600;

/// What is kept of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    status: String,
    headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug, Clone, PartialEq)]
enum Body {
    None,
    Json(Value),
    Xml(Element),
    Text(String),
}

impl Shape {
    /// A shape of one line.
    pub(super) fn plain(status: String) -> Self {
        Shape {
            status,
            headers: Vec::new(),
            body: Body::None,
        }
    }

    /// What is kept of an answer; names and fixtures are masked wherever they stand.
    pub(super) fn of(
        operation: &Operation,
        response: &Response,
        names: &[String],
        fixtures: &BTreeMap<String, Value>,
    ) -> Self {
        let mask = Mask { names, fixtures };
        let header = |name: &&str| Some(((*name).to_owned(), mask.text(response.header(name)?)));
        let kind = response.header("content-type").map(Kind::of);
        let parsed = wire::parse_json(&response.body).ok();
        let body = match (kind, parsed) {
            _ if response.body.is_empty() => Body::None,
            (Some(Kind::Xml), _) => match xml::read(&response.body, &xml::Limits::default()) {
                Ok(mut element) => {
                    mask.element(&mut element);
                    Body::Xml(element)
                }
                Err(_) => mask.bytes(&response.body),
            },
            (_, Some(mut value)) => {
                let success = (200..300).contains(&response.status);
                let media = operation.success_response().and_then(|r| r.media.first());
                if let (true, Some(media)) = (success, media) {
                    mask.by_schema(&mut value, &media.schema, operation);
                }
                mask.value(&mut value);
                Body::Json(value)
            }
            _ => mask.bytes(&response.body),
        };
        Shape {
            status: response.status.to_string(),
            headers: HEADERS.iter().filter_map(header).collect(),
            body,
        }
    }

    /// What both have in common; the rest is masked.
    pub(super) fn blend(&self, other: &Self) -> Self {
        let text = |a: &str, b: &str| if a == b { a.to_owned() } else { DIFFERS.into() };
        let there = |name: &str| other.headers.iter().find(|(n, _)| n == name);
        let headers = self.headers.iter().map(|(name, value)| {
            let other = there(name).map_or(DIFFERS, |(_, v)| v);
            (name.clone(), text(value, other))
        });
        Shape {
            status: text(&self.status, &other.status),
            headers: headers.collect(),
            body: match (&self.body, &other.body) {
                (Body::Json(a), Body::Json(b)) => Body::Json(values(a, b)),
                (Body::Xml(a), Body::Xml(b)) => Body::Xml(elements(a, b)),
                (a, b) if a == b => a.clone(),
                _ => Body::Text(DIFFERS.into()),
            },
        }
    }

    /// The text of the snapshot.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n", self.status);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\n");
        }
        let body = match &self.body {
            Body::None => String::new(),
            Body::Json(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
            Body::Xml(element) => {
                let style = Style {
                    space: Space::Indented,
                    ..Style::default()
                };
                String::from_utf8_lossy(&xml::write(element, &style)).into_owned()
            }
            Body::Text(text) => text.clone(),
        };
        if !body.is_empty() {
            text += &format!("\n{}\n", body.trim_end());
        }
        text.chars()
            .map(|c| {
                if c.is_control() && c != '\n' {
                    '\u{fffd}'
                } else {
                    c
                }
            })
            .collect()
    }
}

fn values(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let mut all: Map<String, Value> = a
                .iter()
                .map(|(name, value)| {
                    let other = b.get(name).map(|b| values(value, b));
                    (name.clone(), other.unwrap_or_else(|| DIFFERS.into()))
                })
                .collect();
            for name in b.keys().filter(|name| !a.contains_key(*name)) {
                all.insert(name.clone(), DIFFERS.into());
            }
            Value::Object(all)
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| values(a, b)).collect()
        }
        (a, b) if a == b => a.clone(),
        _ => DIFFERS.into(),
    }
}

fn elements(a: &Element, b: &Element) -> Element {
    let mut out = Element::new(a.name.clone());
    let differs = || vec![Node::Text(DIFFERS.into())];
    if a.name != b.name {
        out.children = differs();
        return out;
    }
    for (name, value) in &a.attributes {
        let same = b.attribute(name) == Some(value.as_str());
        let value = if same { value.clone() } else { DIFFERS.into() };
        out.attributes.push((name.clone(), value));
    }
    if a.children.len() != b.children.len() {
        out.children = differs();
        return out;
    }
    out.children = a
        .children
        .iter()
        .zip(&b.children)
        .map(|pair| match pair {
            (Node::Element(a), Node::Element(b)) => Node::Element(elements(a, b)),
            (a, b) if a == b => a.clone(),
            _ => Node::Text(DIFFERS.into()),
        })
        .collect();
    out
}

/// What is known to differ from run to run, or from target to target.
struct Mask<'a> {
    names: &'a [String],
    fixtures: &'a BTreeMap<String, Value>,
}

impl Mask<'_> {
    fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for name in self.names {
            text = text.replace(name.as_str(), "[name]");
        }
        for (fixture, value) in self.fixtures {
            if let Value::String(value) = value
                && value.len() >= 4
            {
                text = text.replace(value.as_str(), &format!("[{fixture}]"));
            }
        }
        if is_time(&text) {
            "[time]".into()
        } else {
            text
        }
    }

    fn bytes(&self, bytes: &[u8]) -> Body {
        Body::Text(self.text(&String::from_utf8_lossy(bytes)))
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Number(number) if is_time(&number.to_string()) => *value = "[time]".into(),
            Value::Array(list) => list.iter_mut().for_each(|v| self.value(v)),
            Value::Object(map) => map.values_mut().for_each(|v| self.value(v)),
            _ => {}
        }
    }

    fn element(&self, element: &mut Element) {
        for (_, value) in &mut element.attributes {
            *value = self.text(value);
        }
        for child in &mut element.children {
            match child {
                Node::Element(inner) => self.element(inner),
                Node::Text(text) => *text = self.text(text),
            }
        }
    }

    /// Masks what the contract says to be new in every answer.
    fn by_schema(&self, value: &mut Value, schema: &Schema, operation: &Operation) {
        if let (Value::Array(list), Some(items)) = (&mut *value, &schema.items) {
            list.iter_mut()
                .for_each(|v| self.by_schema(v, items, operation));
            return;
        }
        let Value::Object(map) = value else {
            return;
        };
        for (name, value) in map {
            let Some(property) = schema.property(name) else {
                continue;
            };
            let ext = &property.schema.ext;
            let date = matches!(
                property.schema.format.as_deref(),
                Some("date-time" | "date")
            );
            let word = match value {
                Value::Null | Value::Object(_) | Value::Array(_) => None,
                _ if ext.fresh => Some("[fresh]"),
                _ if ext.unit.is_some() || ext.not_before.is_some() || date => Some("[time]"),
                _ if ext.unique => Some("[name]"),
                _ if ext.lifecycle.is_some() => Some("[status]"),
                _ if self.is_fixture(value, property_echo(&property.schema, operation)) => {
                    Some("[fixture]")
                }
                _ => None,
            };
            match word {
                Some(word) => *value = word.into(),
                None => self.by_schema(value, &property.schema, operation),
            }
        }
    }

    fn is_fixture(&self, value: &Value, takes_fixtures: bool) -> bool {
        takes_fixtures && self.fixtures.values().any(|v| v == value)
    }
}

/// Whether a member shows a place of the request that holds a fixture.
fn property_echo(schema: &Schema, operation: &Operation) -> bool {
    if schema.ext.fixture.is_some() {
        return true;
    }
    let place = schema
        .ext
        .echo
        .as_deref()
        .and_then(|at| at.strip_prefix("/body"));
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    let asked = place.and_then(|place| media?.schema.descend(place));
    asked.is_some_and(|s| s.ext.fixture.is_some())
}

/// Whether a text is a date with a time of day, or a number of seconds or milliseconds near now.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes
            .get(range)
            .is_some_and(|b| b.iter().all(u8::is_ascii_digit))
    };
    let dated = digits(0..4) && digits(5..7) && digits(8..10) && digits(11..13);
    if dated && bytes[4] == b'-' && matches!(bytes[10], b'T' | b' ') {
        return true;
    }
    let Ok(number) = text.parse::<u64>() else {
        return false;
    };
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    now.abs_diff(number) < NEAR || now.abs_diff(number / 1000) < NEAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_between_two_answers_is_masked() {
        let (a, b) = (
            json!({"a": 1, "b": [1, 2], "c": "x"}),
            json!({"a": 2, "b": [1, 3], "d": 0}),
        );
        let wanted = json!({"a": DIFFERS, "b": [1, DIFFERS], "c": DIFFERS, "d": DIFFERS});
        assert_eq!(values(&a, &b), wanted);
    }

    #[test]
    fn times_are_known_by_their_form() {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("after 1970");
        for time in [
            now.as_secs().to_string(),
            now.as_millis().to_string(),
            "2024-05-06T07:08:09Z".into(),
            "2024-05-06 07:08".into(),
        ] {
            assert!(is_time(&time), "{time}");
        }
        for other in ["1004", "2024-05-06", "a name", "", "1000000000"] {
            assert!(!is_time(other), "{other}");
        }
    }
}
