//! Streams end when the target pleases.

use std::time::Duration;

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{contract, serve};
use crate::support::{Told, check_against};

const JOBS: &str = r#"
openapi: 3.1.0
info: {title: Jobs, version: '1'}
paths:
  /state:
    get:
      operationId: state
      responses:
        '200': {description: now, content: {MEDIA: {schema: {}}}}
"#;

fn silent(request: &Request) -> ResponseTemplate {
    match (request.url.path(), request.method.as_str()) {
        ("/state", "GET") => ResponseTemplate::new(200).set_delay(Duration::from_secs(60)),
        ("/state", _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
        _ => ResponseTemplate::new(404),
    }
}

async fn told(media: &str) -> Told {
    told_of(&JOBS.replace("MEDIA", media)).await
}

async fn told_of(document: &str) -> Told {
    let server = serve(silent).await;
    let file = contract(document);
    let contract = open(&file.path().display().to_string()).unwrap();
    let profile = Profile::parse("p", "[limits]\ntimeout_ms = 300\n", &|_| None).unwrap();
    check_against(&[contract], &server.uri(), &profile, &["*/accepts/*"]).await
}

#[tokio::test]
async fn a_stream_that_goes_on_is_no_fault_and_a_list_that_never_comes_is() {
    for stream in [
        "text/event-stream",
        "application/x-ndjson",
        "application/json-seq",
    ] {
        let told = told(stream).await;
        assert_eq!(told.finished.broken, 0, "{stream}");
    }
    let told = told("application/json").await;
    assert_eq!(told.clause("accepts/valid").verdict, Verdict::Broken);
}

#[tokio::test]
async fn an_answer_that_words_alone_call_a_stream_may_go_on() {
    let plain = JOBS.replace("MEDIA", "application/json");
    for (place, words, broken) in [
        (
            "operationId: state",
            "summary: Streams events as they come",
            0,
        ),
        (
            "operationId: state",
            "description: Waits as a long poll does",
            0,
        ),
        // A thing of that name is none.
        ("operationId: state", "summary: The stream of a river", 1),
    ] {
        let document = plain.replace(place, &format!("{place}\n      {words}"));
        let told = told_of(&document).await;
        assert_eq!(told.finished.broken, broken, "{words}");
    }
    let document = plain.replace("description: now", "description: now (streaming responses)");
    assert_eq!(told_of(&document).await.finished.broken, 0);
}
