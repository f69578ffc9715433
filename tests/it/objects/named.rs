//! What a valid request names in its query or in entries of its body has to be there, and a word that leads
//! to the next page comes from the page before: whoever refuses what was made up is right.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::broken;
use crate::support::{Told, run_all};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Talks, version: '1'}
paths:
  /talks:
    get:
      operationId: listTalks
      parameters:
        - {name: cursor, in: query, schema: {anyOf: [{type: string}, {type: 'null'}]}}
        - {name: speaker_id, in: query, schema: {type: string}}
      responses:
        '200': {description: all, content: {application/json: {schema: {type: object, required: [data], properties: {data: {type: array, items: {$ref: '#/components/schemas/Talk'}}, next_cursor: {type: [string, 'null']}}}}}}
        '422': {description: refused}
    post:
      operationId: addTalk
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string, minLength: 1}}}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Talk'}}}}
        '422': {description: refused}
  /notes:
    post:
      operationId: addNotes
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [data]
              properties:
                data:
                  type: array
                  minItems: 1
                  maxItems: 4
                  items: {type: object, required: [talk_id, text], properties: {talk_id: {type: string}, text: {type: string, minLength: 1}}}
      responses:
        '201': {description: made}
        '404': {description: a talk is not there}
        '422': {description: refused}
components:
  schemas:
    Talk: {type: object, required: [id, title], properties: {id: {type: string}, title: {type: string}}}
"#;

#[derive(Default)]
struct Talks(Vec<Value>);

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

impl Talks {
    fn answer(&mut self, request: &Request, notes_are_taken: bool) -> ResponseTemplate {
        let plain = ResponseTemplate::new;
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
        match (request.url.path(), request.method.as_str()) {
            ("/talks", "GET" | "HEAD") => {
                let mut asked = request.url.query_pairs();
                let known = |id: &str| self.0.iter().any(|talk| talk["by"] == id);
                match asked.any(|(name, value)| name == "cursor" || !known(&value)) {
                    true => plain(422),
                    false => told(200, &json!({"data": self.0, "next_cursor": null})),
                }
            }
            ("/talks", "POST") if text(&body["title"]) => {
                let talk = json!({"id": format!("talk-{}", self.0.len()), "title": body["title"]});
                self.0.push(talk.clone());
                told(201, &talk)
            }
            ("/notes", "POST") => {
                let entries = body["data"].as_array().cloned().unwrap_or_default();
                let whole = |e: &Value| e["talk_id"].is_string() && text(&e["text"]);
                let known = |e: &Value| self.0.iter().any(|talk| talk["id"] == e["talk_id"]);
                match ((1..=4).contains(&entries.len()), entries.iter().all(whole)) {
                    (true, true) if entries.iter().all(known) && notes_are_taken => plain(201),
                    (true, true) => plain(404),
                    _ => plain(422),
                }
            }
            ("/talks", "POST") => plain(422),
            ("/talks", _) => plain(405).insert_header("Allow", "GET, HEAD, POST"),
            ("/notes", _) => plain(405).insert_header("Allow", "POST"),
            _ => plain(404),
        }
    }
}

async fn run(notes_are_taken: bool) -> Told {
    let server = MockServer::start().await;
    let talks = Arc::new(Mutex::new(Talks::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| {
            talks.lock().unwrap().answer(request, notes_are_taken)
        })
        .mount(&server)
        .await;
    let contract = load_text("talks.yaml", DOCUMENT, &|_| Err("no file".into())).unwrap();
    let options = Options {
        seed: 7,
        cases: 3,
        jobs: 2,
        ..Options::default()
    };
    run_all(
        &[contract],
        &server.uri(),
        &Profile::default(),
        &[],
        options,
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_in_a_query_or_in_entries_has_to_be_there() {
    let told = run(true).await;
    assert_eq!(broken(&told), Vec::<String>::new());
    assert_eq!(told.finished.untested, Vec::new());
    let rule = told.clause("addNotes/refuses/data.maxItems");
    assert_eq!(rule.verdict, Verdict::Held, "{:?}", rule.reason);
    let told = run(false).await;
    let untested: Vec<_> = told
        .finished
        .untested
        .iter()
        .map(|u| &u.operation)
        .collect();
    assert_eq!(untested, ["addNotes"]);
}
