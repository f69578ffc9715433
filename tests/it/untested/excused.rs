//! Answers that look wrong and are not, each beside one that is: what the documents or HTTP leave room for.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

/// How a server answers.
type Answer = Box<dyn Fn(&Request) -> ResponseTemplate + Send + Sync>;

async fn told(document: &str, answer: Answer) -> Told {
    let server = serve(answer).await;
    let file = contract(document);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), &["*"]).await
}

fn broken(told: &Told) -> Vec<String> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken.map(|j| j.id.clone()).collect()
}

fn json_of(request: &Request) -> Option<Value> {
    let label = request.headers.get("content-type")?.to_str().ok()?;
    let is_json = label.to_ascii_lowercase().starts_with("application/json");
    serde_json::from_slice(&request.body)
        .ok()
        .filter(|_| is_json)
}

const LOGIN: &str = r"
openapi: 3.1.0
info: {title: Login, version: '1'}
paths:
  /login:
    post:
      operationId: logIn
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [user, password]
              properties: {user: {type: string, maxLength: 40}, password: {type: string, maxLength: 40}}
            example: {user: demo, password: s3cret}
      responses:
        '200': {description: in}
        '400': {description: not valid}
        '401': {description: wrong user or password}
        '415': {description: another form}
";

#[tokio::test]
async fn a_login_lets_in_whom_it_knows() {
    for (nobody, right) in [(401, true), (403, false)] {
        let told = told(
            LOGIN,
            Box::new(move |request| {
                let status = match (request.url.path(), request.method.as_str()) {
                    ("/login", "POST") => {
                        let short = |v: &Value| v.as_str().is_some_and(|t| t.chars().count() <= 40);
                        match json_of(request) {
                            None if request.headers.get("content-type").is_none() => 415,
                            None => 400,
                            Some(b) if !short(&b["user"]) || !short(&b["password"]) => 400,
                            Some(b) if b["user"] == "demo" && b["password"] == "s3cret" => 200,
                            Some(_) => nobody,
                        }
                    }
                    ("/login", _) => {
                        return ResponseTemplate::new(405).insert_header("Allow", "POST");
                    }
                    _ => 404,
                };
                ResponseTemplate::new(status)
            }),
        )
        .await;
        let all = broken(&told);
        let accepts = all.iter().any(|id| id.contains("/accepts/"));
        assert_eq!(accepts, !right, "{nobody}: {all:?}");
    }
}

const THINGS: &str = r"
openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{name: from, in: query, schema: {type: string}}]
      responses:
        '200': {description: all, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {type: object, properties: {id: {type: string}}}}}}}}}
        '501': {description: from a place that is not there yet}
  /things/{id}:
    get:
      operationId: oneThing
      parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^[a-z]{1,20}$'}}]
      responses:
        '200': {description: one, content: {application/json: {schema: {type: object, properties: {data: {type: [object, 'null']}, meta: {type: object}}}}}}
        '400': {description: no id}
        '404': {description: none}
";

/// What is the matter with things.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Wrong {
    Nothing,
    /// An empty value fails.
    Fails,
    /// Everything is there.
    Finds,
    /// No id is looked at.
    Takes,
}

fn things(request: &Request, wrong: Wrong) -> ResponseTemplate {
    let path = request.url.path();
    match (path, request.method.as_str()) {
        ("/things", "GET") => {
            let mut from = request.url.query_pairs().filter(|(n, _)| n == "from");
            match from.any(|(_, v)| v.is_empty()) {
                true if wrong == Wrong::Fails => ResponseTemplate::new(500),
                true => ResponseTemplate::new(501),
                false => ResponseTemplate::new(200).set_body_json(json!({"data": [{"id": "sun"}]})),
            }
        }
        (_, "GET") if path.starts_with("/things/") => {
            let id = path
                .trim_start_matches("/things/")
                .replace("%73", "s")
                .replace("%75", "u")
                .replace("%6E", "n");
            let id = id.as_str();
            let fits = (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase());
            let one = |data: Value| json!({"data": data, "meta": {"version": 1}});
            match id {
                "sun" => ResponseTemplate::new(200).set_body_json(one(json!({"id": "sun"}))),
                _ if fits && wrong == Wrong::Finds || wrong == Wrong::Takes => {
                    ResponseTemplate::new(200).set_body_json(one(json!({"id": id})))
                }
                _ if fits => ResponseTemplate::new(200).set_body_json(one(Value::Null)),
                _ if id.to_ascii_lowercase().contains("%2f") => {
                    ResponseTemplate::new(307).insert_header("Location", "/things")
                }
                _ => ResponseTemplate::new(400),
            }
        }
        (_, _) if path.starts_with("/things") => {
            ResponseTemplate::new(405).insert_header("Allow", "GET")
        }
        _ => ResponseTemplate::new(404),
    }
}

