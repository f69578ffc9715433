//! Names that an earlier request or run has taken, and refusals that name a state.

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

fn contract() -> Contract {
    let text = "openapi: 3.1.0
info: {title: Sets, version: '1'}
x-states:
  a set named exists:
    about: another request has taken the name
    params: {name: {$case: /query/name}}
    via: {operation: create, set: {/query/name: {$param: name}}, while: finished}
paths:
  /sets:
    post:
      operationId: create
      parameters:
        - {name: name, in: query, required: true, schema: {type: string, x-unique: true}}
        - {name: kind, in: query, required: true, schema: {type: string, enum: [ALN, NUM]}}
        - {name: note, in: query, schema: {type: string}}
        - {name: size, in: query, schema: {type: integer}}
      responses:
        '201': {description: made}
        '409':
          description: taken
          x-errors:
            - {code: 1004, when: {state: a set named exists, params: {name: {$case: /query/name}}}}
        '422':
          description: wrong
          x-errors:
            - {code: 1005, when: {breaks: required, at: /query/name}}
";
    contract::load_text("sets.yaml", text, &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

/// What is wrong with a server, if anything is.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// It says of a wrong kind that the name is taken.
    KindIsTaken,
    /// It takes any kind.
    AnyKind,
    /// It falls over a negative number in a note.
    Falls,
    /// It refuses a name that is a digit.
    NoDigits,
}

struct Server(Fault, Mutex<HashSet<String>>);

impl Respond for Server {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let said = |status: u16, code: u16| {
            ResponseTemplate::new(status).set_body_json(serde_json::json!({"code": code}))
        };
        if request.method.as_str() != "POST" {
            return ResponseTemplate::new(405).insert_header("Allow", "POST");
        }
        let query = |name: &str| {
            let mut pairs = request.url.query_pairs();
            pairs.find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
        };
        let Some(name) = query("name").filter(|n| !n.is_empty()) else {
            return said(422, 1005);
        };
        let kind = query("kind").unwrap_or_default();
        if kind != "ALN" && kind != "NUM" && self.0 != Fault::AnyKind {
            return match self.0 {
                Fault::KindIsTaken => said(409, 1004),
                _ => said(422, 1005),
            };
        }
        if self.0 == Fault::Falls && query("note").is_some_and(|n| n == "-1") {
            return ResponseTemplate::new(500);
        }
        if self.0 == Fault::NoDigits && name == "0" {
            return said(422, 1005);
        }
        if query("size").is_some_and(|n| n.parse::<i64>().is_err()) {
            return said(422, 1005);
        }
        match self.1.lock().unwrap().insert(name) {
            true => ResponseTemplate::new(201),
            false => said(409, 1004),
        }
    }
}

async fn server(fault: Fault) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(Server(fault, Mutex::default()))
        .mount(&server)
        .await;
    server
}

async fn told(server: &MockServer) -> Told {
    let mut profile = hasty();
    profile.states = Default::default();
    profile.limits.settle = Duration::from_secs(20);
    check_against(&[contract()], &server.uri(), &profile, &["*"]).await
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = |v: &Verdict| *v == Verdict::Broken;
    let all = told.judged.iter().filter(|j| broken(&j.verdict));
    all.map(|j| j.id.as_str()).collect()
}

#[tokio::test]
async fn a_second_run_against_names_of_the_first_is_as_good() {
    let server = server(Fault::None).await;
    for _ in 0..2 {
        let begun = Instant::now();
        let told = told(&server).await;
        assert!(broken(&told).is_empty(), "{:?}", broken(&told));
        for id in [
            "accepts/name.text",
            "implied/odd-values",
            "implied/size.odd-numbers",
        ] {
            assert_eq!(told.clause(id).verdict, Verdict::Held, "{id}");
        }
        // No state is waited for that only the name made.
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_still_found() {
    for (fault, id) in [
        (Fault::AnyKind, "refuses/kind.enum"),
        (Fault::Falls, "implied/odd-values"),
        (Fault::NoDigits, "accepts/name.text"),
    ] {
        let told = told(&server(fault).await).await;
        assert_eq!(told.clause(id).verdict, Verdict::Broken, "{id}");
    }
}

#[tokio::test]
async fn a_refusal_that_names_a_state_is_a_refusal() {
    let begun = Instant::now();
    let told = told(&server(Fault::KindIsTaken).await).await;
    assert!(broken(&told).is_empty(), "{:?}", broken(&told));
    // It does not show that the rule was looked at.
    assert_ne!(told.clause("refuses/kind.enum").verdict, Verdict::Held);
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "{:?}",
        begun.elapsed()
    );
}
