//! Where the documents name a status above 499 and no refusal below it, that is how a request is
//! refused (SOAP 1.1, section 6.2); where they name one below, it stays a fault of the server.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const SUM: &str = r#"
openapi: 3.1.0
info: {title: Sums, version: '1'}
paths:
  /sum:
    post:
      operationId: add
      requestBody:
        required: true
        content:
          text/xml:
            schema:
              type: object
              xml: {name: sum}
              required: [a]
              properties: {a: {type: integer, minimum: 0, maximum: 99}}
      responses:
        '200': {description: done}
        '500': {description: a fault}
"#;

/// Takes what is right, and answers all else with a status.
fn sums(request: &Request, otherwise: u16) -> ResponseTemplate {
    if request.url.path() != "/sum" {
        return ResponseTemplate::new(404);
    }
    if request.method.as_str() != "POST" {
        return ResponseTemplate::new(405).insert_header("Allow", "POST");
    }
    let label = request.headers.get("content-type");
    if label.is_none_or(|l| !l.to_str().unwrap_or_default().starts_with("text/xml")) {
        return ResponseTemplate::new(415);
    }
    let text = String::from_utf8(request.body.clone()).unwrap_or_default();
    let right = roxmltree::Document::parse(&text).ok().and_then(|document| {
        let root = document.root_element();
        let a = root.children().find(|n| n.has_tag_name("a"))?;
        let n: u32 = a.text()?.trim().parse().ok()?;
        (root.has_tag_name("sum") && n <= 99).then_some(())
    });
    ResponseTemplate::new(if right.is_some() { 200 } else { otherwise })
}

async fn told(document: &str, otherwise: u16) -> Told {
    let server = serve(move |request| sums(request, otherwise)).await;
    let file = contract(document);
    let contract = open(&file.path().display().to_string()).unwrap();
    // How well the parser of this server knows XML is not the question.
    let only = ["*/refuses/*", "*/implied/*", "*/hostile/*", "*/accepts/*"];
    check_against(&[contract], &server.uri(), &Profile::default(), &only).await
}

#[tokio::test]
async fn a_documented_fault_above_499_is_a_refusal_where_none_is_named_below() {
    let told = told(SUM, 500).await;
    let broken: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert_eq!(told.clause("refuses/a.maximum").verdict, Verdict::Held);
}

#[tokio::test]
async fn another_status_above_499_stays_a_fault_of_the_server() {
    assert!(told(SUM, 502).await.finished.broken > 0);
    let both = SUM.replace("'500'", "'400': {description: wrong}\n        '500'");
    let told = told(&both, 500).await;
    assert_eq!(told.clause("refuses/a.maximum").verdict, Verdict::Broken);
}
