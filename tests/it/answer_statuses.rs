//! Each status is judged by its own entry: bodies of refusals, headers, media types, and what has no
//! body at all.

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

const JSON: &str = "application/json";

fn contract(method: &str, operation: &str, components: &str) -> Contract {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: '1'}}\npaths:\n  /things:\n    {method}:\n      operationId: things\n      {operation}\n{components}"
    );
    contract::load_text("things.yaml", &text, &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

async fn told(contract: Contract, server: &MockServer, only: &str) -> Told {
    let mut profile = hasty();
    profile.states = Default::default();
    check_against(&[contract], &server.uri(), &profile, &[only]).await
}

/// What a target that answers so comes to, on its clauses about answers.
async fn answered(operation: &str, answer: ResponseTemplate) -> Told {
    let server = MockServer::start().await;
    Mock::given(path("/things"))
        .respond_with(answer)
        .mount(&server)
        .await;
    told(contract("get", operation, ""), &server, "*/response*/*").await
}

fn ids(told: &Told, verdict: Verdict) -> Vec<String> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    those
        .map(|j| j.id.rsplit_once("things/things/").unwrap().1.to_owned())
        .collect()
}

fn is_fine(told: &Told) {
    assert_eq!(ids(told, Verdict::Broken), Vec::<String>::new());
    assert_eq!(ids(told, Verdict::Inconclusive), Vec::<String>::new());
    assert!(!ids(told, Verdict::Held).is_empty());
}

fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, JSON)
}

fn schema(schema: &str) -> String {
    format!("content: {{application/json: {{schema: {schema}}}}}")
}

