//! What answers carry that are no objects: files may be empty, and refusals beside files are read as what they
//! are.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const FILES: &str = r#"
openapi: 3.1.0
info: {title: Files, version: '1'}
paths:
  /newest:
    get:
      operationId: newest
      responses:
        '200': {description: the newest file, content: {MEDIA}}
"#;

async fn told(document: &str, answer: fn(&Request) -> ResponseTemplate) -> Told {
    let server = serve(answer).await;
    let file = contract(document);
    let contract = open(&file.path().display().to_string()).unwrap();
    let only = ["*/response/*"];
    check_against(&[contract], &server.uri(), &Profile::default(), &only).await
}

fn empty(request: &Request) -> ResponseTemplate {
    match (request.url.path(), request.method.as_str()) {
        ("/newest", "GET") => ResponseTemplate::new(200),
        ("/newest", _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
        _ => ResponseTemplate::new(404),
    }
}

#[tokio::test]
async fn an_empty_file_needs_no_label_and_an_object_is_never_empty() {
    for (media, broken) in [
        (
            "application/octet-stream: {schema: {type: string, format: binary}}",
            false,
        ),
        ("text/plain: {schema: {type: string}}", false),
        (
            "application/json: {schema: {type: object, required: [name]}}",
            true,
        ),
    ] {
        let told = told(&FILES.replace("MEDIA", media), empty).await;
        assert_eq!(told.finished.broken > 0, broken, "{media}");
    }
}

/// How a server answers.
type Answer = fn(&Request) -> ResponseTemplate;

const PICTURES: &str = r##"
swagger: '2.0'
info: {title: Pictures, version: '1'}
paths:
  /pictures/{name}:
    get:
      operationId: picture
      produces: [image/png]
      parameters:
        - {name: name, in: path, required: true, type: string, maxLength: 20}
      responses:
        '200': {description: a picture, schema: {type: file}}
        '404': {description: none, schema: {$ref: '#/definitions/Fault'}}
definitions:
  Fault: {type: object, required: [message], properties: {message: {type: string}}}
"##;

fn pictures(request: &Request, missing: ResponseTemplate) -> ResponseTemplate {
    match (request.url.path(), request.method.as_str()) {
        ("/pictures/sun", "GET") => {
            ResponseTemplate::new(200).set_body_raw(b"\x89PNG".to_vec(), "image/png")
        }
        (path, "GET") if path.starts_with("/pictures/") => missing,
        _ => ResponseTemplate::new(405).insert_header("Allow", "GET"),
    }
}

#[tokio::test]
async fn a_refusal_with_members_is_no_picture_whatever_an_operation_produces() {
    let answers: [(Answer, Verdict); 2] = [
        (
            |r| {
                let missing = ResponseTemplate::new(404).set_body_json(json!({"message": "none"}));
                pictures(r, missing)
            },
            Verdict::Held,
        ),
        (
            |r| {
                let missing = ResponseTemplate::new(404).set_body_raw("<p>none</p>", "text/html");
                pictures(r, missing)
            },
            Verdict::Broken,
        ),
    ];
    for (answer, verdict) in answers {
        let server = serve(answer).await;
        let file = contract(PICTURES);
        let contract = open(&file.path().display().to_string()).unwrap();
        let own = format!("[contracts.{}.parameters]\nname = \"sun\"\n", contract.name);
        let profile = Profile::parse("p", &own, &|_| None).unwrap();
        let told = check_against(&[contract], &server.uri(), &profile, &["*"]).await;
        let label = told.clause("picture/error-404/media-type");
        assert_eq!(label.verdict, verdict, "{:?}", label.reason);
    }
}
