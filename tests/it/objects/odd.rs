//! Servers whose things are odd: ids that nobody could send, and operations that delete each other's things.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

/// How the server is odd.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// Deleting a cup takes all saucers away, and the other way round.
    Swap,
    /// Each id has 100,000 letters.
    Long,
    /// Each id is an object.
    Object,
    /// Each id is a list.
    List,
    /// Each id has a line break in it.
    Broken,
    /// Each id is the segment that leads up.
    Up,
}

fn document() -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: Set, version: '1'}\npaths:\n".to_owned();
    for (one, many) in [("cup", "cups"), ("saucer", "saucers")] {
        text += &format!(
            "  /{many}:
    post:
      operationId: add_{one}
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [name], properties: {{name: {{type: string, minLength: 1, maxLength: 60}}}}}}}}}}}}
      responses: {{'201': {{description: made}}, '400': {{description: wrong}}, '415': {{description: label}}}}
  /{many}/{{{one}Id}}:
    parameters: [{{name: {one}Id, in: path, required: true, schema: {{type: string}}}}]
    get:
      operationId: get_{one}
      responses: {{'200': {{description: one}}, '404': {{description: none}}}}
    delete:
      operationId: drop_{one}
      responses: {{'204': {{description: gone}}, '404': {{description: none}}}}
"
        );
    }
    text
}

#[derive(Default)]
struct Kept {
    next: usize,
    all: BTreeMap<String, BTreeMap<String, Value>>,
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

impl Kept {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = request.url.path().trim_start_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        let method = request.method.as_str();
        let Some(many) = path.first().filter(|p| matches!(**p, "cups" | "saucers")) else {
            return plain(404);
        };
        let other = if *many == "cups" { "saucers" } else { "cups" };
        match (&path[1..], method) {
            ([], "POST") => {
                let label = request.headers.get("content-type");
                let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
                if !label.to_ascii_lowercase().starts_with("application/json") {
                    return plain(415);
                }
                let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                let right = |n: &&str| (1..=60).contains(&n.chars().count());
                let Some(name) = body["name"].as_str().filter(right) else {
                    return plain(400);
                };
                self.next += 1;
                let id = format!("n{}", self.next);
                let own = id.clone();
                let shown = match way {
                    Way::Swap => json!(id),
                    Way::Long => json!(id + &"x".repeat(100_000)),
                    Way::Object => json!({"id": {"id": [id]}}),
                    Way::List => json!([id]),
                    Way::Broken => json!(format!("{id}\r\nX: y")),
                    Way::Up => json!(".."),
                };
                let all = self.all.entry((*many).to_owned()).or_default();
                all.insert(own, json!({"id": shown, "name": name}));
                ResponseTemplate::new(201).set_body_json(json!({"id": shown, "name": name}))
            }
            ([], _) => plain(405).insert_header("Allow", "POST"),
            ([id], "GET" | "HEAD") => {
                let found = self.all.get(*many).and_then(|all| all.get(*id));
                found.map_or(plain(404), |one| {
                    ResponseTemplate::new(200).set_body_json(one)
                })
            }
            ([id], "DELETE") => {
                let own = self.all.entry((*many).to_owned()).or_default();
                if own.remove(*id).is_none() {
                    return plain(404);
                }
                self.all.remove(other);
                plain(204)
            }
            ([_], _) => plain(405).insert_header("Allow", "GET, HEAD, DELETE"),
            _ => plain(404),
        }
    }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let kept = Arc::new(Mutex::new(Kept::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| kept.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let contract = load_text("set.yaml", &document(), &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 13,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_that_delete_each_others_things_break_nothing() {
    let told = run(Way::Swap).await;
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    let broken: Vec<_> = broken
        .map(|j| (&j.id, j.finding.as_ref().map(|f| &f.got)))
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(told.finished.untested, Vec::new());
    assert!(told.finished.requests < 5_000, "{}", told.finished.requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_nobody_could_send_are_told_and_never_sent() {
    for way in [Way::Long, Way::Object, Way::List, Way::Broken, Way::Up] {
        let told = run(way).await;
        let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
        // That all of them are the same one is a fault of its own.
        let broken = broken.filter(|j| way != Way::Up || !j.id.ends_with("/kept/own-id"));
        let broken: Vec<_> = broken
            .map(|j| (&j.id, j.finding.as_ref().map(|f| &f.got)))
            .collect();
        assert!(broken.is_empty(), "{way:?}: {broken:?}");
        let untested = &told.finished.untested;
        let operations: Vec<_> = untested.iter().map(|u| u.operation.as_str()).collect();
        let wanted = ["get_cup", "drop_cup", "get_saucer", "drop_saucer"];
        assert_eq!(operations, wanted, "{way:?}: {untested:?}");
        let why = &untested[1].why;
        // What holds no id may go by the name that was sent.
        let told_why = why.contains("its id") || matches!(way, Way::Object | Way::List);
        assert!(told_why, "{way:?}: {why}");
        assert!(
            told.finished.requests < 5_000,
            "{way:?}: {}",
            told.finished.requests
        );
    }
}
