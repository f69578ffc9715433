//! A library that lends books: what was given back once cannot be given back again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Lending, version: '1'}
paths:
  /loans:
    post:
      operationId: lend
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [book], properties: {book: {type: string, minLength: 1, maxLength: 40}}}}}}
      responses:
        '201': {description: lent, content: {application/json: {schema: {type: object, required: [loanId], properties: {loanId: {type: integer}, state: {enum: [out, back]}}}}}}
        '400': {description: refused}
        '415': {description: refused}
  /loans/{loanId}:
    parameters: [{name: loanId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: loan
      responses:
        '200': {description: one, content: {application/json: {schema: {type: object, required: [loanId], properties: {loanId: {type: integer}, state: {enum: [out, back]}}}}}}
        '400': {description: no id}
        '404': {description: none}
  /loans/{loanId}/return:
    parameters: [{name: loanId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    post:
      operationId: giveBack
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [shelf], properties: {shelf: {type: string, minLength: 1, maxLength: 20}}}}}}
      responses:
        '200': {description: back}
        '400': {description: refused}
        '404': {description: none}
        '409': {description: it is back already}
        '415': {description: refused}
"#;

/// How the library is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// Right.
    Right,
    /// The name of a shelf may be of any length; but it is not looked at before the state of the loan.
    AnyShelf,
    /// What is back may be given back once more. Nothing is wrong with it.
    Again,
    /// It lends nothing: the loans that there are were made by others.
    Closed,
    /// The same, and its states hook makes three loans and says which.
    Hook,
    /// The same, and its states hook says what is of no use.
    Nonsense(usize),
}

#[derive(Default)]
struct Library {
    loans: BTreeMap<u64, bool>,
}

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

fn text(request: &Request, member: &str, most: usize) -> Result<String, u16> {
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with("application/json") {
        return Err(415);
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| 400_u16)?;
    match body.get(member).and_then(Value::as_str) {
        Some(text) if (1..=most).contains(&text.chars().count()) => Ok(text.to_owned()),
        _ => Err(400),
    }
}

impl Library {
    fn state(&mut self, way: Way) -> ResponseTemplate {
        let values = match way {
            Way::Hook => {
                let first = self.loans.len() as u64 + 1;
                let new: Vec<u64> = (first..first + 3).collect();
                self.loans.extend(new.iter().map(|id| (*id, true)));
                json!({"loanId": new})
            }
            Way::Nonsense(0) => json!(7),
            Way::Nonsense(1) => json!({"loanId": {"a": 1}}),
            Way::Nonsense(2) => json!({"loanId": "x".repeat(100_000)}),
            Way::Nonsense(3) => json!({"loanId": []}),
            Way::Nonsense(4) => json!({"loanId": "no number", "other": 5}),
            Way::Nonsense(_) => return plain(500),
            _ => return plain(404),
        };
        told(200, &json!({"values": values}))
    }

    fn answer(&mut self, request: &Request, way: Way, conflicts: &AtomicUsize) -> ResponseTemplate {
        let path = request.url.path().trim_start_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        let method = request.method.as_str();
        let allow = |methods: &str| plain(405).insert_header("Allow", methods);
        let id = |text: &str| text.parse::<u64>().ok().filter(|n| *n > 0);
        match (path.as_slice(), method) {
            (["_states"], "POST") => self.state(way),
            (["loans"], "POST") => {
                if let Err(status) = text(request, "book", 40) {
                    return plain(status);
                }
                if matches!(way, Way::Closed | Way::Hook | Way::Nonsense(_)) {
                    return plain(400);
                }
                let id = self.loans.len() as u64 + 1;
                self.loans.insert(id, true);
                told(201, &json!({"loanId": id, "state": "out"}))
            }
            (["loans"], _) => allow("POST"),
            (["loans", one], "GET" | "HEAD") => {
                let Some(id) = id(one) else { return plain(400) };
                match self.loans.get(&id) {
                    Some(out) => {
                        let state = if *out { "out" } else { "back" };
                        told(200, &json!({"loanId": id, "state": state}))
                    }
                    None => plain(404),
                }
            }
            (["loans", _], _) => allow("GET, HEAD"),
            (["loans", one, "return"], "POST") => {
                let Some(id) = id(one) else { return plain(400) };
                let most = if way == Way::AnyShelf { usize::MAX } else { 20 };
                let Some(out) = self.loans.get_mut(&id) else {
                    return plain(404);
                };
                if !*out && way != Way::Again {
                    conflicts.fetch_add(1, Ordering::Relaxed);
                    return plain(409);
                }
                if let Err(status) = text(request, "shelf", most) {
                    return plain(status);
                }
                *out = false;
                plain(200)
            }
            (["loans", _, "return"], _) => allow("POST"),
            _ => plain(404),
        }
    }
}

