//! Numbers that are wide, negative or written oddly.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, ids, is_quiet, json, only};
use clausal::run::event::Verdict;

fn things() -> Value {
    json!({"paths": {"/things/{id}": {"get": {"operationId": "look", "parameters": [
            {"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 1}},
            {"name": "page", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "it"}, "400": {"description": "no"}, "404": {"description": "none"}}}}}})
}

fn id(request: &Request) -> &str {
    request.url.path().trim_start_matches("/things/")
}

fn page(request: &Request) -> Result<(), ResponseTemplate> {
    let mut pairs = request.url.query_pairs();
    let page = pairs
        .find(|(name, _)| name == "page")
        .map(|(_, v)| v.into_owned());
    match page.map(|p| p.parse::<i64>()) {
        None | Some(Ok(_)) => Ok(()),
        Some(Err(_)) => Err(ResponseTemplate::new(400)),
    }
}

fn look(request: &Request, id: Option<i64>) -> ResponseTemplate {
    if let Some(no) = only(request, "GET") {
        return no;
    }
    match (page(request), id) {
        (Err(no), _) => no,
        (_, None) => ResponseTemplate::new(400),
        (_, Some(1..=3)) => json(200, "{}"),
        (_, Some(_)) => ResponseTemplate::new(404),
    }
}

#[tokio::test]
async fn a_peer_that_reads_whole_numbers_draws_nothing() {
    let told = checked(&things(), "", "/things/", |r| look(r, id(r).parse().ok())).await;
    is_quiet(
        &told,
        &[
            "implied/id.near-id",
            "implied/id.odd-numbers",
            "implied/page.odd-numbers",
        ],
    );
}

#[tokio::test]
async fn numbers_that_are_cut_are_told() {
    let peers: [super::Peer; 5] = [
        |r| look(r, id(r).parse::<i64>().ok().map(|n| i64::from(n as i32))),
        |r| look(r, id(r).parse::<i128>().ok().map(|n| n as i64)),
        |r| look(r, id(r).parse::<f64>().ok().map(|n| n as i64)),
        |r| look(r, id(r).trim_start_matches('-').parse().ok()),
        |r| {
            let digits = id(r).chars().take_while(char::is_ascii_digit);
            look(r, digits.collect::<String>().parse().ok())
        },
    ];
    for (number, peer) in peers.into_iter().enumerate() {
        let told = checked(&things(), "", "/things/", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(
            broken.contains(&"look/implied/id.near-id".to_owned()),
            "{number}: {broken:?}"
        );
    }
}

#[tokio::test]
async fn numbers_that_crash_are_told() {
    let told = checked(&things(), "", "/things/", |r| {
        let mut pairs = r.url.query_pairs();
        let page = pairs
            .find(|(name, _)| name == "page")
            .map(|(_, v)| v.into_owned());
        match page.map(|p| p.parse::<i32>()) {
            Some(Err(_)) => ResponseTemplate::new(500),
            _ => look(r, id(r).parse().ok()),
        }
    })
    .await;
    let broken = ids(&told, Verdict::Broken);
    assert!(
        broken.contains(&"look/implied/page.odd-numbers".to_owned()),
        "{broken:?}"
    );
}
