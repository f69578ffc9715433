//! Requests about one version of a thing: what is known already is not sent again, and what is asked for
//! another version only is not done.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet};
use clausal::run::event::Verdict;

fn note() -> Value {
    let header = |name: &str| json!({"name": name, "in": "header", "schema": {"type": "string"}});
    json!({"paths": {"/note": {
        "get": {"operationId": "read", "parameters": [header("If-None-Match")], "responses": {
            "200": {"description": "it", "headers": {"ETag": {"schema": {"type": "string"}}}},
            "304": {"description": "known"}}},
        "put": {"operationId": "write", "parameters": [header("If-Match")], "responses": {
            "204": {"description": "written"}, "412": {"description": "another version"}}}}}})
}

const TAG: &str = "\"v1\"";

fn peer(request: &Request, known: u16, stale: u16) -> ResponseTemplate {
    let header = |name: &str| {
        let value = request.headers.get(name).and_then(|v| v.to_str().ok());
        value.map(str::to_owned)
    };
    match request.method.as_str() {
        "GET" if header("if-none-match").as_deref() == Some(TAG) => {
            ResponseTemplate::new(known).insert_header("ETag", TAG)
        }
        "GET" => ResponseTemplate::new(200).insert_header("ETag", TAG),
        "PUT" if header("if-match").is_none_or(|v| v == TAG || v == "*") => {
            ResponseTemplate::new(204)
        }
        "PUT" => ResponseTemplate::new(stale),
        _ => ResponseTemplate::new(405).insert_header("Allow", "GET, PUT"),
    }
}

#[tokio::test]
async fn a_right_peer_heeds_versions() {
    let told = checked(&note(), "", "/note", |r| peer(r, 304, 412)).await;
    is_quiet(
        &told,
        &["read/implied/known-version", "write/implied/other-version"],
    );
    // A tag that is new each time says nothing.
    let told = checked(&note(), "", "/note", |r| match r.method.as_str() {
        "GET" => {
            static NEXT: AtomicU64 = AtomicU64::new(0);
            let tag = format!("\"v{}\"", NEXT.fetch_add(1, Relaxed));
            ResponseTemplate::new(200).insert_header("ETag", tag.as_str())
        }
        _ => peer(r, 304, 412),
    })
    .await;
    is_quiet(&told, &[]);
    // Nor does none.
    let told = checked(&note(), "", "/note", |r| match r.method.as_str() {
        "GET" => ResponseTemplate::new(200),
        _ => peer(r, 304, 412),
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(
        broken.iter().all(|id| !id.contains("version")),
        "{broken:?}"
    );
}

#[tokio::test]
async fn versions_that_are_passed_over_are_told() {
    let told = checked(&note(), "", "/note", |r| peer(r, 200, 412)).await;
    assert_eq!(ids(&told, Verdict::Broken), ["read/implied/known-version"]);
    for status in [204, 409] {
        let told = match status {
            204 => checked(&note(), "", "/note", |r| peer(r, 304, 204)).await,
            _ => checked(&note(), "", "/note", |r| peer(r, 304, 409)).await,
        };
        assert_eq!(
            ids(&told, Verdict::Broken),
            ["write/implied/other-version"],
            "{status}"
        );
    }
}
