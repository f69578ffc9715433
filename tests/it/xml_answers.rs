//! Answers in XML, as deep as those in JSON: attributes, lists with and without an element around them,
//! texts of a type, in successes and in refusals.

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

const ORDERS: &str = "
openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      operationId: orders
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 9}}]
      responses:
        '200': {description: it, content: {application/xml: {schema: {$ref: '#/components/schemas/Order'}}}}
        '400': {description: no, content: {application/xml: {schema: {$ref: '#/components/schemas/Fault'}}}}
components:
  schemas:
    Fault:
      type: object
      xml: {name: fault}
      required: [code, text]
      properties:
        code: {type: string, enum: [BAD, WORSE], xml: {attribute: true}}
        text: {type: string}
    Tag: {type: string, xml: {name: tag}}
    Line:
      type: object
      xml: {name: line}
      required: [sku, qty, tags]
      properties:
        sku: {type: string, minLength: 1, xml: {attribute: true}}
        qty: {type: integer, minimum: 1, maximum: 99, xml: {attribute: true}}
        size: {type: string, enum: [S, L]}
        tags: {type: array, items: {$ref: '#/components/schemas/Tag'}}
    Order:
      type: object
      xml: {name: order}
      required: [no, paid, lines]
      properties:
        no: {type: integer, xml: {attribute: true}}
        paid: {type: boolean}
        lines: {type: array, xml: {wrapped: true}, items: {$ref: '#/components/schemas/Line'}}
        spare: {type: array, items: {type: object, xml: {name: part}, required: [id], properties: {id: {type: integer}}}}
        any: {type: array, items: {xml: {name: one}, oneOf: [{type: integer}, {type: object, required: [a], properties: {a: {type: integer}}}]}}
";

const RIGHT: &str = "<order no='7'><paid>true</paid><lines><line sku='a' qty='2'/><line sku='b' qty='99'><size>L</size><tag>x</tag><tag>y</tag></line></lines><part><id>4</id></part><one>5</one><one><a>5</a></one></order>";
const FAULT: &str = "<fault code='BAD'><text>no</text></fault>";

fn contract() -> Contract {
    contract::load_text("orders.yaml", ORDERS, &|name| Err(format!("no {name}"))).unwrap()
}

/// What a target comes to that shows this order, and refuses with this fault.
async fn told(order: &str, fault: &str) -> Vec<String> {
    let server = MockServer::start().await;
    let (order, fault) = (order.to_owned(), fault.to_owned());
    Mock::given(method("GET"))
        .and(path("/orders"))
        .respond_with(move |request: &Request| {
            let mut all = request.url.query_pairs();
            let bad = all.any(|(name, value)| {
                name == "limit" && !value.parse().is_ok_and(|n: i64| (1..=9).contains(&n))
            });
            match bad {
                true => ResponseTemplate::new(400).set_body_raw(fault.clone(), "application/xml"),
                false => ResponseTemplate::new(200).set_body_raw(order.clone(), "application/xml"),
            }
        })
        .mount(&server)
        .await;
    Mock::given(path("/orders"))
        .respond_with(ResponseTemplate::new(405).insert_header("allow", "GET"))
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(404))
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    let only = ["*/response/*", "*/error-400/*", "*/refuses/*"];
    let told: Told = check_against(&[contract()], &server.uri(), &profile, &only).await;
    let wrong = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    let wrong = wrong.map(|j| j.id.rsplit_once("orders/orders/").unwrap().1.to_owned());
    let mut wrong: Vec<String> = wrong.collect();
    wrong.sort();
    if wrong.is_empty() {
        for held in [
            "response/placing",
            "response/lines.items",
            "error-400/code.present",
        ] {
            assert_eq!(told.clause(held).verdict, Verdict::Held, "{held}");
        }
    }
    wrong
}

#[tokio::test]
async fn an_order_is_judged_at_every_depth() {
    let none = Vec::<String>::new();
    assert_eq!(told(RIGHT, FAULT).await, none);
    let spaced = RIGHT
        .replace("<paid>true", "<paid> 1 ")
        .replace("qty='2'", "qty=' 2 '");
    assert_eq!(told(&spaced, FAULT).await, none);
    for (from, to, by) in [
        (
            " qty='2'/>",
            "><qty>2</qty></line>",
            &["response/placing"][..],
        ),
        (" no='7'>", "><no>7</no>", &["response/placing"]),
        (" qty='2'", "", &["response/lines.items"]),
        ("qty='2'", "qty='two'", &["response/lines.items"]),
        ("qty='99'", "qty='100'", &["response/lines.items"]),
        ("<size>L", "<size>XL", &["response/lines.items"]),
        ("<id>4</id>", "", &["response/spare.items"]),
        ("<id>4", "<id>four", &["response/spare.items"]),
        (
            "<part><id>4</id></part>",
            "<spare><part><id>4</id></part></spare>",
            &["response/placing"],
        ),
        ("true", "yes", &["response/paid.type"]),
    ] {
        let wrong = RIGHT.replace(from, to);
        assert_ne!(wrong, RIGHT);
        assert_eq!(told(&wrong, FAULT).await, by, "{to} for {from}");
    }
    let bare = RIGHT.replace("<lines>", "").replace("</lines>", "");
    assert_eq!(
        told(&bare, FAULT).await,
        ["response/lines.present", "response/placing"]
    );
}

#[tokio::test]
async fn a_refusal_is_judged_by_its_schema() {
    for (fault, by) in [
        ("<fault><text>no</text></fault>", "error-400/code.present"),
        ("<fault code='BAD'/>", "error-400/text.present"),
        (
            "<fault><code>BAD</code><text>no</text></fault>",
            "error-400/placing",
        ),
    ] {
        assert_eq!(told(RIGHT, fault).await, [by], "{fault}");
    }
    let other = told(RIGHT, "<fault code='ELSE'><text>no</text></fault>").await;
    assert_eq!(other, ["error-400/code.code", "error-400/code.enum"]);
}
