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

const PAGE: &str = "<!doctype html><script>ui({url: '/openapi.json'})</script>";

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
            "/docs" => ResponseTemplate::new(200).set_body_string(PAGE),
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
        ["--bearer", "Bearer right.token"],
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
        (["-H", "X Key: hidden-value"], "no name of a header"),
        (["-H", ": hidden-value"], "-H needs a name and a value"),
        (["-H", "X-Key: ${TOKEN}"], "env:TOKEN"),
        (["-H", "X-Key: ENV:TOKEN"], "in small letters"),
        (["--bearer", "$TOKEN"], "no shell has filled in"),
        (["--bearer", ""], "--bearer has no token"),
        (["--bearer", "Bearer "], "--bearer has no token"),
        (["--bearer", "Env:TOKEN"], "in small letters"),
        (["--user", "me:$PASSWORD"], "env:PASSWORD"),
        (["--user", "me:ENV:PASSWORD"], "in small letters"),
        (["--base-path", "api v1"], "takes a path alone"),
        (["--base-path", "/api?x=1"], "takes a path alone"),
        (["--base-path", "http://127.0.0.1:1/v1"], "--base-path /v1"),
        (["--base-path", "/v1#top"], "takes a path alone"),
        (["--include", "GET notes"], "did you mean `GET /notes`?"),
        (["--include", "Notes"], "did you mean `notes`?"),
        (["--include", "tags:read"], "did you mean `tag:read`?"),
        (["--exclude", "notes,open"], "once for each"),
        (["--exclude", "*"], "no operation is left"),
        (["--only", "brokn"], "did you mean `broken`?"),
        (["--only", "GET /notes"], "--include 'GET /notes'"),
        (["--only", "no"], "three letters"),
        (["--only", ""], "no clause matches"),
        (["--only", "["], "is not a pattern"),
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

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_elsewhere_is_pointed_to() {
    let server = server().await;
    let host = server.uri().replace("http://", "");
    for (contract, words) in [
        (server.uri(), "/v3/api-docs".to_owned()),
        (
            format!("{}/docs", server.uri()),
            format!("it names a document: {}/openapi.json", server.uri()),
        ),
        (
            format!("{host}/openapi.json"),
            format!("did you mean `http://{host}/openapi.json`?"),
        ),
        (
            format!("{}/notes", server.uri()),
            "get it with curl".to_owned(),
        ),
        (
            "./nowhere.json".to_owned(),
            "neither built in nor a file".to_owned(),
        ),
    ] {
        let mut command = command(&["check", "--contract", &contract]);
        let out = tokio::task::spawn_blocking(move || command.output().unwrap());
        let out = out.await.unwrap();
        let told = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{contract}\n{told}");
        assert!(told.contains(&words), "{contract}\n{told}");
    }
}

#[test]
fn a_document_without_a_server_is_not_checked_against_the_embedded_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.json");
    let with_server = DOCUMENT.replace(
        "\"paths\"",
        "\"servers\": [{\"url\": \"https://notes.example/v1\"}], \"paths\"",
    );
    std::fs::write(&path, with_server).unwrap();
    let out = command(&["check", "--contract", &path.to_string_lossy()])
        .output()
        .unwrap();
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{told}");
    assert!(
        told.contains("--target URL") && told.contains("https://notes.example"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_init_writes_is_taken_by_check_at_once() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("clausal.toml");
    let profile = profile.to_string_lossy();
    let url = format!("{}/openapi.json", server.uri());
    let header = "X-Key: hush-hush-hush";
    let mut init = command(&[
        "init",
        &url,
        "-o",
        &profile,
        "-H",
        header,
        "-H",
        "X-Two: env:TWO",
    ]);
    init.env("TWO", "2");
    let out = tokio::task::spawn_blocking(move || init.output().unwrap())
        .await
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    // Who needed a header for the document needs it again, and a secret stays where it was.
    let said = text(&out.stderr) + &text(&out.stdout);
    for again in ["-H 'X-Key: env:TOKEN'", "-H 'X-Two: env:TWO'"] {
        assert!(said.contains(again), "{said}");
    }
    assert!(!said.contains("hush-hush"), "{said}");
    let written = std::fs::read_to_string(&*profile).unwrap();
    assert!(
        written.contains(&format!("target = \"{}\"", server.uri())),
        "{written}"
    );
    let out = check(&server, &["--profile", &profile, "--include", "open"]).await;
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}{}",
        text(&out.stdout),
        text(&out.stderr)
    );
    // What a run lacks is a line of that profile.
    let out = check(&server, &["--profile", &profile, "--exclude", "broken"]).await;
    let told = text(&out.stdout);
    assert!(
        told.contains("One line of the profile would test more"),
        "{told}"
    );
    let line = told
        .lines()
        .find(|l| l.contains("token = \"env:TOKEN\""))
        .unwrap();
    let line = line.split(" #").next().unwrap().trim();
    assert!(written.contains(&format!("# {line}")), "{line}\n{written}");
    std::fs::write(&*profile, written.replace(&format!("# {line}"), line)).unwrap();
    let out = check(&server, &["--profile", &profile, "--exclude", "broken"]).await;
    let told = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{told}{}", text(&out.stderr));
    assert!(!told.contains("of the profile would test more"), "{told}");
}

