//! Servers that are as tolerant as ordinary stacks are by default: nothing of that is a finding, and
//! what a page demands still is one.

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against};

const TOYS: &str = r#"
openapi: 3.1.0
info: {title: toys, version: '1'}
paths:
  /toys:
    post:
      operationId: addToy
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, minLength: 1}
                count: {type: integer}
                fine: {type: boolean}
                parts: {type: array, items: {type: string}}
      responses:
        '201': {description: made}
        '400': {description: wrong}
"#;

fn toys(more: &str) -> Contract {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("toys.yaml");
    std::fs::write(&path, format!("{TOYS}{more}")).unwrap();
    contract::open(path.to_str().unwrap()).unwrap()
}

/// A value as a tolerant reader sees it: a list of one is the value.
fn single(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one,
        _ => value,
    }
}

fn is_text(value: &Value) -> bool {
    !matches!(single(value), Value::Array(_) | Value::Object(_))
}

fn is_number(value: &Value) -> bool {
    match single(value) {
        Value::Number(n) => n.as_f64().is_some_and(|n| n.fract() == 0.0),
        Value::String(text) => text.parse::<f64>().is_ok(),
        Value::Bool(_) | Value::Null => true,
        _ => false,
    }
}

fn is_boolean(value: &Value) -> bool {
    match single(value) {
        Value::Number(_) | Value::Bool(_) | Value::Null => true,
        Value::String(text) => text == "true" || text == "false",
        _ => false,
    }
}

/// Reads whatever the label says, replaces what is no text, and bends types.
fn takes(request: &Request) -> bool {
    if request.method.as_str() != "POST" {
        return false;
    }
    let text = String::from_utf8_lossy(&request.body).replace("\\ud800", "?");
    let text = text.replace("\\udc00", "?");
    let text = text.trim_start_matches('\u{feff}');
    let Ok(Value::Object(toy)) = serde_json::from_str(text) else {
        return false;
    };
    let fits = |name: &str, rule: fn(&Value) -> bool| toy.get(name).is_none_or(rule);
    toy.get("name")
        .is_some_and(|name| is_text(name) && name != "")
        && fits("count", is_number)
        && fits("fine", is_boolean)
        && fits("parts", |parts| match parts {
            Value::Array(list) => list.iter().all(is_text),
            value => is_text(value),
        })
}

async fn check(contract: Contract, answer: fn(&Request) -> u16) -> Told {
    let server = MockServer::start().await;
    let answer = move |request: &Request| ResponseTemplate::new(answer(request));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    check_against(&[contract], &server.uri(), &Profile::default(), &[]).await
}

fn tolerant(request: &Request) -> u16 {
    if takes(request) { 201 } else { 400 }
}

#[tokio::test]
async fn tolerance_that_loses_nothing_is_read_and_not_held_against_a_server() {
    let told = check(toys(""), tolerant).await;
    let broken: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .map(|j| (&j.id, j.finding.as_ref().map(|f| (&f.case, &f.got))))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let taken = |id: &str| {
        let reading = told.finished.readings.iter().find(|r| r.id == id).unwrap();
        assert!(!reading.about.is_empty(), "{id}");
        reading.taken.clone()
    };
    assert_eq!(taken("media-type"), ["JSON: taken"]);
    let types = taken("type-coercion");
    for what in ["digits in quotes for a number", "a list of one for a value"] {
        assert!(types.contains(&format!("{what}: taken")), "{types:?}");
    }
    assert!(taken("json-no-text").contains(&"an overlong slash: taken".to_owned()));
}

#[tokio::test]
async fn a_documented_415_is_demanded() {
    let told = check(toys("        '415': {description: no}\n"), tolerant).await;
    let clause = told.clause("implied/wrong-media-type");
    assert_eq!(clause.verdict, Verdict::Broken);
}

#[tokio::test]
async fn a_fault_is_a_finding_where_either_outcome_is_right() {
    let told = check(toys(""), |request| match takes(request) {
        true if String::from_utf8_lossy(&request.body).contains("\"count\":\"") => 500,
        _ => tolerant(request),
    })
    .await;
    let clause = told.clause("refuses/count.type");
    assert_eq!(clause.verdict, Verdict::Broken);
    let finding = clause.finding.as_ref().unwrap();
    assert!(
        finding.case.contains("digits in quotes"),
        "{}",
        finding.case
    );
}
