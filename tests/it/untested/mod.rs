//! No verdict that nobody could have failed: what was not tested is told as such, and nothing bad
//! that was seen on the way is forgotten.

mod above;
mod alike;
mod blame;
mod called;
mod control;
mod empty_files;
mod excused;
mod fixtures;
mod fuller;
mod gone;
mod incident;
mod later;
mod prose;
mod rare;
mod room;
mod streams;
mod unserved;

use std::io::Write;

use tempfile::NamedTempFile;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Some pets, written as most people write contracts.
pub const PETS: &str = r##"
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
      responses:
        '200':
          description: pets
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
        '400': {description: refused}
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}
      responses:
        '201':
          description: added
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        '400': {description: refused}
components:
  schemas:
    NewPet:
      type: object
      required: [name, kind]
      properties:
        name: {type: string, minLength: 2, maxLength: 20}
        kind: {type: string, enum: [cat, dog]}
        age: {type: integer, minimum: 0, maximum: 40}
    Pet:
      type: object
      required: [id, name]
      properties: {id: {type: integer}, name: {type: string}}
"##;

/// A contract in a file of its own.
pub fn contract(text: &str) -> NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// A server that answers as a function says.
pub async fn serve(
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// Keeps to the contract of the pets.
pub fn honest(request: &Request) -> ResponseTemplate {
    let json =
        |status: u16, body: serde_json::Value| ResponseTemplate::new(status).set_body_json(body);
    let refused = || json(400, serde_json::json!({"why": "refused"}));
    if request.url.path() != "/pets" {
        return json(404, serde_json::json!({}));
    }
    match request.method.as_str() {
        "GET" | "HEAD" => {
            let limits: Vec<_> = request
                .url
                .query_pairs()
                .filter(|(n, _)| n == "limit")
                .collect();
            let fits = |v: &str| v.parse::<i64>().is_ok_and(|n| (1..=100).contains(&n));
            match limits.iter().all(|(_, v)| fits(v)) {
                true => json(200, serde_json::json!([{"id": 1, "name": "Tom"}])),
                false => refused(),
            }
        }
        "POST" => {
            let media = request.headers.get("content-type");
            let is_json =
                media.is_some_and(|m| m.to_str().is_ok_and(|m| m.starts_with("application/json")));
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let name = body["name"].as_str().map_or(0, |n| n.chars().count());
            let age = &body["age"];
            let fits = is_json
                && (2..=20).contains(&name)
                && ["cat", "dog"].contains(&body["kind"].as_str().unwrap_or_default())
                && (body.get("age").is_none()
                    || age
                        .as_f64()
                        .is_some_and(|n| n.fract() == 0.0 && (0.0..=40.0).contains(&n)));
            match fits {
                true => json(201, serde_json::json!({"id": 2, "name": body["name"]})),
                false => refused(),
            }
        }
        _ => json(405, serde_json::json!({})).insert_header("allow", "GET, HEAD, POST"),
    }
}
