//! What only the target knows, inside of an alternative: requests that show each one hold what exists.

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{clausal, text};

const CONTRACT: &str = "openapi: 3.1.0
info: {title: Orders, version: '1'}
x-clausal: {name: orders}
x-fixtures: {customer: {type: integer, about: a customer that exists}}
paths:
  /orders:
    post:
      operationId: order
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [who]
              properties:
                who:
                  oneOf:
                    - {type: object, required: [email], additionalProperties: false, properties: {email: {type: string, maxLength: 30}}}
                    - {type: object, required: [customer_id], additionalProperties: false, properties: {customer_id: {type: integer, x-fixture: customer}, note: {type: string, maxLength: 5}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}}
        '400': {description: refused}
        '404': {description: unknown}
";

/// A server that knows one customer; a `strict` one takes short notes alone.
struct Orders {
    strict: bool,
}

impl Respond for Orders {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let no = ResponseTemplate::new;
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return no(400);
        };
        let Some(who) = body.get("who").and_then(Value::as_object) else {
            return no(400);
        };
        let fits = |name: &str, most: usize| match who.get(name) {
            None => true,
            Some(Value::String(text)) => text.chars().count() <= most,
            Some(_) => false,
        };
        if who.contains_key("email") {
            return no(if who.len() == 1 && fits("email", 30) {
                201
            } else {
                400
            });
        }
        let most = if self.strict { 2 } else { 5 };
        let known = who.keys().all(|k| k == "customer_id" || k == "note");
        match who.get("customer_id").and_then(Value::as_i64) {
            Some(_) if !known || !fits("note", most) => no(400),
            Some(4711) => no(201),
            Some(_) => no(404).set_body_json(json!({"m": "no such customer"})),
            None => no(400),
        }
    }
}

async fn checked(strict: bool) -> String {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/orders"))
        .respond_with(Orders { strict })
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let contract = file("orders.yaml", CONTRACT);
    let profile = file("p.toml", "[contracts.orders.fixtures]\ncustomer = 4711\n");
    let url = server.uri();
    let run = move || {
        let mut arguments = vec!["check", "--contract", &contract, "--profile", &profile];
        arguments.extend([
            "--target",
            &url,
            "--seed",
            "7",
            "--cases",
            "3",
            "--allow-untested",
        ]);
        arguments.extend(["--only", "accepts", "--only", "status-code"]);
        let out = clausal(&arguments);
        drop(folder);
        text(&out.stdout) + &text(&out.stderr)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alternative_is_shown_with_the_fixture_that_it_wants() {
    let told = checked(false).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    let told = checked(true).await;
    assert!(
        told.contains("Broken: orders/order/accepts/who.note.maxLength"),
        "{told}"
    );
    assert!(told.contains(" 1 broken"), "{told}");
}
