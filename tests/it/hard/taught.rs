//! A refusal that says why: what lies behind it is tried, and the rule is told.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, json, only};
use clausal::run::event::Verdict;

fn tickets() -> Value {
    json!({"paths": {"/tickets": {"post": {"operationId": "file",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "properties": {"text": {"type": "string"}, "code": {"type": "string"}}}}}},
        "responses": {"201": {"description": "filed"}, "400": {"description": "no"}}}}}})
}

/// What a peer asks for beyond its document, one rule after the other.
fn lacks(request: &Request) -> Option<ResponseTemplate> {
    if let Some(no) = only(request, "POST") {
        return Some(no);
    }
    let Ok(body @ Value::Object(_)) = serde_json::from_slice::<Value>(&request.body) else {
        return Some(ResponseTemplate::new(400));
    };
    let own = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let no = |why: Value| Some(json(400, &why.to_string()));
    if own("subject").is_empty() {
        return no(json!({"error": {"message": "Bad Request: subject field missing"}}));
    }
    let code = own("code");
    let fits = code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
    if !fits {
        return no(json!({"errors": {"code": ["must match \"^[A-Z]{3}$\""]}}));
    }
    if !(5..=8).contains(&own("text").chars().count()) {
        return no(
            json!({"detail": [{"loc": ["body", "text"], "msg": "Length must be between 5 and 8."}]}),
        );
    }
    None
}

