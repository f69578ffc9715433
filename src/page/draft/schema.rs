//! Schemas of fields.

use serde_json::{Map, Value, json};

use super::Told;
use crate::page::block::tidy;
use crate::page::fields::Field;
use crate::page::sizes;

/// Most characters of a description that a draft keeps.
const WORDS: usize = 200;

/// The schema of a field; `media` is that of the body around it.
pub(super) fn of(field: &Field, media: Option<&str>, told: &mut Told) -> Value {
    let mut schema = Map::new();
    let own = |of: &Option<&str>| of.is_none() || media.is_none() || *of == media;
    let values: Vec<&str> = field
        .says
        .values
        .iter()
        .filter(|(of, _)| own(of))
        .map(|(_, v)| v.as_str())
        .collect();
    // Values of one media type alone may be numbers.
    let numbers = !values.is_empty() && values.iter().all(|v| v.parse::<i64>().is_ok());
    let kind = field.kind_or_guess().or(numbers.then_some("integer"));
    if let Some(kind) = kind {
        schema.insert("type".into(), kind.into());
    }
    if let (Some(format), None) = (field.format, field.says.values.first()) {
        schema.insert("format".into(), format.into());
    }
    let typed = |text: &&str| -> Option<Value> {
        match kind {
            Some("integer") => text.parse::<i64>().ok().map(Value::from),
            Some("number") => text.parse::<f64>().ok().map(Value::from),
            Some("boolean" | "object" | "array") => None,
            _ => Some(Value::from(*text)),
        }
    };
    let listed: Vec<Value> = values.iter().filter_map(typed).collect();
    if !listed.is_empty() && listed.len() == values.len() {
        let mut once: Vec<Value> = Vec::new();
        for value in listed {
            if !once.contains(&value) {
                once.push(value);
            }
        }
        schema.insert("enum".into(), once.into());
    } else if !values.is_empty() && kind != Some("boolean") {
        told.say(format!(
            "the values listed for `{}` ({}) do not fit its type, and were left out",
            field.name, field.source
        ));
    }
    let listed_none = values.is_empty();
    let is_text = matches!(kind, None | Some("string"));
    let is_number = matches!(kind, Some("integer" | "number"));
    let mut says = field.says.clone();
    if kind == Some("array") {
        sizes::counted(&field.words, &field.name, &mut says);
        sizes::counted(&field.limits, &field.name, &mut says);
    }
    let is_list = kind == Some("array");
    // A list cannot be filled to its limit where nothing tells what stands in it.
    if is_list && field.entry.is_none() && field.members.is_empty() {
        if says.min_items.is_some() || says.max_items.is_some() {
            told.say(format!(
                "how many entries `{}` ({}) may have was left out, because the page does not say what they are",
                field.name, field.source
            ));
        }
        (says.min_items, says.max_items) = (None, None);
    }
    let limits = [
        ("minLength", says.min_length.map(Value::from), is_text),
        ("maxLength", says.max_length.map(Value::from), is_text),
        ("minimum", says.minimum.map(Value::from), is_number),
        ("maximum", says.maximum.map(Value::from), is_number),
        ("minItems", says.min_items.map(Value::from), is_list),
        ("maxItems", says.max_items.map(Value::from), is_list),
    ];
    let bare = says.minimum.is_some() || says.maximum.is_some();
    let length = says.min_length.is_some() || says.max_length.is_some();
    if kind == Some("string") && bare && !length && field.format.is_none() && listed_none {
        told.say(format!(
            "a limit of `{}` ({}) may be one of its length or of its value, and was left out",
            field.name, field.source
        ));
    }
    for (keyword, value, fits) in limits {
        if let (Some(value), true) = (value, fits) {
            schema.insert(keyword.into(), value);
        }
    }
    if let Some(pattern) = says.pattern.as_deref().filter(|_| is_text) {
        // One without anchors may be meant for the whole value, or for a part.
        match pattern.starts_with('^') && pattern.ends_with('$') {
            true => drop(schema.insert("pattern".into(), pattern.into())),
            false => told.say(format!(
                "the pattern {pattern} of `{}` ({}) may be one of the whole value or of a part of it, and was left out",
                field.name, field.source
            )),
        }
    }
    if let Some(default) = field
        .default
        .as_deref()
        .and_then(|text| typed_as(text, kind, &schema))
    {
        schema.insert("default".into(), default);
    }
    let inner = match (&field.entry, field.members.is_empty()) {
        (_, false) => Some(object(&field.members, media, told)),
        (Some(entry), true) => Some(of(entry, media, told)),
        (None, true) => None,
    };
    match inner {
        Some(Value::Object(mut entry)) if kind == Some("array") => {
            // Both are said of the list already.
            for key in ["description", "x-source"] {
                entry.remove(key);
            }
            schema.insert("items".into(), Value::Object(entry));
        }
        Some(Value::Object(inner)) => schema.extend(inner),
        _ => {}
    }
    let words = tidy(field.words.lines().next().unwrap_or_default());
    if !words.is_empty() {
        schema.insert("description".into(), cut(&words).into());
    }
    schema.insert("x-source".into(), field.source.clone().into());
    Value::Object(schema)
}

/// A default as a value of the type, where it is one: what a page says in words is none.
fn typed_as(text: &str, kind: Option<&str>, schema: &Map<String, Value>) -> Option<Value> {
    let bare = text.trim_matches(['`', '"', '\'']);
    let words = ["none", "n/a", "null", "-", "–", "—", ""];
    let none = words.contains(&bare.to_ascii_lowercase().as_str());
    let value = match kind? {
        "integer" => Value::from(bare.parse::<i64>().ok()?),
        "number" => Value::from(bare.parse::<f64>().ok()?),
        "boolean" => Value::from(bare.to_ascii_lowercase().parse::<bool>().ok()?),
        "string" if !none && !bare.contains(' ') => Value::from(bare),
        _ => return None,
    };
    let listed = schema.get("enum").and_then(Value::as_array);
    listed.is_none_or(|l| l.contains(&value)).then_some(value)
}

/// An object with these members.
pub(super) fn object(fields: &[Field], media: Option<&str>, told: &mut Told) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for field in fields {
        if properties.contains_key(&field.name) {
            told.say(format!(
                "`{}` stands twice; the first one counts ({} is left out)",
                field.name, field.source
            ));
            continue;
        }
        properties.insert(field.name.clone(), of(field, media, told));
        if field.required == Some(true) {
            required.push(field.name.clone().into());
        }
    }
    let mut schema = json!({"type": "object"});
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema["properties"] = Value::Object(properties);
    schema
}

pub(super) fn cut(words: &str) -> String {
    match words.chars().count() > WORDS {
        true => words.chars().take(WORDS).chain(['…']).collect(),
        false => words.to_owned(),
    }
}

/// The schema of the member that a pointer such as `/a/b` leads to.
pub(super) fn descend<'s>(schema: &'s mut Value, pointer: &str) -> Option<&'s mut Value> {
    let mut steps = pointer.split('/').skip(1);
    steps.try_fold(schema, |schema, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        if schema.get("items").is_some() && step.parse::<usize>().is_ok() {
            return schema.get_mut("items");
        }
        schema.get_mut("properties")?.get_mut(&step)
    })
}

/// A step of a pointer.
pub(super) fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
