//! What descriptions say in prose and keywords cannot, or what a refusal said of the like: lists that are as
//! long as those beside them, texts that are Base64. Valid requests keep to it; nothing is held against it.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;
use serde_json::{Map, Value, json};

use super::{Kit, Maker};
use crate::contract::{Operation, Schema};
use crate::exchange::Message;
use crate::rule::holds;

static EVEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)\b(?:same|equal|identical|matching|equally)[ -](?:lengths?|sizes?|long|number|count)\b|\blengths? (?:(?:of .{1,60} )?(?:must|should|do|does|did)(?: not|n't)? (?:match|be (?:the same|equal)|agree)|mismatch)|\bmismatch(?:ed|ing)? (?:lengths?|sizes?)|\b(?:different|unequal|inconsistent) (?:lengths?|sizes?|numbers? of)";
    Regex::new(words).ok()
});
static CODED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bbase[ -]?64\b").ok());

/// Whether a text says that lists have to be of the same length.
pub fn says_even(text: &str) -> bool {
    EVEN.as_ref().is_some_and(|even| even.is_match(text))
}

fn says_coded(text: &str) -> bool {
    CODED.as_ref().is_some_and(|coded| coded.is_match(text))
}

/// What descriptions of a body say.
#[derive(Debug, Clone, Default)]
pub(super) struct Prose {
    /// Lists among its members have the same length.
    pub(super) even: bool,
    /// Members whose texts are Base64.
    coded: Vec<String>,
}

impl Prose {
    pub(super) fn of(operation: &Operation) -> Self {
        let body = operation.body.as_ref().and_then(|b| b.media.first());
        let Some(schema) = body.map(|m| &m.schema) else {
            return Prose::default();
        };
        let free =
            |s: &Schema| s.format.is_none() && s.pattern.is_none() && s.enumeration.is_empty();
        let coded = |s: &Schema| {
            free(s) && (says_coded(&s.about) || s.any_of.iter().any(|b| says_coded(&b.about)))
        };
        let lists = schema.properties.iter().filter(|p| is_list(&p.schema));
        let texts = schema
            .properties
            .iter()
            .map(|p| p.schema.about.as_str())
            .chain([schema.about.as_str()]);
        Prose {
            even: lists.count() > 1 && { texts }.any(says_even),
            coded: schema
                .properties
                .iter()
                .filter(|p| coded(&p.schema))
                .map(|p| p.name.clone())
                .collect(),
        }
    }
}

fn is_list(schema: &Schema) -> bool {
    schema.types.iter().any(|t| t == "array") || schema.any_of.iter().any(is_list)
}

impl Kit<'_> {
    /// From now on, lists of a valid body are of the same length; whether that is news.
    pub fn learn_even(&self) -> bool {
        !self
            .prose
            .replace_with(|p| Prose {
                even: true,
                ..p.clone()
            })
            .even
    }

    /// Whether texts of a place, or of what it stands in, are Base64 by its description.
    pub(super) fn is_coded(&self, at: &str) -> bool {
        let own = at
            .strip_prefix("/body/")
            .and_then(|rest| rest.split('/').next());
        let prose = self.prose.borrow();
        !self.own && own.is_some_and(|name| prose.coded.iter().any(|c| c == name))
    }

    /// Whether a message holds lists of several lengths.
    pub fn is_uneven(&self, message: &Message) -> bool {
        let Some(Value::Object(members)) = &message.body else {
            return false;
        };
        let mut lengths = members.values().filter_map(Value::as_array).map(Vec::len);
        let first = lengths.next();
        lengths.any(|n| Some(n) != first)
    }
}

impl Maker<'_, '_, '_> {
    /// Makes a body keep to what prose says, but for the place that a case is about.
    pub(super) fn keep_to_prose(&self, message: &mut Message, about: &str) {
        let kit = self.kit;
        let prose = kit.prose.borrow();
        if kit.own || (!prose.even && prose.coded.is_empty()) {
            return;
        }
        let body = kit.operation.body.as_ref().and_then(|b| b.media.first());
        let (Some(media), Some(Value::Object(members))) = (body, &message.body) else {
            return;
        };
        let own = about.strip_prefix("/body/").unwrap_or_default();
        let own = own.split('/').next().unwrap_or_default();
        let mut made = members.clone();
        for name in prose.coded.iter().filter(|name| *name != own) {
            if let Some(value) = made.get_mut(name) {
                encode(value);
            }
        }
        if prose.even {
            even(&mut made, own, &|name, number| {
                let list = &media.schema.property(name)?.schema;
                let own = list.items.as_deref();
                let other = || list.any_of.iter().find_map(|s| s.items.as_deref());
                entry(own.or_else(other)?, number)
            });
        }
        let made = Value::Object(made);
        // The rules that keywords tell come first.
        if holds(&media.schema.json, &made, &media.schema.shared) {
            message.body = Some(made);
        }
    }
}

