//! What one request alone shows: a silence that never comes again, an operation that ends the target, a value that
//! only an example knows, and a change that changes something.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against};

async fn told(
    document: &str,
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> Told {
    let server = serve(answer).await;
    let file = contract(document);
    let contract = open(&file.path().display().to_string()).unwrap();
    let mut profile = Profile::default();
    profile.limits.timeout = Duration::from_secs(1);
    check_against(&[contract], &server.uri(), &profile, &[]).await
}

#[tokio::test]
async fn one_silence_in_many_answers_is_no_finding_and_two_are() {
    for (silences, verdict) in [(1, Verdict::Inconclusive), (2, Verdict::Broken)] {
        let asked = AtomicUsize::new(0);
        let told = told(PETS, move |request| {
            let posted = request.method.as_str() == "POST";
            match posted && asked.fetch_add(1, Ordering::Relaxed) < silences {
                true => honest(request).set_delay(Duration::from_secs(3)),
                false => honest(request),
            }
        })
        .await;
        let judged = told.clause("addPet/implied/sound-answers");
        assert_eq!(judged.verdict, verdict, "{silences}: {:?}", judged.reason);
    }
}

const ENDS: &str = "
openapi: 3.1.0
info: {title: Ends, version: '1'}
paths:
  /apparatus/shutdown:
    post:
      operationId: shutdownApparatus
      responses: {'204': {description: it ends}}
  /readings:
    get:
      operationId: listReadings
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}]
      responses:
        '200': {description: all, content: {application/json: {schema: {type: array, items: {type: integer}}}}}
        '400': {description: wrong}
";

#[tokio::test]
async fn what_ends_the_target_comes_behind_all_else() {
    let all = std::sync::Arc::new(Mutex::new(Vec::new()));
    let seen = all.clone();
    let told = told(ENDS, move |request| {
        let path = request.url.path().to_owned();
        let method = request.method.to_string();
        seen.lock().unwrap().push(format!("{method} {path}"));
        let limit = request.url.query_pairs().find(|(name, _)| name == "limit");
        let limit = limit.map(|(_, v)| v.parse::<u64>().unwrap_or(0));
        match (method.as_str(), path.as_str()) {
            ("POST", "/apparatus/shutdown") => ResponseTemplate::new(204),
            ("GET", "/readings") if limit.is_none_or(|n| (1..=100).contains(&n)) => {
                ResponseTemplate::new(200).set_body_json(json!([1, 2]))
            }
            ("GET", "/readings") => ResponseTemplate::new(400),
            (_, "/readings") => ResponseTemplate::new(405).insert_header("Allow", "GET"),
            (_, "/apparatus/shutdown") => ResponseTemplate::new(405).insert_header("Allow", "POST"),
            _ => ResponseTemplate::new(404),
        }
    })
    .await;
    let all = all.lock().unwrap();
    let first = all.iter().position(|r| r == "POST /apparatus/shutdown");
    let last = all.iter().rposition(|r| r == "GET /readings");
    assert!(first > last, "{first:?} {last:?} of {}", all.len());
    let judged = told.clause("shutdownApparatus/accepts/valid");
    assert_eq!(judged.verdict, Verdict::Held, "{:?}", judged.reason);
}

const CARDS: &str = r"
openapi: 3.1.0
info: {title: Cards, version: '1'}
paths:
  /cards:
    post:
      operationId: addCard
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [number, holder]
              properties: {number: {type: string, maxLength: 30}, holder: {type: string, maxLength: 30}}
            example: {number: '4111111111111111', holder: Ada}
      responses:
        '201': {description: added, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}
        '400': {description: wrong}
        '415': {description: label}
        '422': {description: no number of a card}
  /cards/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getCard
      responses:
        '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}
        '400': {description: no id}
        '404': {description: none}
components:
  schemas:
    Card: {type: object, required: [id, number, holder], properties: {id: {type: integer}, number: {type: string}, holder: {type: string}}}
