//! How a body comes over the wire: in chunks, as nothing at all, with a comment in its middle.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, only};
use clausal::run::event::Verdict;
use clausal::xml::{Element, Limits, read};

const KIND: &str = "application/xml";

fn orders() -> Value {
    json!({"paths": {"/orders": {"post": {"operationId": "put", "requestBody": {"required": true,
        "content": {KIND: {"schema": {"type": "object", "xml": {"name": "order"}, "required": ["kind"],
            "properties": {"kind": {"type": "string", "enum": ["large", "small"]}}}}}},
        "responses": {
            "200": {"description": "done", "content": {KIND: {"schema": {"type": "object", "xml": {"name": "done"}}}}},
            "400": {"description": "no"}}}}}})
}

fn done() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(b"<done/>".to_vec(), KIND)
}

fn no() -> ResponseTemplate {
    ResponseTemplate::new(400)
}

/// The kind that an order is of.
fn kind(body: &[u8]) -> Option<String> {
    let order: Element = read(body, &Limits::default()).ok()?;
    let kind = order.elements().find(|e| e.name == "kind")?;
    (order.name == "order").then(|| kind.text().trim().to_owned())
}

fn of_kind(kind: Option<&str>) -> ResponseTemplate {
    match kind {
        Some("large" | "small") => done(),
        _ => no(),
    }
}

fn put(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let label = request.headers.get("content-type");
    let label = label.and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with(KIND) {
        return ResponseTemplate::new(415);
    }
    of_kind(kind(&request.body).as_deref())
}

fn in_chunks(request: &Request) -> bool {
    request.headers.contains_key("transfer-encoding")
}

#[tokio::test]
async fn right_peers_draw_nothing() {
    // One wants to know the length, two know no coding, and one reads names in any letter case.
    let peers: [super::Peer; 5] = [
        put,
        |r| match in_chunks(r) {
            true => no(),
            false => put(r),
        },
        |r| match in_chunks(r) {
            true => ResponseTemplate::new(411),
            false => put(r),
        },
        |r| match in_chunks(r) {
            true => ResponseTemplate::new(501),
            false => put(r),
        },
        |r| {
            let mut small = r.clone();
            let text = String::from_utf8_lossy(&r.body).into_owned();
            if text.contains("<ORDER>") && text.contains("</ORDER>") {
                small.body = text.replace("ORDER", "order").into_bytes();
            }
            put(&small)
        },
    ];
    for peer in peers {
        let told = checked(&orders(), "", "/orders", peer).await;
        is_quiet(
            &told,
            &[
                "implied/chunked-body",
                "implied/empty-body",
                "implied/accept-twice",
                "hostile/root-letter-case",
                "hostile/wrong-root",
                "writing/comments",
            ],
        );
    }
}

#[tokio::test]
async fn wrong_peers_are_told() {
    let peers: [(&str, super::Peer); 6] = [
        // A body in chunks is not looked at.
        ("implied/chunked-body", |r| match in_chunks(r) {
            true => done(),
            false => put(r),
        }),
        ("implied/empty-body", |r| match r.body.is_empty() {
            true => done(),
            false => put(r),
        }),
        ("implied/empty-body", |r| match r.body.is_empty() {
            true => ResponseTemplate::new(500),
            false => put(r),
        }),
        // Of a text the part before a comment is read.
        ("writing/comments", |r| {
            let text = String::from_utf8_lossy(&r.body).into_owned();
            let inside = text.split_once("<kind>").map(|(_, kind)| kind);
            match inside.filter(|_| kind(&r.body).is_some()) {
                Some(kind) => of_kind(kind.split('<').next()),
                None => put(r),
            }
        }),
        ("implied/accept-twice", |r| {
            match r.headers.get_all("accept").iter().count() > 1 {
                true => ResponseTemplate::new(500),
                false => put(r),
            }
        }),
        // The last letter of the root is not looked at.
        ("hostile/wrong-root", |r| {
            let mut whole = r.clone();
            let text = String::from_utf8_lossy(&r.body).replace("orde_", "order");
            whole.body = text.into_bytes();
            put(&whole)
        }),
    ];
    for (number, (clause, peer)) in peers.into_iter().enumerate() {
        let told = checked(&orders(), "", "/orders", peer).await;
        let broken = ids(&told, Verdict::Broken);
        let wanted = format!("put/{clause}");
        assert!(broken.contains(&wanted), "{number}: {broken:?}");
    }
}
