use serde_json::{Value, json};

use super::ask::Answer;
use super::place_of_code;

fn answer(request: usize, status: u16, body: &[(&str, Value)]) -> Answer {
    Answer {
        status: Some(status),
        scalars: body
            .iter()
            .map(|(at, v)| ((*at).to_owned(), v.clone()))
            .collect(),
        request,
    }
}

fn place(rules: &[Vec<Answer>]) -> Result<String, &'static str> {
    let rules: Vec<&[Answer]> = rules.iter().map(Vec::as_slice).collect();
    place_of_code(&rules)
}

/// The first request twice, with these codes.
fn rule(first: Value, again: Value) -> Vec<Answer> {
    let body = |code: Value| {
        [
            ("/status", json!(422)),
            ("/error/code", code),
            ("/error/message", json!("no")),
            ("/time", json!(17)),
        ]
    };
    vec![answer(0, 422, &body(first)), answer(0, 422, &body(again))]
}

#[test]
fn the_code_is_what_stays_with_the_rule() {
    let rules = [rule(json!(1), json!(1)), rule(json!(2), json!(2))];
    assert_eq!(place(&rules).unwrap(), "/error/code");
    let words = [
        rule(json!("A_B"), json!("A_B")),
        rule(json!("A_B"), json!("A_B")),
    ];
    assert_eq!(place(&words).unwrap(), "/error/code");
}

#[test]
fn another_code_each_time_is_none() {
    let rules = [rule(json!(1), json!(2)), rule(json!(3), json!(3))];
    assert!(
        place(&rules)
            .unwrap_err()
            .contains("another code each time")
    );
}

#[test]
fn errors_without_codes_have_none() {
    let only_status = vec![
        answer(0, 400, &[("/code", json!(400))]),
        answer(0, 400, &[("/code", json!(400))]),
    ];
    assert!(
        place(&[only_status])
            .unwrap_err()
            .contains("looks like a code")
    );
    assert!(
        place(&[vec![answer(0, 400, &[])]])
            .unwrap_err()
            .contains("no refusal has a body")
    );
    assert!(
        place(&[vec![answer(0, 200, &[])]])
            .unwrap_err()
            .contains("refuses nothing")
    );
    let prose = vec![answer(0, 400, &[("/error", json!("This went wrong"))])];
    assert!(place(&[prose]).is_err());
}
