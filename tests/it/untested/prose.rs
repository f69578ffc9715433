//! What documents say in words alone: values that they rule out are no valid ones, and where they say nothing of
//! the kind a refusal is told.

use std::net::Ipv4Addr;

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::blame::{broken, told};

const VISITS: &str = r"
openapi: 3.1.0
info: {title: Visits, version: '1'}
paths:
  /visits:
    get:
      operationId: listVisits
      parameters: [{name: cursor, in: query, schema: {type: string, format: uuid}}]
      responses: {'200': {description: some}, '400': {description: refused}}
    post:
      operationId: addVisit
      description: OPERATION
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [country, weight]
              properties:
                country: {type: string, minLength: 2, maxLength: 2, description: 'MEMBER', example: de}
                weight: {type: number, exclusiveMinimum: 0, maximum: 1000}
      responses: {'201': {description: added}, '422': {description: refused}}
";

/// Knows two countries, and no page by a name that it has not given.
fn visits(most: f64) -> impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static {
    move |request| match request.method.as_str() {
        "GET" => {
            let paged = request.url.query_pairs().any(|(name, _)| name == "cursor");
            ResponseTemplate::new(if paged { 400 } else { 200 })
        }
        "POST" => {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let known = matches!(body["country"].as_str(), Some("de" | "fr"));
            let light = body["weight"]
                .as_f64()
                .is_some_and(|w| w > 0.0 && w <= most);
            ResponseTemplate::new(if known && light { 201 } else { 422 })
        }
        _ => ResponseTemplate::new(405).insert_header("Allow", "GET, POST"),
    }
}

#[tokio::test]
async fn what_words_narrow_is_no_valid_value_and_what_they_do_not_is() {
    for (operation, member, silent) in [
        ("Adds a visit.", "ISO 3166-1 alpha-2 code", true),
        ("An unknown country is refused with 422.", "where", true),
        ("Adds a visit.", "where", false),
    ] {
        let document = VISITS
            .replace("OPERATION", operation)
            .replace("MEMBER", member);
        let told = told(&document, &["*/accepts/*"], visits(1000.0)).await;
        let all = broken(&told);
        let own = all.iter().any(|id| id.contains("addVisit"));
        assert_eq!(own, !silent, "{operation} {member}: {all:?}");
        // A page begins where an answer said.
        assert!(!all.iter().any(|id| id.contains("listVisits")), "{all:?}");
    }
}

#[tokio::test]
async fn a_bound_that_is_refused_is_told_though_words_narrow_a_text() {
    let document = VISITS
        .replace("OPERATION", "Adds a visit.")
        .replace("MEMBER", "ISO 3166-1 alpha-2 code");
    let told = told(&document, &["*/accepts/*"], visits(999.0)).await;
    assert_eq!(broken(&told), ["visits/addVisit/accepts/weight.maximum"]);
}

const KEYS: &str = r"
openapi: 3.1.0
info: {title: Keys, version: '1'}
paths:
  /keys:
    post:
      operationId: addKey
      description: ABOUT
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties: {title: {type: string, maxLength: 9}, ro: {type: boolean}}
      responses: {'201': {description: added}, '400': {description: bad}, '403': {description: refused}}
";

#[tokio::test]
async fn one_more_than_the_documents_allow_may_be_refused() {
    for (about, silent) in [
        ("At most 5 keys. One more is refused.", true),
        ("Adds a key.", false),
    ] {
        let kept = std::sync::atomic::AtomicUsize::new(0);
        let document = KEYS.replace("ABOUT", about);
        let told = told(&document, &["*/accepts/*"], move |request: &Request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let right = body["title"].is_string();
            let many = right && kept.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= 5;
            let status = match (right, many) {
                (false, _) => 400,
                (_, true) => 403,
                _ => 201,
            };
            ResponseTemplate::new(status)
        })
        .await;
        let all = broken(&told);
        assert_eq!(all.is_empty(), silent, "{about}: {all:?}");
    }
}

const CHANNELS: &str = r"
openapi: 3.0.3
info: {title: Channels, version: '1'}
paths:
  /channels:
    post:
      operationId: addChannel
      requestBody:
        required: true
        content:
          application/json:
            schema:
              oneOf: [{$ref: '#/components/schemas/Mail'}, {$ref: '#/components/schemas/Hook'}]
              discriminator: {propertyName: type}
      responses: {'201': {description: added}, '400': {description: bad}}
components:
  schemas:
    Mail:
      type: object
      required: [type, to]
      properties: {type: {type: string, enum: [Mail]}, to: {type: string, maxLength: 60}}
    Hook:
      type: object
      required: [type, url]
      properties: {type: {type: string, enum: [Hook]}, url: {type: string, format: ipv4}, loud: {type: boolean}}
";

/// Holds each kind to its own members; `loud` tells whether a loud hook is taken.
fn channels(loud: bool) -> impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static {
    move |request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or(json!(0));
        let right = match body["type"].as_str() {
            Some("Mail") => body["to"]
                .as_str()
                .is_some_and(|to| to.chars().count() <= 60),
            Some("Hook") => {
                let url = body["url"]
                    .as_str()
                    .is_some_and(|u| u.parse::<Ipv4Addr>().is_ok());
                let own = body
                    .get("loud")
                    .is_none_or(|l| l.is_boolean() && (loud || l == false));
                url && own
            }
            _ => false,
        };
        ResponseTemplate::new(if right { 201 } else { 400 })
    }
}

#[tokio::test]
async fn a_member_of_another_alternative_is_nobodys() {
    for loud in [true, false] {
        let only = ["*/refuses/url.*", "*/accepts/loud*"];
        let told = told(CHANNELS, &only, channels(loud)).await;
        let wanted: &[&str] = match loud {
            true => &[],
            false => &["channels/addChannel/accepts/loud=true"],
        };
        assert_eq!(broken(&told), wanted);
    }
}