";

fn is_number_of_a_card(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().rev().map(|c| c.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let twice = |(place, d): (usize, &u32)| match (place % 2, d * 2) {
            (1, n) if n > 9 => n - 9,
            (1, n) => n,
            _ => *d,
        };
        digits.len() > 11 && digits.iter().enumerate().map(twice).sum::<u32>() % 10 == 0
    })
}

fn body_of(request: &Request) -> Option<Value> {
    serde_json::from_slice(&request.body)
        .ok()
        .filter(Value::is_object)
}

fn labelled(request: &Request) -> bool {
    let label = request.headers.get("content-type");
    label.is_some_and(|l| {
        l.to_str()
            .is_ok_and(|l| l.to_ascii_lowercase().starts_with("application/json"))
    })
}

#[tokio::test]
async fn what_only_an_example_makes_is_asked_about() {
    for (keeps, verdict) in [(true, Verdict::Held), (false, Verdict::Broken)] {
        let cards = Mutex::new(Vec::<Value>::new());
        let told = told(CARDS, move |request| {
            let mut cards = cards.lock().unwrap();
            let path = request.url.path().to_owned();
            let short = |v: &Value| v.as_str().is_some_and(|t| t.chars().count() <= 30);
            match (request.method.as_str(), path.strip_prefix("/cards")) {
                ("POST", Some("")) if !labelled(request) => ResponseTemplate::new(415),
                ("POST", Some("")) => match body_of(request) {
                    Some(b) if short(&b["number"]) && short(&b["holder"]) => {
                        if !is_number_of_a_card(b["number"].as_str().unwrap()) {
                            return ResponseTemplate::new(422);
                        }
                        let id = cards.len() + 1;
                        let card = json!({"id": id, "number": b["number"], "holder": b["holder"]});
                        cards.push(card.clone());
                        ResponseTemplate::new(201).set_body_json(card)
                    }
                    _ => ResponseTemplate::new(400),
                },
                ("GET" | "HEAD", Some(rest)) if rest.starts_with('/') => {
                    let Ok(id) = rest[1..].parse::<usize>() else {
                        return ResponseTemplate::new(400);
                    };
                    let Some(card) = id.checked_sub(1).and_then(|at| cards.get(at)) else {
                        return ResponseTemplate::new(404);
                    };
                    let mut card = card.clone();
                    if !keeps {
                        card["holder"] = json!("Nobody at all");
                    }
                    ResponseTemplate::new(200).set_body_json(card)
                }
                (_, Some("")) => ResponseTemplate::new(405).insert_header("Allow", "POST"),
                (_, Some(_)) => ResponseTemplate::new(405).insert_header("Allow", "GET, HEAD"),
                _ => ResponseTemplate::new(404),
            }
        })
        .await;
        let judged = told.clause("addCard/kept/shown");
        assert_eq!(judged.verdict, verdict, "{keeps}: {:?}", judged.reason);
    }
}

const TASKS: &str = r"
openapi: 3.1.0
info: {title: Tasks, version: '1'}
paths:
  /tasks:
    post:
      operationId: addTask
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [title], properties: {
          title: {type: string, minLength: 1, maxLength: 30}, done: {type: boolean, default: true}}}}}
      responses:
        '201': {description: added, content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}
        '400': {description: wrong}
        '415': {description: label}
  /tasks/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getTask
      responses:
        '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}
        '400': {description: no id}
        '404': {description: none}
    put:
      operationId: markTask
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [done], properties: {done: {type: boolean}}}}}
      responses:
        '200': {description: marked, content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}
        '400': {description: wrong}
        '404': {description: none}
        '415': {description: label}
components:
  schemas:
    Task: {type: object, required: [id, title, done], properties: {id: {type: integer}, title: {type: string}, done: {type: boolean}}}
";

