//! What words and keywords say beside the shape of an answer: codes of a status, what only requests have,
//! numbers of 64 bits.

use clausal::contract;
use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

/// A document with a thing that is made, whose schemas and words are these.
fn document(thing: &str, shown: &str, code: &str, bad: &str) -> String {
    format!(
        "
openapi: 3.0.3
info: {{title: Things, version: '1'}}
paths:
  /things:
    post:
      operationId: make
      requestBody: {{required: true, content: {{application/json: {{schema: {thing}}}}}}}
      responses:
        '201': {{description: made, content: {{application/json: {{schema: {shown}}}}}}}
        '400': {{description: {bad}, content: {{application/json: {{schema: {{$ref: '#/components/schemas/E'}}}}}}}}
  /lost:
    get:
      operationId: lost
      responses:
        '200': {{description: it}}
        '404': {{description: '`GONE_AWAY`: there is none', content: {{application/json: {{schema: {{$ref: '#/components/schemas/E'}}}}}}}}
components: {{schemas: {{E: {{type: object, required: [code], properties: {{code: {code}}}}}}}}}
"
    )
}

const THING: &str = "{type: object, required: [count, pin], properties: {count: {type: integer, format: int64, minimum: 0}, pin: {type: string, minLength: 8, maxLength: 20, pattern: '^[a-z]+$', writeOnly: true}}}";
const SHOWN: &str =
    "{type: object, required: [count], properties: {count: {type: integer, format: int64}}}";
const CODES: &str = "{type: string, enum: [BAD_COUNT, BAD_PIN, GONE_AWAY]}";
const BAD: &str = "'| code | why |\n\n          |---|---|\n\n          | `BAD_COUNT` | `count` is none |\n\n          | `BAD_PIN` | `pin` is none |'";

/// How a target answers.
#[derive(Clone, Copy)]
struct Ways {
    code: &'static str,
    shows_pin: bool,
    most: i64,
}

const RIGHT: Ways = Ways {
    code: "BAD_PIN",
    shows_pin: false,
    most: i64::MAX,
};

fn answer(ways: Ways, request: &Request) -> ResponseTemplate {
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    let labelled = request.headers.get("content-type");
    let labelled = labelled.is_some_and(|l| l.to_str().is_ok_and(|l| l.contains("json")));
    let made = body.filter(|_| labelled).and_then(|body| {
        let count = body.get("count")?;
        let count = count.as_i64().or_else(|| {
            let whole = count.as_f64().filter(|n| n.fract() == 0.0)?;
            Some(whole as i64)
        })?;
        let pin = body.get("pin")?.as_str()?.to_owned();
        let fits = (8..=20).contains(&pin.len()) && pin.chars().all(|c| c.is_ascii_lowercase());
        ((0..=ways.most).contains(&count) && fits).then_some((count, pin))
    });
    match made {
        Some((count, pin)) if ways.shows_pin => {
            ResponseTemplate::new(201).set_body_json(json!({"count": count, "pin": pin}))
        }
        Some((count, _)) => ResponseTemplate::new(201).set_body_json(json!({"count": count})),
        None => ResponseTemplate::new(400).set_body_json(json!({"code": ways.code})),
    }
}

async fn told(document: &str, ways: Ways) -> Told {
    let contract =
        contract::load_text("things.yaml", document, &|name| Err(format!("no {name}"))).unwrap();
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/things"))
        .respond_with(move |request: &Request| answer(ways, request))
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(404).set_body_json(json!({"code": "GONE_AWAY"})))
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    let only = [
        "*/make/error-400/*",
        "*/make/response/*",
        "*/make/implied/write-only",
        "*/make/accepts/*",
        "*/make/refuses/*",
    ];
    check_against(&[contract], &server.uri(), &profile, &only).await
}

fn broken(told: &Told) -> Vec<&str> {
    let wrong = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    wrong
        .map(|j| j.id.rsplit_once("/make/").unwrap().1)
        .collect()
}

#[tokio::test]
async fn the_words_of_a_status_say_its_codes() {
    let own = document(THING, SHOWN, CODES, BAD);
    let right = told(&own, RIGHT).await;
    assert_eq!(broken(&right), Vec::<&str>::new());
    assert_eq!(right.clause("error-400/code.said").verdict, Verdict::Held);
    let lost = Ways {
        code: "GONE_AWAY",
        ..RIGHT
    };
    assert_eq!(broken(&told(&own, lost).await), ["error-400/code.said"]);
    // A code that has no place in the document may come with any status.
    let more = document(
        THING,
        SHOWN,
        "{type: string, enum: [BAD_COUNT, BAD_PIN, GONE_AWAY, ODD_ONE]}",
        BAD,
    );
    let odd = Ways {
        code: "ODD_ONE",
        ..RIGHT
    };
    assert_eq!(broken(&told(&more, odd).await), Vec::<&str>::new());
    assert_eq!(broken(&told(&more, lost).await), ["error-400/code.said"]);
    // No list at all, and words that leave it open.
    let free = document(THING, SHOWN, "{type: string}", BAD);
    assert_eq!(broken(&told(&free, odd).await), Vec::<&str>::new());
    assert_eq!(broken(&told(&free, lost).await), ["error-400/code.said"]);
    let open = document(THING, SHOWN, CODES, "'`BAD_COUNT`, for example'");
    assert_eq!(broken(&told(&open, lost).await), Vec::<&str>::new());
}

#[tokio::test]
async fn what_only_requests_have_does_not_come_back() {
    let own = document(THING, SHOWN, CODES, BAD);
    let right = told(&own, RIGHT).await;
    assert_eq!(right.clause("implied/write-only").verdict, Verdict::Held);
    let shown = Ways {
        shows_pin: true,
        ..RIGHT
    };
    assert_eq!(broken(&told(&own, shown).await), ["implied/write-only"]);
    // Where answers are described with it, it SHOULD NOT come, and may.
    let same = document(THING, THING, CODES, BAD);
    assert_eq!(broken(&told(&same, shown).await), Vec::<&str>::new());
}

#[tokio::test]
async fn numbers_of_64_bits_are_sent() {
    let own = document(THING, SHOWN, CODES, BAD);
    let small = Ways {
        most: i64::from(i32::MAX),
        ..RIGHT
    };
    let wrong = told(&own, small).await;
    assert_eq!(
        broken(&wrong),
        ["accepts/count.format", "accepts/count.widest"]
    );
    let right = told(&own, RIGHT).await;
    assert_eq!(right.clause("accepts/count.widest").verdict, Verdict::Held);
    // Up to where the document goes, and not where the number names something.
    let bounds = THING.replace("minimum: 0", "minimum: 0, maximum: 2147483647");
    let named = THING
        .replace("count:", "ownerId:")
        .replace("[count", "[ownerId");
    for thing in [bounds, named] {
        let told = told(&document(&thing, SHOWN, CODES, BAD), RIGHT).await;
        assert!(
            !told
                .judged
                .iter()
                .any(|j| j.id.ends_with(".widest") || j.id.ends_with("accepts/count.format"))
        );
    }
}
