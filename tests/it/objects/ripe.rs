//! Exports that are made in the background: what can be fetched when they are done is tested.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Exports, version: '1'}
paths:
  /exports:
    post:
      operationId: startExport
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [rows], properties: {rows: {type: integer, minimum: 1, maximum: 99}}}}}}
      responses:
        '202': {description: begun, headers: {Location: {required: true, schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Export'}}}}
        '400': {description: wrong}
        '415': {description: label}
  /exports/{exportId}:
    parameters: [{name: exportId, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getExport
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Export'}}}}, '400': {description: no id}, '404': {description: none}}
    delete:
      operationId: dropExport
      responses: {'204': {description: gone}, '400': {description: no id}, '404': {description: none}, '409': {description: not done}}
  /exports/{exportId}/file:
    parameters: [{name: exportId, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getFile
      responses: {'200': {description: the rows, content: {text/csv: {schema: {type: string}}}}, '400': {description: no id}, '404': {description: none}, '409': {description: not done}}
components:
  schemas:
    Export: {type: object, required: [id, done], properties: {id: {type: integer}, done: {type: boolean}}}
";

/// How the server does it.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Way {
    Right,
    /// A file has another type than documented.
    Plain,
    /// Nothing is ever done.
    Never,
}

#[derive(Default)]
struct Exports {
    next: u64,
    all: Vec<(u64, Instant)>,
}

impl Exports {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = request.url.path().to_owned();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let method = request.method.as_str();
        let long = if way == Way::Never { 3600 } else { 0 };
        let long = Duration::from_millis(150) + Duration::from_secs(long);
        let show = |(id, since): &(u64, Instant)| json!({"id": id, "done": since.elapsed() > long});
        let refuse = ResponseTemplate::new;
        match (method, parts.as_slice()) {
            ("POST", ["exports"]) => {
                let label = request.headers.get("content-type");
                let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
                if !label.to_ascii_lowercase().starts_with("application/json") {
                    return refuse(415);
                }
                let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                let rows = body["rows"].as_f64().filter(|n| n.fract() == 0.0);
                if !rows.is_some_and(|n| (1.0..=99.0).contains(&n)) {
                    return refuse(400);
                }
                self.next += 1;
                self.all.push((self.next, Instant::now()));
                ResponseTemplate::new(202)
                    .insert_header("Location", format!("/exports/{}", self.next))
                    .set_body_json(show(&self.all[self.all.len() - 1]))
            }
            (_, ["exports"]) => refuse(405).insert_header("Allow", "POST"),
            (_, ["exports", id, rest @ ..]) => {
                let (allow, known) = match rest {
                    [] => (
                        "GET, HEAD, DELETE",
                        matches!(method, "GET" | "HEAD" | "DELETE"),
                    ),
                    ["file"] => ("GET, HEAD", matches!(method, "GET" | "HEAD")),
                    _ => return refuse(404),
                };
                if !known {
                    return refuse(405).insert_header("Allow", allow);
                }
                let Ok(id) = id.parse::<u64>() else {
                    return refuse(400);
                };
                let Some(at) = self.all.iter().position(|(own, _)| *own == id) else {
                    return refuse(404);
                };
                let done = self.all[at].1.elapsed() > long;
                match (method, rest) {
                    (_, ["file"]) if !done => refuse(409),
                    (_, ["file"]) => {
                        let label = if way == Way::Plain {
                            "text/plain"
                        } else {
                            "text/csv"
                        };
                        refuse(200).set_body_raw("a,b\r\n", label)
                    }
                    ("DELETE", _) if !done => refuse(409),
                    ("DELETE", _) => {
                        self.all.remove(at);
                        refuse(204)
                    }
                    _ => refuse(200).set_body_json(show(&self.all[at])),
                }
            }
            _ => refuse(404),
        }
    }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let all = Arc::new(Mutex::new(Exports::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| all.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let contract = load_text("exports.yaml", DOCUMENT, &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 5,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_in_the_background_is_waited_for() {
    let told = run(Way::Right).await;
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    let broken: Vec<_> = broken.map(|j| &j.id).collect();
    assert!(broken.is_empty(), "{broken:?}");
    for clause in ["getFile/response/media-type", "dropExport/accepts/valid"] {
        let judged = told.clause(clause);
        assert_eq!(
            judged.verdict,
            Verdict::Held,
            "{clause}: {:?}",
            judged.reason
        );
    }
    let told = run(Way::Plain).await;
    let judged = told.clause("getFile/response/media-type");
    assert_eq!(judged.verdict, Verdict::Broken, "{:?}", judged.reason);
    let told = run(Way::Never).await;
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    let broken: Vec<_> = broken.map(|j| &j.id).collect();
    assert!(broken.is_empty(), "{broken:?}");
}