const PETS: &str = r#"{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {
    "/pets/{petId}": {"get": {"operationId": "pet", "parameters": [{"name": "petId", "in": "path",
        "required": true, "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "one"}, "404": {"description": "none"}, "422": {"description": "no"}}}},
    "/pets/{petId}/food": {"get": {"operationId": "food", "parameters": [{"name": "petId", "in": "path",
        "required": true, "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "one"}, "404": {"description": "none"}, "422": {"description": "no"}}}}}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_exists_is_asked_for_and_taken() {
    let server = MockServer::start().await;
    let answer = |request: &Request| {
        let path = request.url.path().trim_end_matches("/food").to_owned();
        match (path.as_str(), request.method.as_str()) {
            ("/openapi.json", _) => ResponseTemplate::new(200).set_body_string(PETS),
            ("/pets/7771", "GET") => ResponseTemplate::new(200),
            (pet, "GET") if pet.starts_with("/pets/") => match pet[6..].parse::<i64>() {
                Ok(_) => ResponseTemplate::new(404),
                Err(_) => ResponseTemplate::new(422),
            },
            (pet, _) if pet.starts_with("/pets/") => {
                ResponseTemplate::new(405).insert_header("Allow", "GET")
            }
            _ => ResponseTemplate::new(404),
        }
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    let out = check(&server, &[]).await;
    let told = text(&out.stdout);
    assert!(told.contains("[contracts.pets.parameters]"), "{told}");
    assert!(told.contains("petId = 1"), "{told}");
    assert!(told.contains("# 2 operations"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("p.toml");
    for (line, code) in [
        ("petId = 7771", Some(0)),
        ("\"food.petId\" = [7771]\n\"pet.petId\" = 7771", Some(0)),
        ("petId = 12", None),
        ("PetId = 7771", Some(2)),
        ("petId = []", Some(2)),
        ("petId = {}", Some(2)),
    ] {
        std::fs::write(&profile, format!("[contracts.pets.parameters]\n{line}\n")).unwrap();
        let out = check(&server, &["--profile", &profile.to_string_lossy()]).await;
        let told = text(&out.stdout) + &text(&out.stderr);
        match code {
            Some(code) => assert_eq!(out.status.code(), Some(code), "{line}\n{told}"),
            None => assert_ne!(out.status.code(), Some(0), "{line}\n{told}"),
        }
        assert_eq!(
            told.contains("Not tested"),
            code.is_none(),
            "{line}\n{told}"
        );
    }
}

const UNDECLARED: &str = r#"{"openapi": "3.1.0", "info": {"title": "Quiet", "version": "1"}, "paths": {
    "/notes": {"get": {"operationId": "notes", "responses": {"200": {"description": "all"}}}}},
    "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_sent_where_the_document_asks_for_none_anywhere() {
    let server = MockServer::start().await;
    let answer = |request: &Request| {
        let given = request.headers.get("authorization");
        let known = given.is_some_and(|v| v == "Bearer right.token");
        match (request.url.path(), request.method.as_str()) {
            ("/openapi.json", _) => ResponseTemplate::new(200).set_body_string(UNDECLARED),
            ("/notes", "GET") if known => ResponseTemplate::new(200),
            ("/notes", "GET") => ResponseTemplate::new(401),
            ("/notes", _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
            _ => ResponseTemplate::new(404),
        }
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    let out = check(&server, &["--bearer", "env:TOKEN"]).await;
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}{}",
        text(&out.stdout),
        text(&out.stderr)
    );
    let out = check(&server, &["--bearer", "wrong"]).await;
    assert_ne!(out.status.code(), Some(0), "{}", text(&out.stdout));
}