#[tokio::test]
async fn a_change_says_what_is_not_there_already() {
    for (marks, verdict) in [(true, Verdict::Held), (false, Verdict::Broken)] {
        let tasks = Mutex::new(Vec::<Value>::new());
        let told = told(TASKS, move |request| {
            let mut tasks = tasks.lock().unwrap();
            let path = request.url.path().to_owned();
            let method = request.method.as_str();
            let Some(rest) = path.strip_prefix("/tasks") else {
                return ResponseTemplate::new(404);
            };
            let body = body_of(request);
            if matches!((method, rest.is_empty()), ("POST", true) | ("PUT", false))
                && !labelled(request)
            {
                return ResponseTemplate::new(415);
            }
            if rest.is_empty() {
                if method != "POST" {
                    return ResponseTemplate::new(405).insert_header("Allow", "POST");
                }
                let Some(b) = body else {
                    return ResponseTemplate::new(400);
                };
                let title = b["title"].as_str().map(|t| t.chars().count());
                let done = b.get("done").is_none_or(Value::is_boolean);
                if !done || title.is_none_or(|n| !(1..=30).contains(&n)) {
                    return ResponseTemplate::new(400);
                }
                let done = b.get("done").cloned().unwrap_or(json!(true));
                let task = json!({"id": tasks.len() + 1, "title": b["title"], "done": done});
                tasks.push(task.clone());
                return ResponseTemplate::new(201).set_body_json(task);
            }
            if !matches!(method, "GET" | "HEAD" | "PUT") {
                return ResponseTemplate::new(405).insert_header("Allow", "GET, HEAD, PUT");
            }
            let Ok(id) = rest[1..].parse::<usize>() else {
                return ResponseTemplate::new(400);
            };
            let Some(task) = id.checked_sub(1).and_then(|at| tasks.get_mut(at)) else {
                return ResponseTemplate::new(404);
            };
            if method == "PUT" {
                match body.and_then(|b| b["done"].as_bool()) {
                    None => return ResponseTemplate::new(400),
                    Some(done) if marks => task["done"] = json!(done),
                    Some(_) => {}
                }
            }
            ResponseTemplate::new(200).set_body_json(&*task)
        })
        .await;
        let judged = told.clause("addTask/kept/changed");
        assert_eq!(judged.verdict, verdict, "{marks}: {:?}", judged.reason);
    }
}

#[tokio::test]
async fn who_ended_its_own_access_is_refused_rightly() {
    const RENEW: &str = "  /renew:
    post:
      operationId: renewToken
      responses: {'204': {description: another token from now on}, '400': {description: wrong}}
components:";
    for renews in [true, false] {
        let shut = std::sync::atomic::AtomicBool::new(false);
        let told = told(&PETS.replace("components:", RENEW), move |request| {
            let renew = request.url.path() == "/renew" && request.method.as_str() == "POST";
            let refused = json!({"error": "who are you?"});
            if shut.load(Ordering::Relaxed) {
                return ResponseTemplate::new(401).set_body_json(refused);
            }
            match renew {
                true => {
                    shut.store(renews, Ordering::Relaxed);
                    ResponseTemplate::new(204)
                }
                // One operation alone shuts people out, which no page says.
                false
                    if !renews
                        && request.method.as_str() == "GET"
                        && request.url.query().is_some() =>
                {
                    ResponseTemplate::new(401).set_body_json(refused)
                }
                false => honest(request),
            }
        })
        .await;
        let own = |j: &&clausal::run::event::Judged| j.id.ends_with("listed-refusals");
        let broken = told
            .judged
            .iter()
            .filter(own)
            .filter(|j| j.verdict == Verdict::Broken);
        assert_eq!(broken.count(), 0, "{renews}");
        let said = told
            .finished
            .notes
            .iter()
            .any(|n| n.contains("behind POST /renew"));
        assert_eq!(said, renews, "{:?}", told.finished.notes);
    }
}
