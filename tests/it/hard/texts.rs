//! Texts as people write them.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, json, only};
use clausal::run::event::Verdict;

/// Notes with a text, and what a note is called; the answer repeats the text.
fn notes() -> Value {
    json!({"x-clausal": {}, "paths": {"/notes": {"post": {"operationId": "put",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object",
            "required": ["text"], "properties": {"text": {"type": "string", "maxLength": 60},
                "label": {"type": "string"}, "kind": {"type": "string", "enum": ["plain", "rich"]}}}}}},
        "responses": {"200": {"description": "done", "content": {"application/json": {"schema": {"type": "object",
            "required": ["text"], "properties": {"text": {"type": "string", "x-echo": "/body/text"}}}}}},
            "400": {"description": "no"}, "413": {"description": "large"}, "415": {"description": "label"}}}}}})
}

/// What a right peer makes of a note: its text.
fn read(request: &Request) -> Result<String, ResponseTemplate> {
    if let Some(other) = only(request, "POST") {
        return Err(other);
    }
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    let label = label.unwrap_or_default().to_ascii_lowercase();
    if !label.starts_with("application/json") {
        return Err(ResponseTemplate::new(415));
    }
    let no = || json(400, r#"{"error": "no"}"#);
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| no())?;
    let Value::Object(body) = body else {
        return Err(no());
    };
    let text = |name: &str| match body.get(name) {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(no()),
    };
    text("label")?;
    if !["", "plain", "rich"].contains(&text("kind")?.as_str())
        || body.get("kind") == Some(&"".into())
    {
        return Err(no());
    }
    let own = text("text")?;
    match body.contains_key("text") && own.chars().count() <= 60 {
        true => Ok(own),
        false => Err(no()),
    }
}

fn told(text: &str) -> ResponseTemplate {
    json(200, &json!({"text": text}).to_string())
}

#[tokio::test]
async fn a_peer_that_keeps_texts_draws_nothing() {
    let told = checked(&notes(), "", "/notes", |r| match read(r) {
        Ok(text) => told(&text),
        Err(no) => no,
    })
    .await;
    is_quiet(
        &told,
        &[
            "accepts/text.text",
            "accepts/label.text",
            "echo/text.text",
            "implied/well-formed-answers",
            "implied/large-body",
            "implied/media-type-spelling",
        ],
    );
}

#[tokio::test]
async fn a_peer_may_refuse_what_no_page_speaks_of() {
    let told = checked(&notes(), "", "/notes", |r| match read(r) {
        Ok(text) if text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') => {
            ResponseTemplate::new(400)
        }
        Ok(text) if text.trim() != text || text.len() > 60 => ResponseTemplate::new(400),
        _ if r.body.len() > 4_000 => ResponseTemplate::new(413),
        Ok(text) => told(&text),
        Err(no) => no,
    })
    .await;
    is_quiet(&told, &["accepts/text.text", "echo/text.text"]);
}

#[tokio::test]
async fn texts_that_are_changed_are_told() {
    let peers: [super::Peer; 6] = [
        |r| {
            read(r).map_or_else(
                |no| no,
                |t| told(&t.bytes().map(char::from).collect::<String>()),
            )
        },
        |r| read(r).map_or_else(|no| no, |t| told(t.trim())),
        |r| read(r).map_or_else(|no| no, |t| told(&t.chars().take(59).collect::<String>())),
        |r| read(r).map_or_else(|no| no, |t| told(&t.replace("&amp;", "&"))),
        |r| read(r).map_or_else(|no| no, |t| told(&t.replace("e\u{301}", "é"))),
        |r| {
            read(r).map_or_else(
                |no| no,
                |t| told(&t.parse::<u64>().map_or(t.clone(), |n| n.to_string())),
            )
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&notes(), "", "/notes", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(
            broken.contains(&"put/echo/text.text".to_owned()),
            "{number}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn texts_that_are_refused_or_crash_are_told() {
    let peers: [super::Peer; 4] = [
        |r| match read(r) {
            Ok(text) if !text.is_ascii() => ResponseTemplate::new(400),
            Ok(text) => told(&text),
            Err(no) => no,
        },
        |r| match read(r) {
            Ok(text) if text.contains('\0') => ResponseTemplate::new(500),
            Ok(text) => told(&text),
            Err(no) => no,
        },
        |r| match read(r) {
            Ok(text) if text.chars().any(|c| c > '\u{ffff}') => ResponseTemplate::new(500),
            Ok(text) => told(&text),
            Err(no) => no,
        },
        |r| match read(r) {
            Ok(text) if text.contains('<') => ResponseTemplate::new(400),
            Ok(text) => told(&text),
            Err(no) => no,
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&notes(), "", "/notes", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(
            broken.contains(&"put/accepts/text.text".to_owned()),
            "{number}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn long_texts_without_a_limit_do_no_harm() {
    let told = checked(&notes(), "", "/notes", |r| {
        let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        let long = body["label"].as_str().is_some_and(|t| t.len() > 4_000);
        match read(r) {
            Ok(_) if long => ResponseTemplate::new(500),
            Ok(text) => told(&text),
            Err(no) => no,
        }
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), ["put/accepts/label.text"]);
}

#[tokio::test]
async fn answers_that_are_no_json_are_told_wherever_they_come() {
    let peers: [super::Peer; 2] = [
        // What was refused comes back as it was.
        |r| {
            let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
            match (read(r), body["kind"].as_str()) {
                (Ok(text), _) => told(&text),
                (Err(_), Some(kind)) => json(400, &format!("{{\"error\": \"no {kind}\"}}")),
                (Err(no), None) => no,
            }
        },
        // The length counts characters.
        |r| match read(r) {
            Ok(text) => {
                let body = json!({ "text": text }).to_string();
                let count = body.chars().count();
                ResponseTemplate::new(200)
                    .set_body_raw(body.as_bytes()[..count].to_vec(), "application/json")
            }
            Err(no) => no,
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&notes(), "", "/notes", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(
            broken.contains(&"put/implied/well-formed-answers".to_owned()),
            "{number}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn a_place_that_takes_no_made_up_value_shows_nothing_of_texts() {
    let parts = serde_json::json!({"paths": {"/pages": {"get": {"operationId": "page",
        "parameters": [{"name": "shelf", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "a page"}, "400": {"description": "no such shelf"}}}}}});
    let told = checked(&parts, "", "/pages", |r| {
        match (
            r.method.as_str(),
            r.url.query().is_some_and(|q| q.contains("shelf")),
        ) {
            ("GET", false) => ResponseTemplate::new(200),
            ("GET", true) => ResponseTemplate::new(400),
            _ => ResponseTemplate::new(405).insert_header("Allow", "GET"),
        }
    })
    .await;
    let clause = told.clause("page/accepts/shelf.text");
    assert_eq!(
        clause.verdict,
        Verdict::Inconclusive,
        "{:?}",
        clause.finding
    );
}

/// Nothing in the place of a segment is another path, so no request can break this limit.
#[tokio::test]
async fn a_limit_that_no_path_can_break_leaves_nothing_untested() {
    let things = json!({"paths": {"/things/{key}": {"get": {"operationId": "look", "parameters": [
            {"name": "key", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}],
        "responses": {"200": {"description": "it"}, "404": {"description": "none"}}}}}});
    let told = checked(&things, "", "/things/", |r| {
        only(r, "GET").unwrap_or_else(|| ResponseTemplate::new(200))
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    let limit = told.clause("refuses/key.minLength");
    assert_eq!(limit.verdict, Verdict::Skipped);
    assert!(!limit.is_open(), "{:?}", limit.reason);
}
