//! One cause breaks many clauses, and is told once.

mod many;

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::served::command;
use crate::support::text;

/// How the server is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// In nothing.
    Never,
    /// Whatever has a body is a 500 with a number of its own.
    Body,
    /// A text with a quote breaks the answer that repeats it.
    Echo,
    /// Refusals have a status that the contract does not have.
    Status,
    /// Nothing is refused.
    Taken,
    /// A number below zero in either of two parameters, and a long text in another one, is a 500.
    Three,
}

const TEXTS: [&str; 8] = [
    "name", "tag", "owner", "street", "city", "note", "food", "race",
];

fn document() -> String {
    let mut members = serde_json::Map::new();
    for name in TEXTS {
        members.insert(
            name.into(),
            json!({"type": "string", "minLength": 1, "maxLength": 40}),
        );
    }
    members.insert(
        "age".into(),
        json!({"type": "integer", "minimum": 0, "maximum": 50}),
    );
    let refusal = json!({"description": "no"});
    let whole = json!({"type": "integer", "minimum": 0, "maximum": 90});
    let query = |name: &str, schema: &Value| json!({"name": name, "in": "query", "schema": schema});
    json!({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {"/pets": {
        "get": {"operationId": "listPets",
            "parameters": [query("skip", &whole), query("limit", &whole),
                query("q", &json!({"type": "string", "maxLength": 9}))],
            "responses": {"200": {"description": "all"}, "400": refusal}},
        "post": {"operationId": "addPet",
            "requestBody": {"required": true, "content": {"application/json": {"schema":
                {"type": "object", "required": ["name", "age"], "properties": members}}}},
            "responses": {"201": {"description": "made", "content": {"application/json": {"schema":
                {"type": "object", "properties": {"name": {"type": "string"}}}}}}, "400": refusal}}}}})
    .to_string()
}

fn is_right(pet: &Value) -> bool {
    let text = |name: &str| match pet.get(name) {
        None => name != "name",
        Some(Value::String(text)) => (1..=40).contains(&text.chars().count()),
        Some(_) => false,
    };
    TEXTS.into_iter().all(text) && pet["age"].as_u64().is_some_and(|age| age <= 50)
}

/// The answer to a list: 400 for what the parameters do not allow.
fn list(wrong: Wrong, request: &Request) -> ResponseTemplate {
    for (name, value) in request.url.query_pairs() {
        let fault = |what: &str| {
            let words = format!("OverflowError: {what} {value:.20} is out of bounds");
            ResponseTemplate::new(500).set_body_string(words)
        };
        let right = match &*name {
            "skip" | "limit" => match value.parse::<i64>() {
                Ok(..0) if wrong == Wrong::Three => return fault(&name),
                Ok(number) => {
                    (0..=90).contains(&number) && value.bytes().all(|b| b.is_ascii_digit())
                }
                Err(_) => false,
            },
            "q" if value.chars().count() > 9 && wrong == Wrong::Three => return fault("q"),
            "q" => value.chars().count() <= 9,
            _ => true,
        };
        if !right && wrong != Wrong::Taken {
            return refusal(wrong);
        }
    }
    ResponseTemplate::new(200).set_body_json(json!([]))
}

fn refusal(wrong: Wrong) -> ResponseTemplate {
    ResponseTemplate::new(if wrong == Wrong::Status { 422 } else { 400 })
}

fn add(wrong: Wrong, request: &Request, count: u64) -> ResponseTemplate {
    if wrong == Wrong::Body && !request.body.is_empty() {
        let words = json!({"error": "Internal Server Error", "trace": format!("{count:016x}")});
        return ResponseTemplate::new(500).set_body_json(words);
    }
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    let is_json = label.is_some_and(|l| l.to_ascii_lowercase().contains("json"));
    let pet = serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    if wrong != Wrong::Taken && !(is_json && is_right(&pet)) {
        return refusal(wrong);
    }
    let body = match wrong {
        Wrong::Echo => format!(
            "{{\"name\": \"{}\"}}",
            pet["name"].as_str().unwrap_or_default()
        ),
        _ => json!({"name": pet["name"].as_str().unwrap_or_default()}).to_string(),
    };
    ResponseTemplate::new(201).set_body_raw(body, "application/json")
}

