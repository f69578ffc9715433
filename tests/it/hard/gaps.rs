//! What ordinary servers stumble over beside their rules: each wrong peer has one fault, and the right one
//! does the same lawfully.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{checked, ids, is_quiet, json, only};
use crate::support::{Told, check_with, hasty};

fn carts() -> Value {
    json!({"paths": {"/carts": {"post": {"operationId": "fill",
        "parameters": [
            {"name": "skip", "in": "query", "schema": {"type": "integer"}},
            {"name": "X-Shop", "in": "header", "required": true, "schema": {"type": "string"}}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "required": ["count"], "properties": {
                "count": {"type": "integer", "format": "int32"}, "note": {"type": "string"}}}}}},
        "responses": {"201": {"description": "filled"}, "400": {"description": "no"}}}}}})
}

fn query(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    pairs.find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap_or_default()
}

/// Keeps to the document, and passes over what it does not know.
fn right(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let body = body(request);
    let count = body["count"].as_f64();
    let count = count.filter(|n| n.fract() == 0.0 && i32::try_from(*n as i64).is_ok());
    let note = body.get("note").is_none_or(Value::is_string);
    let skip = query(request, "skip").is_none_or(|text| text.parse::<i64>().is_ok());
    let label = request.headers.get("content-type");
    let label = label.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let shop = request.headers.contains_key("x-shop");
    match count.is_some() && note && skip && shop && label.contains("json") {
        true => ResponseTemplate::new(201),
        false => json(400, "{}"),
    }
}

