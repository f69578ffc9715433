//! Members of a request and how sentences call them.

use serde_json::Value;

use crate::contract::{Operation, Place, Schema};
use crate::exchange::below;

/// Ends of names that say no more than that a thing is meant.
const IDS: [&str; 4] = ["id", "uuid", "guid", "ref"];

/// A place of a request that words may speak of.
#[derive(Debug, Clone)]
pub(super) struct Member<'c> {
    /// Its pointer.
    pub at: String,
    /// Its values.
    pub schema: &'c Schema,
    /// Whether it must be sent.
    pub required: bool,
    /// Its name, word by word.
    words: Vec<String>,
    /// The same without what says that it is an id.
    bare: Vec<String>,
}

/// The members of the body, those of alternatives too, and the parameters beside the path.
pub(super) fn members(operation: &Operation) -> Vec<Member<'_>> {
    let mut all = Vec::new();
    for parameter in &operation.parameters {
        if parameter.place == Place::Query {
            let required = parameter.required;
            add(
                &mut all,
                &parameter.name,
                parameter.pointer(),
                &parameter.schema,
                required,
            );
        }
    }
    if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
        let branches = media.schema.any_of.iter().flat_map(|s| &s.properties);
        for property in media.schema.properties.iter().chain(branches) {
            if property.schema.json.get("readOnly") != Some(&Value::Bool(true)) {
                let at = below("/body", &property.name);
                add(
                    &mut all,
                    &property.name,
                    at,
                    &property.schema,
                    property.required,
                );
            }
        }
    }
    all
}

fn add<'c>(all: &mut Vec<Member<'c>>, name: &str, at: String, schema: &'c Schema, required: bool) {
    if all.iter().any(|m| m.at == at) {
        return;
    }
    let words = split(name);
    let mut bare = words.clone();
    if bare.len() > 1 && bare.last().is_some_and(|w| IDS.contains(&w.as_str())) {
        bare.pop();
    }
    all.push(Member {
        at,
        schema,
        required,
        words,
        bare,
    });
}

/// The words of a name, in small letters.
pub(super) fn split(name: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            small = false;
            all.push(String::new());
            continue;
        }
        if all.is_empty() || c.is_uppercase() && small {
            all.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(last) = all.last_mut() {
            last.extend(c.to_lowercase());
        }
    }
    all.retain(|w| !w.is_empty());
    all
}

impl Member<'_> {
    /// The members of a request that some words name, each with where its name stands and ends.
    pub(super) fn named(&self, text: &[String]) -> Option<(usize, usize)> {
        let whole = self.words.concat();
        if let Some(at) = text.iter().position(|w| *w == whole) {
            return Some((at, at + 1));
        }
        [&self.words, &self.bare].into_iter().find_map(|name| {
            let size = name.len();
            let fits = |window: &[String]| {
                let pairs = window.iter().zip(name);
                pairs
                    .enumerate()
                    .all(|(i, (said, own))| said == own || i + 1 == size && is_plural(said, own))
            };
            let at = text.windows(size.max(1)).position(fits)?;
            Some((at, at + size))
        })
    }

    /// Whether its values are of a JSON type.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.schema.types.iter().any(|t| t == kind)
    }

    /// Whether any text will do, by its schema or in some form.
    pub(super) fn is_text(&self) -> bool {
        self.is("string") && self.schema.enumeration.is_empty() && self.schema.constant.is_none()
    }

    /// Whether its values have an order that can be told.
    pub(super) fn is_ordered(&self) -> bool {
        let date = matches!(self.schema.format.as_deref(), Some("date" | "date-time"));
        self.is_text() && date || self.is("integer") || self.is("number")
    }
}

fn is_plural(said: &str, own: &str) -> bool {
    said.strip_suffix('s') == Some(own) || own.strip_suffix('s') == Some(said)
}
