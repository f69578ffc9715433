//! Answers that look odd and are lawful draw no alarm; the nearest unlawful ones do.

use clausal::contract::{self, Contract};
use clausal::run::Options;
use clausal::run::event::Verdict;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Told, check_against, hasty, run};

const JSON: &str = "application/json";

/// A contract of one operation, whose success is documented so.
fn contract(responses: &str) -> Contract {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Things, version: '1'}}\npaths:\n  /things:\n    get:\n      operationId: listThings\n      responses: {responses}\n"
    );
    contract::load_text("things.yaml", &text, &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

fn content(media_type: &str, schema: &str) -> String {
    format!("{{'200': {{description: them, content: {{'{media_type}': {{schema: {schema}}}}}}}}}")
}

const THINGS: &str = "{type: object, required: [items, total], properties: {items: {type: array, items: {type: object, required: [id], properties: {id: {type: integer}}}}, total: {type: integer, minimum: 0}, next: {type: [string, 'null']}}}";

async fn told(responses: &str, answer: ResponseTemplate) -> Told {
    let server = MockServer::start().await;
    // A path that is not there is not found.
    Mock::given(path("/things"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    check_against(
        &[contract(responses)],
        &server.uri(),
        &profile,
        &["*/response*/*"],
    )
    .await
}

fn ids(told: &Told, verdict: Verdict) -> Vec<&str> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    those.map(|j| j.id.as_str()).collect()
}

fn body(text: &str, media_type: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(text, media_type)
}

async fn is_fine(responses: &str, answer: ResponseTemplate) {
    let told = told(responses, answer).await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<&str>::new());
    assert_eq!(ids(&told, Verdict::Inconclusive), Vec::<&str>::new());
    assert!(!ids(&told, Verdict::Held).is_empty());
}

async fn is_broken(responses: &str, answer: ResponseTemplate, by: &str) {
    let told = told(responses, answer).await;
    let broken = ids(&told, Verdict::Broken);
    assert!(broken.iter().any(|id| id.ends_with(by)), "{by}: {broken:?}");
}

#[tokio::test]
async fn a_documented_media_type_is_met_in_every_writing() {
    let with = content("application/json; charset=utf-8", THINGS);
    let without = content(JSON, THINGS);
    let range = content("application/*", THINGS);
    let any = content("*/*", THINGS);
    for label in [
        JSON,
        "application/json; charset=utf-8",
        "Application/Json;Charset=\"UTF-8\"",
        "application/json ; x=1; charset=utf-8;",
    ] {
        for documented in [&with, &without, &range, &any] {
            is_fine(documented, body(r#"{"items":[],"total":0}"#, label)).await;
        }
    }
    let broken = body(
        r#"{"items":[],"total":0}"#,
        "application/json; charset=utf-16",
    );
    is_broken(&with, broken, "/media-type").await;
    let broken = body(r#"{"items":[],"total":0}"#, "text/html");
    is_broken(&range, broken, "/media-type").await;
}

#[tokio::test]
async fn what_is_no_json_or_xml_is_judged_by_its_label_alone() {
    let text = content("text/plain", "{type: string}");
    is_fine(&text, body("all is well", "text/plain; charset=utf-8")).await;
    is_broken(&text, body("{}", JSON), "/media-type").await;
    let picture = content("image/*", "{type: string, format: binary}");
    let told = told(&picture, body("\u{1}\u{2}", "image/png")).await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<&str>::new());
}

#[tokio::test]
async fn an_empty_list_lacks_nothing() {
    let things = content(JSON, THINGS);
    is_fine(&things, body(r#"{"items":[],"total":0}"#, JSON)).await;
    is_broken(&things, body(r#"{"total":0}"#, JSON), "/items.present").await;
    let counted = THINGS.replace(
        "items: {type: array,",
        "items: {type: array, minItems: 1, maxItems: 2,",
    );
    let counted = content(JSON, &counted);
    is_fine(&counted, body(r#"{"items":[{"id":1}],"total":1}"#, JSON)).await;
    is_broken(
        &counted,
        body(r#"{"items":[],"total":0}"#, JSON),
        "/items.minItems",
    )
    .await;
    let three = body(r#"{"items":[{"id":1},{"id":2},{"id":3}],"total":3}"#, JSON);
    is_broken(&counted, three, "/items.maxItems").await;
}

#[tokio::test]
async fn an_empty_list_is_no_element_in_xml() {
    let xml = "application/xml";
    let things = content(xml, THINGS);
    is_fine(&things, body("<things><total>0</total></things>", xml)).await;
    is_fine(
        &things,
        body("<things total=\"1\"><items id=\"7\"/></things>", xml),
    )
    .await;
    is_fine(
        &things,
        body(
            "<things total=\" 1 \"><items><id>7</id></items></things>",
            "text/xml",
        ),
    )
    .await;
    is_broken(&things, body("<things/>", xml), "/total.present").await;
    is_broken(
        &things,
        body("<things total=\"many\"/>", xml),
        "/total.type",
    )
    .await;
    let counted = THINGS.replace("items: {type: array,", "items: {type: array, minItems: 1,");
    let counted = content(xml, &counted);
    is_broken(
        &counted,
        body("<things total=\"0\"/>", xml),
        "/items.present",
    )
    .await;
}

#[tokio::test]
async fn json_is_what_its_grammar_says() {
    let things = content(JSON, THINGS);
    let deep = format!(
        r#"{{"items":[],"total":0,"tree":{}{}}}"#,
        "[".repeat(2000),
        "]".repeat(2000)
    );
    for text in [
        r#"{"items":[],"total":0,"next":"\ud800"}"#,
        r#"{"items":1,"total":0,"items":[]}"#,
        r#"{"items":[],"total":0,"size":1e400}"#,
        r#"{"items":[{"id":1.0}],"total":1e0,"next":null}"#,
        &deep,
    ] {
        is_fine(&things, body(text, JSON)).await;
    }
    for text in [
        r#"{"items":[],"total":0,}"#,
        "\u{feff}{\"items\":[],\"total\":0}",
        r#"{"items":[],"total":0,"next":"\ud80"}"#,
        &deep[..deep.len() - 1],
    ] {
        is_broken(&things, body(text, JSON), "/object").await;
    }
    is_broken(
        &things,
        body(r#"{"items":[],"total":0.5}"#, JSON),
        "/total.type",
    )
    .await;
}

#[tokio::test]
async fn an_answer_that_the_page_describes_elsewhere_is_not_judged_by_another() {
    let two = format!(
        "{{'200': {{description: them, content: {{{JSON}: {{schema: {THINGS}}}}}}}, '204': {{description: none}}}}"
    );
    let told = told(&two, ResponseTemplate::new(204)).await;
    assert_eq!(ids(&told, Verdict::Broken), Vec::<&str>::new());
    assert!(
        ids(&told, Verdict::Held)
            .iter()
            .all(|id| id.ends_with("/status-code"))
    );
    let one = content(JSON, THINGS);
    is_broken(&one, ResponseTemplate::new(204), "/object").await;
}

#[tokio::test]
async fn a_fault_may_have_a_media_type_of_its_own() {
    for label in [
        "application/problem+json",
        "text/json",
        "application/vnd.things+json",
    ] {
        let answer = ResponseTemplate::new(422).set_body_raw(r#"{"code":1004.0}"#, label);
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let mut profile = hasty();
        profile.states = Default::default();
        let told = run(
            &server.uri(),
            &profile,
            &["*/422-1004/*"],
            Options::default(),
        )
        .await;
        let judged = told.clause("name.pattern");
        assert_ne!(judged.verdict, Verdict::Broken, "{label}");
    }
}
