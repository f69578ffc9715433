//! An operation that fails on things which say no more than they must is tried on things that say more.

use std::sync::{Arc, Mutex};

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const RECIPES: &str = r#"
openapi: 3.1.0
info: {title: Recipes, version: '1'}
paths:
  /recipes:
    post:
      operationId: addRecipe
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string}
                servings: {type: integer, minimum: 1, maximum: 20}
      responses:
        '201':
          description: made
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
  /recipes/{id}/scaled:
    get:
      operationId: scaleRecipe
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
        - {name: servings, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 50}}
      responses:
        '200':
          description: how much of each
          content: {application/json: {schema: {type: object, properties: {factor: {type: number}}}}}
        '400': {description: refused}
        '404': {description: none of that number}
"#;

/// Divides by servings that a recipe may lack; with `never`, by nothing at all.
fn recipes(kept: &Mutex<Vec<Value>>, request: &Request, never: bool) -> ResponseTemplate {
    let path = request.url.path();
    let mut kept = kept.lock().unwrap();
    if path == "/recipes" && request.method.as_str() == "POST" {
        let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
            return ResponseTemplate::new(400);
        };
        let servings = &body["servings"];
        let right = servings.is_null() && body.get("servings").is_none()
            || servings
                .as_f64()
                .is_some_and(|n| n.fract() == 0.0 && (1.0..=20.0).contains(&n));
        if !body["title"].is_string() || !right {
            return ResponseTemplate::new(400);
        }
        kept.push(body);
        return ResponseTemplate::new(201).set_body_json(json!({ "id": kept.len() }));
    }
    let id = path
        .strip_prefix("/recipes/")
        .and_then(|p| p.strip_suffix("/scaled"));
    match (id, request.method.as_str()) {
        (Some(id), "GET") => {
            let asked = request
                .url
                .query_pairs()
                .find(|(name, _)| name == "servings");
            let asked = asked.and_then(|(_, value)| value.parse::<u32>().ok());
            let Some(asked) = asked.filter(|n| (1..=50).contains(n)) else {
                return ResponseTemplate::new(400);
            };
            let Ok(id) = id.parse::<usize>() else {
                return ResponseTemplate::new(400);
            };
            let Some(recipe) = id.checked_sub(1).and_then(|at| kept.get(at)) else {
                return ResponseTemplate::new(404);
            };
            match recipe["servings"].as_f64().filter(|_| !never) {
                Some(own) => ResponseTemplate::new(200)
                    .set_body_json(json!({ "factor": f64::from(asked) / own })),
                None => ResponseTemplate::new(500),
            }
        }
        (Some(_), _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
        (None, _) if path == "/recipes" => {
            ResponseTemplate::new(405).insert_header("Allow", "POST")
        }
        (None, _) => ResponseTemplate::new(404),
    }
}

async fn told(never: bool) -> Told {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let server = serve(move |request| recipes(&kept, request, never)).await;
    let file = contract(RECIPES);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(
        &[contract],
        &server.uri(),
        &Profile::default(),
        &["*scaleRecipe*"],
    )
    .await
}

#[tokio::test]
async fn what_fails_on_a_thing_that_says_little_is_tested_on_one_that_says_more() {
    let told = told(false).await;
    assert_eq!(told.finished.untested, Vec::new());
    let rule = told.clause("scaleRecipe/refuses/servings.maximum");
    assert_eq!(rule.verdict, Verdict::Held, "{:?}", rule.reason);
    // The failure on the first thing is told all the same.
    let sound = told.clause("scaleRecipe/implied/sound-answers");
    assert_eq!(sound.verdict, Verdict::Broken);
}

#[tokio::test]
async fn what_fails_on_everything_stays_untested() {
    let told = told(true).await;
    assert_eq!(told.finished.untested.len(), 1);
    let rule = told.clause("scaleRecipe/refuses/servings.maximum");
    assert_ne!(rule.verdict, Verdict::Held, "{:?}", rule.reason);
}
