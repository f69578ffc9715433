//! Credentials by security scheme, and servers of operations.

use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::Request;

use super::{checked, ids, is_quiet, values};

fn secured(security: Value) -> Value {
    json!({"paths": {"/s": {"get": {"operationId": "look", "security": security,
        "responses": {"200": {"description": "done"}, "401": {"description": "no"}}}},
        "/s/health": {"get": {"operationId": "health", "responses": {"200": {"description": "up"}}}}},
        "components": {"securitySchemes": {
            "app": {"type": "apiKey", "in": "header", "name": "X-App"},
            "user": {"type": "apiKey", "in": "query", "name": "user_key"},
            "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            "login": {"type": "http", "scheme": "basic"},
            "token": {"type": "oauth2", "flows": {}}}}})
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default()
}

const PROFILE: &str = "[contracts.wire.security]\napp = \"app+1\"\nuser = \"user&1\"\nsession = \"ses-1\"\n\
                       login = \"me:pass\"\ntoken = \"tok-1\"";

fn is_health(request: &Request) -> bool {
    request.url.path() == "/s/health"
}

#[tokio::test]
async fn of_two_keys_each_must_be_right() {
    let parts = secured(json!([{"app": [], "user": []}]));
    let right = |r: &Request| {
        let both = header(r, "x-app") == "app+1" && values(r, "user_key") == ["user&1"];
        if both || is_health(r) { 200 } else { 401 }
    };
    let told = checked(&parts, PROFILE, "/s", "GET", right).await;
    is_quiet(
        &told,
        &[
            "look/implied/no-token",
            "implied/without-app",
            "implied/wrong-user",
        ],
    );
    let wrong = |r: &Request| {
        let known = header(r, "x-app") == "app+1";
        if known || is_health(r) { 200 } else { 401 }
    };
    let told = checked(&parts, PROFILE, "/s", "GET", wrong).await;
    let broken = ids(&told, Verdict::Broken);
    assert_eq!(
        broken,
        [
            "wire/look/implied/near-user",
            "wire/look/implied/without-user",
            "wire/look/implied/wrong-user"
        ]
    );
}

#[tokio::test]
async fn each_kind_of_credential_is_sent() {
    for scheme in ["session", "login", "token"] {
        let right: super::Judge = match scheme {
            "session" => |r: &Request| {
                if header(r, "cookie") == "session=ses-1" || is_health(r) {
                    200
                } else {
                    401
                }
            },
            "login" => |r: &Request| {
                let known = header(r, "authorization") == "Basic bWU6cGFzcw==";
                if known || is_health(r) { 200 } else { 401 }
            },
            _ => |r: &Request| {
                let known = header(r, "authorization") == "Bearer tok-1";
                if known || is_health(r) { 200 } else { 401 }
            },
        };
        let told = checked(&secured(json!([{scheme: []}])), PROFILE, "/s", "GET", right).await;
        is_quiet(
            &told,
            &["look/implied/no-token", &format!("implied/wrong-{scheme}")],
        );
        assert!(told.judged.iter().all(|j| {
            !j.id
                .starts_with(&format!("wire/health/implied/wrong-{scheme}"))
        }));
    }
}

#[tokio::test]
async fn no_credential_is_told_to_anyone() {
    let parts = secured(json!([{"app": [], "user": []}]));
    let told = checked(&parts, PROFILE, "/s", "GET", |r| {
        // The keys come back, and the answer is wrong as well.
        if header(r, "x-app").is_empty() {
            401
        } else {
            500
        }
    })
    .await;
    let shown = format!("{:?}", told.judged);
    assert!(told.judged.iter().any(|j| j.verdict == Verdict::Broken));
    for secret in ["app+1", "user&1", "user%261"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn an_operation_is_asked_below_its_own_servers() {
    let parts = json!({"servers": [{"url": "https://api.example.com/v1"}],
        "paths": {"/a": {"get": {"operationId": "a", "servers": [{"url": "/{area}/v2", "variables":
            {"area": {"default": "files", "enum": ["files", "more"]}}}], "responses": {"200": {"description": "done"}}}}}});
    let right = |r: &Request| {
        if r.url.path() == "/files/v2/a" {
            200
        } else {
            404
        }
    };
    is_quiet(
        &checked(&parts, "", "/files", "GET", right).await,
        &["response/status-code"],
    );
    let told = checked(
        &parts,
        "[contracts.wire]\nbase = \"/files/v2\"",
        "/files",
        "GET",
        right,
    )
    .await;
    is_quiet(&told, &["response/status-code"]);
}
