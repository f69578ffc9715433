//! What is sent outside a body, what is said where nothing can be sent, and names on a target that
//! keeps them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use clausal::clause::{Clause, derive};
use clausal::contract::{Contract, load_text};
use clausal::generate::{Cases, Chooser, Kit, Settings, Skip};
use clausal::run::event::Verdict;
use clausal::target::Profile;
use clausal::wire::{LONGEST_TARGET, LONGEST_VALUE, Writing};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{Told, check_against};

fn contract(paths: &Value) -> Contract {
    let document =
        json!({"openapi": "3.1.0", "info": {"title": "Some", "version": "1"}, "paths": paths});
    load_text("some.json", &document.to_string(), &|_| {
        Err("no files".into())
    })
    .unwrap()
}

/// A target that answers each request in a way of its own.
async fn peer(answer: impl Fn(&Request) -> u16 + Send + Sync + 'static) -> MockServer {
    struct By<F>(F);
    impl<F: Fn(&Request) -> u16 + Send + Sync> Respond for By<F> {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            // A path that is not there is not found.
            match request.url.path().ends_with("no-such-path") {
                true => ResponseTemplate::new(404),
                false => ResponseTemplate::new(self.0(request)).insert_header("allow", "GET, POST"),
            }
        }
    }
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(By(answer))
        .mount(&server)
        .await;
    server
}

fn query(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    pairs.find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken.map(|j| j.id.as_str()).collect()
}

fn find() -> Contract {
    let text = |max: u64| json!({"type": "string", "maxLength": max});
    contract(&json!({"/größe": {"get": {
        "operationId": "find",
        "parameters": [
            {"in": "query", "name": "q", "schema": {"type": "string", "minLength": 1, "maxLength": 100}},
            {"in": "query", "name": "long", "schema": text(65_536)},
            {"in": "query", "name": "most", "schema": {"type": "string", "minLength": 18_446_744_073_709_551_615_u64}},
            {"in": "header", "name": "X-Word", "schema": {"type": "string", "pattern": "^[ a-z]+$", "maxLength": 9}},
        ],
        "responses": {"200": {"description": "found"}, "400": {"description": "refused"}},
    }}}))
}

#[tokio::test]
async fn no_url_and_no_header_is_longer_than_servers_take() {
    let server = peer(|request| {
        let length = |name| query(request, name).map(|v| v.chars().count());
        let word = request.headers.get("x-word").map(|v| v.as_bytes().to_vec());
        let word = word.is_none_or(|w| {
            w.len() <= 9
                && !w.is_empty()
                && w.iter().all(|b| b" abcdefghijklmnopqrstuvwxyz".contains(b))
        });
        match request.method.as_str() {
            "GET" => {}
            _ => return 405,
        }
        let right = request.url.path() == "/gr%C3%B6%C3%9Fe"
            && word
            && length("q").is_none_or(|n| (1..=100).contains(&n))
            && length("long").is_none_or(|n| n <= 65_536)
            && length("most").is_none();
        if right { 200 } else { 400 }
    })
    .await;
    let told = check_against(&[find()], &server.uri(), &Profile::default(), &[]).await;
    assert_eq!(broken(&told), Vec::<&str>::new());
    for held in [
        "accepts/q.maxLength",
        "refuses/q.maxLength",
        "refuses/q.minLength",
        "refuses/X-Word.pattern",
        "accepts/X-Word.maxLength",
    ] {
        assert_eq!(told.clause(held).verdict, Verdict::Held, "{held}");
    }
    for skipped in [
        "accepts/long.maxLength",
        "refuses/long.maxLength",
        "accepts/most.minLength",
    ] {
        let judged = told.clause(skipped);
        assert_eq!(judged.verdict, Verdict::Skipped, "{skipped}");
        let reason = judged.reason.as_deref().unwrap();
        assert!(
            reason.contains(&format!("{LONGEST_VALUE} are the most")),
            "{reason}"
        );
    }
    let requests = server.received_requests().await.unwrap();
    assert!(requests.len() > 50);
    for request in requests {
        let target = request.url.path().len() + request.url.query().map_or(0, |q| q.len() + 1);
        assert!(target <= LONGEST_TARGET, "{target}");
        let headers = request.headers.values();
        headers.for_each(|v| assert!(v.len() <= LONGEST_VALUE));
    }
}