/// What `check` says of such a server, and its JSON report.
async fn told(wrong: Wrong) -> (String, Value, Option<i32>) {
    let server = MockServer::start().await;
    let count = AtomicU64::new(1);
    let answer = move |request: &Request| {
        let count = count
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        match (request.method.as_str(), request.url.path()) {
            ("GET" | "HEAD", "/pets") => list(wrong, request),
            ("POST", "/pets") => add(wrong, request, count),
            (_, "/pets") => ResponseTemplate::new(405).insert_header("Allow", "GET, POST"),
            _ => ResponseTemplate::new(404),
        }
    };
    let any = Mock::given(wiremock::matchers::any());
    any.respond_with(answer).mount(&server).await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("pets.json"), document()).unwrap();
    let mut command = command(&[
        "check",
        "--contract",
        &path("pets.json"),
        "--target",
        &server.uri(),
        "--seed",
        "7",
        "--report",
        &format!("json={}", path("run.json")),
    ]);
    let out = tokio::task::spawn_blocking(move || command.output().unwrap());
    let out = out.await.unwrap();
    let report = std::fs::read_to_string(path("run.json")).unwrap();
    let report = serde_json::from_str(&report).unwrap();
    (text(&out.stdout), report, out.status.code())
}

fn broken(report: &Value) -> usize {
    usize::try_from(report["summary"]["broken"].as_u64().unwrap()).unwrap()
}

fn blocks(told: &str) -> usize {
    told.lines()
        .filter(|line| line.starts_with("Broken"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_server_has_no_cause() {
    let (told, report, code) = self::told(Wrong::Never).await;
    assert_eq!((blocks(&told), code), (0, Some(0)), "{told}");
    assert_eq!(report["causes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_at_every_body_is_told_in_one_block() {
    let (told, report, code) = self::told(Wrong::Body).await;
    assert!(broken(&report) >= 50, "{} broken", broken(&report));
    assert_eq!((blocks(&told), code), (1, Some(1)), "{told}");
    assert!(told.lines().count() < 200, "{told}");
    let words = format!(
        "Broken, {} clauses: status 500: Internal Server Error",
        broken(&report)
    );
    assert!(told.contains(&words), "{told}");
    let cause = &report["causes"][0];
    assert_eq!(
        (&cause["kind"], &cause["clauses"]),
        (&json!("fault"), &json!(broken(&report)))
    );
    // Each finding is there all the same, and bears the id.
    let clauses = report["clauses"].as_array().unwrap().iter();
    let of_it = clauses.filter(|c| c["finding"]["cause_id"] == cause["id"]);
    assert_eq!(of_it.count(), broken(&report));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unescaped_echo_is_told_in_one_block() {
    let (told, _, _) = self::told(Wrong::Echo).await;
    assert_eq!(blocks(&told), 1, "{told}");
    assert!(told.contains("a body that is no JSON"), "{told}");
    assert!(told.lines().count() < 200, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undocumented_status_is_told_once_an_operation() {
    let (told, report, _) = self::told(Wrong::Status).await;
    assert!(broken(&report) >= 25, "{} broken", broken(&report));
    assert_eq!(blocks(&told), 2, "{told}");
    assert!(
        told.contains("status 422, which the contract does not document"),
        "{told}"
    );
    assert!(!told.contains("without a known code"), "{told}");
    assert!(told.lines().count() < 200, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_all_is_told_by_operation() {
    let (told, report, _) = self::told(Wrong::Taken).await;
    assert!(broken(&report) >= 25, "{} broken", broken(&report));
    assert!(blocks(&told) <= 6, "{told}");
    assert!(told.lines().count() < 200, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_causes_in_one_operation_are_three() {
    let (told, report, _) = self::told(Wrong::Three).await;
    assert_eq!(blocks(&told), 3, "{told}");
    let causes = report["causes"].as_array().unwrap();
    let words: Vec<&str> = causes
        .iter()
        .map(|c| c["words"].as_str().unwrap())
        .collect();
    for place in ["skip", "limit", "q"] {
        let words = words.iter().filter(|w| w.contains(&format!(": {place} ")));
        assert_eq!(words.count(), 1, "{causes:#?}");
    }
}
