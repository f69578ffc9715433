//! What is refused because there was nothing yet is asked once more when something could be made.

use std::sync::{Arc, Mutex};

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::check_against;

/// What reads a part stands before what makes one, and makers are refused till they have learnt the form.
const PARTS: &str = r#"
openapi: 3.1.0
info: {title: Parts, version: '1'}
paths:
  /parts/{id}/drawing:
    get:
      operationId: drawing
      parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses:
        '200': {description: its drawing, content: {application/json: {schema: {type: object, required: [lines], properties: {lines: {type: integer}}}}}}
        '400': {description: refused}
        '404': {description: none of that number}
  /parts:
    post:
      operationId: addPart
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [code], properties: {code: {type: string}}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}
        '400': {description: refused, content: {application/json: {schema: {type: object, properties: {message: {type: string}}}}}}
"#;

fn is_code(code: &str) -> bool {
    let (letters, digits) = code.split_once('-').unwrap_or_default();
    letters.len() == 3
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
}

fn parts(made: &Mutex<usize>, request: &Request, never: bool) -> ResponseTemplate {
    let mut made = made.lock().unwrap();
    let path = request.url.path();
    match (path, request.method.as_str()) {
        ("/parts", "POST") => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            if !body["code"].as_str().is_some_and(is_code) {
                let pattern = "^[A-Z]{3}-[0-9]{4}$";
                return ResponseTemplate::new(400).set_body_json(json!({"detail": [{
                    "type": "string_pattern_mismatch", "loc": ["body", "code"],
                    "msg": format!("String should match pattern '{pattern}'"), "ctx": {"pattern": pattern}
                }]}));
            }
            *made += 1;
            ResponseTemplate::new(201).set_body_json(json!({ "id": *made }))
        }
        ("/parts", _) => ResponseTemplate::new(405).insert_header("Allow", "POST"),
        (path, "GET") if path.ends_with("/drawing") => {
            let id = path.trim_start_matches("/parts/");
            match id.trim_end_matches("/drawing").parse::<usize>() {
                Err(_) | Ok(0) => ResponseTemplate::new(400),
                Ok(id) if id <= *made && !never => {
                    ResponseTemplate::new(200).set_body_json(json!({ "lines": id }))
                }
                Ok(_) => ResponseTemplate::new(404),
            }
        }
        (path, _) if path.ends_with("/drawing") => {
            ResponseTemplate::new(405).insert_header("Allow", "GET")
        }
        _ => ResponseTemplate::new(404),
    }
}

#[tokio::test]
async fn what_lacked_a_thing_is_tested_once_one_can_be_made() {
    for (never, held) in [(false, true), (true, false)] {
        let made = Arc::new(Mutex::new(0));
        let server = serve(move |request| parts(&made, request, never)).await;
        let file = contract(PARTS);
        let contract = open(&file.path().display().to_string()).unwrap();
        let profile = Profile::default();
        let told = check_against(&[contract], &server.uri(), &profile, &["*"]).await;
        for clause in [
            "response/lines.present",
            "refuses/id.minimum",
            "refuses/id.type",
        ] {
            let judged = told.clause(&format!("drawing/{clause}"));
            let is_held = judged.verdict == Verdict::Held;
            assert_eq!(is_held, held, "{clause}: {:?}", judged.reason);
        }
    }
}
