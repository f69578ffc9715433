//! Bodies of each syntax, several of one request, and none.

use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::Request;

use super::{checked, ids, is_quiet};

fn paths(content: Value, required: bool) -> Value {
    json!({"paths": {"/b": {"post": {"operationId": "put", "requestBody": {"required": required, "content": content},
        "responses": {"200": {"description": "done"}, "400": {"description": "no"}, "415": {"description": "no"}}}}}})
}

fn label(request: &Request) -> String {
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    label.unwrap_or_default().to_owned()
}

fn pin() -> Value {
    json!({"type": "object", "required": ["pin"], "properties": {"pin": {"type": "integer", "minimum": 1, "maximum": 99},
        "word": {"type": "string"}}})
}

/// The pin of a form, by another reader than ours.
fn pin_of_form(request: &Request) -> Option<i64> {
    let text = std::str::from_utf8(&request.body).ok()?;
    let read: Value = serde_qs::Config::new()
        .use_form_encoding(true)
        .deserialize_str(text)
        .ok()?;
    read["pin"].as_str()?.parse().ok()
}

#[tokio::test]
async fn a_form_is_a_form() {
    let content = json!({"application/x-www-form-urlencoded": {"schema": pin()}});
    let right = |r: &Request| match (label(r).as_str(), pin_of_form(r)) {
        ("application/x-www-form-urlencoded", Some(1..=99)) => 200,
        ("application/x-www-form-urlencoded", _) => 400,
        _ => 415,
    };
    let told = checked(&paths(content.clone(), true), "", "/b", "POST", right).await;
    is_quiet(
        &told,
        &[
            "refuses/pin.maximum",
            "refuses/pin.required",
            "refuses/pin.type",
        ],
    );
    let wrong = |r: &Request| if pin_of_form(r).is_some() { 200 } else { 400 };
    let told = checked(&paths(content, true), "", "/b", "POST", wrong).await;
    let broken = ids(&told, Verdict::Broken);
    assert_eq!(
        broken,
        [
            "wire/put/refuses/pin.maximum",
            "wire/put/refuses/pin.minimum"
        ]
    );
}

/// The parts of a message by `multer`: name, whether it is a file, and text.
fn parts(request: &Request) -> Vec<(String, bool, String)> {
    let (Ok(boundary), body) = (multer::parse_boundary(label(request)), request.body.clone())
    else {
        return Vec::new();
    };
    let body = bytes::Bytes::from(body);
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(body)]);
    let mut all = multer::Multipart::new(stream, boundary);
    futures_util::FutureExt::now_or_never(async {
        let mut list = Vec::new();
        while let Ok(Some(part)) = all.next_field().await {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            list.push((name, is_file, part.text().await.unwrap_or_default()));
        }
        list
    })
    .unwrap_or_default()
}

#[tokio::test]
async fn parts_are_parts() {
    let schema = json!({"type": "object", "required": ["file"], "properties": {
        "file": {"type": "string", "format": "binary"}, "note": {"type": "string", "maxLength": 5}}});
    let content = json!({"multipart/form-data": {"schema": schema}});
    let right = |r: &Request| {
        let parts = parts(r);
        let file = parts
            .iter()
            .any(|(name, is_file, _)| name == "file" && *is_file);
        let short = parts
            .iter()
            .all(|(name, _, text)| name != "note" || text.chars().count() <= 5);
        if file && short { 200 } else { 400 }
    };
    let told = checked(&paths(content.clone(), true), "", "/b", "POST", right).await;
    is_quiet(
        &told,
        &[
            "refuses/file.required",
            "refuses/note.maxLength",
            "accepts/note.maxLength",
        ],
    );
    let wrong = |r: &Request| if parts(r).is_empty() { 400 } else { 200 };
    let told = checked(&paths(content, true), "", "/b", "POST", wrong).await;
    let broken = ids(&told, Verdict::Broken);
    assert_eq!(
        broken,
        [
            "wire/put/refuses/file.required",
            "wire/put/refuses/note.maxLength"
        ]
    );
}

#[tokio::test]
async fn each_media_type_is_tried() {
    let content = json!({"application/json": {"schema": pin()}, "application/x-www-form-urlencoded": {"schema": pin()}});
    let right = |r: &Request| {
        let read: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        let pin = match label(r).as_str() {
            "application/json" => read["pin"].as_i64(),
            "application/x-www-form-urlencoded" => pin_of_form(r),
            _ => return 415,
        };
        if matches!(pin, Some(1..=99)) {
            200
        } else {
            400
        }
    };
    let told = checked(&paths(content.clone(), true), "", "/b", "POST", right).await;
    assert_eq!(told.clause("accepts/body-as-form").verdict, Verdict::Held);
    let wrong = |r: &Request| {
        let read: Value = serde_json::from_slice(&r.body).unwrap_or_default();
        match label(r).as_str() {
            "application/json" if matches!(read["pin"].as_i64(), Some(1..=99)) => 200,
            "application/json" => 400,
            _ => 415,
        }
    };
    let told = checked(&paths(content, true), "", "/b", "POST", wrong).await;
    assert_eq!(told.clause("accepts/body-as-form").verdict, Verdict::Broken);
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is_left_out_once() {
    let content = json!({"text/plain": {"schema": {"type": "string", "maxLength": 5}}});
    let right = |r: &Request| if r.body.len() <= 5 { 200 } else { 400 };
    let told = checked(&paths(content.clone(), false), "", "/b", "POST", right).await;
    is_quiet(&told, &["accepts/body.absent", "refuses/body.maxLength"]);
    let wrong = |r: &Request| {
        if (1..=5).contains(&r.body.len()) {
            200
        } else {
            400
        }
    };
    let told = checked(&paths(content, false), "", "/b", "POST", wrong).await;
    assert_eq!(
        ids(&told, Verdict::Broken),
        ["wire/put/accepts/body.absent"]
    );
}

#[tokio::test]
async fn what_no_writer_is_known_for_is_told_and_not_sent() {
    let content = json!({"application/yaml": {"schema": pin()}});
    let told = checked(&paths(content, true), "", "/b", "POST", |_| 400).await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
    let reasons = told.judged.iter().filter_map(|j| j.reason.as_deref());
    assert!(
        reasons
            .into_iter()
            .any(|r| r.contains("no writer is known for bodies of application/yaml"))
    );
}
