//! Texts whose names say what they are: a target that looks closer than its document is tested all the
//! same.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const USERS: &str = r#"
openapi: 3.1.0
info: {title: Users, version: '1'}
paths:
  /users:
    post:
      operationId: addUser
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [contactEmail, callback_url, age]
              properties:
                contactEmail: {type: string}
                callback_url: {type: string}
                age: {type: integer, minimum: 0, maximum: 150}
      responses:
        '201': {description: made}
        '422': {description: refused}
"#;

/// Takes addresses of mail and of pages alone, and answers all else with a status and no word.
fn users(request: &Request, otherwise: u16) -> ResponseTemplate {
    if request.url.path() != "/users" {
        return ResponseTemplate::new(404);
    }
    if request.method.as_str() != "POST" {
        return ResponseTemplate::new(405).insert_header("Allow", "POST");
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let aged = body["age"]
        .as_f64()
        .is_some_and(|n| n.fract() == 0.0 && (0.0..=150.0).contains(&n));
    let texts = body["contactEmail"].is_string() && body["callback_url"].is_string();
    let (mail, page) = (text("contactEmail"), text("callback_url"));
    match (
        aged && texts,
        mail.contains('@') && page.starts_with("https://"),
    ) {
        (true, true) => ResponseTemplate::new(201).set_body_json(json!({})),
        (true, false) => ResponseTemplate::new(otherwise),
        (false, _) => ResponseTemplate::new(422),
    }
}

async fn told(otherwise: u16) -> Told {
    let server = serve(move |request| users(request, otherwise)).await;
    let file = contract(USERS);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), &["*"]).await
}

#[tokio::test]
async fn what_lies_behind_an_address_of_mail_is_tested() {
    for otherwise in [422, 500] {
        let told = told(otherwise).await;
        assert_eq!(told.finished.untested, Vec::new(), "{otherwise}");
        let rule = told.clause("refuses/age.maximum");
        assert_eq!(
            rule.verdict,
            Verdict::Held,
            "{otherwise}: {:?}",
            rule.reason
        );
        let note = told
            .finished
            .notes
            .iter()
            .find(|n| n.contains("their names say"));
        let note = note.unwrap_or_else(|| panic!("{:?}", told.finished.notes));
        assert!(note.contains("/body/contactEmail"), "{note}");
    }
}

#[tokio::test]
async fn a_fault_over_such_a_text_stays_one() {
    let told = told(500).await;
    let fault = |j: &clausal::run::event::Judged| {
        let got = j
            .finding
            .as_ref()
            .map(|f| f.got.as_str())
            .unwrap_or_default();
        j.verdict == Verdict::Broken && got.contains("500")
    };
    assert!(told.judged.iter().any(fault));
}

const SILENCES: &str = r"
openapi: 3.1.0
info: {title: Silences, version: '1'}
paths:
  /silences:
    post:
      operationId: addSilence
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [startsAt, endsAt]
              properties:
                startsAt: {type: string, format: date-time}
                endsAt: {type: string, format: date-time}
      responses: {'200': {description: made}, '400': {description: refused}}
";

#[tokio::test]
async fn what_ends_lies_behind_what_begins_and_has_not_passed() {
    let server = serve(|request: &Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let at = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let (start, end) = (at("startsAt"), at("endsAt"));
        let right =
            !start.is_empty() && start < end && end.as_str() > "2080" && end.as_str() < "2900";
        ResponseTemplate::new(if right { 200 } else { 400 })
            .set_body_json("the end lies in the past")
    })
    .await;
    let file = contract(SILENCES);
    let contract = open(&file.path().display().to_string()).unwrap();
    let only = ["*/response/status-code", "*/refuses/startsAt.required"];
    let told = check_against(&[contract], &server.uri(), &Profile::default(), &only).await;
    assert_eq!(told.finished.untested, Vec::new());
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
    assert_eq!(
        told.clause("refuses/startsAt.required").verdict,
        Verdict::Held
    );
}
