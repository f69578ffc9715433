//! Two users with things of their own.

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

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Desk, version: '1'}
security: [{key: []}]
paths:
  /notes:
    get:
      operationId: notes
      responses: {'200': {description: all, content: {application/json: {schema: {type: array, items: {type: object}}}}}, '401': {description: who}}
    post:
      operationId: addNote
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [text], properties: {text: {type: string, minLength: 1, maxLength: 60}}}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}}, '400': {description: wrong}, '401': {description: who}, '415': {description: label}}
  /notes/{noteId}:
    get:
      operationId: note
      parameters: [{name: noteId, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses: {'200': {description: one}, '400': {description: no id}, '401': {description: who}, '404': {description: none}}
    delete:
      operationId: dropNote
      parameters: [{name: noteId, in: path, required: true, schema: {type: integer, minimum: 1}}]
      responses: {'204': {description: gone}, '400': {description: no id}, '401': {description: who}, '404': {description: none}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// Anybody reads what anybody made.
    Read,
    /// Anybody lists what anybody made.
    Listed,
    /// Anybody deletes what anybody made.
    Dropped,
    /// Others see that there is something, and nothing of what it says. Nothing is wrong with it.
    Veiled,
}

#[derive(Default)]
struct Desk {
    next: u64,
    notes: BTreeMap<u64, (String, Value)>,
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let value = request.headers.get(name);
    value.and_then(|v| v.to_str().ok()).unwrap_or_default()
}

impl Desk {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = request.url.path().trim_start_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        let method = request.method.as_str();
        let allowed = match path.as_slice() {
            ["notes"] => "GET, HEAD, POST",
            ["notes", _] => "DELETE, GET, HEAD",
            _ => return plain(404),
        };
        if !allowed.split(", ").any(|m| m == method) {
            return plain(405).insert_header("Allow", allowed);
        }
        let user = match header(request, "authorization") {
            "Bearer first-secret" => "first",
            "Bearer second-secret" => "second",
            _ => return plain(401).insert_header("WWW-Authenticate", "Bearer"),
        };
        match (path.as_slice(), method) {
            (["notes"], "POST") => {
                if !header(request, "content-type")
                    .to_ascii_lowercase()
                    .starts_with("application/json")
                {
                    return plain(415);
                }
                let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                let right = |n: &&str| (1..=60).contains(&n.chars().count());
                let Some(text) = body["text"].as_str().filter(right) else {
                    return plain(400);
                };
                self.next += 1;
                let note = json!({"id": self.next, "text": text});
                self.notes
                    .insert(self.next, (user.to_owned(), note.clone()));
                plain(201).set_body_json(note)
            }
            (["notes"], _) => {
                let own = |owner: &String| owner == user || way == Way::Listed;
                let all = self.notes.values().filter(|(owner, _)| own(owner));
                let all: Vec<&Value> = all.map(|(_, note)| note).collect();
                plain(200).set_body_json(all)
            }
            ([_, id], "DELETE") => {
                let Some(id) = id.parse::<u64>().ok().filter(|n| *n > 0) else {
                    return plain(400);
                };
                let own = |(owner, _): &(String, Value)| owner == user || way == Way::Dropped;
                match self.notes.get(&id).is_some_and(own) {
                    true => {
                        self.notes.remove(&id);
                        plain(204)
                    }
                    false => plain(404),
                }
            }
            ([_, id], _) => {
                let Some(id) = id.parse::<u64>().ok().filter(|n| *n > 0) else {
                    return plain(400);
                };
                match self.notes.get(&id) {
                    Some((owner, note)) if owner == user || way == Way::Read => {
                        plain(200).set_body_json(note)
                    }
                    Some(_) if way == Way::Veiled => {
                        plain(200).set_body_json(json!({"id": id, "text": "<hidden>"}))
                    }
                    _ => plain(404),
                }
            }
            _ => plain(404),
        }
    }
}

async fn run(way: Way, second: &str) -> Told {
    let server = MockServer::start().await;
    let desk = Arc::new(Mutex::new(Desk::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| desk.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let contract = load_text("desk.yaml", DOCUMENT, &|_| Err(String::new())).unwrap();
    let profile = format!("[contracts.desk.security]\nkey = \"first-secret\"\n{second}");
    let profile = Profile::parse("p", &profile, &|_| None).unwrap();
    profile.check(std::slice::from_ref(&contract), &[]).unwrap();
    let options = Options {
        seed: 3,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

const SCHEME: &str = "[contracts.desk.other.security]\nkey = \"second-secret\"\n";
const HEADER: &str = "[contracts.desk.other.headers]\nAuthorization = \"Bearer second-secret\"\n";
const NOBODY: &str = "[contracts.desk.other.security]\nkey = \"who-is-this\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_second_user_sees_nothing_of_the_first_one() {
    for (way, second, wanted) in [
        (Way::Right, SCHEME, Verdict::Held),
        (Way::Right, HEADER, Verdict::Held),
        (Way::Veiled, SCHEME, Verdict::Held),
        (Way::Read, SCHEME, Verdict::Broken),
        (Way::Listed, HEADER, Verdict::Broken),
        (Way::Dropped, SCHEME, Verdict::Broken),
        // Credentials that are none prove nothing.
        (Way::Right, NOBODY, Verdict::Skipped),
        // Where the profile names nobody else, things may be everybody's.
        (Way::Read, "", Verdict::Skipped),
    ] {
        let told = run(way, second).await;
        let judged = told.clause("addNote/kept/second-user");
        assert_eq!(
            judged.verdict, wanted,
            "{way:?} {second}: {:?}",
            judged.reason
        );
        let broken: Vec<_> = told
            .judged
            .iter()
            .filter(|j| j.verdict == Verdict::Broken)
            .collect();
        assert_eq!(
            broken.len(),
            usize::from(wanted == Verdict::Broken),
            "{way:?} {second}"
        );
        for judged in broken {
            let finding = judged.finding.as_ref().unwrap();
            assert_eq!(finding.kind, Kind::Leak);
            assert!(!format!("{finding:?}").contains("second-secret"));
        }
    }
}
