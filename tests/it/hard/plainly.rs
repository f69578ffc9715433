//! Messages in another writing: it is the writing that was refused, or what the message says.

use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, only};

fn notes() -> Value {
    json!({"paths": {"/notes": {"post": {"operationId": "add",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "required": ["text"], "properties": {
                "text": {"type": "string", "minLength": 1, "maxLength": 40},
                "filter": {"type": "boolean"}}}}}},
        "responses": {"201": {"description": "added"}, "400": {"description": "no"}}}}}})
}

fn is_note(body: &Value) -> bool {
    let text = body["text"].as_str();
    let filter = body.get("filter").is_none_or(Value::is_boolean);
    filter && text.is_some_and(|t| (1..=40).contains(&t.chars().count()))
}

/// Refuses whatever holds a filter, which its document does not say.
fn asks_for_more(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let body = serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    match is_note(&body) && body.get("filter").is_none() {
        true => ResponseTemplate::new(201),
        false => super::json(400, r#"{"error": "Invalid clause"}"#),
    }
}

/// Reads a body of one line alone.
fn reads_no_blanks(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let body = serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    let lines = request
        .body
        .iter()
        .any(|b| matches!(b, b'\n' | b'\r' | b'\t'));
    match is_note(&body) && !lines {
        true => ResponseTemplate::new(201),
        false => super::json(400, r#"{"error": "no JSON"}"#),
    }
}

fn of_writing(told: &crate::support::Told) -> Vec<String> {
    let own = |id: &&String| {
        ["/writing/", "chunked-body", "media-type-spelling"]
            .iter()
            .any(|part| id.contains(part))
    };
    ids(told, Verdict::Broken)
        .iter()
        .filter(own)
        .cloned()
        .collect()
}

#[tokio::test]
async fn a_message_that_is_refused_plainly_says_nothing_of_its_writing() {
    let told = checked(&notes(), "", "/notes", asks_for_more).await;
    assert!(
        !ids(&told, Verdict::Broken).is_empty(),
        "the rule that is not documented is told"
    );
    assert_eq!(of_writing(&told), Vec::<String>::new());
}

#[tokio::test]
async fn a_writing_that_is_refused_alone_is_told() {
    let told = checked(&notes(), "", "/notes", reads_no_blanks).await;
    let own = of_writing(&told);
    assert!(
        own.iter()
            .any(|id| id.ends_with("writing/json-white-space")),
        "{:?}",
        ids(&told, Verdict::Broken)
    );
}
