//! What is wrong is told where it is, and not of everything that meets it.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against};

async fn told(
    text: &str,
    only: &[&str],
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> Told {
    let server = serve(answer).await;
    let file = contract(text);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), only).await
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken.map(|j| j.id.as_str()).collect()
}

/// Takes any text for a kind, where its body can be read.
fn any_kind(request: &Request) -> ResponseTemplate {
    let mut body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    if body["kind"].is_string() {
        body["kind"] = "cat".into();
        let mut other = request.clone();
        other.body = body.to_string().into_bytes();
        return honest(&other);
    }
    honest(request)
}

#[tokio::test]
async fn a_wrong_value_that_is_taken_is_not_told_of_each_way_to_write_it() {
    let told = told(
        PETS,
        &["*/writing/*", "*/chunked-body", "*/refuses/kind.*"],
        any_kind,
    )
    .await;
    assert_eq!(broken(&told), ["pets/addPet/refuses/kind.enum"]);
}

/// Refuses what is written with more blanks than there need be.
fn no_blanks(request: &Request) -> ResponseTemplate {
    let blank = request
        .body
        .windows(2)
        .any(|two| two == b"{ " || two == b"{\n");
    match blank {
        true => ResponseTemplate::new(400),
        false => honest(request),
    }
}

#[tokio::test]
async fn a_writing_that_alone_is_refused_is_told() {
    let told = told(PETS, &["*/writing/*"], no_blanks).await;
    let all = broken(&told);
    assert!(all.iter().any(|id| id.contains("white-space")), "{all:?}");
}

/// A queue that has something to give each second time.
#[tokio::test]
async fn who_gives_one_thing_after_the_other_has_none_left_at_times() {
    let document = PETS.replacen(
        "'400': {description: refused}",
        "'204': {description: none left}\n        '400': {description: refused}",
        1,
    );
    for every in [2, 3, 5] {
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let told = told(&document, &["*/implied/behind-a-*"], move |request| {
            let answer = honest(request);
            let path = request.url.path() == "/pets" && request.url.query().is_none();
            if request.method.as_str() != "GET" || !path {
                return answer;
            }
            let n = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            match n % every {
                0 => answer,
                _ => ResponseTemplate::new(204),
            }
        })
        .await;
        assert_eq!(broken(&told), Vec::<&str>::new(), "each {every}");
    }
}

/// A list of refusals that has none for what is malformed does not make such a refusal wrong for a rule.
#[tokio::test]
async fn a_refusal_that_the_list_lacks_is_told_of_the_operation_alone() {
    let document = PETS.replace(
        "'400': {description: refused}",
        "'404': {description: none}",
    );
    let told = told(
        &document,
        &["*/refuses/*", "*/implied/listed-refusals"],
        honest,
    )
    .await;
    let all = broken(&told);
    assert!(
        all.iter()
            .all(|id| id.ends_with("/implied/listed-refusals")),
        "{all:?}"
    );
    assert!(!all.is_empty());
}

const LOGIN: &str = r"
openapi: 3.1.0
info: {title: Login, version: '1'}
paths:
  /login:
    post:
      operationId: logIn
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {note: {type: string, maxLength: 20}}}
      responses:
        '200': {description: in}
        '400': {description: refused}
        '401': {description: who}
";

#[tokio::test]
async fn a_login_without_a_body_is_refused_for_what_it_lacks() {
    for (status, wanted) in [(401, Verdict::Skipped), (400, Verdict::Broken)] {
        let told = told(LOGIN, &["*/accepts/*"], move |request| {
            match (request.url.path(), request.method.as_str()) {
                ("/login", "POST") if request.body.is_empty() => ResponseTemplate::new(status),
                ("/login", "POST") => ResponseTemplate::new(200),
                ("/login", _) => ResponseTemplate::new(405).insert_header("Allow", "POST"),
                _ => ResponseTemplate::new(404),
            }
        })
        .await;
        let clause = told.clause("accepts/body.absent");
        assert_eq!(clause.verdict, wanted, "{status}: {:?}", clause.reason);
    }
}