#[tokio::test]
async fn each_success_is_judged_by_its_own_entry() {
    let now = schema("{type: object, required: [a], properties: {a: {type: integer}}}");
    let later = schema("{type: object, required: [job], properties: {job: {type: string}}}");
    let both = format!(
        "responses: {{'200': {{description: it, {now}}}, '202': {{description: later, {later}}}}}"
    );
    is_fine(&answered(&both, json(200, r#"{"a": 1.0}"#)).await);
    is_fine(&answered(&both, json(202, r#"{"job": "x"}"#)).await);
    let wrong = answered(&both, json(202, r#"{"job": 7}"#)).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response-202/job.type"]);
    let wrong = answered(&both, json(200, r#"{"job": "x"}"#)).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/a.present"]);
    let class = format!("responses: {{2XX: {{description: it, {now}}}}}");
    is_fine(&answered(&class, json(203, r#"{"a": 1}"#)).await);
    let wrong = answered(&class, json(203, "{}")).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/a.present"]);
    let alone = format!("responses: {{default: {{description: it, {now}}}}}");
    is_fine(&answered(&alone, json(200, r#"{"a": 1}"#)).await);
    let wrong = answered(&alone, json(200, "{}")).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/a.present"]);
}

#[tokio::test]
async fn an_answer_that_leads_elsewhere_is_right_where_it_is_documented() {
    let go = "responses: {'302': {description: go, headers: {Location: {required: true, schema: {type: string, format: uri-reference}}}}}";
    let answer = ResponseTemplate::new(302);
    is_fine(&answered(go, answer.clone().insert_header("location", "/elsewhere")).await);
    let wrong = answered(go, answer).await;
    assert_eq!(
        ids(&wrong, Verdict::Broken),
        ["response/header.Location.present"]
    );
}

#[tokio::test]
async fn where_each_success_leads_elsewhere_another_such_status_is_wrong() {
    let go = "responses: {'301': {description: go}, '404': {description: none}}";
    let led = |status: u16, to: &str| ResponseTemplate::new(status).insert_header("location", to);
    is_fine(&answered(go, led(301, "/elsewhere")).await);
    let wrong = answered(go, led(302, "/elsewhere")).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/status-code"]);
    // Not from the operation: the same place in another writing, and where one logs in.
    for to in ["/things/", "https://example.org/things", "/login?next=1"] {
        let other = answered(go, led(302, to)).await;
        assert_eq!(ids(&other, Verdict::Broken), Vec::<String>::new(), "{to}");
    }
    let both = "responses: {'200': {description: it}, '301': {description: go}}";
    let other = answered(both, led(302, "/elsewhere")).await;
    assert_eq!(ids(&other, Verdict::Broken), Vec::<String>::new());
}

#[tokio::test]
async fn headers_are_judged_by_their_schemas() {
    let all = "responses: {'200': {description: it, headers: {X-List: {schema: {type: array, items: {type: integer}, maxItems: 3}}, X-Flag: {schema: {type: boolean}}, X-Pair: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}, X-Time: {schema: {type: string, format: date-time}}, X-Left: {required: true, schema: {type: integer, minimum: 0}}, X-Never: {schema: {type: integer}}, X-Json: {content: {application/json: {schema: {type: object, required: [k]}}}}, content-type: {schema: {enum: [x]}}}}}";
    let right = [
        ("x-list", "1, 2"),
        ("x-flag", "true"),
        ("x-pair", "a,1"),
        ("x-time", "2024-05-06T07:08:09Z"),
        ("x-left", "0"),
        ("x-json", r#"{"k": 1}"#),
    ];
    let with = |list: &[(&'static str, &'static str)]| {
        list.iter()
            .fold(ResponseTemplate::new(200), |answer, (name, value)| {
                answer.insert_header(*name, *value)
            })
    };
    is_fine(&answered(all, with(&right)).await);
    for (n, wrong, by) in [
        (0, "1,x", "response/header.X-List.items"),
        (0, "1,2,3,4", "response/header.X-List.maxItems"),
        (1, "yes", "response/header.X-Flag.type"),
        (2, "b,1", "response/header.X-Pair.schema"),
        (3, "now", "response/header.X-Time.format"),
        (4, "plenty", "response/header.X-Left.type"),
        (4, "-1", "response/header.X-Left.minimum"),
        (5, "{}", "response/header.X-Json.schema"),
    ] {
        let mut headers = right;
        headers[n].1 = wrong;
        let told = answered(all, with(&headers)).await;
        assert_eq!(ids(&told, Verdict::Broken), [by], "{wrong}");
    }
    let told = answered(all, with(&right[..4])).await;
    assert_eq!(
        ids(&told, Verdict::Broken),
        ["response/header.X-Left.present"]
    );
}

#[tokio::test]
async fn null_is_right_where_authors_allow_it() {
    let body = schema(
        "{type: object, required: [o, r, e, z, f], properties: {o: {type: object, nullable: true}, r: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}, e: {type: string, nullable: true, enum: [x]}, z: {nullable: true, oneOf: [{$ref: '#/components/schemas/A'}]}, f: {nullable: true, $ref: '#/components/schemas/A'}}}",
    );
    let body = format!("responses: {{'200': {{description: it, {body}}}}}");
    let components = "components:\n  schemas:\n    A: {type: object, required: [a], properties: {a: {type: integer}}}\n";
    let come = async |answer: &str| {
        let server = MockServer::start().await;
        Mock::given(path("/things"))
            .respond_with(json(200, answer))
            .mount(&server)
            .await;
        told(contract("get", &body, components), &server, "*/response*/*").await
    };
    is_fine(&come(r#"{"o": null, "r": null, "e": null, "z": null, "f": null}"#).await);
    is_fine(&come(r#"{"o": {}, "r": {"a": 1}, "e": "x", "z": {"a": 1}, "f": {"a": 1}}"#).await);
    let wrong = come(r#"{"o": [], "r": {}, "e": "q", "z": {}, "f": {}}"#).await;
    let mut broken = ids(&wrong, Verdict::Broken);
    broken.sort();
    assert_eq!(
        broken,
        [
            "response/e.enum",
            "response/f.a.present",
            "response/f.anyOf",
            "response/o.type",
            "response/r.a.present",
            "response/r.anyOf",
            "response/z.anyOf"
        ]
    );
}

#[tokio::test]
async fn what_is_no_json_is_not_read_as_json() {
    for (media_type, label, body) in [
        ("text/csv", "text/csv; charset=utf-8", "[a,b\n1,2\n"),
        (
            "application/octet-stream",
            "application/octet-stream",
            "{\u{0}",
        ),
        ("image/*", "image/png", "{PNG"),
        ("text/*", "text/plain", "[hello"),
        ("'*/*'", "text/plain", "hello"),
    ] {
        let documented = format!(
            "responses: {{'200': {{description: it, content: {{{media_type}: {{schema: {{type: string}}}}}}}}}}"
        );
        is_fine(
            &answered(
                &documented,
                ResponseTemplate::new(200).set_body_raw(body, label),
            )
            .await,
        );
        if media_type != "'*/*'" {
            let told = answered(&documented, json(200, "{}")).await;
            assert!(
                ids(&told, Verdict::Broken).contains(&"response/media-type".to_owned()),
                "{media_type}"
            );
        }
    }
}

/// A target that refuses numbers beyond 5, with this answer.
async fn refusing(responses: &str, refusal: ResponseTemplate) -> Told {
    let server = MockServer::start().await;
    for n in 1..=5 {
        Mock::given(method("GET"))
            .and(path("/things"))
            .and(query_param("n", n.to_string()))
            .respond_with(json(200, "{}"))
            .mount(&server)
            .await;
    }
    Mock::given(any())
        .and(path("/things"))
        .respond_with(refusal)
        .with_priority(9)
        .mount(&server)
        .await;
    let operation = format!(
        "parameters: [{{name: n, in: query, required: true, schema: {{type: integer, minimum: 1, maximum: 5}}}}]\n      responses: {responses}"
    );
    told(contract("get", &operation, ""), &server, "*").await
}

fn about_errors(told: &Told) -> Vec<String> {
    let mut ids = ids(told, Verdict::Broken);
    ids.retain(|id| !id.starts_with("implied/wrong-method"));
    ids
}

const PROBLEM: &str = "{type: object, required: [type, title, status], properties: {type: {type: string}, title: {type: string}, status: {const: 400}}}";

#[tokio::test]
async fn bodies_of_refusals_are_judged_by_their_schema() {
    let kind = "application/problem+json";
    for (status, family) in [
        ("'400'", "error-400"),
        ("4XX", "error-4xx"),
        ("default", "error-default"),
    ] {
        let documented = format!(
            "{{'200': {{description: it}}, {status}: {{description: no, content: {{{kind}: {{schema: {PROBLEM}}}}}}}}}"
        );
        let right = ResponseTemplate::new(400).set_body_raw(
            r#"{"type": "about:blank", "title": "no", "status": 400}"#,
            kind,
        );
        let told = refusing(&documented, right).await;
        assert_eq!(about_errors(&told), Vec::<String>::new());
        assert_eq!(
            told.clause(&format!("{family}/body")).verdict,
            Verdict::Held
        );
        let bare = refusing(&documented, ResponseTemplate::new(400)).await;
        assert_eq!(about_errors(&bare), Vec::<String>::new());
        let page = ResponseTemplate::new(400).set_body_raw("<h1>no</h1>", "text/html");
        assert_eq!(
            about_errors(&refusing(&documented, page).await),
            [format!("{family}/media-type")]
        );
        let lacks = ResponseTemplate::new(400).set_body_raw(r#"{"type": "about:blank"}"#, kind);
        assert_eq!(
            about_errors(&refusing(&documented, lacks).await),
            [format!("{family}/body")]
        );
    }
}

#[tokio::test]
async fn roots_of_refusals_in_xml_are_judged() {
    let kind = "application/xml";
    let schema = "{type: object, xml: {name: fault}, required: [code, text], properties: {code: {type: integer, xml: {attribute: true}}, text: {type: string}}}";
    let documented = format!(
        "{{'200': {{description: it}}, '400': {{description: no, content: {{{kind}: {{schema: {schema}}}}}}}}}"
    );
    let answer = |body: &str| ResponseTemplate::new(400).set_body_raw(body, kind);
    for right in [
        "<fault code='7'><text>no</text></fault>",
        "<?xml version='1.0'?><f:fault xmlns:f='urn:f' code='7'><f:text>no</f:text></f:fault>",
    ] {
        let told = refusing(&documented, answer(right)).await;
        assert_eq!(about_errors(&told), Vec::<String>::new(), "{right}");
        assert_eq!(told.clause("error-400/root").verdict, Verdict::Held);
    }
    let bare = refusing(&documented, ResponseTemplate::new(400)).await;
    assert_eq!(about_errors(&bare), Vec::<String>::new());
    for (wrong, by) in [("<oops code='7'><text>no</text></oops>", "error-400/root")] {
        let told = refusing(&documented, answer(wrong)).await;
        let broken = about_errors(&told);
        assert!(broken.contains(&by.to_owned()), "{wrong}: {broken:?}");
    }
}

#[tokio::test]
async fn texts_are_judged_by_their_schema() {
    let text = |schema: &str| {
        format!(
            "responses: {{'200': {{description: it, content: {{text/plain: {{schema: {schema}}}}}}}}}"
        )
    };
    let answer =
        |body: &str| ResponseTemplate::new(200).set_body_raw(body, "text/plain; charset=utf-8");
    let listed = text("{type: string, enum: [up, down]}");
    for right in ["up", "down\n", "up\r\n"] {
        is_fine(&answered(&listed, answer(right)).await);
    }
    let wrong = answered(&listed, answer("sideways")).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/text"]);
    let number = text("{type: integer, minimum: 1}");
    is_fine(&answered(&number, answer("12")).await);
    let wrong = answered(&number, answer("0")).await;
    assert_eq!(ids(&wrong, Verdict::Broken), ["response/text"]);
    // A schema that says nothing of a text has nothing to be held to.
    is_fine(&answered(&text("{type: string}"), answer("anything")).await);
}

#[tokio::test]
async fn a_refusal_bears_one_of_the_listed_codes() {
    let listed = "{type: object, properties: {code: {type: string, enum: [too_large, too_small]}}}";
    let documented = format!(
        "{{'200': {{description: it}}, '400': {{description: no, content: {{{JSON}: {{schema: {listed}}}}}}}}}"
    );
    let right = refusing(&documented, json(400, r#"{"code": "too_large"}"#)).await;
    assert_eq!(about_errors(&right), Vec::<String>::new());
    assert_eq!(right.clause("error-400/code.code").verdict, Verdict::Held);
    let wrong = refusing(&documented, json(400, r#"{"code": "oops"}"#)).await;
    assert!(about_errors(&wrong).contains(&"error-400/code.code".to_owned()));
    let open = "{type: object, properties: {code: {type: string}}}";
    let examples = |list: &str| {
        format!(
            "{{'200': {{description: it}}, '400': {{description: no, content: {{{JSON}: {{schema: {open}, {list}}}}}}}}}"
        )
    };
    let two = examples(
        "examples: {large: {value: {code: TOO_LARGE}}, small: {value: {code: TOO_SMALL}}}",
    );
    assert_eq!(
        about_errors(&refusing(&two, json(400, r#"{"code": "TOO_SMALL"}"#)).await),
        Vec::<String>::new()
    );
    assert_eq!(
        about_errors(&refusing(&two, json(400, r#"{"code": "OTHER_THING"}"#)).await),
        ["error-400/code.code"]
    );
    // One example is only an example.
    let one = examples("example: {code: TOO_LARGE}");
    assert_eq!(
        about_errors(&refusing(&one, json(400, r#"{"code": "OTHER_THING"}"#)).await),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_method_that_is_ruled_out_comes_with_those_that_are_not() {
    let documented = "responses: {'200': {description: it}}";
    for (allow, verdict) in [(Some("GET"), Verdict::Held), (None, Verdict::Broken)] {
        let server = MockServer::start().await;
        Mock::given(method("GET"))
            .and(path("/things"))
            .respond_with(ResponseTemplate::new(200))
            .mount(&server)
            .await;
        let mut refusal = ResponseTemplate::new(405);
        if let Some(allow) = allow {
            refusal = refusal.insert_header("allow", allow);
        }
        Mock::given(any())
            .and(path("/things"))
            .respond_with(refusal)
            .with_priority(9)
            .mount(&server)
            .await;
        let told = told(
            contract("get", documented, ""),
            &server,
            "*/implied/wrong-method",
        )
        .await;
        assert_eq!(told.clause("implied/wrong-method").verdict, verdict);
    }
}

#[test]
fn a_link_that_leads_nowhere_is_a_note() {
    let links = "responses: {'200': {description: it, links: {good: {operationId: things, parameters: {n: '$response.body#/id'}}, bad: {operationId: others}}}}";
    let contract = contract("get", links, "");
    let answer = contract.operations[0].success_response().unwrap();
    assert_eq!(answer.links.len(), 1);
    assert_eq!(answer.links[0].operation, "things");
    let notes: Vec<_> = contract.notes.iter().map(|n| n.message.as_str()).collect();
    assert_eq!(notes, ["the link `bad` leads to no operation"]);
}