/// What came of a run, and how often something was to be given back that was back already.
async fn run(way: Way, profile: &str) -> (Told, usize) {
    let server = MockServer::start().await;
    let mut library = Library::default();
    if matches!(way, Way::Closed | Way::Nonsense(_)) {
        library.loans.insert(1, true);
    }
    let library = Arc::new(Mutex::new(library));
    let conflicts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&conflicts);
    Mock::given(any())
        .respond_with(move |request: &Request| {
            library.lock().unwrap().answer(request, way, &counted)
        })
        .mount(&server)
        .await;
    let contract = load_text("lending.yaml", DOCUMENT, &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", profile, &|_| None).unwrap();
    let options = Options {
        seed: 5,
        cases: 2,
        ..Options::default()
    };
    let told = run_all(&[contract], &server.uri(), &profile, &[], options).await;
    (told, conflicts.load(Ordering::Relaxed))
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken.map(|j| j.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_has_a_thing_of_its_own_before_the_first_refusal() {
    for way in [Way::Right, Way::Again] {
        let (told, conflicts) = run(way, "").await;
        assert_eq!(broken(&told), Vec::<&str>::new(), "{way:?}");
        assert_eq!(told.finished.untested, Vec::new(), "{way:?}");
        assert_eq!(conflicts, 0, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_what_is_done_already_hides_no_fault() {
    let (told, _) = run(Way::AnyShelf, "").await;
    let broken = broken(&told);
    let own = "lending/giveBack/refuses/shelf.maxLength";
    assert!(broken.contains(&own), "{broken:?}");
    let other = |id: &&&str| !id.starts_with("lending/giveBack/") || id.contains("kept");
    assert_eq!(broken.iter().filter(other).count(), 0, "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_on_what_others_made_is_sent_where_the_profile_names_it() {
    let profile = "[contracts.lending.parameters]\nloanId = 1\n";
    let (told, _) = run(Way::Closed, profile).await;
    let untested: Vec<_> = told
        .finished
        .untested
        .iter()
        .map(|u| &u.operation)
        .collect();
    assert_eq!(untested, ["lend"], "{:?}", told.finished.untested);
    assert_eq!(broken(&told), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_states_hook_says_to_exist_is_used_each_once() {
    let (told, conflicts) = run(Way::Hook, "[states]\nurl = \"/_states\"\n").await;
    let untested: Vec<_> = told
        .finished
        .untested
        .iter()
        .map(|u| &u.operation)
        .collect();
    assert_eq!(untested, ["lend"], "{:?}", told.finished.untested);
    assert_eq!(broken(&told), Vec::<&str>::new());
    // A case may be sent twice within one state of the target.
    assert!(conflicts <= 1, "{conflicts}");
    let long = told.clause("giveBack/refuses/shelf.maxLength");
    assert_eq!(long.verdict, Verdict::Held, "{:?}", long.reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hook_that_fails_or_talks_nonsense_is_told_and_breaks_nothing() {
    for number in 0..6 {
        let (told, _) = run(Way::Nonsense(number), "[states]\nurl = \"/_states\"\n").await;
        assert_eq!(broken(&told), Vec::<&str>::new(), "{number}");
        assert!(told.finished.requests < 3_000, "{number}");
        let notes = told.finished.notes.join("\n");
        let said = notes.contains("states hook");
        assert_eq!(said, [0, 1, 2, 5].contains(&number), "{number}: {notes}");
    }
}