/// Texts become Base64 of whole words of four bytes, as numbers have them.
fn encode(value: &mut Value) {
    match value {
        Value::String(text) if !is_coded(text) => {
            let mut bytes = text.as_bytes().to_vec();
            while bytes.is_empty() || bytes.len() % 4 != 0 {
                bytes.push(0);
            }
            *text = STANDARD.encode(bytes);
        }
        Value::Array(all) => all.iter_mut().for_each(encode),
        _ => {}
    }
}

fn is_coded(text: &str) -> bool {
    !text.is_empty() && STANDARD.decode(text).is_ok()
}

/// A plain entry of a list, another one for each number where it is a text or a number.
fn entry(schema: &Schema, number: usize) -> Option<Value> {
    let plain = [
        json!(format!("entry-{number}")),
        json!(number),
        json!([number]),
        json!({}),
        json!([]),
        json!(true),
        json!(null),
    ];
    plain
        .into_iter()
        .find(|value| holds(&schema.json, value, &schema.shared))
}

/// Cuts lists to the length of the one that a case is about, else of the shortest that is not empty;
/// where one is too short, its entries come again, or one is made.
fn even(
    members: &mut Map<String, Value>,
    about: &str,
    entry: &dyn Fn(&str, usize) -> Option<Value>,
) {
    let length = |v: &Value| v.as_array().map(Vec::len);
    let wanted = members.get(about).and_then(length).or_else(|| {
        let all = members.values().filter_map(length);
        let filled = all.clone().filter(|n| *n > 0).min();
        filled.or(all.min())
    });
    let Some(wanted) = wanted else { return };
    let lists = members.iter_mut().filter(|(name, _)| *name != about);
    for (name, list) in lists.filter_map(|(name, v)| Some((name, v.as_array_mut()?))) {
        list.truncate(wanted);
        let known = list.clone();
        let mut again = known.iter().cycle();
        while list.len() < wanted {
            match again.next().cloned().or_else(|| entry(name, list.len())) {
                Some(entry) => list.push(entry),
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_lists_of_one_length_are_known() {
        for text in [
            "All arrays must have the same length, with each index a record.",
            "ids and documents must be of equal length",
            "Lengths must match",
            "lengths do not match: 3 and 1",
            "Inconsistent lengths in update payload",
            "length mismatch",
            "Inconsistent number of IDs, embeddings and documents",
            "the lists must have the same number of entries",
        ] {
            assert!(says_even(text), "{text}");
        }
        for text in [
            "at most this length",
            "a list of names",
            "the same name",
            "minimum length",
        ] {
            assert!(!says_even(text), "{text}");
        }
    }

    #[test]
    fn lists_get_one_length() {
        let make = |value: Value, about: &str| {
            let Value::Object(mut map) = value else {
                return Value::Null;
            };
            even(&mut map, about, &|_, number| Some(json!(number)));
            Value::Object(map)
        };
        assert_eq!(
            make(json!({"a": [1, 2, 3], "b": [4], "c": 5, "d": []}), ""),
            json!({"a": [1], "b": [4], "c": 5, "d": [0]})
        );
        assert_eq!(
            make(json!({"a": [1, 2, 3], "b": [4]}), "a"),
            json!({"a": [1, 2, 3], "b": [4, 4, 4]})
        );
        assert_eq!(
            make(json!({"a": [7, 8], "b": []}), "a"),
            json!({"a": [7, 8], "b": [0, 1]})
        );
        assert_eq!(
            make(json!({"a": [], "b": []}), ""),
            json!({"a": [], "b": []})
        );
        let mut text = json!(["x!", "AAAA"]);
        encode(&mut text);
        assert_eq!(text, json!(["eCEAAA==", "AAAA"]));
    }
}
