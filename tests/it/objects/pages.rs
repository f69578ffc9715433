//! A list in pages: by offset, by number, by cursor.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

/// How the list is parted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    Offset,
    Page,
    Cursor,
}

/// How the server does it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// It shows the first page whichever is asked for.
    Repeats,
    /// The order is another one each time. Nothing is wrong with it.
    Shuffles,
    /// It holds one entry, and shows its last page for all behind it. Nothing is wrong with it.
    Short,
}

fn document(by: By) -> String {
    let (name, kind) = match by {
        By::Offset => ("offset", "{type: integer, minimum: 0}"),
        By::Page => ("page", "{type: integer, minimum: 1, default: 1}"),
        By::Cursor => ("cursor", "{type: string}"),
    };
    format!(
        "
openapi: 3.1.0
info: {{title: Notes, version: '1'}}
paths:
  /notes:
    get:
      operationId: notes
      parameters:
        - {{name: limit, in: query, schema: {{type: integer, minimum: 1, maximum: 50}}}}
        - {{name: {name}, in: query, schema: {kind}}}
      responses:
        '200': {{description: some, content: {{application/json: {{schema: {{type: object, properties: {{
          items: {{type: array, items: {{type: object}}}}, next_cursor: {{type: [string, 'null']}}}}}}}}}}}}
        '400': {{description: wrong}}
"
    )
}

fn answer(request: &Request, by: By, way: Way, turn: usize) -> ResponseTemplate {
    if request.url.path() != "/notes" {
        return ResponseTemplate::new(404);
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return ResponseTemplate::new(405).insert_header("Allow", "GET, HEAD");
    }
    let mut all: Vec<Value> = (1..=if way == Way::Short { 1 } else { 7 })
        .map(|n| json!({"id": n}))
        .collect();
    if way == Way::Shuffles {
        let length = all.len();
        all.rotate_left(turn % length);
    }
    let mut query = request.url.query_pairs();
    let (mut limit, mut place) = (50, None);
    for (name, value) in query.by_ref() {
        match (&*name, value.parse::<usize>()) {
            ("limit", Ok(n)) if (1..=50).contains(&n) => limit = n,
            ("offset" | "page", Ok(n)) if by != By::Page || n > 0 => place = Some(n),
            ("cursor", n) => place = n.ok(),
            ("limit" | "offset" | "page", _) => return ResponseTemplate::new(400),
            _ => {}
        }
    }
    let mut start = match (by, place) {
        (By::Page, n) => n.unwrap_or(1).saturating_sub(1).saturating_mul(limit),
        (_, n) => n.unwrap_or(0),
    };
    if way == Way::Repeats {
        start = 0;
    }
    if way == Way::Short {
        start = start.min(all.len() - 1);
    }
    let page: Vec<Value> = all.iter().skip(start).take(limit).cloned().collect();
    let next = start.saturating_add(limit);
    let next = (by == By::Cursor && next < all.len()).then(|| next.to_string());
    ResponseTemplate::new(200).set_body_json(json!({"items": page, "next_cursor": next}))
}

async fn run(by: By, way: Way) -> Told {
    let server = MockServer::start().await;
    let turns = Arc::new(Mutex::new(0));
    Mock::given(any())
        .respond_with(move |request: &Request| {
            let mut turn = turns.lock().unwrap();
            *turn += 1;
            answer(request, by, way, *turn)
        })
        .mount(&server)
        .await;
    let contract = load_text("notes.yaml", &document(by), &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 2,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_again_is_told() {
    for by in [By::Offset, By::Page, By::Cursor] {
        for (way, wanted) in [
            (Way::Right, Verdict::Held),
            (Way::Repeats, Verdict::Broken),
            (Way::Shuffles, Verdict::Skipped),
            (Way::Short, Verdict::Skipped),
        ] {
            let told = run(by, way).await;
            let judged = told.clause("notes/pages/apart");
            let lawful = by == By::Cursor && way == Way::Shuffles;
            let got = judged.verdict;
            assert!(
                got == wanted || (lawful && got != Verdict::Broken),
                "{by:?} {way:?}: {got:?} {:?}",
                judged.reason
            );
            let broken: Vec<_> = told
                .judged
                .iter()
                .filter(|j| j.verdict == Verdict::Broken)
                .map(|j| &j.id)
                .collect();
            assert_eq!(
                broken.len(),
                usize::from(wanted == Verdict::Broken),
                "{by:?} {way:?}: {broken:?}"
            );
        }
    }
}
