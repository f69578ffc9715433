//! Shape, types and values of a success.

use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::{Answer, Demanded, Valid, word};
use super::{Check, Cited, Clause, Scope, Stimulus, Words};
use crate::contract::{Media, Property, Response, Schema};
use crate::exchange::below;
use crate::wire::{Kind, MediaType};

/// One clause for status, media type and body, and for each member its presence, type, values,
/// unit and freshness; once more for a second media type that a request may ask for.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    let Some(response) = operation.success_response() else {
        return clauses;
    };
    let cited = Cited::documented(&response.source, &response.at);
    clauses.push(scope.clause(
        "response/status-code".into(),
        "a success has the documented status".into(),
        cited,
        Stimulus::Successes,
        Check::Answer(Answer::Status(operation.success())),
    ));
    if operation.method == "HEAD" {
        // What a body would hold is described, and none comes (RFC 9110, section 9.3.2).
        return clauses;
    }
    for (number, media) in response.media.iter().enumerate() {
        // Where the request has several forms, an answer in another form than the request is a
        // reading of its own.
        if number > 0 && (operation.form.is_some() || Kind::of(&media.media_type) == Kind::Other) {
            continue;
        }
        of_media(scope, response, media, number, &mut clauses);
    }
    let Some(media) = response.media.first() else {
        return clauses;
    };
    let selects = operation.parameters.iter().find(|p| p.selects.is_some());
    if let Some(parameter) = selects {
        let members = media.schema.properties.iter().filter(|p| p.required);
        let all = members.map(|p| p.name.clone()).collect();
        clauses.push(scope.clause(
            format!("default/{}", super::words::word(&parameter.name)),
            format!("without {} every member comes back", parameter.name),
            Cited::documented(&parameter.source, &parameter.at),
            Stimulus::Successes,
            Check::Answer(Answer::AllPresent(all)),
        ));
    }
    clauses
}

/// The clauses about answers in one media type.
fn of_media(
    scope: &Scope<'_>,
    response: &Response,
    media: &Media,
    number: usize,
    clauses: &mut Vec<Clause>,
) {
    let kind = Kind::of(&media.media_type);
    let (family, syntax) = match kind {
        Kind::Xml => ("response-xml", "XML"),
        _ => ("response-json", "JSON"),
    };
    let family = if number == 0 { "response" } else { family };
    let stimulus = || match number {
        0 => Stimulus::Successes,
        _ => Stimulus::SuccessesAs(media.media_type.clone()),
    };
    let mut add = |name: &str, duty: String, cited: Cited<'_>, stimulus, answer| {
        clauses.push(scope.clause(
            format!("{family}/{name}"),
            duty,
            cited,
            stimulus,
            Check::Answer(answer),
        ));
    };
    let cited = Cited::documented(&response.source, &response.at);
    // One type alone may be asked for; without several, any documented one will do.
    let types = match number {
        0 if scope.operation.form.is_none() && response.media.len() == 1 => response
            .media
            .iter()
            .map(|m| m.media_type.clone())
            .collect(),
        _ => labels(&media.media_type),
    };
    add(
        "media-type",
        "a success has the documented media type".into(),
        cited,
        stimulus(),
        Answer::MediaType(types),
    );
    // A text or a picture is not read.
    if kind == Kind::Other && !MediaType::parse(&media.media_type).is_range() {
        return;
    }
    let schema = &media.schema;
    let called = Words::of_answer(schema);
    let cited = Cited::documented(&schema.source, &schema.at);
    if kind == Kind::Xml || number > 0 || scope.operation.success.is_some() {
        add(
            "well-formed",
            format!("the body of a success is well-formed {syntax}"),
            cited,
            stimulus(),
            Answer::WellFormed(syntax),
        );
    }
    if let (Kind::Xml, Some(name)) = (kind, &schema.xml.name) {
        let duty = format!("the root element of a success is {name}");
        add("root", duty, cited, stimulus(), Answer::Root(name.clone()));
    } else if let Some(valid) = typed(schema) {
        let name = schema.types.first().map_or("body", String::as_str);
        let duty = format!("the body of a success is {syntax} of {}", valid.words);
        add(name, duty, cited, stimulus(), Answer::Body(valid));
    }
    members(schema, "", &mut |at, property, name, duty, answer| {
        let mut cited = Cited::documented(&property.schema.source, &property.schema.at);
        if name == "minimum" {
            cited.level = super::Level::Implied;
        }
        let stimulus = match &answer {
            Answer::Fresh(_) if number == 0 => Stimulus::Valid(super::Valid::Twice),
            Answer::Fresh(_) => return,
            _ => stimulus(),
        };
        add(
            &format!("{}.{name}", called.of(at)),
            duty,
            cited,
            stimulus,
            answer,
        );
    });
}

/// Labels that a body of a media type may have, in words: XML has two of one meaning.
fn labels(media_type: &str) -> Vec<String> {
    match media_type {
        "application/xml" => vec![media_type.to_owned(), "text/xml".to_owned()],
        other => vec![other.to_owned()],
    }
}

