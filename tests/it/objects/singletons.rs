//! What stands at a path by itself: nobody makes it, and a change of it shows where it is read.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against};

const SETTINGS: &str = r##"
openapi: 3.1.0
info: {title: Settings, version: '1'}
paths:
  /settings:
    get:
      operationId: settings
      responses: {'200': {description: now, content: {application/json: {schema: {$ref: '#/components/schemas/Settings'}}}}}
    METHOD:
      operationId: change
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Settings'}}}
      responses:
        '200': {description: changed, content: {application/json: {schema: {$ref: '#/components/schemas/Settings'}}}}
        '400': {description: refused}
components:
  schemas:
    Settings:
      type: object
      minProperties: 1
      properties:
        motto: {type: string, maxLength: 60}
        theme: {type: string, enum: [dark, light, plain]}
        volume: {type: integer, minimum: 0, maximum: 100}
"##;

/// What is the matter with a server.
#[derive(Clone, Copy, PartialEq)]
enum Wrong {
    Nothing,
    /// It normalises what it is told, and shows more than it was.
    Normalises,
    /// It answers as though it kept a change.
    Forgets,
    /// A PUT counts: the same one twice makes it louder.
    Counts,
}

fn fits(name: &str, value: &Value) -> bool {
    match name {
        "motto" => value.as_str().is_some_and(|s| s.chars().count() <= 60),
        "theme" => value
            .as_str()
            .is_some_and(|s| ["dark", "light", "plain"].contains(&s)),
        "volume" => value
            .as_f64()
            .is_some_and(|n| n.fract() == 0.0 && (0.0..=100.0).contains(&n)),
        _ => true,
    }
}

fn answer(kept: &Mutex<Value>, wrong: Wrong, method: &str, request: &Request) -> ResponseTemplate {
    let mut kept = kept.lock().unwrap();
    match (request.url.path(), request.method.as_str()) {
        ("/settings", "GET") => ResponseTemplate::new(200).set_body_json(&*kept),
        ("/settings", own) if own == method => {
            let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let right = |own: &serde_json::Map<_, _>| {
                !own.is_empty() && own.iter().all(|(n, v)| fits(n, v))
            };
            let Some(own) = sent.as_object().filter(|own| right(own)) else {
                return ResponseTemplate::new(400);
            };
            let mut new = match request.method.as_str() {
                "PUT" => json!({"motto": "none", "theme": "plain", "volume": 50}),
                _ => kept.clone(),
            };
            for (name, value) in own {
                let text = value.as_str().filter(|_| wrong == Wrong::Normalises);
                new[name] = text.map_or(value.clone(), |t| t.trim().to_lowercase().into());
            }
            if wrong == Wrong::Counts && *kept == new {
                new["motto"] = "once more".into();
            }
            if wrong != Wrong::Forgets {
                *kept = new.clone();
            }
            ResponseTemplate::new(200).set_body_json(new)
        }
        ("/settings", _) => {
            ResponseTemplate::new(405).insert_header("Allow", format!("GET, {method}"))
        }
        _ => ResponseTemplate::new(404),
    }
}

async fn told(method: &str, wrong: Wrong, only: &str) -> Told {
    let kept = Arc::new(Mutex::new(
        json!({"motto": "first", "theme": "dark", "volume": 3}),
    ));
    let server = MockServer::start().await;
    let own = method.to_uppercase();
    let respond = move |request: &Request| answer(&kept, wrong, &own, request);
    Mock::given(any())
        .respond_with(respond)
        .mount(&server)
        .await;
    let text = SETTINGS.replace("METHOD", method);
    let contract = load_text("settings.yaml", &text, &|_| Err("no file".into())).unwrap();
    let profile = Profile::default();
    check_against(&[contract], &server.uri(), &profile, &[only]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_what_stands_by_itself_shows() {
    for method in ["put", "patch"] {
        for (wrong, verdict) in [
            (Wrong::Nothing, Verdict::Held),
            (Wrong::Normalises, Verdict::Held),
            (Wrong::Forgets, Verdict::Broken),
        ] {
            let told = told(method, wrong, "*").await;
            let clause = told.clause("change/kept/changed");
            assert_eq!(clause.verdict, verdict, "{method}: {:?}", clause.reason);
            let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
            let broken: Vec<_> = broken.map(|j| j.id.as_str().to_owned()).collect();
            assert_eq!(broken.is_empty(), wrong != Wrong::Forgets, "{broken:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_that_counts_is_told() {
    for (wrong, verdict) in [
        (Wrong::Nothing, Verdict::Held),
        (Wrong::Counts, Verdict::Broken),
    ] {
        let told = told("put", wrong, "*/kept/*").await;
        let clause = told.clause("change/kept/put-again");
        assert_eq!(clause.verdict, verdict, "{:?}", clause.reason);
    }
}