#[tokio::test]
async fn what_lies_behind_a_refusal_is_tried() {
    let told = checked(&tickets(), "", "/tickets", |r| {
        lacks(r).unwrap_or_else(|| ResponseTemplate::new(500))
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert_eq!(broken, ["file/implied/sound-answers"]);
}

#[tokio::test]
async fn rules_that_the_document_lacks_are_told_and_are_no_findings() {
    let told = checked(&tickets(), "", "/tickets", |r| {
        lacks(r).unwrap_or_else(|| ResponseTemplate::new(201))
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    // What lies behind them is tested, the document's own limits too.
    for clause in [
        "file/accepts/valid",
        "file/refuses/body.type",
        "file/response/status-code",
    ] {
        assert_eq!(told.clause(clause).verdict, Verdict::Held, "{clause}");
    }
    let notes = told.finished.notes.join("\n");
    for rule in ["subject field missing", "must match", "between 5 and 8"] {
        assert!(notes.contains(rule), "{rule}: {notes}");
    }
}

#[tokio::test]
async fn a_server_that_never_has_enough_is_left_alone() {
    let told = checked(&tickets(), "", "/tickets", |r| {
        let why = format!("field{} - must not be blank", r.body.len());
        only(r, "POST").unwrap_or_else(|| json(400, &json!({"messages": [why]}).to_string()))
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    // The rounds have an end, and so has the note.
    let notes = told.finished.notes.join("\n");
    assert!(notes.len() < 2_000, "{notes}");
}

/// A peer that needs members which may be left out, and says nothing of it.
fn wordless(request: &Request, needed: &[&str], behind: u16) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else {
        return ResponseTemplate::new(400);
    };
    let taken = |name: &str| body.get(name).is_none_or(Value::is_string);
    if !taken("text") || !taken("code") {
        return ResponseTemplate::new(400);
    }
    ResponseTemplate::new(match needed.iter().all(|name| body.contains_key(*name)) {
        true => behind,
        false => 404,
    })
}

#[tokio::test]
async fn a_refusal_without_words_is_got_behind_by_giving_what_may_be_left_out() {
    let right: [(super::Peer, &str); 3] = [
        (|r| wordless(r, &["text"], 201), "/body/text"),
        (|r| wordless(r, &["code"], 201), "/body/code"),
        (|r| wordless(r, &["code", "text"], 201), "/body/code"),
    ];
    for (peer, place) in right {
        let told = checked(&tickets(), "", "/tickets", peer).await;
        assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new(), "{place}");
        let held = ids(&told, Verdict::Held);
        assert!(held.contains(&"file/refuses/text.type".to_owned()));
        let notes = told.finished.notes.join("\n");
        assert!(notes.contains(place), "{notes}");
    }
    let wrong = checked(&tickets(), "", "/tickets", |r| {
        wordless(r, &["code", "text"], 500)
    })
    .await;
    assert!(!ids(&wrong, Verdict::Broken).is_empty());
}

#[tokio::test]
async fn what_is_wrong_behind_a_learnt_rule_is_told_by_its_clause() {
    // The rule is kept, and a text of another type is taken.
    let told = checked(&tickets(), "", "/tickets", |r| {
        let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        let own = |name: &str| body.get(name).is_some_and(|v| !v.is_null());
        match (only(r, "POST"), own("subject")) {
            (Some(no), _) => no,
            (None, false) => json(400, r#"{"errors": {"subject": ["can't be blank"]}}"#),
            (None, true) => ResponseTemplate::new(201),
        }
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(
        broken.contains(&"file/refuses/text.type".to_owned()),
        "{broken:?}"
    );
    assert!(
        broken.iter().all(|id| !id.contains("accepts/")),
        "{broken:?}"
    );
}

#[tokio::test]
async fn what_is_lacking_is_seen_in_any_language() {
    let told = checked(&tickets(), "", "/tickets", |r| {
        let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        match (only(r, "POST"), body["code"].is_string()) {
            (Some(no), _) => no,
            (None, false) => json(400, r#"{"code": ["Dieses Feld wird ben\u00f6tigt."]}"#),
            (None, true) => ResponseTemplate::new(500),
        }
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(
        broken.contains(&"file/implied/sound-answers".to_owned()),
        "{broken:?}"
    );
}

/// A peer that keeps what it was given, and takes no code twice.
#[tokio::test]
async fn what_exists_already_is_asked_for_with_a_new_value() {
    let known = std::sync::Mutex::new(std::collections::BTreeSet::new());
    let told = super::gaps::timed(&tickets(), None, move |r| {
        let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        let text = |name: &str| body.get(name).is_none_or(Value::is_string);
        let label = r.headers.get("content-type").is_some();
        if r.url.path() != "/tickets" {
            return ResponseTemplate::new(404);
        }
        match only(r, "POST") {
            Some(no) => no,
            None if !(label && body.is_object() && text("text") && text("code")) => json(400, "{}"),
            None => {
                let code = body["code"].as_str().unwrap_or_default().to_owned();
                match code.is_empty() || known.lock().unwrap().insert(code) {
                    true => ResponseTemplate::new(201),
                    false => json(
                        400,
                        r#"{"code": ["ticket with this code already exists."]}"#,
                    ),
                }
            }
        }
    })
    .await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    assert_eq!(told.clause("file/accepts/valid").verdict, Verdict::Held);
}

#[tokio::test]
async fn a_refusal_that_names_another_place_says_nothing_of_this_one() {
    let parts = json!({"paths": {"/tickets": {"post": {"operationId": "file",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "properties": {"text": {"type": "string"},
                "code": {"type": "string", "enum": ["A", "B"]}}}}}},
        "responses": {"201": {"description": "filed"}, "400": {"description": "no"}}}}}});
    for (named, verdict) in [("text", Verdict::Skipped), ("code", Verdict::Broken)] {
        let told = super::gaps::timed(&parts, None, move |r| {
            let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
            match (only(r, "POST"), body["code"] == "B") {
                _ if r.url.path() != "/tickets" => ResponseTemplate::new(404),
                (Some(no), _) => no,
                (None, true) => json(400, &json!({named: ["Nein."]}).to_string()),
                (None, false) => ResponseTemplate::new(201),
            }
        })
        .await;
        let judged = told.clause("file/accepts/code=B");
        assert_eq!(judged.verdict, verdict, "{named}: {:?}", judged.reason);
    }
}