#[tokio::test]
async fn a_null_another_path_and_a_listed_status_are_no_faults() {
    for (wrong, clause) in [
        (Wrong::Nothing, None),
        (Wrong::Fails, Some("listThings/implied/odd-values")),
        (Wrong::Finds, Some("oneThing/unknown/id")),
        (Wrong::Takes, Some("oneThing/refuses/id.pattern")),
    ] {
        let told = told(THINGS, Box::new(move |request| things(request, wrong))).await;
        let all = broken(&told);
        match clause {
            None => assert_eq!(all, Vec::<String>::new()),
            Some(clause) => assert!(
                all.iter().any(|id| id.ends_with(clause)),
                "{wrong:?}: {all:?}"
            ),
        }
    }
}

const USERS: &str = r"
openapi: 3.1.0
info: {title: Users, version: '1'}
paths:
  /users:
    post:
      operationId: addUser
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [userName, colour]
              properties:
                userName: {type: string, minLength: 1, maxLength: 64, description: Unique without regard to case.}
                colour: {type: string, enum: [red, blue]}
                active: {type: boolean}
            example: {userName: bjensen, colour: red, active: true}
      responses:
        '201': {description: made}
        '400': {description: not valid}
        '409': {description: taken}
";

fn users(taken: &Mutex<Vec<String>>, always: bool, request: &Request) -> ResponseTemplate {
    let status = match (request.url.path(), request.method.as_str()) {
        ("/users", "POST") => {
            let body = json_of(request).unwrap_or_default();
            let name = body["userName"].as_str().unwrap_or_default().to_lowercase();
            let active = body.get("active").is_none_or(Value::is_boolean);
            let colour = ["red", "blue"].contains(&body["colour"].as_str().unwrap_or_default());
            let mut taken = taken.lock().unwrap();
            match (1..=64).contains(&name.chars().count()) && active && colour {
                false => 400,
                true if taken.contains(&name) || always && !taken.is_empty() => 409,
                true => {
                    taken.push(name);
                    201
                }
            }
        }
        ("/users", _) => return ResponseTemplate::new(405).insert_header("Allow", "POST"),
        _ => 404,
    };
    ResponseTemplate::new(status)
}

#[tokio::test]
async fn a_name_of_an_example_is_made_anew_where_it_is_taken() {
    for (always, held) in [(false, true), (true, false)] {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let told = told(
            USERS,
            Box::new(move |request| users(&taken, always, request)),
        )
        .await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{always}");
        for clause in [
            "addUser/accepts/colour=blue",
            "addUser/accepts/active.absent",
        ] {
            let judged = told.clause(clause);
            let is_held = judged.verdict == Verdict::Held;
            assert_eq!(is_held, held, "{clause}: {:?}", judged.reason);
        }
    }
}

/// More requests than these an operation that lets nobody in is not sent.
const BRIEFLY: usize = 60;

#[tokio::test]
async fn what_lets_nobody_in_is_looked_at_briefly() {
    for (status, brief) in [(401, true), (400, false)] {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let open = "  /open:
    get:
      operationId: open
      responses: {'200': {description: open}}
";
        let document = USERS.replace("'409': {description: taken}", "'401': {description: who}");
        let answer = move |request: &Request| match request.url.path() {
            "/open" if request.method.as_str() == "GET" => ResponseTemplate::new(200),
            "/open" => ResponseTemplate::new(405).insert_header("Allow", "GET"),
            "/users" => {
                counted.fetch_add(1, Ordering::Relaxed);
                ResponseTemplate::new(status)
            }
            _ => ResponseTemplate::new(404),
        };
        let told = told(&format!("{document}{open}"), Box::new(answer)).await;
        assert_eq!(told.clause("open/accepts/valid").verdict, Verdict::Held);
        let valid = told.clause("addUser/accepts/valid");
        assert_ne!(valid.verdict, Verdict::Held, "{status}");
        let sent = count.load(Ordering::Relaxed);
        assert_eq!(sent < BRIEFLY, brief, "{sent} requests with {status}");
    }
}
