//! Values that no rule speaks of: empty, wide, negative, quoted, long, or not ASCII.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, json, only};
use clausal::run::event::Verdict;

fn notes() -> Value {
    json!({"paths": {"/notes": {"post": {"operationId": "note",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "required": ["title"], "properties": {
                "title": {"type": "string"},
                "size": {"type": "integer"},
                "places": {"type": "array", "items": {"type": "object", "properties": {"street": {"type": "string"}}}}}}}}},
        "responses": {"201": {"description": "made"}, "400": {"description": "no"}}}}}})
}

fn body(request: &Request) -> Option<Value> {
    serde_json::from_slice(&request.body).ok()
}

/// Takes what the schema allows and numbers of 64 bits.
fn note(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let Some(body) = body(request) else {
        return ResponseTemplate::new(400);
    };
    let size = body.get("size").is_none_or(Value::is_i64);
    let titled = body.get("title").is_some_and(Value::is_string);
    let street =
        |place: &Value| place.is_object() && place.get("street").is_none_or(Value::is_string);
    let places = body
        .get("places")
        .is_none_or(|places| places.as_array().is_some_and(|all| all.iter().all(street)));
    match titled && size && places {
        true => json(201, "{}"),
        false => ResponseTemplate::new(400),
    }
}

#[tokio::test]
async fn values_that_are_taken_or_refused_draw_nothing() {
    let choosy: super::Peer = |request| {
        let body = body(request).unwrap_or_default();
        let title = body["title"].as_str().unwrap_or_default();
        match title.is_empty() || title.len() > 4_000 {
            true => ResponseTemplate::new(400),
            false => note(request),
        }
    };
    let peers: [super::Peer; 2] = [note, choosy];
    for peer in peers {
        let told = checked(&notes(), "", "/notes", peer).await;
        is_quiet(&told, &["implied/odd-values"]);
    }
}

#[tokio::test]
async fn values_that_crash_are_told() {
    let peers: [super::Peer; 4] = [
        |r| match body(r).unwrap_or_default()["title"] == "" {
            true => ResponseTemplate::new(500),
            false => note(r),
        },
        |r| match body(r).unwrap_or_default()["size"].as_i64() {
            Some(0) => ResponseTemplate::new(500),
            _ => note(r),
        },
        |r| match body(r).unwrap_or_default()["size"].is_f64() {
            true => ResponseTemplate::new(500),
            false => note(r),
        },
        |r| {
            let street = body(r).unwrap_or_default();
            let street = street.pointer("/places/0/street").and_then(Value::as_str);
            match street.is_some_and(str::is_empty) {
                true => ResponseTemplate::new(500),
                false => note(r),
            }
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&notes(), "", "/notes", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(
            broken.contains(&"note/implied/odd-values".to_owned()),
            "{number}: {broken:?}"
        );
    }
}
