//! An Arazzo description says which operation gives what another one needs, where no name does.

use std::sync::Mutex;

use clausal::contract::{follow_text, load_text};
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Post, version: '1'}
paths:
  /letters:
    post:
      operationId: write
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string, minLength: 1, maxLength: 60}}}}}}
      responses: {'201': {description: written}, '400': {description: wrong}, '415': {description: label}}
  /deliveries/{ticket}:
    get:
      operationId: follow
      parameters: [{name: ticket, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: on its way}, '404': {description: none}}
";

const FLOW: &str = "
arazzo: 1.0.1
info: {title: Post, version: '1'}
sourceDescriptions: [{name: post, url: post.yaml, type: openapi}]
workflows:
  - workflowId: send
    steps:
      - stepId: write
        operationId: write
        successCriteria: [{condition: $statusCode == 201}]
        outputs: {where: '$response.body#/sent/by/0'}
      - stepId: follow
        operationId: follow
        parameters: [{name: ticket, in: path, value: $steps.write.outputs.where}]
";

fn answer(request: &Request, tickets: &mut Vec<String>) -> ResponseTemplate {
    let plain = ResponseTemplate::new;
    let path = request.url.path();
    if let Some(ticket) = path.strip_prefix("/deliveries/") {
        let ticket = percent_encoding::percent_decode_str(ticket).decode_utf8_lossy();
        return match (
            request.method.as_str(),
            tickets.iter().any(|t| *t == ticket),
        ) {
            ("GET" | "HEAD", true) => plain(200).set_body_json(json!({"state": "moving"})),
            ("GET" | "HEAD", false) => plain(404),
            _ => plain(405).insert_header("Allow", "GET, HEAD"),
        };
    }
    if path != "/letters" {
        return plain(404);
    }
    if request.method.as_str() != "POST" {
        return plain(405).insert_header("Allow", "POST");
    }
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with("application/json") {
        return plain(415);
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let right = |n: &&str| (1..=60).contains(&n.chars().count());
    if body["text"].as_str().filter(right).is_none() {
        return plain(400);
    }
    let ticket = format!("t{}", tickets.len() + 1);
    tickets.push(ticket.clone());
    plain(201).set_body_json(json!({"sent": {"by": [ticket]}}))
}

async fn run(flow: Option<&str>) -> Told {
    let server = MockServer::start().await;
    let tickets = Mutex::new(Vec::new());
    Mock::given(any())
        .respond_with(move |request: &Request| answer(request, &mut tickets.lock().unwrap()))
        .mount(&server)
        .await;
    let mut contracts = [load_text("post.yaml", DOCUMENT, &|_| Err(String::new())).unwrap()];
    if let Some(flow) = flow {
        follow_text(&mut contracts, "flow.yaml", flow).unwrap();
    }
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 4,
        cases: 2,
        ..Options::default()
    };
    run_all(&contracts, &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_gives_what_no_name_tells() {
    let without = run(None).await;
    let untested: Vec<_> = without
        .finished
        .untested
        .iter()
        .map(|u| u.operation.as_str())
        .collect();
    assert_eq!(untested, ["follow"]);
    let with = run(Some(FLOW)).await;
    assert_eq!(with.finished.untested, Vec::new());
    let broken: Vec<_> = with
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .map(|j| &j.id)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(with.clause("write/kept/read").verdict, Verdict::Held);
}

#[test]
fn the_command_line_takes_a_description_and_says_what_it_ties() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (document, flow) = (path("post.yaml", DOCUMENT), path("flow.yaml", FLOW));
    let own = [
        "clauses",
        "--contract",
        &document,
        "--resources",
        "--arazzo",
        &flow,
    ];
    let out = crate::support::clausal(&own);
    let told = crate::support::text(&out.stdout);
    assert!(told.contains("step `send/follow`"), "{told}");
    let none = path("none.yaml", "openapi: 3.1.0\n");
    let own = ["clauses", "--contract", &document, "--arazzo", &none];
    let out = crate::support::clausal(&own);
    assert_eq!(out.status.code(), Some(2));
    let told = crate::support::text(&out.stderr);
    assert!(told.contains("no Arazzo description"), "{told}");
}
