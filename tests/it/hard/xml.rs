//! XML of any contract: a right peer that is strict or lax draws nothing, and wrong ones are told.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, only};
use clausal::run::event::Verdict;
use clausal::xml::{Element, Limits, read};

const KIND: &str = "application/xml";

fn orders() -> Value {
    json!({"paths": {"/orders": {"post": {"operationId": "put", "requestBody": {"required": true,
        "content": {KIND: {"schema": {"type": "object", "xml": {"name": "order"}, "required": ["note", "kind"],
            "properties": {
                "kind": {"type": "string", "enum": ["big", "small"], "xml": {"attribute": true}},
                "note": {"type": "string"}}}}}},
        "responses": {"200": {"description": "done"}, "400": {"description": "no"}}}}}})
}

fn parsed(body: &[u8]) -> Option<Element> {
    read(body, &Limits::default()).ok()
}

fn put(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    let label = label.unwrap_or_default().to_ascii_lowercase();
    if !label.starts_with(KIND) && !label.starts_with("text/xml") {
        return ResponseTemplate::new(415);
    }
    let Some(order) = parsed(&request.body) else {
        return ResponseTemplate::new(400);
    };
    let kind = order.attributes.iter().find(|(n, _)| n == "kind");
    let known = kind.is_some_and(|(_, v)| ["big", "small"].contains(&v.as_str()));
    let note = order.elements().any(|e| e.name == "note");
    match order.name == "order" && known && note {
        true => ResponseTemplate::new(200),
        false => ResponseTemplate::new(400),
    }
}

/// Whatever no page shows is refused, and values of more than a thousand characters are.
fn strict(request: &Request) -> ResponseTemplate {
    let fits = parsed(&request.body).is_none_or(|order| {
        let own = order
            .attributes
            .iter()
            .all(|(n, _)| n == "kind" || n.starts_with("xmlns"));
        own && order.elements().all(|e| e.name == "note") && request.body.len() < 4_000
    });
    match fits {
        true => put(request),
        false if request.method.as_str() == "POST" => ResponseTemplate::new(400),
        false => put(request),
    }
}

#[tokio::test]
async fn right_peers_draw_nothing() {
    for peer in [put as super::Peer, strict] {
        let told = checked(&orders(), "", "/orders", peer).await;
        is_quiet(
            &told,
            &[
                "writing/greater-than",
                "writing/non-ascii",
                "ill-formed/document-ends-in-content",
                "hostile/unknown-element",
                "hostile/unknown-attribute",
                "hostile/other-form",
                "hostile/wide-value",
                "hostile/long-name",
            ],
        );
    }
}

#[tokio::test]
async fn readers_made_by_hand_are_told() {
    let peers: [(&str, super::Peer); 6] = [
        ("put/writing/non-ascii", |r| match r.body.is_ascii() {
            true => put(r),
            false => ResponseTemplate::new(400),
        }),
        ("put/writing/greater-than", |r| {
            let text = String::from_utf8_lossy(&r.body);
            match text.contains(" > ") {
                true => ResponseTemplate::new(400),
                false => put(r),
            }
        }),
        ("put/ill-formed/document-ends-in-content", |r| {
            let mut mended = r.clone();
            let text = String::from_utf8_lossy(&r.body).into_owned();
            if text.contains("<order") && !text.contains("</order>") {
                let note = if text.contains("<note>") && !text.contains("</note>") {
                    "</note>"
                } else {
                    ""
                };
                mended.body = format!("{text}{note}</order>").into_bytes();
            }
            put(&mended)
        }),
        ("put/hostile/unknown-attribute", |r| {
            let order = parsed(&r.body);
            match order.is_some_and(|o| o.attributes.iter().any(|(n, _)| n == "clausal")) {
                true => ResponseTemplate::new(500),
                false => put(r),
            }
        }),
        ("put/hostile/other-form", |r| {
            let order = parsed(&r.body);
            match order.is_some_and(|o| o.elements().any(|e| e.name == "kind")) {
                true => ResponseTemplate::new(500),
                false => put(r),
            }
        }),
        ("put/hostile/wide-value", |r| match r.body.len() > 60_000 {
            true => ResponseTemplate::new(500),
            false => put(r),
        }),
    ];
    for (wanted, peer) in peers {
        let told = checked(&orders(), "", "/orders", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(broken.contains(&wanted.to_owned()), "{wanted}: {broken:?}");
    }
}
