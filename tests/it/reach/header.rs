//! A header given with `-H` that a security scheme travels in is its credential: requests without it, and with
//! another one, are tried.

use std::io::Write;

use clausal::run::event::Verdict;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::served::command;

const NOTES: &str = r"
openapi: 3.1.0
info: {title: Notes, version: '1'}
security: [{key: []}]
components: {securitySchemes: {key: SCHEME}}
paths:
  /notes:
    get: {operationId: notes, responses: {'200': {description: all}, '401': {description: no}}}
";

/// Verdicts of a run with a header, by the ends of the clauses' ids.
async fn verdicts(scheme: &str, header: &str, looks: bool) -> Vec<(String, Verdict)> {
    let server = MockServer::start().await;
    let right = header.to_owned();
    let answer = move |request: &Request| {
        let (name, value) = right.split_once(": ").unwrap();
        let given = request.headers.get(name);
        let known = !looks || given.is_some_and(|v| v.as_bytes() == value.as_bytes());
        match (request.url.path(), request.method.as_str()) {
            ("/notes", "GET") if known => ResponseTemplate::new(200),
            ("/notes", "GET") => {
                ResponseTemplate::new(401).insert_header("WWW-Authenticate", "Key")
            }
            ("/notes", _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
            _ => ResponseTemplate::new(404),
        }
    };
    let any = wiremock::matchers::any();
    Mock::given(any).respond_with(answer).mount(&server).await;
    let mut file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    file.write_all(NOTES.replace("SCHEME", scheme).as_bytes())
        .unwrap();
    let report = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    let contract = file.path().display().to_string();
    let written = format!("json={}", report.path().display());
    let url = server.uri();
    let all = [
        "check",
        "--contract",
        &contract,
        "--target",
        &url,
        "-H",
        header,
        "--report",
        &written,
    ];
    let mut command = command(&all);
    let out = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(report.path()).unwrap())
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    let clauses = told["clauses"].as_array().unwrap();
    let one = |clause: &serde_json::Value| {
        let id = clause["id"].as_str().unwrap().to_owned();
        (
            id,
            serde_json::from_value(clause["verdict"].clone()).unwrap(),
        )
    };
    clauses.iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_a_scheme_is_its_credential() {
    for (scheme, header) in [
        (
            "{type: apiKey, in: header, name: X-Api-Key}",
            "x-api-key: k3y-of-mine",
        ),
        (
            "{type: http, scheme: bearer}",
            "Authorization: Bearer k3y.of-mine",
        ),
    ] {
        for (looks, wanted) in [(true, Verdict::Held), (false, Verdict::Broken)] {
            let all = verdicts(scheme, header, looks).await;
            for end in ["implied/no-token", "implied/wrong-key"] {
                let known = all.iter().find(|(id, _)| id.ends_with(end));
                let (id, verdict) = known.unwrap_or_else(|| panic!("no {end}: {all:?}"));
                assert_eq!(*verdict, wanted, "{id} with `{scheme}`");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_no_scheme_is_none() {
    let scheme = "{type: apiKey, in: header, name: X-Api-Key}";
    let all = verdicts(scheme, "X-Tenant: mine", true).await;
    // Nothing is known of a key that nobody gave: no request is made with another one.
    let wrong = all.iter().find(|(id, _)| id.ends_with("implied/wrong-key"));
    assert!(wrong.is_none_or(|(_, v)| *v != Verdict::Held), "{all:?}");
}
