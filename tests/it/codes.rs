//! Codes that are words: where they stand, and what provokes them.

use clausal::contract::{self, Contract};
use clausal::run::event::{Judged, Verdict};
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

fn contract(head: &str, errors: &str) -> Contract {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Numbers, version: '1'}}\n{head}\npaths:\n  /numbers:\n    get:\n      operationId: number\n      parameters: [{{name: n, in: query, required: true, schema: {{type: integer, minimum: 1, maximum: 5}}}}]\n      responses:\n        '200': {{description: it}}\n{errors}"
    );
    contract::load_text("numbers.yaml", &text, &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

/// What a target comes to that takes 1 to 5, and refuses all else with this answer.
async fn told(contract: Contract, refusal: ResponseTemplate) -> Told {
    let server = MockServer::start().await;
    for n in 1..=5 {
        Mock::given(method("GET"))
            .and(path("/numbers"))
            .and(query_param("n", n.to_string()))
            .respond_with(ResponseTemplate::new(200))
            .mount(&server)
            .await;
    }
    Mock::given(any())
        .and(path("/numbers"))
        .respond_with(refusal)
        .with_priority(9)
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    check_against(&[contract], &server.uri(), &profile, &["*"]).await
}

fn of<'t>(told: &'t Told, id: &str) -> &'t Judged {
    told.clause(id)
}

const BOTH: &str = "        '400': {description: no, x-errors: [{code: TooLarge, when: {breaks: maximum, at: /query/n}}, {code: TooSmall, when: {breaks: minimum, at: /query/n}}]}\n";

#[tokio::test]
async fn a_word_is_found_where_the_contract_says() {
    let json = |text: &str| ResponseTemplate::new(400).set_body_raw(text, "application/json");
    let rows = [
        (
            "x-error-code: {at: [/fault/code]}",
            json(r#"{"fault": {"code": "TooLarge"}}"#),
        ),
        (
            "x-error-code: {at: [/Error/Code]}",
            ResponseTemplate::new(400)
                .set_body_raw("<Error><Code>TooLarge</Code></Error>", "application/xml"),
        ),
        (
            "x-error-code: {at: ['header: X-Code']}",
            ResponseTemplate::new(400).insert_header("x-code", "TooLarge"),
        ),
        (
            "x-error-code: {at: [/message], how: prefix}",
            json(r#"{"message": "TooLarge: at most 5"}"#),
        ),
        ("", json(r#"{"errors": [{"errorCode": "TooLarge"}]}"#)),
        (
            "",
            ResponseTemplate::new(400).set_body_raw("TooLarge\n", "text/plain"),
        ),
    ];
    for (head, refusal) in rows {
        let told = told(contract(head, BOTH), refusal).await;
        assert_eq!(
            of(&told, "number/400-TooLarge/n.maximum").verdict,
            Verdict::Held,
            "{head}"
        );
        assert_eq!(
            of(&told, "number/400-TooSmall/n.minimum").verdict,
            Verdict::Broken,
            "{head}"
        );
    }
}

#[tokio::test]
async fn any_broken_rule_may_have_one_code() {
    let any = "        '400': {description: no, x-errors: [{code: Invalid, when: {breaks: any}}, {code: TooLarge, when: {breaks: maximum, at: /query/n}}]}\n";
    let json =
        ResponseTemplate::new(400).set_body_raw(r#"{"code": "Invalid"}"#, "application/json");
    let told = told(contract("", any), json).await;
    assert_eq!(of(&told, "refuses/n.minimum").verdict, Verdict::Held);
    assert_eq!(of(&told, "400-TooLarge/n.maximum").verdict, Verdict::Broken);
}

#[tokio::test]
async fn a_code_that_nothing_is_known_to_provoke_is_told_with_the_reason() {
    let errors = "        '400': {description: no, x-errors: [{code: Odd, when: untested, reason: only the vendor can bring it about}]}\n        '409': {description: no, x-errors: [{code: Odd, when: {untested: nobody knows}}]}\n";
    let told = told(contract("", errors), ResponseTemplate::new(400)).await;
    let one = of(&told, "400-Odd/untested");
    assert_eq!(one.verdict, Verdict::Skipped);
    assert_eq!(
        one.reason.as_deref(),
        Some("only the vendor can bring it about")
    );
    assert!(one.chosen);
    assert_eq!(
        of(&told, "409-Odd/untested").reason.as_deref(),
        Some("nobody knows")
    );
}