/// Checks a peer with a limit for the time of its answers.
pub(super) async fn timed(
    parts: &Value,
    limit: Option<u64>,
    peer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> Told {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(peer).mount(&server).await;
    let mut profile = Profile::parse("test", "", &|_| None).unwrap();
    profile.limits = hasty().limits;
    profile.limits.answer = limit.map(Duration::from_millis);
    let options = Options {
        cases: 4,
        ..Options::default()
    };
    check_with(
        &[super::contract(parts)],
        &server.uri(),
        &profile,
        &[],
        options,
    )
    .await
}

/// The right peer, but for requests that bring it down.
async fn broken_by(falls: fn(&Request) -> bool, clause: &str) {
    let told = timed(&carts(), None, move |request| {
        let own = request.url.path() == "/carts";
        match own && request.method.as_str() == "POST" && falls(request) {
            true => ResponseTemplate::new(500),
            false if own => right(request),
            false => ResponseTemplate::new(404),
        }
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(broken.contains(&clause.to_owned()), "{clause}: {broken:?}");
}

#[tokio::test]
async fn what_takes_longer_than_allowed_is_told_where_it_does_so_alone() {
    let parts = json!({"paths": {"/s": {"get": {"operationId": "look",
        "responses": {"200": {"description": "done"}}}}}});
    let slow = |after: u64| {
        move |request: &Request| match (request.url.path(), only(request, "GET")) {
            ("/s", None) => ResponseTemplate::new(200).set_delay(Duration::from_millis(after)),
            ("/s", Some(no)) => no,
            _ => ResponseTemplate::new(404),
        }
    };
    let told = timed(&parts, Some(60), slow(90)).await;
    assert_eq!(ids(&told, Verdict::Broken), ["look/implied/response-time"]);
    let told = timed(&parts, Some(2_000), slow(10)).await;
    is_quiet(&told, &["look/implied/response-time"]);
    // Nobody asked for it.
    let told = timed(&parts, None, slow(90)).await;
    assert!(told.judged.iter().all(|j| !j.id.ends_with("response-time")));
    // Slow beside others and not alone: the first answers only.
    let left = AtomicU64::new(3);
    let told = timed(&parts, Some(60), move |request| {
        let first = left
            .fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1))
            .is_ok();
        slow(if first { 90 } else { 0 })(request)
    })
    .await;
    is_quiet(&told, &["look/implied/response-time"]);
}

#[tokio::test]
async fn a_right_peer_is_left_in_peace() {
    let told = checked(&carts(), "", "/carts", right).await;
    is_quiet(
        &told,
        &["fill/implied/extra-members", "fill/implied/odd-values"],
    );
    // One that wants to know everything refuses the rest.
    let told = checked(&carts(), "", "/carts", |request| {
        let known = |body: &Value| {
            let members = body.as_object();
            members.is_none_or(|m| m.keys().all(|k| k == "count" || k == "note"))
        };
        let named = request.url.query_pairs().all(|(n, _)| n == "skip");
        match known(&body(request)) && named || request.method.as_str() != "POST" {
            true => right(request),
            false => json(400, "{}"),
        }
    })
    .await;
    is_quiet(&told, &["fill/implied/extra-members"]);
}

#[tokio::test]
async fn what_brings_ordinary_servers_down_is_found() {
    // A member or a parameter that nobody listed, handed on as an argument.
    broken_by(
        |r| {
            body(r)
                .as_object()
                .is_some_and(|m| m.keys().any(|k| k != "count" && k != "note"))
        },
        "fill/implied/extra-members",
    )
    .await;
    broken_by(
        |r| r.url.query_pairs().any(|(n, _)| n != "skip"),
        "fill/implied/extra-members",
    )
    .await;
    // No value where one may be left out.
    broken_by(
        |r| body(r).get("note").is_some_and(Value::is_null),
        "fill/refuses/note.type",
    )
    .await;
    broken_by(
        |r| query(r, "skip").is_some_and(|v| v.parse::<i64>().is_ok_and(|n| n < 0)),
        "fill/implied/skip.odd-numbers",
    )
    .await;
    broken_by(
        |r| {
            body(r)["count"]
                .as_i64()
                .is_some_and(|n| i32::try_from(n).is_err())
        },
        "fill/refuses/count.format",
    )
    .await;
    broken_by(
        |r| !r.headers.contains_key("content-type"),
        "fill/implied/wrong-media-type",
    )
    .await;
    broken_by(
        |r| std::str::from_utf8(&r.body).is_err(),
        "fill/implied/odd-unicode",
    )
    .await;
    broken_by(|r| r.body.is_empty(), "fill/implied/empty-body").await;
    broken_by(
        |r| !r.headers.contains_key("x-shop"),
        "fill/refuses/X-Shop.required",
    )
    .await;
}

/// A thing that is deleted by its number.
fn thing() -> Value {
    json!({"paths": {"/things/{id}": {"delete": {"operationId": "drop",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
        "responses": {"204": {"description": "gone"}, "404": {"description": "none"}}}}}})
}

#[tokio::test]
async fn an_id_that_no_database_holds_names_nothing() {
    let told = checked(&thing(), "", "/things", |r| {
        let id = r.url.path().trim_start_matches("/things/");
        match (only(r, "DELETE"), id.parse::<i128>()) {
            (Some(no), _) => no,
            (None, Ok(id)) if i64::try_from(id).is_err() => ResponseTemplate::new(500),
            (None, Ok(1)) => ResponseTemplate::new(204),
            _ => ResponseTemplate::new(404),
        }
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(
        broken.contains(&"drop/implied/id.odd-numbers".to_owned()),
        "{broken:?}"
    );
    let told = checked(&thing(), "", "/things", |r| {
        match (only(r, "DELETE"), r.url.path() == "/things/1") {
            (Some(no), _) => no,
            (None, true) => ResponseTemplate::new(204),
            (None, false) => ResponseTemplate::new(404),
        }
    })
    .await;
    is_quiet(&told, &["drop/implied/id.odd-numbers"]);
}

#[tokio::test]
async fn what_rules_a_method_out_does_not_offer_it() {
    let told = checked(&thing(), "", "/things", |r| {
        match (r.method.as_str(), r.url.path() == "/things/1") {
            ("DELETE", true) => ResponseTemplate::new(204),
            ("DELETE", false) => ResponseTemplate::new(404),
            _ => ResponseTemplate::new(405).insert_header("Allow", "DELETE, PUT, PATCH"),
        }
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), ["drop/implied/wrong-method"]);
    // Nor does it hide what the contract has.
    let told = checked(&thing(), "", "/things", |r| {
        match (r.method.as_str(), r.url.path() == "/things/1") {
            ("DELETE", true) => ResponseTemplate::new(204),
            ("DELETE", false) => ResponseTemplate::new(404),
            _ => ResponseTemplate::new(405).insert_header("Allow", "GET"),
        }
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), ["drop/implied/wrong-method"]);
}

/// Something behind a key, which says how it is shut.
fn shut(statuses: &[&str]) -> Value {
    let mut responses = json!({"200": {"description": "done"}});
    for status in statuses {
        responses[status] = json!({"description": "no"});
    }
    json!({"components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "paths": {"/s": {"get": {"operationId": "look", "security": [{"key": []}], "responses": responses}}}})
}

const KEY: &str = "[contracts.hard.security]\nkey = \"k3y-0123456789\"";

fn door(request: &Request, status: u16) -> ResponseTemplate {
    let key = request.headers.get("authorization");
    let opens = key.is_some_and(|v| v == "Bearer k3y-0123456789");
    match (only(request, "GET"), opens) {
        (Some(no), _) => no,
        (None, true) => ResponseTemplate::new(200),
        (None, false) => ResponseTemplate::new(status),
    }
}

#[tokio::test]
async fn a_call_without_a_key_draws_the_status_that_the_contract_lists() {
    let told = checked(&shut(&["401"]), KEY, "/s", |r| door(r, 403)).await;
    assert_eq!(ids(&told, Verdict::Broken), ["look/implied/no-token"]);
    let told = checked(&shut(&["403"]), KEY, "/s", |r| door(r, 401)).await;
    assert_eq!(ids(&told, Verdict::Broken), ["look/implied/no-token"]);
    for statuses in [&["401"][..], &[], &["401", "403"], &["401", "default"]] {
        let told = checked(&shut(statuses), KEY, "/s", |r| door(r, 401)).await;
        is_quiet(&told, &["look/implied/no-token"]);
    }
    let told = checked(&shut(&["403"]), KEY, "/s", |r| door(r, 403)).await;
    is_quiet(&told, &["look/implied/no-token"]);
}

#[tokio::test]
async fn a_label_that_is_no_media_type_is_told() {
    let parts = json!({"paths": {"/s": {"get": {"operationId": "look",
        "responses": {"200": {"description": "done"}}}}}});
    let labelled = |label: &'static str| {
        move |request: &Request| match (request.url.path(), only(request, "GET")) {
            ("/s", None) => ResponseTemplate::new(200).set_body_raw("{}", label),
            ("/s", Some(no)) => no,
            _ => ResponseTemplate::new(404),
        }
    };
    let told = timed(&parts, None, labelled("a")).await;
    assert_eq!(
        ids(&told, Verdict::Broken),
        ["look/implied/well-formed-answers"]
    );
    let told = timed(&parts, None, labelled("text/x; charset=utf-8")).await;
    is_quiet(&told, &[]);
}

#[tokio::test]
async fn who_finds_every_number_shows_nothing_by_a_near_one() {
    let told = checked(&thing(), "", "/things", |r| {
        let id = r.url.path().trim_start_matches("/things/");
        match (only(r, "DELETE"), id.parse::<i128>()) {
            (Some(no), _) => no,
            (None, Ok(_)) => ResponseTemplate::new(204),
            (None, Err(_)) => ResponseTemplate::new(404),
        }
    })
    .await;
    assert_eq!(
        told.clause("drop/implied/id.near-id").verdict,
        Verdict::Skipped
    );
    // Who finds those alone that agree in part has taken one for another.
    let told = checked(&thing(), "", "/things", |r| {
        let id = r.url.path().trim_start_matches("/things/");
        match (only(r, "DELETE"), id.parse::<i128>()) {
            (Some(no), _) => no,
            (None, Ok(id)) if id.rem_euclid(1 << 32) == 1 => ResponseTemplate::new(204),
            _ => ResponseTemplate::new(404),
        }
    })
    .await;
    assert_eq!(
        told.clause("drop/implied/id.near-id").verdict,
        Verdict::Broken
    );
}
