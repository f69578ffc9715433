//! A refusal counts only beside the same request without the fault, accepted by the same target.

use clausal::contract::{Contract, open};
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against, clausal, text};

async fn pets(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> Told {
    checked(PETS, answer).await
}

async fn checked(
    document: &str,
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> Told {
    let server = serve(answer).await;
    let file = contract(document);
    let contract: Contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), &[]).await
}

#[tokio::test]
async fn a_server_that_keeps_to_its_contract_is_held_to_all_of_it() {
    let told = pets(honest).await;
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
    assert_eq!(told.finished.open, 0, "{:#?}", told.judged);
    assert!(told.finished.held > 20, "{}", told.finished.held);
    assert!(told.finished.untested.is_empty());
}

#[tokio::test]
async fn an_operation_that_refuses_every_request_is_not_tested_and_the_others_are() {
    let told = pets(|request| match request.method.as_str() {
        "POST" => ResponseTemplate::new(400).set_body_string("{}"),
        _ => honest(request),
    })
    .await;
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
    let untested: Vec<_> = told.finished.untested.iter().collect();
    assert_eq!(untested.len(), 1, "{untested:?}");
    assert_eq!(untested[0].operation, "addPet");
    assert!(untested[0].why.contains("status 400"), "{untested:?}");
    let refusal = told.clause("addPet/refuses/kind.enum");
    assert_eq!(refusal.verdict, Verdict::Inconclusive);
    let reason = refusal.reason.as_deref().unwrap();
    assert!(
        reason.contains("the valid request is refused too: status 400"),
        "{reason}"
    );
    assert_eq!(
        told.clause("listPets/refuses/limit.maximum").verdict,
        Verdict::Held
    );
}

/// The place itself may be what is refused, whatever it holds.
#[tokio::test]
async fn a_place_that_is_refused_with_any_value_shows_nothing_of_its_limits() {
    let told = pets(|request| {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match body.get("age") {
            Some(_) => ResponseTemplate::new(400).set_body_string("{}"),
            None => honest(request),
        }
    })
    .await;
    assert_eq!(
        told.clause("addPet/refuses/age.maximum").verdict,
        Verdict::Inconclusive
    );
    assert_eq!(
        told.clause("addPet/accepts/age.maximum").verdict,
        Verdict::Broken
    );
    assert_eq!(
        told.clause("addPet/refuses/name.maxLength").verdict,
        Verdict::Held
    );
}

#[tokio::test]
async fn a_path_that_catches_all_shows_nothing_where_nothing_is_refused() {
    let number = std::sync::atomic::AtomicU64::new(0);
    let told = pets(move |_| {
        let n = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ResponseTemplate::new(201).set_body_json(serde_json::json!({"id": n, "name": "Tom"}))
    })
    .await;
    let held: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Held)
        .collect();
    assert!(
        held.iter()
            .all(|j| j.id.ends_with("sound-answers") || j.id.ends_with("well-formed-answers")),
        "{held:#?}"
    );
    assert!(told.finished.broken > 0);
}

/// A page for every unknown path is common; what the operation answers is told from it.
#[tokio::test]
async fn a_page_for_every_path_is_no_answer_of_an_operation() {
    let told = checked(SECURED, |request| {
        match (request.url.path(), request.method.as_str()) {
            ("/secrets", _) => ResponseTemplate::new(401),
            ("/health", "GET") => ResponseTemplate::new(200).set_body_json(true),
            ("/health", _) => ResponseTemplate::new(405).insert_header("allow", "GET"),
            _ => ResponseTemplate::new(200).set_body_raw("<p>Hello", "text/html"),
        }
    })
    .await;
    assert_eq!(told.clause("health/accepts/valid").verdict, Verdict::Held);
}

const SECURED: &str = r##"
openapi: 3.1.0
info: {title: Vault, version: "1"}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}]
paths:
  /secrets:
    get:
      operationId: listSecrets
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1}}]
      responses: {'200': {description: all}, '400': {description: refused}, '401': {description: no}}
  /health:
    get:
      operationId: health
      security: []
      responses: {'200': {description: well}}
"##;

/// What needs credentials that the profile does not give is not tested, and the line is named.
#[tokio::test]
async fn missing_credentials_are_told_with_the_line_that_the_profile_lacks() {
    let told = checked(SECURED, |request| match request.url.path() {
        "/secrets" => ResponseTemplate::new(401),
        "/health" if request.method.as_str() == "GET" => ResponseTemplate::new(200),
        "/health" => ResponseTemplate::new(405).insert_header("allow", "GET"),
        _ => ResponseTemplate::new(404),
    })
    .await;
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
    let why = &told.finished.untested[0].why;
    assert!(
        why.contains("401") && why.contains("[contracts.vault] headers = { X-Key"),
        "{why}"
    );
    assert_eq!(told.clause("health/accepts/valid").verdict, Verdict::Held);
}

