//! A refusal whose status no page lists, where the pages list those of others.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::{Kind, Verdict};
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

/// What the document says of refusals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
    /// Some of them, and not all.
    Some,
    /// All of them.
    All,
    /// Some, and that there are others.
    Default,
    /// Nothing at all.
    Nothing,
}

fn document(says: Says) -> String {
    let (bad, more) = match says {
        Says::Nothing => ("", ""),
        Says::Some => ("'400': {description: wrong},", ""),
        Says::Default => (
            "'400': {description: wrong}, default: {description: no},",
            "",
        ),
        Says::All => (
            "'400': {description: wrong}, '401': {description: who},",
            "'404': {description: none}, '409': {description: taken}, '415': {description: label},",
        ),
    };
    format!(
        "
openapi: 3.1.0
info: {{title: Inn, version: '1'}}
security: [{{key: []}}]
paths:
  /rooms:
    post:
      operationId: addRoom
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [name],
        properties: {{name: {{type: string, minLength: 1, maxLength: 9, pattern: '^[a-c]+$'}}}}}}}}}}}}
      responses: {{{bad} {more} '201': {{description: made, content: {{application/json: {{schema: {{type: object,
        required: [id], properties: {{id: {{type: integer}}}}}}}}}}}}}}
  /rooms/{{roomId}}:
    get:
      operationId: getRoom
      parameters: [{{name: roomId, in: path, required: true, schema: {{type: integer, minimum: 1}}}}]
      responses: {{{bad} {more} '200': {{description: one}}}}
  /clock:
    get:
      operationId: clock
      security: []
      responses: {{'200': {{description: now}}}}
components:
  securitySchemes: {{key: {{type: http, scheme: bearer}}}}
"
    )
}

#[derive(Default)]
struct Inn {
    rooms: BTreeMap<usize, String>,
}

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

fn no(status: u16) -> ResponseTemplate {
    told(status, &json!({"detail": format!("no: {status}")}))
}

/// What stands before the handlers answers with a page.
fn page(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw("<h1>no</h1>", "text/html")
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name);
    value.and_then(|v| v.to_str().ok()).unwrap_or_default()
}

impl Inn {
    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let path = request.url.path().trim_start_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        let method = request.method.as_str();
        if path == ["clock"] {
            return match method {
                "GET" | "HEAD" => told(200, &json!({"now": 1})),
                _ => page(405).insert_header("Allow", "GET, HEAD"),
            };
        }
        if path.first() != Some(&"rooms") {
            return page(404);
        }
        let allowed = if path.len() == 1 { "POST" } else { "GET, HEAD" };
        if !allowed.contains(method) {
            return page(405).insert_header("Allow", allowed);
        }
        if header(request, "authorization") != "Bearer right" {
            return no(401).insert_header("WWW-Authenticate", "Bearer");
        }
        match path.as_slice() {
            ["rooms"] => self.add(request),
            ["rooms", id] => match id.parse::<usize>() {
                Ok(0) | Err(_) => no(400),
                Ok(id) => match self.rooms.get(&id) {
                    Some(name) => told(200, &json!({"id": id, "name": name})),
                    None => no(404),
                },
            },
            _ => page(404),
        }
    }

    fn add(&mut self, request: &Request) -> ResponseTemplate {
        let label = header(request, "content-type").to_ascii_lowercase();
        if !label.starts_with("application/json") {
            return no(415);
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let right = |n: &&str| (1..10).contains(&n.len()) && n.chars().all(|c| "abc".contains(c));
        let Some(name) = body["name"].as_str().filter(right) else {
            return no(400);
        };
        if self.rooms.values().any(|n| n == name) {
            return no(409);
        }
        let id = self.rooms.len() + 1;
        self.rooms.insert(id, name.to_owned());
        told(201, &json!({"id": id}))
    }
}

async fn run(says: Says) -> Told {
    let server = MockServer::start().await;
    let inn = Arc::new(Mutex::new(Inn::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| inn.lock().unwrap().answer(request))
        .mount(&server)
        .await;
    let contract = load_text("inn.yaml", &document(says), &|_| Err(String::new())).unwrap();
    let profile = "[contracts.inn.security]\nkey = \"right\"\n";
    let profile = Profile::parse("p", profile, &|_| None).unwrap();
    let options = Options {
        seed: 3,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_no_page_lists_is_told_once_an_operation() {
    let told = run(Says::Some).await;
    let mut all = String::new();
    for operation in ["addRoom", "getRoom"] {
        let judged = told.clause(&format!("{operation}/implied/listed-refusals"));
        assert_eq!(judged.verdict, Verdict::Broken, "{:?}", judged.reason);
        let finding = judged.finding.as_ref().unwrap();
        assert_eq!(finding.kind, Kind::Undocumented);
        all += &finding.got;
        all += "\n";
    }
    for status in [401, 404, 409] {
        assert!(all.contains(&status.to_string()), "{status}: {all}");
    }
    // A page of what stands before the operations is not theirs.
    assert!(!all.contains("405"), "{all}");
    // Nothing of it could be refused.
    let clock = told.clause("clock/implied/listed-refusals");
    assert_ne!(clock.verdict, Verdict::Broken);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_list_all_or_say_that_there_are_others_or_list_nothing_are_right() {
    for says in [Says::All, Says::Default, Says::Nothing] {
        let told = run(says).await;
        let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
        let broken: Vec<_> = broken
            .filter(|j| j.id.contains("listed-"))
            .map(|j| &j.id)
            .collect();
        assert_eq!(broken, Vec::<&String>::new(), "{says:?}");
        let noted = told
            .finished
            .notes
            .iter()
            .any(|n| n.contains("no refusal at all"));
        assert_eq!(noted, says == Says::Nothing, "{:?}", told.finished.notes);
        let own = told
            .judged
            .iter()
            .filter(|j| j.id.contains("listed-refusals"));
        let held = own.filter(|j| j.verdict == Verdict::Held).count();
        assert_eq!(held > 0, says == Says::All, "{says:?}");
    }
}
