//! `clausal lint`, and contracts from elsewhere than a file.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use wiremock::matchers::{header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const TEXT: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters: [{name: q, in: query, schema: {type: strin, example: 1}}]\n      responses: {'200': {description: fine, content: {application/json: {schema: {type: string}, example: 1}}}}\n";

fn clausal(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn notes_are_told_with_what_they_cost() {
    let output = clausal(&["lint", "-"], TEXT);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("error: `strin` is no type"), "{text}");
    assert!(text.contains("stdin:7:56"), "{text}");
    assert!(text.contains("the example is not used"), "{text}");
    let end = "1 error, 1 warning, 0 notes; the contract loads\n";
    assert!(text.ends_with(end), "{text}");
    let right = TEXT
        .replace("strin,", "integer,")
        .replace("example: 1}}}}", "example: a}}}}");
    let output = clausal(&["lint", "-"], &right);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = clausal(&["lint", "-"], "swagger: [");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).ends_with("the contract is refused\n"));
    assert_eq!(
        clausal(&["lint", "nowhere.yaml"], "").status.code(),
        Some(2)
    );
}

#[test]
fn notes_are_told_to_machines() {
    let json: serde_json::Value =
        serde_json::from_slice(&clausal(&["lint", "--format", "json", "-"], TEXT).stdout).unwrap();
    assert_eq!(json["summary"]["errors"], 1);
    assert_eq!(json["notes"][0]["line"], 7);
    assert_eq!(json["notes"][0]["level"], "error");
    let sarif: serde_json::Value =
        serde_json::from_slice(&clausal(&["lint", "--format", "sarif", "-"], TEXT).stdout).unwrap();
    let results = &sarif["runs"][0]["results"];
    assert_eq!(results[1]["level"], "warning");
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 7);
}

#[test]
fn a_strict_run_refuses_what_is_wrong() {
    let output = clausal(&["clauses", "--contract", "-"], TEXT);
    assert_eq!(output.status.code(), Some(0));
    let output = clausal(&["clauses", "--strict-contract", "--contract", "-"], TEXT);
    assert_eq!(output.status.code(), Some(2));
    let empty = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let output = clausal(
        &["check", "--target", "http://127.0.0.1:9", "--contract", "-"],
        empty,
    );
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("no operations"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_gives_its_document() {
    let server = MockServer::start().await;
    let part = "schemas: {Q: {type: string, maxLength: 3}}\n";
    let text = TEXT.replace(
        "{type: strin, example: 1}",
        "{$ref: 'parts.yaml#/schemas/Q'}",
    );
    for (at, body) in [
        ("/api/openapi.yaml", text.as_str()),
        ("/api/parts.yaml", part),
    ] {
        let answer = ResponseTemplate::new(200).set_body_string(body);
        Mock::given(path(at))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let url = format!("{}/api/openapi.yaml", server.uri());
    let list = tokio::task::spawn_blocking(move || {
        let list = clausal(&["clauses", "--contract", &url], "");
        let none = clausal(
            &["clauses", "--contract", &url.replace("openapi", "nothing")],
            "",
        );
        (list, none)
    });
    let (list, none) = list.await.unwrap();
    assert!(said(&list).contains("t/a/"), "{list:?}");
    assert!(said(&list).contains("maxLength"), "{list:?}");
    let told = String::from_utf8_lossy(&none.stderr).into_owned();
    assert!(told.contains("status 404"), "{told}");
    assert_eq!(none.status.code(), Some(2));
}

/// What reads a document presents itself to its server as a check does.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_behind_a_login_is_read_by_every_command() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_string(TEXT);
    Mock::given(path("/openapi.yaml"))
        .and(header("x-key", "sesame"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let closed = ResponseTemplate::new(401);
    Mock::given(path("/openapi.yaml"))
        .respond_with(closed)
        .mount(&server)
        .await;
    let url = format!("{}/openapi.yaml", server.uri());
    let told = tokio::task::spawn_blocking(move || {
        let lint = ["lint", &url];
        let clauses = ["clauses", "--contract", &url];
        let coverage = ["coverage", "--contract", &url];
        let codes = ["explain", "--codes", "--contract", &url];
        for command in [&lint[..], &clauses, &coverage, &codes] {
            let refused = clausal(command, "");
            assert_eq!(refused.status.code(), Some(2), "{refused:?}");
            let key = ["-H", "X-Key: sesame"];
            let read = clausal(&[command, &key].concat(), "");
            let told = String::from_utf8_lossy(&read.stderr).into_owned();
            assert!(!told.contains("cannot be fetched"), "{told}");
        }
        said(&clausal(&["lint", &url, "-H", "X-Key: sesame"], ""))
    });
    let told = told.await.unwrap();
    assert!(told.contains("strin"), "{told}");
}

/// A list below `items` is read as `prefixItems`: what is used is no part that cannot be.
#[test]
fn a_list_below_items_is_used_and_told_alike() {
    let text = TEXT.replace(
        "{type: strin, example: 1}",
        "{type: array, items: [{type: integer}, {type: string}]}",
    );
    let linted = clausal(&["lint", "-"], &text);
    assert!(said(&linted).contains("0 errors, 2 warnings"), "{linted:?}");
    assert!(
        said(&linted).contains("read as `prefixItems`"),
        "{linted:?}"
    );
    let profile = said(&clausal(&["init", "-", "-o", "-"], &text));
    assert!(!profile.contains("cannot be used"), "{profile}");
    let clauses = clausal(&["clauses", "--contract", "-", "--strict-contract"], &text);
    assert!(said(&clauses).contains("q.prefixItems"), "{clauses:?}");
}
