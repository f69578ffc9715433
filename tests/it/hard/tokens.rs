//! Tokens that are nearly right.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, json, only};
use clausal::run::event::Verdict;

fn secured(scheme: &Value) -> Value {
    json!({"security": [{"key": []}], "components": {"securitySchemes": {"key": scheme}},
        "paths": {"/s": {"get": {"operationId": "look",
            "responses": {"200": {"description": "done"}, "401": {"description": "no"}}}}}})
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default()
}

fn answer(request: &Request, opens: bool) -> ResponseTemplate {
    if let Some(no) = only(request, "GET") {
        return no;
    }
    match opens {
        true => ResponseTemplate::new(200),
        // What was wrong comes back, as careless servers have it.
        false => json(
            401,
            &json!({"no": header(request, "authorization"), "key": header(request, "x-key")})
                .to_string(),
        ),
    }
}

const KEY: &str = "[contracts.hard.security]\nkey = \"k3y-0123456789\"";

#[tokio::test]
async fn near_keys_open_nothing_of_a_right_peer() {
    let key = json!({"type": "apiKey", "in": "header", "name": "X-Key"});
    let told = checked(&secured(&key), KEY, "/s", |r| {
        answer(r, header(r, "x-key") == "k3y-0123456789")
    })
    .await;
    is_quiet(
        &told,
        &["implied/wrong-key", "implied/near-key", "implied/no-token"],
    );
    let bearer = json!({"type": "http", "scheme": "bearer"});
    let told = checked(&secured(&bearer), KEY, "/s", |r| {
        answer(r, header(r, "authorization") == "Bearer k3y-0123456789")
    })
    .await;
    is_quiet(&told, &["implied/near-key"]);
}

#[tokio::test]
async fn near_keys_that_open_are_told_and_not_shown() {
    let key = json!({"type": "apiKey", "in": "header", "name": "X-Key"});
    let bearer = json!({"type": "http", "scheme": "bearer"});
    let basic = json!({"type": "http", "scheme": "basic"});
    let peers: [(&Value, super::Peer); 6] = [
        (&key, |r| {
            answer(
                r,
                "k3y-0123456789".starts_with(header(r, "x-key")) && r.headers.contains_key("x-key"),
            )
        }),
        (&key, |r| {
            answer(r, header(r, "x-key").starts_with("k3y-0123456789"))
        }),
        (&key, |r| {
            answer(r, header(r, "x-key").starts_with("k3y-01"))
        }),
        (&bearer, |r| {
            answer(r, header(r, "authorization").ends_with(" k3y-0123456789"))
        }),
        (&bearer, |r| {
            answer(r, header(r, "authorization").starts_with("Bearer k3"))
        }),
        // `k3y-0123456789` in base64, its end passed over.
        (&basic, |r| {
            answer(
                r,
                header(r, "authorization").starts_with("Basic azN5LTAxMjM0NTY3"),
            )
        }),
    ];
    for (number, (scheme, peer)) in peers.into_iter().enumerate() {
        let told = checked(&secured(scheme), KEY, "/s", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert_eq!(broken, ["look/implied/near-key"], "{number}");
        let shown = format!("{:?}", told.judged);
        for secret in ["k3y-0123456789", "k3y-012345678", "azN5LTAxMjM0NTY3"] {
            assert!(!shown.contains(secret), "{number}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_header_of_the_profile_is_tried_as_well() {
    let mut parts =
        secured(&json!({"type": "apiKey", "in": "header", "name": "X-Key", "x-reading": "K-1"}));
    parts["x-clausal"] = json!({});
    parts["x-readings"] = json!({"K-1": {"about": "the answer to a call without a key", "alternatives": ["401", "403"]}});
    let profile = "[contracts.hard]\nheaders = { X-Key = \"Word k3y-0123456789\" }";
    let right: super::Peer = |r| answer(r, header(r, "x-key") == "Word k3y-0123456789");
    let told = checked(&parts, profile, "/s", right).await;
    is_quiet(
        &told,
        &[
            "implied/wrong-token",
            "implied/near-token",
            "implied/no-token",
        ],
    );
    let peers: [super::Peer; 4] = [
        |r| answer(r, header(r, "x-key").ends_with(" k3y-0123456789")),
        |r| answer(r, header(r, "x-key").starts_with("Word ")),
        |r| answer(r, header(r, "x-key").starts_with("Word k3y-01234567")),
        |r| {
            answer(
                r,
                r.headers.contains_key("x-key") && header(r, "x-key").is_empty() || right_key(r),
            )
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&parts, profile, "/s", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert_eq!(broken, ["look/implied/near-token"], "{number}");
        let shown = format!("{:?}", told.judged);
        assert!(!shown.contains("k3y-012345678"), "{number}: {shown}");
    }
}

fn right_key(request: &Request) -> bool {
    header(request, "x-key") == "Word k3y-0123456789"
}

#[tokio::test]
async fn an_open_door_is_seen_without_any_key() {
    let basic = json!({"type": "http", "scheme": "basic"});
    let told = checked(&secured(&basic), "", "/s", |r| answer(r, true)).await;
    assert_eq!(ids(&told, Verdict::Broken), ["look/implied/no-token"]);
    // A client's certificate stands in no request.
    let other = json!({"type": "mutualTLS"});
    let told = checked(&secured(&other), "", "/s", |r| answer(r, true)).await;
    is_quiet(&told, &[]);
    // A key that may be left out, and a door that is shut.
    let mut parts = secured(&basic);
    parts["security"] = json!([{"key": []}, {}]);
    let told = checked(&parts, "", "/s", |r| answer(r, true)).await;
    is_quiet(&told, &[]);
    let told = checked(&secured(&basic), "", "/s", |r| answer(r, false)).await;
    is_quiet(&told, &[]);
}
