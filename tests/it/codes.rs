//! Codes that are words: where they stand, and what provokes them.

use clausal::contract::{self, Contract};
use clausal::run::event::{Judged, Verdict};
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Told, check_against, clausal, hasty, text};

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
async fn the_code_of_any_broken_rule_is_demanded_of_each() {
    let any =
        "        '400': {description: no, x-errors: [{code: Invalid, when: {breaks: any}}]}\n";
    for (code, verdict) in [("Invalid", Verdict::Held), ("Odd", Verdict::Broken)] {
        let json = ResponseTemplate::new(400).set_body_json(serde_json::json!({"code": code}));
        let told = told(contract("x-error-code: {at: [/code]}", any), json).await;
        for rule in ["n.minimum", "n.maximum", "n.required"] {
            let id = format!("refuses/{rule}");
            assert_eq!(of(&told, &id).verdict, verdict, "{code} {id}");
        }
    }
}

#[test]
fn explain_and_lint_know_which_clauses_an_entry_ties() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("numbers.yaml").display().to_string();
    let write = |errors: &str| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Numbers, version: '1'}}\npaths:\n  /numbers:\n    get:\n      operationId: number\n      parameters: [{{name: n, in: query, required: true, schema: {{type: integer, minimum: 1}}}}]\n      responses:\n        '200': {{description: it}}\n        '400': {{description: no, x-errors: [{errors}]}}\n"
        );
        std::fs::write(&path, text).unwrap();
    };
    let told = |arguments: &[&str]| text(&clausal(arguments).stdout);
    let tied = "{code: No such number, when: {unknown: number, at: /query/n}}";
    write(&format!("{tied}, {{code: Invalid, when: {{breaks: any}}}}"));
    let any = told(&["explain", "Invalid", "--contract", &path]);
    assert!(any.contains("refuses/n.minimum"), "{any}");
    assert!(any.contains("refuses/n.required"), "{any}");
    let words = told(&["explain", "No such number", "--contract", &path]);
    assert!(words.contains("400-No-such-number/n.unknown"), "{words}");
    assert!(!words.contains("none"), "{words}");
    let lint = told(&["lint", &path]);
    assert!(lint.contains("0 warnings"), "{lint}");
    // Each rule has a code of its own, so nothing is left for any other.
    let own =
        "{code: A, when: [{breaks: minimum, at: /query/n}, {breaks: required, at: /query/n}]}";
    write(&format!("{own}, {{code: Invalid, when: {{breaks: any}}}}"));
    let lint = told(&["lint", &path]);
    assert!(lint.contains("Invalid yields no clause"), "{lint}");
    assert!(lint.contains("1 warning"), "{lint}");
    write("{code: A, when: {unknown: true, at: /query/n}}");
    let lint = told(&["lint", &path]);
    assert!(
        lint.contains("must be the name of what does not exist"),
        "{lint}"
    );
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