type See<'a> = dyn FnMut(&str, &Property, &str, String, Answer) + 'a;

/// Every duty about every member, at any depth; freshness last, as it needs requests of its own.
fn members(schema: &Schema, around: &str, see: &mut See<'_>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        for (name, duty, answer) in of_member(&at, property) {
            see(&at, property, name, duty, answer);
        }
        members(&property.schema, &at, see);
    }
    for property in &schema.properties {
        fresh(property, &below(around, &property.name), see);
    }
}

fn fresh(property: &Property, at: &str, see: &mut See<'_>) {
    let mut add = |at: &str| {
        let duty = format!("no two answers share their {}", word(at));
        see(at, property, "fresh", duty, Answer::Fresh(at.to_owned()));
    };
    if property.schema.ext.fresh {
        add(at);
    }
    if let Some(items) = &property.schema.items {
        if items.ext.fresh {
            add(&format!("{at}/*"));
        }
        for inner in items.properties.iter().filter(|p| p.schema.ext.fresh) {
            add(&below(&format!("{at}/*"), &inner.name));
        }
    }
}

fn of_member(at: &str, property: &Property) -> Vec<(&'static str, String, Answer)> {
    let (name, schema) = (word(at), &property.schema);
    let member = |valid| Answer::Member(at.to_owned(), valid);
    let mut list = Vec::new();
    if property.required {
        list.push((
            "present",
            format!("the answer holds {name}"),
            Answer::Present(demanded(at, schema)),
        ));
    }
    for (keyword, limit) in [
        ("minItems", schema.min_items),
        ("maxItems", schema.max_items),
    ] {
        let words = |n| match keyword {
            "minItems" => format!("at least {n} entries"),
            _ => format!("at most {n} entries"),
        };
        if let Some(limit) = limit
            && let Some(valid) = compile(&json!({ keyword: limit }), words(limit))
        {
            let duty = format!("{name} has {}", valid.words);
            list.push((keyword, duty, Answer::Entries(demanded(at, schema), valid)));
        }
    }
    if let Some(valid) = typed(schema) {
        let duty = format!("{name} is of {}", valid.words);
        list.push(("type", duty, member(valid)));
    }
    if !schema.enumeration.is_empty() {
        let words = format!("one of {}", Value::Array(schema.enumeration.clone()));
        if let Some(valid) = compile(&json!({"enum": schema.enumeration}), words) {
            let duty = format!("{name} is {}", valid.words);
            list.push(("enum", duty, member(valid)));
        }
    }
    if let Some(constant) = &schema.constant
        && let Some(valid) = compile(&json!({"const": constant}), format!("value {constant}"))
    {
        let duty = format!("{name} is always {constant}");
        list.push(("const", duty, member(valid)));
    }
    if let Some(pattern) = &schema.pattern
        && let Some(valid) = compile(&json!({"pattern": pattern}), format!("pattern {pattern}"))
    {
        let duty = format!("{name} fits its pattern");
        list.push(("pattern", duty, member(valid)));
    }
    if let Some(least) = schema.minimum
        && let Some(valid) = compile(&json!({"minimum": least}), format!("at least {least}"))
    {
        let duty = format!("{name} is at least {least}");
        list.push(("minimum", duty, member(valid)));
    }
    if schema.items.is_some()
        && let Some(validator) = schema.shared.compile(&without_counts(&schema.json), false)
    {
        let valid = Valid {
            validator: Arc::new(validator),
            words: "entries as documented".into(),
        };
        let duty = format!("every entry of {name} is as documented");
        list.push(("items", duty, member(valid)));
    }
    if schema.ext.unit.is_some() {
        list.push((
            "unit",
            format!("{name} counts milliseconds since 1970"),
            Answer::Milliseconds(property.name.clone()),
        ));
    }
    list
}

fn demanded(at: &str, schema: &Schema) -> Demanded {
    let is_list = schema.types.iter().any(|t| t == "array");
    Demanded {
        at: at.to_owned(),
        bases: schema.ext.only_with.clone(),
        may_be_nothing: is_list && !schema.xml.wrapped && schema.min_items.unwrap_or(0) == 0,
    }
}

/// A schema of a list without how many entries it has, which is a duty of its own.
fn without_counts(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(map) = &mut schema {
        for keyword in ["minItems", "maxItems"] {
            map.remove(keyword);
        }
        if let Some(Value::Array(parts)) = map.get_mut("allOf") {
            for part in parts {
                *part = without_counts(part);
            }
        }
    }
    schema
}

/// The `type` of a schema alone, with the range of its integer format.
fn typed(schema: &Schema) -> Option<Valid> {
    if schema.types.is_empty() {
        return None;
    }
    let mut json = json!({"type": schema.types});
    if schema.format.as_deref() == Some("int64") {
        json["minimum"] = i64::MIN.into();
        json["maximum"] = i64::MAX.into();
    }
    compile(&json, format!("type {}", schema.types.join(" or ")))
}

fn compile(json: &Value, words: String) -> Option<Valid> {
    jsonschema::draft202012::new(json).ok().map(|v| Valid {
        validator: Arc::new(v),
        words,
    })
}
