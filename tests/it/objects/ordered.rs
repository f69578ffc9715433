//! Lists in orders and in pages, with a total: right, right in its own way, or wrong in one way.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against};

const TRACKS: &str = "
openapi: 3.1.0
info: {title: Tracks, version: '1'}
paths:
  /tracks:
    get:
      operationId: listTracks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50, default: 3}}
        - {name: offset, in: query, schema: {type: integer, minimum: 0, default: 0}}
        - {name: sort, in: query, schema: {type: string, enum: [seconds, -seconds]}}
      responses:
        '200': {description: some, content: {application/json: {schema: {type: object, required: [items, total], properties: {
          items: {type: array, items: {$ref: '#/components/schemas/Track'}}, total: {type: integer}}}}}}
        '400': {description: wrong}
    post:
      operationId: addTrack
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [title, seconds], properties: {
        title: {type: string, minLength: 1, maxLength: 60}, seconds: {type: integer, minimum: 1, maximum: 9000}}}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Track'}}}}, '400': {description: wrong}, '415': {description: label}}
components:
  schemas:
    Track: {type: object, required: [id, title, seconds], properties: {id: {type: integer}, title: {type: string}, seconds: {type: integer}}}
";

#[derive(Clone, Copy, PartialEq, Debug)]
enum Way {
    Right,
    /// The newest first, where no order is asked for. Nothing is wrong with it.
    Newest,
    /// A list goes up whatever is asked for.
    Up,
    /// The second page begins one entry late.
    Skips,
    /// The total is that of the page.
    TotalOfPage,
    /// A page has another default than the document says.
    LongDefault,
}

fn list(all: &[Value], request: &Request, way: Way) -> ResponseTemplate {
    let usual = if way == Way::LongDefault { 50 } else { 3 };
    let (mut limit, mut offset, mut sort) = (usual, 0, None);
    for (name, value) in request.url.query_pairs() {
        match (&*name, value.parse::<usize>()) {
            ("limit", Ok(n)) if (1..=50).contains(&n) => limit = n,
            ("offset", Ok(n)) => offset = n,
            ("sort", _) if ["seconds", "-seconds"].contains(&&*value) => {
                sort = Some(value.starts_with('-'));
            }
            ("limit" | "offset" | "sort", _) => return ResponseTemplate::new(400),
            _ => {}
        }
    }
    let mut all = all.to_vec();
    match (sort, way) {
        (None, Way::Newest) => all.reverse(),
        (None, _) => {}
        (Some(down), _) => {
            all.sort_by_key(|t| t["seconds"].as_u64());
            if down && way != Way::Up {
                all.reverse();
            }
        }
    }
    if way == Way::Skips && offset > 0 {
        offset += 1;
    }
    let page: Vec<&Value> = all.iter().skip(offset).take(limit).collect();
    let total = match way {
        Way::TotalOfPage => page.len(),
        _ => all.len(),
    };
    ResponseTemplate::new(200).set_body_json(json!({"items": page, "total": total}))
}

fn answer(all: &Mutex<Vec<Value>>, request: &Request, way: Way) -> ResponseTemplate {
    let mut all = all.lock().unwrap();
    match (request.url.path(), request.method.as_str()) {
        ("/tracks", "GET" | "HEAD") => list(&all, request, way),
        ("/tracks", "POST") => {
            let label = request.headers.get("content-type");
            let label = label.and_then(|v| v.to_str().ok()).unwrap_or_default();
            if !label.to_ascii_lowercase().starts_with("application/json") {
                return ResponseTemplate::new(415);
            }
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let long = body["title"].as_str().map_or(0, |t| t.chars().count());
            let seconds = body["seconds"].as_f64().filter(|n| n.fract() == 0.0);
            match seconds {
                Some(n) if (1..=60).contains(&long) && (1.0..=9000.0).contains(&n) => {
                    let track =
                        json!({"id": all.len() + 1, "title": body["title"], "seconds": n as u64});
                    all.push(track.clone());
                    ResponseTemplate::new(201).set_body_json(track)
                }
                _ => ResponseTemplate::new(400),
            }
        }
        ("/tracks", _) => ResponseTemplate::new(405).insert_header("Allow", "GET, HEAD, POST"),
        _ => ResponseTemplate::new(404),
    }
}

async fn told(way: Way) -> Told {
    let server = MockServer::start().await;
    let all = Arc::new(Mutex::new(Vec::new()));
    let respond = move |request: &Request| answer(&all, request, way);
    Mock::given(any())
        .respond_with(respond)
        .mount(&server)
        .await;
    let contract = load_text("tracks.yaml", TRACKS, &|_| Err(String::new())).unwrap();
    let profile = Profile::default();
    check_against(&[contract], &server.uri(), &profile, &["*"]).await
}

const CLAUSES: [&str; 4] = [
    "listTracks/sorted/sort",
    "listTracks/pages/whole",
    "listTracks/pages/total",
    "listTracks/pages/size",
];

#[tokio::test(flavor = "multi_thread")]
async fn orders_pages_and_totals_are_told() {
    for (way, clause) in [
        (Way::Up, CLAUSES[0]),
        (Way::Skips, CLAUSES[1]),
        (Way::TotalOfPage, CLAUSES[2]),
        (Way::LongDefault, CLAUSES[3]),
    ] {
        let told = told(way).await;
        let judged = told.clause(clause);
        assert_eq!(
            judged.verdict,
            Verdict::Broken,
            "{way:?}: {:?}",
            judged.reason
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_are_right_in_their_own_way_are_left_alone() {
    for way in [Way::Right, Way::Newest] {
        let told = told(way).await;
        let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
        let broken: Vec<_> = broken.map(|j| j.id.clone()).collect();
        assert_eq!(broken, Vec::<String>::new(), "{way:?}");
        for clause in CLAUSES {
            let judged = told.clause(clause);
            assert_eq!(
                judged.verdict,
                Verdict::Held,
                "{clause}: {:?}",
                judged.reason
            );
        }
    }
}
