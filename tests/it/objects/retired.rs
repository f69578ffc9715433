//! What is deleted and documented to be gone for good: it is, unless words leave time in between.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::check_against;

const LAMPS: &str = "
openapi: 3.1.0
info: {title: Lamps, version: '1'}
paths:
  /lamps:
    post:
      operationId: addLamp
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [label], properties: {label: {type: string, minLength: 1, maxLength: 60}}}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}, '400': {description: wrong}, '415': {description: form}}
  /lamps/{lampId}:
    parameters: [{name: lampId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: lamp
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Lamp'}}}}, '400': {description: no id}, '404': {description: none}, '410': {description: it was retired}}
    delete:
      operationId: retire
      description: Retires a lamp.
      responses: {'204': {description: done}, '400': {description: no id}, '404': {description: none}, '410': {description: it was retired}}
components:
  schemas:
    Lamp: {type: object, required: [id, label, state], properties: {id: {type: integer}, label: {type: string}, state: {type: string}}}
";

/// Lamps by id; those that were retired are shown so, or are gone.
fn answer(lamps: &Mutex<BTreeMap<u64, Value>>, shows: bool, request: &Request) -> ResponseTemplate {
    let plain = ResponseTemplate::new;
    let mut lamps = lamps.lock().unwrap();
    let path = request.url.path();
    let method = request.method.as_str();
    if path == "/lamps" {
        if method != "POST" {
            return plain(405).insert_header("Allow", "POST");
        }
        let label = request.headers.get("content-type");
        let label = label.and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !label.to_ascii_lowercase().starts_with("application/json") {
            return plain(415);
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let fits = |text: &&str| (1..=60).contains(&text.chars().count());
        let Some(label) = body["label"].as_str().filter(fits) else {
            return plain(400);
        };
        let id = lamps.len() as u64 + 1;
        let lamp = json!({"id": id, "label": label, "state": "new"});
        lamps.insert(id, lamp.clone());
        return plain(201).set_body_json(lamp);
    }
    let Some(id) = path.strip_prefix("/lamps/") else {
        return plain(404);
    };
    if !["GET", "HEAD", "DELETE"].contains(&method) {
        return plain(405).insert_header("Allow", "DELETE, GET, HEAD");
    }
    let Some(id) = id.parse::<u64>().ok().filter(|n| *n > 0) else {
        return plain(400);
    };
    let Some(lamp) = lamps.get_mut(&id) else {
        return plain(404);
    };
    let retired = lamp["state"] == "retired";
    match method {
        "DELETE" if retired => plain(410),
        "DELETE" => {
            lamp["state"] = "retired".into();
            plain(204)
        }
        _ if retired && !shows => plain(410),
        _ => plain(200).set_body_json(&*lamp),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_documented_to_be_gone_is_not_shown() {
    let later = "Retires a lamp. It is purged, and gone, after a month.";
    for (words, shows, verdict) in [
        ("Retires a lamp.", false, Verdict::Held),
        ("Retires a lamp.", true, Verdict::Broken),
        (later, true, Verdict::Held),
    ] {
        let lamps = Arc::new(Mutex::new(BTreeMap::new()));
        let server = MockServer::start().await;
        let respond = move |request: &Request| answer(&lamps, shows, request);
        Mock::given(any())
            .respond_with(respond)
            .mount(&server)
            .await;
        let text = LAMPS.replace(
            "description: Retires a lamp.",
            &format!("description: {words}"),
        );
        let contract = load_text("lamps.yaml", &text, &|_| Err(String::new())).unwrap();
        let profile = Profile::default();
        let told = check_against(&[contract], &server.uri(), &profile, &["*"]).await;
        let gone = told.clause("addLamp/kept/deleted");
        assert_eq!(gone.verdict, verdict, "{words}: {:?}", gone.reason);
    }
}
