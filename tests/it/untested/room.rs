//! Room that HTTP, another standard or the words of a document leave: what lies in it is nobody's fault, and
//! what lies beside it is.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::blame::{broken, told};

const ZONES: &str = r"
openapi: 3.1.0
info: {title: Zones, version: '1'}
paths:
  /zones:
    get:
      operationId: listZones
      responses: {'200': {description: all of them}}
  /zones/{zone}:
    put:
      operationId: putZone
      description: ABOUT
      parameters: [{name: zone, in: path, required: true, schema: {type: string, enum: [one, two]}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [kind]
              properties:
                kind: {type: string, enum: [master, slave]}
                serial: {type: integer, minimum: 1, description: 'MEMBER'}
                dnssec: {type: boolean}
      responses: {'204': {description: changed}, '422': {description: refused}}
";

/// Looks at the kind, and at nothing else.
fn kind_alone(request: &Request) -> ResponseTemplate {
    if request.method.as_str() == "GET" && request.url.path() == "/zones" {
        return ResponseTemplate::new(200);
    }
    let known = matches!(request.url.path(), "/zones/one" | "/zones/two");
    if !known || request.method.as_str() != "PUT" {
        return ResponseTemplate::new(if known { 405 } else { 404 }).insert_header("Allow", "PUT");
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let right = matches!(body["kind"].as_str(), Some("master" | "slave"));
    ResponseTemplate::new(if right { 204 } else { 422 })
}

#[tokio::test]
async fn what_words_say_is_ignored_need_not_be_refused() {
    for (about, member, wanted) in [
        ("Changes a zone.", "its serial", "serial dnssec"),
        (
            "Only kind can be changed. All other fields are ignored.",
            "",
            "",
        ),
        (
            "Changes a zone. Unknown fields are ignored.",
            "",
            "serial dnssec",
        ),
        ("Changes a zone.", "Ignored on update", "dnssec"),
        (
            "Changes a zone.",
            "The case is not ignored",
            "serial dnssec",
        ),
    ] {
        let document = ZONES
            .replace("ABOUT", &format!("'{about}'"))
            .replace("MEMBER", member);
        let told = told(&document, &["*/refuses/*"], kind_alone).await;
        let all = broken(&told);
        for name in ["serial", "dnssec"] {
            let is_told = all.iter().any(|id| id.contains(&format!("/{name}.")));
            assert_eq!(
                is_told,
                wanted.contains(name),
                "{about} {member} {name}: {all:?}"
            );
        }
        assert!(!all.iter().any(|id| id.contains("/kind.")), "{all:?}");
    }
}

const NODES: &str = r"
openapi: 3.1.0
info: {title: Nodes, version: '1'}
paths:
  /nodes:
    get:
      operationId: listNodes
      responses: {'200': {description: all of them}}
  /nodes/{node}/rows:
    get:
      operationId: rowsOfNode
      parameters: [{name: node, in: path, required: true, schema: {type: string, enum: [root]}}]
      responses: {'200': {description: its rows}}
";

#[tokio::test]
async fn a_method_that_one_thing_rules_out_is_served_for_others() {
    // Whether the method is served for nodes other than the one that is known.
    for served in [true, false] {
        let told = told(NODES, &["*/served-method"], move |request: &Request| {
            let path = request.url.path();
            let method = request.method.as_str();
            match (method, path) {
                ("GET", "/nodes") => ResponseTemplate::new(200),
                ("GET", "/nodes/root/rows") => {
                    ResponseTemplate::new(405).insert_header("Allow", "PUT")
                }
                ("GET", _) if path.starts_with("/nodes/") && !served => {
                    ResponseTemplate::new(405).insert_header("Allow", "PUT")
                }
                _ => ResponseTemplate::new(404),
            }
        })
        .await;
        let all = broken(&told);
        let own = all.contains(&"nodes/rowsOfNode/implied/served-method");
        assert_eq!(own, !served, "{all:?}");
    }
}

const PICTURES: &str = r"
openapi: 3.1.0
info: {title: Pictures, version: '1'}
paths:
  /picture:
    get:
      operationId: picture
      parameters: [{name: format, in: query, schema: SCHEMA}]
      responses: {'200': {description: drawn}}
";

#[tokio::test]
async fn a_form_that_nobody_listed_may_not_be_to_be_had() {
    for (schema, silent) in [
        ("{type: string}", true),
        ("{type: string, enum: [png, gif]}", false),
    ] {
        let document = PICTURES.replace("SCHEMA", schema);
        let told = told(&document, &["*/accepts/*"], |request: &Request| {
            let asked = request.url.query_pairs().find(|(n, _)| n == "format");
            let right = asked.is_none_or(|(_, form)| form == "png");
            ResponseTemplate::new(if right { 200 } else { 406 })
        })
        .await;
        let all = broken(&told);
        assert_eq!(all.is_empty(), silent, "{schema}: {all:?}");
    }
}

const PATCHED: &str = r"
openapi: 3.1.0
info: {title: Patched, version: '1'}
paths:
  /thing:
    patch:
      operationId: patchThing
      requestBody:
        required: true
        content:
          MEDIA:
            schema:
              type: array
              items:
                type: object
                required: [op, path]
                properties:
                  op: {type: string, enum: [add, copy, remove]}
                  path: {type: string}
                  value: {}
                  from: {type: string}
      responses: {'200': {description: changed}, '422': {description: refused}}
";

/// Holds each change to what its kind needs.
fn changes(request: &Request) -> ResponseTemplate {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(json!(0));
    let right = |change: &Value| match change["op"].as_str() {
        Some("add") => change.get("value").is_some(),
        Some("copy") => change["from"].is_string(),
        Some("remove") => true,
        _ => false,
    };
    let right = body.as_array().is_some_and(|all| all.iter().all(right));
    ResponseTemplate::new(if right { 200 } else { 422 })
}

#[tokio::test]
async fn a_patch_is_held_to_more_than_its_schema() {
    for (media, silent) in [
        ("application/json-patch+json", true),
        ("application/json", false),
    ] {
        let document = PATCHED.replace("MEDIA", media);
        let told = told(&document, &["*/accepts/*"], changes).await;
        let all = broken(&told);
        assert_eq!(all.is_empty(), silent, "{media}: {all:?}");
    }
}