#[tokio::test]
async fn a_limit_of_a_proxy_breaks_no_limit_of_the_page() {
    let contract = contract(&json!({"/find": {"get": {
        "operationId": "find",
        "parameters": [{"in": "query", "name": "q", "schema": {"type": "string", "maxLength": 1000}}],
        "responses": {"200": {"description": "found"}, "400": {"description": "refused"}},
    }}}));
    let server = peer(
        |request| match (request.method.as_str(), query(request, "q")) {
            ("GET", Some(q)) if q.len() > 300 => 414,
            ("GET", _) => 200,
            _ => 405,
        },
    )
    .await;
    let told = check_against(
        &[contract],
        &server.uri(),
        &Profile::default(),
        &["*/*/*/q.*"],
    )
    .await;
    let judged = told.clause("accepts/q.maxLength");
    assert_eq!(judged.verdict, Verdict::Inconclusive);
    assert!(
        judged
            .reason
            .as_deref()
            .unwrap()
            .contains("takes no a URL of")
            || judged.reason.as_deref().unwrap().contains("a URL of")
    );
    assert_eq!(told.clause("refuses/q.maxLength").verdict, Verdict::Held);
}

/// Why a clause of a contract gets no case.
fn skip(contract: &Contract, name: &str) -> Option<Skip> {
    let clauses = derive(contract);
    let clause: &Clause = clauses.iter().find(|c| c.id.ends_with(name)).unwrap();
    let kit = Kit::new(contract, &contract.operations[0], Default::default());
    let settings = Settings {
        seed: 7,
        cases: 4,
        writing: Writing::default(),
        has_token: true,
        has_words: false,
        settle: None,
        strength: 2,
        bait: None,
    };
    Cases::new(&kit, clause, &settings).err()
}

