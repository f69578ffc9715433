//! What was learnt, as schemas beside those of the document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::lesson::Lesson;
use super::words::{self, Asked};
use crate::contract::{Operation, Schema};
use crate::exchange::Message;
use crate::generate::Learnt;

/// The rules that refusals named, by place: pointers into the request.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    places: BTreeMap<Vec<String>, Place>,
    /// Parameters that the document does not list.
    unlisted: BTreeMap<String, Place>,
    /// Each rule in words.
    told: Vec<String>,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Place {
    needed: bool,
    unwanted: bool,
    keywords: Map<String, Value>,
}

impl Place {
    fn schema(&self) -> Value {
        let mut all = self.keywords.clone();
        let told = ["type", "enum", "format", "pattern"]
            .iter()
            .any(|k| all.contains_key(*k));
        let numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
        if !told && numbers.iter().any(|k| all.contains_key(*k)) {
            all.insert("type".into(), "number".into());
        }
        if all.contains_key("format")
            || all.contains_key("pattern")
            || all.contains_key("minLength")
        {
            all.entry("type").or_insert_with(|| "string".into());
        }
        Value::Object(all)
    }
}

impl Narrowed {
    /// Takes what an answer said of a place; whether it was news.
    pub(super) fn take(
        &mut self,
        operation: &Operation,
        lesson: &Lesson,
        message: &Message,
    ) -> bool {
        let media = operation.body.as_ref().and_then(|b| b.media.first());
        let (way, schema) = settle(operation, media.map(|m| &m.schema), lesson);
        let text = schema.map(|s| s.allows("string") && s.types.len() == 1);
        let mut asked = words::asked(&lesson.words, text);
        let lacks = || message.get(&format!("/{}", way.join("/"))).is_none();
        if asked.is_empty() && lesson.named && !way.is_empty() && lacks() {
            // In whichever words: what is complained about and not there is to be there.
            asked.push(Asked::Needed);
        }
        let unlisted = way.is_empty();
        let name = lesson.way.join(".");
        let place = match unlisted {
            true => self.unlisted.entry(name.clone()).or_default(),
            false => self.places.entry(way.clone()).or_default(),
        };
        let before = place.clone();
        for one in asked {
            match one {
                Asked::Unwanted => place.unwanted = true,
                Asked::Needed => {
                    place.needed = true;
                    // What must not be empty is there.
                    if text == Some(true) {
                        place.keywords.entry("minLength").or_insert(json!(1));
                    }
                }
                Asked::Keywords(keywords) => {
                    place.needed = true;
                    place.keywords.extend(keywords);
                }
            }
        }
        let new = *place != before;
        if !place.needed && !place.unwanted {
            match unlisted {
                true => self.unlisted.remove(&name),
                false => self.places.remove(&way),
            };
        }
        if new {
            let words: String = lesson.words.chars().take(120).collect();
            self.told.push(format!("{name}: {}", words.trim()));
        }
        new
    }

    /// What a request has to keep to.
    pub(super) fn learnt(&self) -> Learnt {
        Learnt {
            schemas: self.overlays(),
            unlisted: self.unlisted(),
        }
    }

    /// A schema for the body and one for each parameter, by pointer.
    fn overlays(&self) -> Vec<(String, Value)> {
        let mut body = json!({});
        let mut has_body = false;
        let mut all = Vec::new();
        for (way, place) in &self.places {
            match way.split_first() {
                Some((first, rest)) if first == "body" => {
                    has_body = true;
                    lay(&mut body, rest, place);
                }
                Some(_) if !place.unwanted => {
                    all.push((format!("/{}", way.join("/")), place.schema()))
                }
                _ => {}
            }
        }
        if has_body {
            all.push(("/body".to_owned(), body));
        }
        all
    }

    /// Parameters that the document does not list, with a value each.
    fn unlisted(&self) -> Vec<(String, Value)> {
        let asked = self.unlisted.iter().filter(|(_, place)| place.needed);
        let all = asked.map(|(name, place)| {
            let kind = place.keywords.get("type").and_then(Value::as_str);
            (
                name.clone(),
                if kind == Some("boolean") { "true" } else { "1" }.into(),
            )
        });
        all.collect()
    }

    /// Each rule in words.
    pub(super) fn rules(&self) -> Vec<String> {
        self.told.clone()
    }
}

/// The way to a place from the request, with the names as the document writes them; empty for a
/// parameter that it does not list.
pub(super) fn settle<'o>(
    operation: &'o Operation,
    body: Option<&'o Schema>,
    lesson: &Lesson,
) -> (Vec<String>, Option<&'o Schema>) {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], "");
    let name = lesson.way.last().map(|n| plain(n)).unwrap_or_default();
    let listed = operation.parameters.iter().find(|p| plain(&p.name) == name);
    let in_body = |way: &[String]| -> (Vec<String>, Option<&'o Schema>) {
        let mut schema = body;
        let mut settled = vec!["body".to_owned()];
        for step in way {
            let members = schema.into_iter().flat_map(|s| &s.properties);
            let member = members.into_iter().find(|p| plain(&p.name) == plain(step));
            // Frameworks put the name of their own type first.
            if member.is_none() && settled.len() == 1 && way.len() > 1 && !is_open(schema, step) {
                continue;
            }
            settled.push(member.map_or_else(|| step.clone(), |p| p.name.clone()));
            schema = member.map(|p| &p.schema);
        }
        (settled, schema)
    };
    let in_schema = body.is_some_and(|b| b.properties.iter().any(|p| plain(&p.name) == name));
    if let Some(parameter) = listed.filter(|_| !in_schema) {
        let pointer = parameter.pointer();
        let way = pointer
            .trim_start_matches('/')
            .split('/')
            .map(str::to_owned)
            .collect();
        return (way, Some(&parameter.schema));
    }
    match body {
        Some(_) if !lesson.parameter || in_schema => in_body(&lesson.way),
        _ => (Vec::new(), None),
    }
}

/// Whether a step may be a member that the document does not list, rather than the name of a type.
fn is_open(schema: Option<&Schema>, step: &str) -> bool {
    let capital = step.starts_with(|c: char| c.is_ascii_uppercase());
    !capital || schema.is_none_or(|s| s.properties.is_empty())
}

/// Puts the schema of a place below that of a body.
fn lay(around: &mut Value, way: &[String], place: &Place) {
    let Some((first, rest)) = way.split_first() else {
        if let (Value::Object(all), Value::Object(own)) = (around, place.schema()) {
            all.extend(own);
        }
        return;
    };
    let Value::Object(all) = around else {
        return;
    };
    if let Ok(index) = first.parse::<usize>() {
        all.insert("type".into(), "array".into());
        all.entry("minItems").or_insert(json!(index + 1));
        let items = all.entry("items").or_insert_with(|| json!({}));
        return lay(items, rest, place);
    }
    all.insert("type".into(), "object".into());
    if rest.is_empty() && place.unwanted {
        if let Value::Object(members) = all.entry("properties").or_insert_with(|| json!({})) {
            members.insert(first.clone(), json!(false));
        }
        return;
    }
    if let Value::Array(names) = all.entry("required").or_insert_with(|| json!([]))
        && !names.contains(&json!(first))
    {
        names.push(json!(first));
    }
    if let Value::Object(members) = all.entry("properties").or_insert_with(|| json!({})) {
        let member = members.entry(first.clone()).or_insert_with(|| json!({}));
        lay(member, rest, place);
        let bare = member.as_object().is_some_and(Map::is_empty);
        if bare {
            *member = json!({"type": "string", "minLength": 1});
        }
    }
}
