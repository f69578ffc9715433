//! Shape, types and values of a success.

use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::{Answer, Valid};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Property, Schema};

/// One clause for status, media type and body, and for each member its presence, type, values,
/// unit and freshness.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    let Some(response) = operation.success_response() else {
        return clauses;
    };
    let cited = Cited::documented(&response.source, &response.at);
    let mut add = |name: &str, duty: String, cited: Cited<'_>, answer| {
        clauses.push(scope.clause(
            format!("response/{name}"),
            duty,
            cited,
            Stimulus::Successes,
            Check::Answer(answer),
        ));
    };
    add(
        "status-code",
        "a success has the documented status".into(),
        cited,
        Answer::Status(operation.success()),
    );
    let Some(media) = response.media.first() else {
        return clauses;
    };
    let types = response
        .media
        .iter()
        .map(|m| m.media_type.clone())
        .collect();
    add(
        "media-type",
        "a success has the documented media type".into(),
        cited,
        Answer::MediaType(types),
    );
    let schema = &media.schema;
    let cited = Cited::documented(&schema.source, &schema.at);
    if let Some(valid) = typed(schema) {
        let name = schema.types.first().map_or("body", String::as_str);
        add(
            name,
            format!("the body of a success is JSON of {}", valid.words),
            cited,
            Answer::Body(valid),
        );
    }
    for property in &schema.properties {
        for (name, duty, answer) in of_member(property) {
            let cited = Cited::documented(&property.schema.source, &property.schema.at);
            add(&format!("{}.{name}", property.name), duty, cited, answer);
        }
    }
    if schema.properties.iter().any(|p| p.schema.ext.fresh) {
        for property in schema.properties.iter().filter(|p| p.schema.ext.fresh) {
            clauses.push(scope.clause(
                format!("response/{}.fresh", property.name),
                format!("no two answers share their {}", property.name),
                Cited::documented(&property.schema.source, &property.schema.at),
                Stimulus::Valid(super::Valid::Twice),
                Check::Answer(Answer::Fresh(property.name.clone())),
            ));
        }
    }
    let selects = operation.parameters.iter().find(|p| p.selects.is_some());
    if let Some(parameter) = selects {
        let all = schema
            .properties
            .iter()
            .filter(|p| p.required)
            .map(|p| p.name.clone())
            .collect();
        clauses.push(scope.clause(
            format!("default/{}", parameter.name),
            format!("without {} every member comes back", parameter.name),
            Cited::documented(&parameter.source, &parameter.at),
            Stimulus::Successes,
            Check::Answer(Answer::AllPresent(all)),
        ));
    }
    clauses
}

fn of_member(property: &Property) -> Vec<(&'static str, String, Answer)> {
    let (name, schema) = (&property.name, &property.schema);
    let mut list = Vec::new();
    if property.required {
        list.push((
            "present",
            format!("the answer holds {name}"),
            Answer::Present(name.clone()),
        ));
    }
    if let Some(valid) = typed(schema) {
        list.push((
            "type",
            format!("{name} is of {}", valid.words),
            Answer::Member(name.clone(), valid),
        ));
    }
    if !schema.enumeration.is_empty() {
        let words = format!("one of {}", Value::Array(schema.enumeration.clone()));
        if let Some(valid) = compile(&json!({"enum": schema.enumeration}), words) {
            list.push((
                "enum",
                format!("{name} is {}", valid.words),
                Answer::Member(name.clone(), valid),
            ));
        }
    }
    if let Some(constant) = &schema.constant
        && let Some(valid) = compile(&json!({"const": constant}), format!("value {constant}"))
    {
        list.push((
            "const",
            format!("{name} is always {constant}"),
            Answer::Member(name.clone(), valid),
        ));
    }
    if schema.ext.unit.is_some() {
        list.push((
            "unit",
            format!("{name} counts milliseconds since 1970"),
            Answer::Milliseconds(name.clone()),
        ));
    }
    list
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