/// A refusal by 401 that the token draws as well says nothing about calls without it.
#[tokio::test]
async fn a_call_without_a_token_is_held_against_one_with_it() {
    let server = serve(|request| match request.url.path() {
        "/secrets" => ResponseTemplate::new(404),
        _ if request.method.as_str() == "GET" => ResponseTemplate::new(200),
        _ => ResponseTemplate::new(405).insert_header("allow", "GET"),
    })
    .await;
    let file = contract(SECURED);
    let contract = open(&file.path().display().to_string()).unwrap();
    let profile = "[contracts.vault]\nheaders = { X-Key = \"abc123\" }";
    let profile = Profile::parse("test", profile, &|_| None).unwrap();
    let told = check_against(&[contract], &server.uri(), &profile, &[]).await;
    let judged = told.clause("listSecrets/implied/no-token");
    assert_eq!(judged.verdict, Verdict::Inconclusive, "{judged:?}");
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
}

/// The exit code says whether all that was selected was tested; a switch takes it back.
#[tokio::test(flavor = "multi_thread")]
async fn green_means_tested() {
    let server = serve(|request| match request.method.as_str() {
        "POST" => ResponseTemplate::new(403),
        _ => honest(request),
    })
    .await;
    let (file, url) = (contract(PETS), server.uri());
    let contract = file.path().display().to_string();
    let run = move |more: &[&str]| {
        let mut args = vec!["check", "--contract", &contract, "--target", &url];
        args.extend(more);
        let ended = clausal(&args);
        (ended.status.code().unwrap(), text(&ended.stdout))
    };
    tokio::task::spawn_blocking(move || {
        let (code, out) = run(&[]);
        assert_eq!(code, 4, "{out}");
        assert!(
            out.contains("Not tested: no valid request was accepted: status 403"),
            "{out}"
        );
        let (code, out) = run(&["--allow-untested"]);
        assert_eq!(code, 0, "{out}");
        let (code, out) = run(&["--only", "pets/listPets"]);
        assert_eq!(code, 0, "{out}");
        // What says the same to everything is of no use, whatever may be left untested.
        let (code, out) = run(&["--only", "pets/addPet", "--allow-untested"]);
        assert_eq!(code, 3, "{out}");
    })
    .await
    .unwrap();
}

const DATED: &str = r##"
openapi: 3.1.0
info: {title: Diary, version: "1"}
paths:
  /entries:
    post:
      operationId: addEntry
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text]
              properties:
                text: {type: string, pattern: '^[A-Z]{2}-[0-9]{4}$'}
                made: {anyOf: [{type: string, format: date}, {type: 'null'}]}
      responses: {'201': {description: stored}, '400': {description: refused}}
  /entries/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}, example: 1}]
    get: {operationId: getEntry, responses: {'200': {description: it}, '404': {description: gone}}}
    delete: {operationId: deleteEntry, responses: {'204': {description: done}, '404': {description: gone}}}
"##;

/// A value that could not be made as the contract has it is not sent as valid, and what the run has
/// deleted itself is no longer there.
#[tokio::test]
async fn what_is_no_valid_request_breaks_nothing() {
    let there = std::sync::atomic::AtomicBool::new(true);
    let told = checked(DATED, move |request| {
        use std::sync::atomic::Ordering::Relaxed;
        let status = match (request.url.path(), request.method.as_str()) {
            ("/entries", "POST") => {
                let body: serde_json::Value =
                    serde_json::from_slice(&request.body).unwrap_or_default();
                let date =
                    |t: &str| t.len() == 10 && t.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                let made = body
                    .get("made")
                    .is_none_or(|m| m.is_null() || m.as_str().is_some_and(date));
                let text = body["text"].as_str().unwrap_or_default();
                let fits = text.len() == 7 && text.as_bytes()[2] == b'-';
                if made && fits { 201 } else { 400 }
            }
            ("/entries/1", "GET") if there.load(Relaxed) => 200,
            ("/entries/1", "DELETE") if there.swap(false, Relaxed) => 204,
            ("/entries/1", "GET" | "DELETE") => 404,
            ("/entries" | "/entries/1", _) => 405,
            _ => 404,
        };
        ResponseTemplate::new(status).insert_header("allow", "GET")
    })
    .await;
    let broken: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .collect();
    let firm = broken
        .iter()
        .filter(|j| !j.id.contains("/refuses/") && !j.id.contains("/implied/"));
    assert_eq!(firm.count(), 0, "{broken:#?}");
    assert_eq!(
        told.clause("addEntry/accepts/text.pattern").verdict,
        Verdict::Held
    );
    assert_eq!(
        told.clause("addEntry/writing/unicode-escapes").verdict,
        Verdict::Held
    );
}
