//! Parameters of each place and style.

use serde_json::{Value, json};
use wiremock::Request;

use super::{checked, ids, is_quiet, values};
use clausal::run::event::Verdict;

fn paths(path: &str, parameter: Value) -> Value {
    json!({"paths": {path: {"get": {"operationId": "look", "parameters": [parameter],
        "responses": {"200": {"description": "done"}, "400": {"description": "no"}}}}}})
}

fn deep() -> Value {
    let schema = json!({"type": "object", "required": ["size"],
        "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9}, "word": {"type": "string"}}});
    paths(
        "/deep",
        json!({"name": "page", "in": "query", "required": true, "style": "deepObject",
        "explode": true, "schema": schema}),
    )
}

/// The size of a page, read by `serde_qs`.
fn size(request: &Request) -> Option<i64> {
    let query = request.url.query()?;
    let read: Value = serde_qs::Config::new()
        .use_form_encoding(true)
        .deserialize_str(query)
        .ok()?;
    read["page"]["size"].as_str()?.parse().ok()
}

#[tokio::test]
async fn an_object_stands_between_brackets() {
    let right = |r: &Request| match size(r) {
        Some(1..=9) => 200,
        _ => 400,
    };
    let told = checked(&deep(), "", "/deep", "GET", right).await;
    is_quiet(
        &told,
        &["page-size.maximum", "page-size.required", "page.required"],
    );
    let wrong = |r: &Request| match size(r) {
        Some(1..) => 200,
        _ => 400,
    };
    let told = checked(&deep(), "", "/deep", "GET", wrong).await;
    assert_eq!(
        ids(&told, Verdict::Broken),
        ["wire/look/refuses/page-size.maximum"]
    );
}

#[tokio::test]
async fn lists_are_repeated_or_joined() {
    let schema =
        json!({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 4});
    let right = |r: &Request| {
        let ids = values(r, "ids");
        let whole = ids.iter().all(|id| id.parse::<i64>().is_ok());
        if whole && (2..=4).contains(&ids.len()) {
            200
        } else {
            400
        }
    };
    let repeated = paths(
        "/ids",
        json!({"name": "ids", "in": "query", "required": true, "schema": schema}),
    );
    is_quiet(
        &checked(&repeated, "", "/ids", "GET", right).await,
        &["ids.minItems", "ids.maxItems"],
    );
    let piped = json!({"name": "ids", "in": "query", "required": true, "style": "pipeDelimited",
        "explode": false, "schema": schema});
    let right = |r: &Request| match values(r, "ids").as_slice() {
        [one]
            if (2..=4).contains(
                &one.split('|')
                    .filter(|id| id.parse::<i64>().is_ok())
                    .count(),
            ) =>
        {
            200
        }
        _ => 400,
    };
    let told = checked(&paths("/ids", piped.clone()), "", "/ids", "GET", right).await;
    is_quiet(&told, &["ids.minItems", "ids.maxItems"]);
    let wrong = |r: &Request| {
        if values(r, "ids").is_empty() {
            400
        } else {
            200
        }
    };
    let told = checked(&paths("/ids", piped), "", "/ids", "GET", wrong).await;
    assert!(ids(&told, Verdict::Broken).contains(&"wire/look/refuses/ids.maxItems".to_owned()));
}

#[tokio::test]
async fn a_cookie_is_sent() {
    let parameter = json!({"name": "sid", "in": "cookie", "required": true,
        "schema": {"type": "string", "minLength": 3}});
    let told = checked(&paths("/c", parameter.clone()), "", "/c", "GET", |r| {
        let cookies = r
            .headers
            .get("cookie")
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let mut all = cookie::Cookie::split_parse(cookies.to_owned()).flatten();
        match all.find(|c| c.name() == "sid") {
            Some(sid) if sid.value().len() >= 3 => 200,
            _ => 400,
        }
    })
    .await;
    is_quiet(&told, &["sid.required", "refuses/sid.minLength"]);
    let told = checked(&paths("/c", parameter), "", "/c", "GET", |_| 200).await;
    assert!(ids(&told, Verdict::Broken).contains(&"wire/look/refuses/sid.required".to_owned()));
}

#[tokio::test]
async fn labels_and_matrices_stand_in_the_path() {
    for (style, explode, wanted) in [
        ("label", true, "/p/.3.3"),
        ("matrix", true, "/p/;n=3;n=3"),
        ("matrix", false, "/p/;n=3,3"),
        ("simple", false, "/p/3,3"),
    ] {
        let parameter = json!({"name": "n", "in": "path", "required": true, "style": style, "explode": explode,
            "schema": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"const": 3}}});
        let server = wiremock::MockServer::start().await;
        wiremock::Mock::given(wiremock::matchers::method("GET"))
            .and(wiremock::matchers::path(wanted))
            .respond_with(wiremock::ResponseTemplate::new(200))
            .mount(&server)
            .await;
        let mut profile = crate::support::hasty();
        profile.states = Default::default();
        let contract = super::contract(&paths("/p/{n}", parameter));
        let only = ["*/response/status-code"];
        let told = crate::support::check_against(&[contract], &server.uri(), &profile, &only).await;
        let verdict = told.clause("response/status-code").verdict;
        assert_eq!(verdict, Verdict::Held, "{style} {explode}");
    }
}
