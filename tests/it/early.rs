//! A run that ends early has most of what it would find.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use clausal::contract::load_text;
use clausal::run::{Ended, Options};
use clausal::target::Profile;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_with};

/// Six operations, the sound ones first.
const SHOP: &str = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {
  "/sound": {"post": {"operationId": "sound", "requestBody": {"required": true, "content": {"application/json":
     {"schema": {"type": "object", "required": ["name", "count"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 40}, "count": {"type": "integer", "minimum": 0, "maximum": 9},
        "kind": {"enum": ["a", "b"]}}}}}}, "responses": {"200": {"description": "x"}, "400": {"description": "no"}}}},
  "/search": {"get": {"operationId": "search", "parameters": [{"name": "q", "in": "query", "required": true,
     "schema": {"type": "string"}}], "responses": {"200": {"description": "x"}, "400": {"description": "no"}}}},
  "/page": {"get": {"operationId": "page", "parameters": [{"name": "skip", "in": "query",
     "schema": {"type": "integer"}}], "responses": {"200": {"description": "x"}, "400": {"description": "no"}}}},
  "/notes": {"post": {"operationId": "note", "requestBody": {"required": true, "content": {"application/json":
     {"schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}}}},
     "responses": {"201": {"description": "x"}, "400": {"description": "no"}}}},
  "/export": {"get": {"operationId": "export", "responses": {"200": {"description": "x", "content":
     {"application/json": {"schema": {"type": "object", "required": ["rows"]}}}}}}},
  "/gone": {"delete": {"operationId": "clear", "responses": {"204": {"description": "x"}}}}}}"#;

/// Wrong in five ways: texts beyond Latin-1, negative numbers, lone surrogates, a member that is missing, a
/// status that is not documented.
fn answer(request: &Request) -> ResponseTemplate {
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let read: Option<serde_json::Value> = serde_json::from_str(&body).ok();
    let query = |name: &str| {
        let mut pairs = request.url.query_pairs();
        pairs.find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
    };
    let status = match (request.url.path(), request.method.as_str()) {
        ("/sound", "POST") => {
            let right = read.is_some_and(|v| {
                let name = v["name"].as_str().map_or(0, |n| n.chars().count());
                let kind = v.get("kind").is_none_or(|k| k == "a" || k == "b");
                (1..=40).contains(&name) && v["count"].as_u64().is_some_and(|n| n <= 9) && kind
            });
            if right { 200 } else { 400 }
        }
        ("/search", "GET") => match query("q") {
            Some(q) if q.chars().any(|c| c > '\u{ff}') => 500,
            Some(_) => 200,
            None => 400,
        },
        ("/page", "GET") => match query("skip").map(|s| s.parse::<i64>()) {
            Some(Ok(skip)) if skip < -1000 => 500,
            None | Some(Ok(_)) => 200,
            Some(Err(_)) => 400,
        },
        ("/notes", "POST") if body.contains("\\ud8") => 500,
        ("/notes", "POST") => match read {
            Some(v) if v["text"].is_string() => 201,
            _ => 400,
        },
        ("/export", "GET") => {
            return ResponseTemplate::new(200).set_body_raw("{}", "application/json");
        }
        ("/gone", "DELETE") => 202,
        (path, _) if SHOP.contains(&format!("{path:?}")) => {
            return ResponseTemplate::new(405).insert_header("Allow", "GET, POST, DELETE");
        }
        _ => 404,
    };
    ResponseTemplate::new(status)
}

/// Checks the server until so many requests came.
async fn check(most: usize) -> (Told, usize) {
    let server = MockServer::start().await;
    let (stop, came) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let (asked, counted) = (Arc::clone(&stop), Arc::clone(&came));
    let own = move |request: &Request| {
        if counted.fetch_add(1, Ordering::Relaxed) + 1 >= most {
            asked.store(true, Ordering::Relaxed);
        }
        answer(request)
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(own)
        .mount(&server)
        .await;
    let contract = load_text("shop.json", SHOP, &|_| Err(String::new())).unwrap();
    let options = Options {
        seed: 7,
        stop: Some(stop),
        ..Options::default()
    };
    let told = check_with(
        &[contract],
        &server.uri(),
        &Profile::default(),
        &[],
        options,
    )
    .await;
    let came = came.load(Ordering::Relaxed);
    (told, came)
}

/// Operations with a broken clause of the kind that they are wrong in.
fn found(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.finding.is_some());
    let mut names: Vec<&str> = broken.map(|j| j.operation.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenth_of_the_requests_shows_what_is_wrong() {
    let (whole, requests) = check(usize::MAX).await;
    assert_eq!(whole.ended, Ended::Complete);
    let wrong = ["clear", "export", "note", "page", "search"];
    assert_eq!(found(&whole), wrong);
    let (part, _) = check(requests / 10).await;
    assert_eq!(part.ended, Ended::Interrupted);
    assert_eq!(found(&part), wrong, "of {requests} requests");
}
