//! Each keyword of a schema is held against requests: a server that keeps to the schema draws nothing,
//! and one that passes over a keyword breaks the clause of that keyword.

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

/// A keyword, the schema of the member `v`, and the schema of a server that passes over the keyword.
struct Row(&'static str, Value, Value);

fn rows() -> Vec<Row> {
    let a = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "maxLength": 3}}});
    let b = json!({"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}});
    let long =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    let list = |q: Value| json!({"type": "array", "minItems": 1, "items": {"type": "object", "required": ["q"], "properties": {"q": q}}});
    vec![
        Row(
            "v.multipleOf",
            json!({"type": "integer", "multipleOf": 7}),
            json!({"type": "integer"}),
        ),
        Row(
            "v.exclusiveMinimum",
            json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
            json!({"type": "number", "minimum": 0, "exclusiveMaximum": 1}),
        ),
        Row(
            "v.uniqueItems",
            json!({"type": "array", "items": {"type": "integer"}, "uniqueItems": true}),
            json!({"type": "array", "items": {"type": "integer"}}),
        ),
        Row(
            "v.prefixItems",
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
            json!({"type": "array", "maxItems": 2}),
        ),
        Row(
            "v.contains",
            json!({"type": "array", "items": {"type": "integer"}, "contains": {"const": 7}}),
            json!({"type": "array", "items": {"type": "integer"}}),
        ),
        Row(
            "v.minProperties",
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "minProperties": 1}),
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
        Row(
            "v.additionalProperties",
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}),
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        ),
        Row(
            "v.patternProperties",
            json!({"type": "object", "patternProperties": {"^x": {"type": "integer"}}}),
            json!({"type": "object"}),
        ),
        Row(
            "v.propertyNames",
            json!({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}),
            json!({"type": "object"}),
        ),
        Row(
            "v.dependentRequired",
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "dependentRequired": {"a": ["b"]}}),
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}),
        ),
        Row(
            "v.if",
            json!({"type": "object", "required": ["a"], "properties": {"a": {"enum": ["x", "y"]}}, "if": {"properties": {"a": {"const": "x"}}}, "then": {"required": ["b"]}}),
            json!({"type": "object", "required": ["a"], "properties": {"a": {"enum": ["x", "y"]}}}),
        ),
        Row(
            "v.not",
            json!({"type": "string", "not": {"const": "text"}}),
            json!({"type": "string"}),
        ),
        Row(
            "v.oneOf",
            json!({"oneOf": [a, b]}),
            json!({"type": "object"}),
        ),
        Row(
            "v.a.maxLength",
            json!({"oneOf": [a, b]}),
            json!({"oneOf": [long, b]}),
        ),
        Row(
            "v.b.required",
            json!({"anyOf": [a, b]}),
            json!({"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}, "b": {"type": "integer"}}}),
        ),
        Row(
            "v.0.q.minimum",
            list(json!({"type": "integer", "minimum": 3})),
            list(json!({"type": "integer"})),
        ),
        Row(
            "v.0.q.required",
            list(json!(true)),
            json!({"type": "array", "minItems": 1}),
        ),
        Row(
            "v.format",
            json!({"type": "string", "format": "ipv4"}),
            json!({"type": "string"}),
        ),
        Row(
            "v.n.maxLength",
            json!({"type": "object", "required": ["n", "id"], "properties": {"n": {"type": "string", "maxLength": 3}, "id": {"type": "integer", "readOnly": true}}}),
            json!({"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}}}),
        ),
    ]
}

/// What a server asks for that keeps to the schema: a member that is only read is never sent.
fn sent(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if schema["properties"]["id"]["readOnly"] == true {
        schema["required"] = json!(["n"]);
    }
    schema
}

/// One operation for each row.
fn contract(rows: &[Row]) -> Contract {
    let paths = rows.iter().enumerate().map(|(n, row)| {
        let schema = json!({"type": "object", "required": ["v"], "properties": {"v": row.1}});
        let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        let responses = json!({"204": {"description": "taken"}, "400": {"description": "refused"}});
        let post =
            json!({"operationId": format!("k{n}"), "requestBody": body, "responses": responses});
        (format!("/k{n}"), json!({ "post": post }))
    });
    let paths: serde_json::Map<String, Value> = paths.collect();
    let text =
        json!({"openapi": "3.1.0", "info": {"title": "Rows", "version": "1"}, "paths": paths});
    contract::load_text("rows.json", &text.to_string(), &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

/// What came of a server that judges each body by such a schema.
async fn told(rows: &[Row], schema: impl Fn(&Row) -> Value) -> Told {
    let server = MockServer::start().await;
    for (n, row) in rows.iter().enumerate() {
        let whole = json!({"type": "object", "required": ["v"], "properties": {"v": schema(row)}});
        let options = jsonschema::options().should_validate_formats(true);
        let judge = options.build(&whole).unwrap();
        let answer = move |request: &Request| {
            let body: Option<Value> = serde_json::from_slice(&request.body).ok();
            let right = body.is_some_and(|body| judge.is_valid(&body));
            ResponseTemplate::new(if right { 204 } else { 400 })
        };
        Mock::given(method("POST"))
            .and(path(format!("/k{n}")))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let mut profile = hasty();
    profile.states = Default::default();
    let only = ["*/refuses/*", "*/accepts/*"];
    check_against(&[contract(rows)], &server.uri(), &profile, &only).await
}

fn ids(told: &Told, verdict: Verdict) -> Vec<String> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    those.map(|j| j.id.clone()).collect()
}

#[tokio::test]
async fn a_server_that_keeps_to_the_schema_draws_nothing() {
    let told = told(&rows(), |row| sent(&row.1)).await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    assert_eq!(ids(&told, Verdict::Inconclusive), Vec::<String>::new());
    let held = ids(&told, Verdict::Held);
    for (n, row) in rows().iter().enumerate() {
        let id = format!("rows/k{n}/refuses/{}", row.0);
        assert!(held.contains(&id), "{id} was not tried");
    }
}

#[tokio::test]
async fn a_server_that_passes_over_a_keyword_breaks_its_clause() {
    let told = told(&rows(), |row| row.2.clone()).await;
    let broken = ids(&told, Verdict::Broken);
    for (n, row) in rows().iter().enumerate() {
        let id = format!("rows/k{n}/refuses/{}", row.0);
        assert!(broken.contains(&id), "{id} is not broken");
    }
}
