//! What somebody types who has a server, the document it serves itself, and nothing else.

use std::process::Output;

use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::served::command;
use crate::support::text;

const DOCUMENT: &str = r#"{"openapi": "3.1.0", "info": {"title": "Notes", "version": "1"},
    "security": [{"token": []}, {"login": []}],
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"},
        "login": {"type": "http", "scheme": "basic"}}},
    "paths": {
        "/notes": {"get": {"operationId": "notes", "tags": ["read"],
            "responses": {"200": {"description": "all"}, "401": {"description": "no"}}}},
        "/broken": {"get": {"operationId": "broken", "tags": ["odd"],
            "responses": {"200": {"description": "never"}, "401": {"description": "no"}}}},
        "/open": {"get": {"operationId": "open", "security": [], "tags": ["read"],
            "responses": {"200": {"description": "open"}}}}}}"#;

/// A server that knows a token and a login, and fails at one path; packs its answers as it likes.
async fn server() -> MockServer {
    let server = MockServer::start().await;
    let answer = |request: &Request| {
        let given = request.headers.get("authorization");
        let given = given.and_then(|v| v.to_str().ok()).unwrap_or_default();
        let known = ["Bearer right.token", "Basic bWU6c2VjcmV0LXdvcmQ="].contains(&given);
        let get = request.method.as_str() == "GET";
        match request.url.path() {
            "/openapi.json" => ResponseTemplate::new(200).set_body_string(DOCUMENT),
            "/notes" | "/broken" | "/open" if !get => {
                ResponseTemplate::new(405).insert_header("Allow", "GET")
            }
            "/open" => ResponseTemplate::new(200),
            "/notes" | "/broken" if !known => ResponseTemplate::new(401),
            "/notes" => ResponseTemplate::new(200),
            "/broken" => ResponseTemplate::new(500),
            _ => ResponseTemplate::new(404),
        }
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn check(server: &MockServer, more: &[&str]) -> Output {
    let url = format!("{}/openapi.json", server.uri());
    let all = [&["check", "--contract", url.as_str(), "--cases", "1"], more].concat();
    let mut command = command(&all);
    command
        .env("TOKEN", "right.token")
        .env("PASSWORD", "secret-word");
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_of_the_document_is_checked_with_what_is_given() {
    let server = server().await;
    for access in [
        ["--bearer", "env:TOKEN"],
        ["--bearer", "right.token"],
        ["--user", "me:env:PASSWORD"],
        ["--user", "me:secret-word"],
        ["-H", "Authorization: Bearer right.token"],
    ] {
        let out = check(&server, &[&access[..], &["--exclude", "broken"]].concat()).await;
        let told = text(&out.stdout);
        assert_eq!(
            out.status.code(),
            Some(0),
            "{access:?}\n{told}{}",
            text(&out.stderr)
        );
        assert!(told.contains(&server.uri()), "{told}");
        assert!(
            !told.contains("right.token") && !told.contains("secret-word"),
            "{told}"
        );
    }
    let out = check(&server, &["--exclude", "broken", "--bearer", "wrong"]).await;
    assert_ne!(out.status.code(), Some(0), "{}", text(&out.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_are_taken_in_and_left_out() {
    let server = server().await;
    for (choice, code) in [
        (&["--include", "tag:read"][..], 0),
        (&["--include", "GET /n*"], 0),
        (&["--exclude", "tag:odd"], 0),
        (&["--only", "Notes/Open"], 0),
        (&["--only", "open/accepts"], 0),
        (&["--include", "broken"], 1),
        (&[], 1),
    ] {
        let out = check(&server, &[choice, &["--bearer", "right.token"]].concat()).await;
        let told = text(&out.stdout);
        assert_eq!(
            out.status.code(),
            Some(code),
            "{choice:?}\n{told}{}",
            text(&out.stderr)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_wrongly_is_told_without_its_value() {
    let server = server().await;
    for (wrong, words) in [
        (["--include", "nots"], "no operation is called `nots`"),
        (["-H", "hidden-value"], "-H needs a name and a value"),
        (
            ["--user", "hidden-value"],
            "--user needs a name and a password",
        ),
        (["--bearer", "env:NOWHERE"], "`NOWHERE`"),
        (
            ["-H", "Host: hidden-value"],
            "every connection sets its own",
        ),
    ] {
        let out = check(&server, &wrong).await;
        let told = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{wrong:?}\n{told}");
        assert!(
            told.contains(words) && !told.contains("hidden-value"),
            "{told}"
        );
    }
}
