//! What the contract documents is there: an operation that the target does not serve, beside others that
//! it does, and a plain request that draws a status which no page lists.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const SHOP: &str = r#"
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    get: {operationId: carts, responses: {'200': {description: ok}}}
    post:
      operationId: fill
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {'201': {description: filled}, '400': {description: no}}
  /carts/{id}:
    get:
      operationId: cart
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: ok}}
"#;

async fn shop(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> Told {
    let server = serve(move |request| match request.url.path() {
        "/carts" if request.method.as_str() == "GET" => {
            ResponseTemplate::new(200).set_body_json(json!([]))
        }
        "/carts" if request.method.as_str() == "POST" => answer(request),
        "/carts" => ResponseTemplate::new(405).insert_header("allow", "GET, POST"),
        _ => nowhere(request),
    })
    .await;
    let file = contract(SHOP);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), &[]).await
}

/// What stands behind no path.
fn nowhere(request: &Request) -> ResponseTemplate {
    let path = request.url.path();
    ResponseTemplate::new(404).set_body_string(format!("Cannot {} {path}", request.method))
}

fn refusal(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"error": "no"}))
}

fn verdict(told: &Told, clause: &str) -> Verdict {
    told.clause(clause).verdict
}

const SERVED: &str = "fill/implied/served-method";
const LISTED: &str = "fill/implied/listed-status";

#[tokio::test]
async fn a_documented_method_that_is_not_served_is_told_once() {
    for status in [405, 501] {
        let told = shop(move |_| refusal(status)).await;
        assert_eq!(verdict(&told, SERVED), Verdict::Broken, "{status}");
        assert_eq!(told.finished.broken, 1, "{:#?}", told.judged);
        let got = told.clause(SERVED).finding.clone().unwrap().got;
        assert!(got.contains(&status.to_string()), "{got}");
        assert_eq!(verdict(&told, "carts/implied/served-method"), Verdict::Held);
    }
}

#[tokio::test]
async fn the_page_for_no_path_is_none_of_an_operation() {
    let told = {
        let server = serve(
            |request| match (request.method.as_str(), request.url.path()) {
                ("GET", "/carts") => ResponseTemplate::new(200).set_body_json(json!([])),
                _ => nowhere(request),
            },
        )
        .await;
        let file = contract(SHOP);
        let contract = open(&file.path().display().to_string()).unwrap();
        check_against(&[contract], &server.uri(), &Profile::default(), &[]).await
    };
    assert_eq!(verdict(&told, SERVED), Verdict::Broken);
    // What its path names may be unknown.
    assert_eq!(
        verdict(&told, "cart/implied/served-method"),
        Verdict::Skipped
    );
    assert_eq!(told.finished.broken, 1, "{:#?}", told.judged);
}

#[tokio::test]
async fn what_is_served_and_finds_nothing_is_no_missing_operation() {
    // A handler of its own, which says that something is not found.
    let told = shop(|_| refusal(404)).await;
    assert_eq!(told.finished.broken, 0, "{:#?}", told.judged);
    assert_eq!(verdict(&told, SERVED), Verdict::Skipped);
}

#[tokio::test]
async fn a_status_that_no_page_lists_is_told_once() {
    for status in [409, 418, 422] {
        let told = shop(move |_| refusal(status)).await;
        assert_eq!(verdict(&told, LISTED), Verdict::Broken, "{status}");
        assert_eq!(told.finished.broken, 1, "{:#?}", told.judged);
    }
}

#[tokio::test]
async fn a_listed_status_and_what_stands_before_operations_are_right() {
    for status in [400, 401, 403, 404, 413, 429] {
        let told = shop(move |_| refusal(status)).await;
        assert_eq!(told.finished.broken, 0, "{status}: {:#?}", told.judged);
    }
    let told = shop(|_| ResponseTemplate::new(201)).await;
    assert_eq!(verdict(&told, LISTED), Verdict::Held);
}