/// A contract that takes such bodies.
fn stores(body: &Value) -> Contract {
    let document = json!({"openapi": "3.1.0", "info": {"title": "Some", "version": "1"},
        "x-fixtures": {"thing": {"type": "string", "about": "a thing"}},
        "paths": {"/things": {"post": {
            "operationId": "add",
            "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
            "responses": {"201": {"description": "stored"}, "400": {"description": "refused"}}}}}});
    let contract = load_text("some.json", &document.to_string(), &|_| {
        Err("no files".into())
    });
    contract.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_the_profile_lacks_is_its_choice() {
    let body = json!({"type": "object", "required": ["known"], "properties": {
        "known": {"type": "string", "x-fixture": "thing"}}});
    for name in ["accepts/valid", "response/status-code"] {
        let skip = skip(&stores(&body), name).unwrap();
        assert_eq!(skip.chosen_by, Chooser::Profile);
        assert!(
            skip.reason
                .starts_with("the profile has no fixture `thing`"),
            "{}",
            skip.reason
        );
    }
}

#[test]
fn what_cannot_be_made_is_told_as_it_is() {
    let body = json!({"type": "object", "properties": {
        "zip": {"type": "string", "minLength": 5, "pattern": "^[0-9]{5}$"},
        "ahead": {"type": "string", "pattern": "^(?=x)y$"},
        "all": {"type": "string", "pattern": "^[\\s\\S]*$"},
        "a/b": {"type": "string", "minLength": 2, "maxLength": 4},
        "wide": {"type": "string", "maxLength": 18_446_744_073_709_551_615_u64},
        "many": {"type": "array", "items": {"type": "integer"}, "maxItems": 18_446_744_073_709_551_615_u64},
    }});
    let contract = stores(&body);
    for (name, wanted) in [
        (
            "accepts/ahead.pattern",
            "no value was found that fits the schema",
        ),
        ("refuses/wide.maxLength", "there is no such length"),
        (
            "refuses/many.maxItems",
            "entries are not made: 10000 are the most",
        ),
    ] {
        let skip = skip(&contract, name).unwrap_or_else(|| panic!("{name} has cases"));
        assert!(skip.reason.contains(wanted), "{name}: {}", skip.reason);
        assert_eq!(skip.chosen_by, Chooser::Clausal, "{name}");
    }
    // What another rule of the place says already is nobody's gap.
    let idle = skip(&contract, "refuses/zip.minLength").unwrap();
    assert!(
        idle.reason.contains("no text that fits the pattern breaks"),
        "{}",
        idle.reason
    );
    assert_eq!(idle.chosen_by, Chooser::Contract);
    let idle = skip(&contract, "refuses/all.pattern").unwrap();
    assert_eq!(idle.reason, "every text fits the pattern");
    assert_eq!(idle.chosen_by, Chooser::Contract);
    // A slash in a name is no step.
    for name in [
        "refuses/a-b.minLength",
        "accepts/a-b.maxLength",
        "accepts/a-b.absent",
    ] {
        assert_eq!(skip(&contract, name), None, "{name}");
    }
}

fn things() -> Contract {
    let body = json!({"type": "object", "required": ["name", "kind"], "properties": {
        "name": {"type": "string", "x-unique": true, "minLength": 6, "maxLength": 40, "pattern": "^[a-zA-Z0-9-]+$"},
        "kind": {"enum": ["a", "b"]},
        "count": {"type": "integer", "minimum": 0, "maximum": 9},
    }});
    contract(&json!({"/things": {"post": {
        "operationId": "add",
        "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
        "responses": {"201": {"description": "stored"}, "400": {"description": "refused"}, "409": {"description": "taken"}},
    }}}))
}

/// A right server that takes each name once, and keeps them.
fn keeps(names: &Mutex<BTreeSet<String>>, request: &Request) -> u16 {
    if request.method.as_str() != "POST" {
        return 405;
    }
    let kind = request
        .headers
        .get("content-type")
        .map(|v| v.as_bytes().to_vec());
    if kind.is_none_or(|k| !k.starts_with(b"application/json")) {
        return 415;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return 400;
    };
    let fits = |name: &&str| {
        (6..=40).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let Some(name) = body["name"].as_str().filter(fits) else {
        return 400;
    };
    let right = ["a", "b"].iter().any(|k| body["kind"] == *k)
        && body
            .get("count")
            .is_none_or(|c| c.as_i64().is_some_and(|c| (0..=9).contains(&c)));
    let taken = names.lock().unwrap().contains(name);
    match (right, taken) {
        (false, _) => 400,
        (true, true) => 409,
        (true, false) => {
            names.lock().unwrap().insert(name.to_owned());
            201
        }
    }
}

/// What was sent, with a valid name replaced by its length.
fn unnamed(request: &Request) -> String {
    let body = match serde_json::from_slice::<Value>(&request.body) {
        Ok(Value::Object(mut map)) => {
            if let Some(Value::String(name)) = map.get_mut("name") {
                // Marks alone are new by their length.
                let marks = !name.is_empty() && name.bytes().all(|b| b == b'-');
                *name = match marks {
                    true => "marks".to_owned(),
                    false => format!("{} characters", name.chars().count()),
                };
            }
            Value::Object(map).to_string()
        }
        Ok(other) => other.to_string(),
        // What is no JSON holds names at places of its own.
        Err(_) => String::new(),
    };
    // A name may stand in a list, where it is no valid one.
    let made_up = regex::Regex::new("clausal-[a-z0-9]{4}-[a-z0-9]{12}").unwrap();
    let body = made_up.replace_all(&body, "NAME");
    format!("{} {} {body}", request.method, request.url)
}

#[tokio::test]
async fn one_seed_twice_on_a_target_that_keeps_names_breaks_nothing() {
    let names: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let server = peer(move |request| keeps(&names, request)).await;
    let mut sent = Vec::new();
    let mut before = 0;
    for run in 0..2 {
        let told = check_against(&[things()], &server.uri(), &Profile::default(), &[]).await;
        assert_eq!(broken(&told), Vec::<&str>::new(), "run {run}");
        assert_eq!(told.clause("accepts/name.maxLength").verdict, Verdict::Held);
        let requests = server.received_requests().await.unwrap();
        let mut all: Vec<String> = requests[before..].iter().map(unnamed).collect();
        before = requests.len();
        all.sort();
        sent.push(all);
    }
    // A message in another writing has a name of its own, marks of some length, that may be taken by now: it is asked
    // for plainly then, before the writing is found at fault. Two of one length may meet in the first run as well.
    let named = |all: &[String]| -> Vec<String> {
        let own = all.iter().filter(|r| !r.contains("\"name\":\"marks\""));
        own.cloned().collect()
    };
    assert!(named(&sent[0]).len() > 20);
    assert_eq!(named(&sent[0]), named(&sent[1]));
}
