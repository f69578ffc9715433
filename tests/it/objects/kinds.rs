//! Things of several kinds: each alternative of a body is sent, and what it makes is asked about.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against};

const RECORDS: &str = "
openapi: 3.1.0
info: {title: Records, version: '1'}
paths:
  /records:
    post:
      operationId: addRecord
      requestBody: {required: true, content: {application/json: {schema: {oneOf: [
        {type: object, required: [kind, address], additionalProperties: false, properties: {kind: {type: string, enum: [A]}, address: {type: string, format: ipv4}}},
        {type: object, required: [kind, text], additionalProperties: false, properties: {kind: {type: string, enum: [TXT]}, text: {type: string, minLength: 1, maxLength: 60}}}]}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Record'}}}}, '400': {description: wrong}, '415': {description: form}}
  /records/{recordId}:
    get:
      operationId: record
      parameters: [{name: recordId, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Record'}}}}, '400': {description: no id}, '404': {description: none}}
components:
  schemas:
    Record: {type: object, required: [id, kind], properties: {id: {type: integer}, kind: {type: string, enum: [A, TXT]}, address: {type: string}, text: {type: string}}}
";

fn answer(records: &Mutex<Vec<Value>>, wrong: bool, request: &Request) -> ResponseTemplate {
    let plain = ResponseTemplate::new;
    let mut records = records.lock().unwrap();
    match (request.url.path(), request.method.as_str()) {
        ("/records", "POST") => {
            let label = request.headers.get("content-type");
            let label = label.and_then(|v| v.to_str().ok()).unwrap_or_default();
            if !label.to_ascii_lowercase().starts_with("application/json") {
                return plain(415);
            }
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let own = |name: &str| body[name].as_str().unwrap_or_default();
            let members = body.as_object().map_or(0, serde_json::Map::len);
            let long = own("text").chars().count();
            let fits = match own("kind") {
                "A" => own("address").parse::<std::net::Ipv4Addr>().is_ok(),
                "TXT" => (1..=60).contains(&long),
                _ => false,
            };
            if !fits || members != 2 {
                return plain(400);
            }
            let mut record = body.clone();
            record["id"] = (records.len() + 1).into();
            if wrong && own("kind") == "TXT" {
                record["text"] = json!(7);
            }
            records.push(record.clone());
            plain(201).set_body_json(record)
        }
        ("/records", _) => plain(405).insert_header("Allow", "POST"),
        (path, "GET" | "HEAD") if path.starts_with("/records/") => {
            let id = path.trim_start_matches("/records/").parse::<usize>();
            match id {
                Err(_) | Ok(0) => plain(400),
                Ok(id) => match records.get(id - 1) {
                    Some(record) => plain(200).set_body_json(record),
                    None => plain(404),
                },
            }
        }
        (path, _) if path.starts_with("/records/") => {
            plain(405).insert_header("Allow", "GET, HEAD")
        }
        _ => plain(404),
    }
}

async fn told(wrong: bool) -> Told {
    let records = Arc::new(Mutex::new(Vec::new()));
    let server = MockServer::start().await;
    let respond = move |request: &Request| answer(&records, wrong, request);
    Mock::given(any())
        .respond_with(respond)
        .mount(&server)
        .await;
    let contract = load_text("records.yaml", RECORDS, &|_| Err(String::new())).unwrap();
    let profile = Profile::default();
    check_against(&[contract], &server.uri(), &profile, &["*"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_a_thing_is_made_and_asked_about() {
    let right = told(false).await;
    let broken = right.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    let broken: Vec<_> = broken.map(|j| j.id.clone()).collect();
    assert_eq!(broken, Vec::<String>::new());
    for clause in [
        "addRecord/accepts/kind=TXT",
        "addRecord/response/text.type",
        "addRecord/kept/read",
    ] {
        let judged = right.clause(clause);
        assert_eq!(
            judged.verdict,
            Verdict::Held,
            "{clause}: {:?}",
            judged.reason
        );
    }
    let wrong = told(true).await;
    let judged = wrong.clause("addRecord/response/text.type");
    assert_eq!(judged.verdict, Verdict::Broken, "{:?}", judged.reason);
}
