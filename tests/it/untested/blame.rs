//! What is wrong is told where it is, and not of everything that meets it.

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against};

pub async fn told(
    text: &str,
    only: &[&str],
    answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> Told {
    let server = serve(answer).await;
    let file = contract(text);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), only).await
}

pub fn broken(told: &Told) -> Vec<&str> {
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

const ZONES: &str = r"
openapi: 3.1.0
info: {title: Zones, version: '1'}
paths:
  /zones:
    get:
      operationId: listZones
      parameters: [{name: zone, in: query, description: ABOUT, schema: {type: string}}]
      responses:
        '200': {description: zones}
        'STATUS': {description: refused}
    post:
      operationId: addZone
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [ttl]
              properties:
                ttl: {type: integer, minimum: 1, maximum: 100}
                masters: {type: array, maxItems: 3, items: {type: string}, description: ABOUT}
      responses:
        '200': {description: made}
        'STATUS': {description: refused}
";

/// Knows zones and masters by the dot at their end.
fn zones(request: &Request) -> ResponseTemplate {
    let right = match (request.url.path(), request.method.as_str()) {
        ("/zones", "GET") => {
            let mut asked = request.url.query_pairs().filter(|(n, _)| n == "zone");
            asked.all(|(_, zone)| zone.ends_with('.'))
        }
        ("/zones", "POST") => {
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let known = |m: &serde_json::Value| m.as_str().is_some_and(|m| m.ends_with('.'));
            let masters = body
                .get("masters")
                .map(|m| m.as_array().cloned().unwrap_or_default());
            let ttl = body["ttl"]
                .as_f64()
                .is_some_and(|n| n.fract() == 0.0 && (1.0..=100.0).contains(&n));
            ttl && masters.unwrap_or_default().iter().all(known)
        }
        ("/zones", _) => return ResponseTemplate::new(405).insert_header("Allow", "GET, POST"),
        _ => return ResponseTemplate::new(404),
    };
    ResponseTemplate::new(if right { 200 } else { 422 })
}

#[tokio::test]
async fn what_a_description_may_rule_out_is_no_valid_text() {
    let only = ["*/accepts/valid", "*/accepts/*.text"];
    for (about, status, silent) in [
        ("the name of a zone that is there", "422", true),
        ("the name of a zone that is there", "4XX", true),
        // Nothing is said of it, or of such a refusal.
        ("zone", "422", false),
        ("the name of a zone that is there", "404", false),
    ] {
        let document = ZONES.replace("ABOUT", about).replace("STATUS", status);
        let told = told(&document, &only, zones).await;
        let all = broken(&told);
        for operation in ["listZones", "addZone"] {
            let own = all.iter().any(|id| id.contains(operation));
            assert_eq!(own, !silent, "{about} {status} {operation}: {all:?}");
        }
    }
}
