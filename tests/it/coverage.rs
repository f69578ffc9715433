//! What a contract says is found again in its coverage: tested by clauses, or with the reason why not.

use crate::support::{clausal, text};
use clausal::contract::{Fact, open};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

fn facts(schema: &Value) -> Vec<Fact> {
    let body = json!({"application/json": {"schema": schema}});
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "Stores", "version": "1"},
        "paths": {"/stores/{id}": {"put": {
            "operationId": "store",
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 1}},
                {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2}},
            ],
            "requestBody": {"required": true, "content": body},
            "responses": {
                "200": {"description": "stored", "content": body,
                    "headers": {"X-Count": {"required": true, "schema": {"type": "integer"}}}},
                "404": {"description": "none", "content": {"application/json": {"schema": {
                    "type": "object", "required": ["code"], "properties": {"code": {"enum": ["gone", "moved"]}}}}}},
                "default": {"description": "refused"},
            },
        }}},
    });
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    std::io::Write::write_all(&mut file, document.to_string().as_bytes()).unwrap();
    clausal::coverage::facts(&open(&file.path().display().to_string()).unwrap())
}

/// Schemas of each kind inside each other.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({"type": "integer", "minimum": 3, "exclusiveMaximum": 9})),
        Just(json!({"type": "number", "multipleOf": 0.5})),
        Just(json!({"type": "string", "minLength": 2, "maxLength": 5})),
        Just(json!({"type": "string", "pattern": "^[a-c]{2,4}$"})),
        Just(json!({"type": "string", "format": "date"})),
        Just(json!({"type": ["string", "null"], "enum": ["x", "y", null]})),
        Just(json!({"const": "k"})),
        Just(json!({"type": "boolean"})),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| json!({"type": "object", "required": ["a"], "properties": {"a": a, "b": b}})),
            inner.clone().prop_map(|a| json!({"type": "object", "properties": {"a": a}, "additionalProperties": false})),
            inner.clone().prop_map(|a| json!({"type": "array", "items": a, "minItems": 1, "maxItems": 3})),
            two.prop_map(|(a, b)| json!({"oneOf": [
                {"type": "object", "required": ["one"], "properties": {"one": a}},
                {"type": "object", "required": ["two"], "properties": {"two": b}}]})),
            inner.prop_map(|a| json!({"type": "object", "minProperties": 1, "additionalProperties": a})),
        ]
    })
}

/// The keywords of a schema that ask for something, at any depth.
fn keywords(schema: &Value, found: &mut Vec<String>) {
    let Value::Object(map) = schema else { return };
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties", Value::Object(named)) => named.values().for_each(|s| keywords(s, found)),
            ("oneOf", Value::Array(list)) => list.iter().for_each(|s| keywords(s, found)),
            ("items" | "additionalProperties", inner) => keywords(inner, found),
            _ => {}
        }
        if !matches!(key.as_str(), "properties" | "items") {
            found.push(key.clone());
        }
    }
}

#[test]
fn a_row_stays_right_when_its_rule_gets_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sets.yaml");
    let write = |errors: &str, clause: &str| {
        let document = format!(
            "openapi: 3.1.0\ninfo: {{title: Sets, version: '1'}}\nx-clausal: {{name: sets}}\npaths:\n  /sets:\n    post:\n      operationId: make\n      parameters: [{{name: n, in: query, required: true, schema: {{type: string}}}}]\n      responses:\n        '201': {{description: made}}\n        '422': {{description: no{errors}}}\n"
        );
        std::fs::write(&path, document).unwrap();
        let table = format!(
            "{}\none\tmake\trequired\tdocumented\tp\tn is required\t{clause}\t\n",
            clausal::contract::TRACEABILITY_COLUMNS
        );
        std::fs::write(folder.path().join("traceability.tsv"), table).unwrap();
    };
    let contract = path.display().to_string();
    let told = || {
        let out = clausal(&["coverage", "--contract", &contract, "--clauses"]);
        let told = text(&out.stdout) + &text(&out.stderr);
        (out.status.code(), told)
    };
    let tied = ", x-errors: [{code: 1005, when: {breaks: required, at: /query/n}}]";
    write("", "sets/make/refuses/n.required");
    let (code, plain) = told();
    assert_eq!(code, Some(0), "{plain}");
    assert!(!plain.contains("now that"), "{plain}");
    write(tied, "sets/make/refuses/n.required");
    let (code, carried) = told();
    assert_eq!(code, Some(0), "{carried}");
    assert!(
        carried.contains("which is `sets/make/422-1005/n.required` now that its code is known"),
        "{carried}"
    );
    // What nothing took over is still wrong.
    write(tied, "sets/make/refuses/n.maxLength");
    let (code, wrong) = told();
    assert_eq!(code, Some(2), "{wrong}");
}

#[test]
fn nothing_of_an_arbitrary_document_falls_through() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config {
        cases: 32,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let ran = runner.run(&schemas(), |schema| {
        let all = facts(&schema);
        for fact in &all {
            prop_assert!(
                !fact.clauses.is_empty() || !fact.reason.is_empty(),
                "{fact:?}"
            );
            prop_assert!(
                fact.reason != "no clause is about it",
                "{fact:?} in {schema}"
            );
        }
        let mut said = Vec::new();
        keywords(&schema, &mut said);
        for side in ["store/body", "store/answer/"] {
            for keyword in &said {
                let end = format!(".{keyword}");
                let told = all
                    .iter()
                    .any(|f| f.id.starts_with(side) && f.id.ends_with(&end));
                prop_assert!(told, "`{keyword}` of {schema} is not told of {side}");
            }
        }
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn each_part_of_an_operation_is_told() {
    let all = facts(
        &json!({"type": "object", "properties": {"name": {"type": "string", "maxLength": 4}}}),
    );
    let tested = |id: &str| {
        let fact = all.iter().find(|f| f.id == id);
        let fact = fact.unwrap_or_else(|| panic!("{id} is not told: {all:#?}"));
        assert!(!fact.clauses.is_empty(), "{fact:?}");
    };
    for id in [
        "store/path/id",
        "store/path/id.minimum",
        "store/query/tags",
        "store/query/tags.maxItems",
        "store/query/tags/*.enum",
        "store/body.required",
        "store/body/name.maxLength",
        "store/200",
        "store/200/header/X-Count",
        "store/answer/name.maxLength",
        "store/404",
        "store/404/code.enum",
        "store/default",
    ] {
        tested(id);
    }
}
