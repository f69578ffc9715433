//! Headers of answers.

use serde_json::{Map, Value};

use super::words::short;
use super::{Told, Valid};
use crate::contract::Header;
use crate::exchange::Response;

/// What a header of an answer is held to.
#[derive(Debug, Clone)]
pub struct HeaderRule {
    /// Its name as documented.
    pub name: String,
    /// Whether its value is JSON.
    is_json: bool,
    /// Whether members of an object stand as `name=value`.
    explode: bool,
    /// Types of the value, and those of entries or members.
    types: Vec<String>,
    inner: Vec<(Option<String>, Vec<String>)>,
    /// What the value is held to; that it is there, where nothing.
    valid: Option<Valid>,
}

impl HeaderRule {
    /// A rule of a header.
    pub fn new(header: &Header, valid: Option<Valid>) -> Self {
        let schema = &header.schema;
        let members = schema.properties.iter();
        let members = members.map(|p| (Some(p.name.clone()), p.schema.types.clone()));
        let entries = schema.items.iter().map(|s| (None, s.types.clone()));
        HeaderRule {
            name: header.name.clone(),
            is_json: header.is_json,
            explode: header.explode,
            types: schema.types.clone(),
            inner: members.chain(entries).collect(),
            valid,
        }
    }

    /// Whether it is about the value, and not about the header being there.
    pub fn is_value(&self) -> bool {
        self.valid.is_some()
    }

    pub(super) fn in_words(&self) -> String {
        match &self.valid {
            None => format!("an answer with a header {}", self.name),
            Some(valid) => format!("an answer whose header {} {}", self.name, valid.words),
        }
    }

    pub(super) fn judge(&self, response: &Response) -> Told {
        let name = self.name.to_ascii_lowercase();
        let lines = response.headers.iter().filter(|(n, _)| *n == name);
        let lines: Vec<&str> = lines.map(|(_, value)| value.as_str()).collect();
        let (valid, Some(first)) = (&self.valid, lines.first()) else {
            return match self.valid {
                None => Err((self.in_words(), "no such header".to_owned())),
                Some(_) => Ok(false),
            };
        };
        let Some(valid) = valid else {
            return Ok(true);
        };
        // Several lines of one name are one list (RFC 9110, section 5.3).
        let text = match self.is("array") && lines.len() > 1 {
            true => lines.join(","),
            false => (*first).to_owned(),
        };
        let Some(value) = self.value(text.trim()) else {
            return Err((self.in_words(), format!("`{text}`")));
        };
        match valid.takes(&value) {
            Some(true) => Ok(true),
            Some(false) => Err((self.in_words(), short(&value))),
            None => Ok(false),
        }
    }

    fn is(&self, kind: &str) -> bool {
        self.types.iter().any(|t| t == kind)
    }

    /// The value that a text stands for, as the style `simple` writes it.
    fn value(&self, text: &str) -> Option<Value> {
        if self.is_json {
            return serde_json::from_str(text).ok();
        }
        let apart = || text.split(',').map(str::trim).filter(|t| !t.is_empty());
        if self.is("array") {
            let types = self.inner.iter().find(|(name, _)| name.is_none());
            let types = types.map_or(&[][..], |(_, types)| types);
            return Some(apart().map(|t| typed(t, types)).collect());
        }
        if self.is("object") {
            let pairs: Vec<(&str, &str)> = match self.explode {
                true => apart().filter_map(|t| t.split_once('=')).collect(),
                false => {
                    let all: Vec<&str> = apart().collect();
                    all.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
                }
            };
            let member = |(name, text): (&str, &str)| {
                let known = self.inner.iter().find(|(n, _)| n.as_deref() == Some(name));
                (
                    name.to_owned(),
                    typed(text, known.map_or(&[][..], |(_, types)| types)),
                )
            };
            return Some(Value::Object(
                pairs.into_iter().map(member).collect::<Map<_, _>>(),
            ));
        }
        Some(typed(text, &self.types))
    }
}

/// A text as the first type that it can be; text where it can be none.
fn typed(text: &str, types: &[String]) -> Value {
    let wants = |kind: &str| types.iter().any(|t| t == kind);
    if wants("integer") || wants("number") {
        let number = text.parse::<i64>().map(Value::from).ok();
        let number = number.or_else(|| text.parse::<u64>().map(Value::from).ok());
        let is_plain = text.ends_with(|c: char| c.is_ascii_digit());
        let number = number.or_else(|| {
            text.parse::<f64>()
                .map(Value::from)
                .ok()
                .filter(|_| is_plain)
        });
        if let Some(number) = number.filter(Value::is_number) {
            return number;
        }
    }
    match text {
        "true" | "false" if wants("boolean") => (text == "true").into(),
        "" | "null" if wants("null") && !wants("string") => Value::Null,
        _ => text.into(),
    }
}
