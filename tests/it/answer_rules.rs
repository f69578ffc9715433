//! Each keyword of a schema judges answers: what is right by it draws nothing, and what is wrong breaks
//! the clause of that keyword alone.

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

/// The clause, the schema of the body, right bodies, and wrong ones.
struct Row(&'static str, Value, Vec<Value>, Vec<Value>);

/// A row about the member `v`.
fn v(keyword: &'static str, schema: Value, right: &[Value], wrong: &[Value]) -> Row {
    let around = |list: &[Value]| list.iter().map(|v| json!({ "v": v })).collect();
    let schema = json!({"type": "object", "properties": {"v": schema}});
    Row(keyword, schema, around(right), around(wrong))
}

fn rows() -> Vec<Row> {
    let person = json!({"type": "object", "required": ["person"], "properties": {"person": {"type": "string"}}});
    let firm =
        json!({"type": "object", "required": ["firm"], "properties": {"firm": {"type": "string"}}});
    vec![
        v(
            "v.type",
            json!({"type": "integer"}),
            &[json!(1.0), json!(9_007_199_254_740_993_i64), json!(-3)],
            &[json!("1"), json!(1.5), json!(null)],
        ),
        v(
            "v.type",
            json!({"type": ["object", "null"]}),
            &[json!(null), json!({"more": 1})],
            &[json!([])],
        ),
        v(
            "v.type",
            json!({"type": "boolean"}),
            &[json!(false)],
            &[json!("false"), json!(0)],
        ),
        v(
            "v.enum",
            json!({"enum": ["a", "b"]}),
            &[json!("a"), json!("b")],
            &[json!("c")],
        ),
        v(
            "v.const",
            json!({"const": "a"}),
            &[json!("a")],
            &[json!("b")],
        ),
        v(
            "v.multipleOf",
            json!({"type": "number", "multipleOf": 0.5}),
            &[json!(1.5), json!(2)],
            &[json!(1.3)],
        ),
        v(
            "v.minimum",
            json!({"type": "number", "minimum": 2}),
            &[json!(2)],
            &[json!(1.9)],
        ),
        v(
            "v.maximum",
            json!({"type": "number", "maximum": 2}),
            &[json!(2)],
            &[json!(2.1)],
        ),
        v(
            "v.exclusiveMinimum",
            json!({"type": "number", "exclusiveMinimum": 2}),
            &[json!(2.1)],
            &[json!(2)],
        ),
        v(
            "v.exclusiveMaximum",
            json!({"type": "number", "exclusiveMaximum": 2}),
            &[json!(1.9)],
            &[json!(2)],
        ),
        v(
            "v.minLength",
            json!({"type": "string", "minLength": 2}),
            &[json!("ab"), json!("日本")],
            &[json!("a"), json!("😀")],
        ),
        v(
            "v.maxLength",
            json!({"type": "string", "maxLength": 2}),
            &[json!("日本"), json!("")],
            &[json!("abc")],
        ),
        v(
            "v.pattern",
            json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
            &[json!("AB")],
            &[json!("ABC")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "date-time"}),
            &[
                json!("2024-05-06T07:08:09.123+02:00"),
                json!("2024-05-06T07:08:09Z"),
            ],
            &[json!("yesterday"), json!("2024-05-06")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "date"}),
            &[json!("2024-02-29")],
            &[json!("2023-02-29")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "time"}),
            &[json!("07:08:09Z")],
            &[json!("25:00:00Z")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "uuid"}),
            &[json!("0f8fad5b-d9cb-469f-a165-70867728950e")],
            &[json!("hello")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "email"}),
            &[json!("a@b.example")],
            &[json!("a b")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "ipv4"}),
            &[json!("10.0.0.1")],
            &[json!("10.0.0.256")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "ipv6"}),
            &[json!("::1")],
            &[json!("1.2.3.4")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "uri"}),
            &[json!("https://a.example/b?c#d")],
            &[json!("not a uri")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "hostname"}),
            &[json!("a.example")],
            &[json!("a_b c")],
        ),
        v(
            "v.format",
            json!({"type": "string", "format": "byte"}),
            &[json!("YWI="), json!("")],
            &[json!("not base 64!")],
        ),
        v(
            "v.format",
            json!({"type": "integer", "format": "int32"}),
            &[json!(2_147_483_647)],
            &[json!(2_147_483_648_i64)],
        ),
        v(
            "v.minItems",
            json!({"type": "array", "minItems": 1}),
            &[json!([1])],
            &[json!([])],
        ),
        v(
            "v.maxItems",
            json!({"type": "array", "maxItems": 1}),
            &[json!([]), json!([1])],
            &[json!([1, 2])],
        ),
        v(
            "v.uniqueItems",
            json!({"type": "array", "uniqueItems": true}),
            &[json!([1, "1", true])],
            &[json!([1, 1.0])],
        ),
        v(
            "v.items",
            json!({"type": "array", "items": {"type": "string", "maxLength": 2}}),
            &[json!([]), json!(["ab"])],
            &[json!(["ab", "abc"])],
        ),
        v(
            "v.items",
            json!({"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}}}),
            &[json!([{"id": "0f8fad5b-d9cb-469f-a165-70867728950e", "more": 1}])],
            &[json!([{}]), json!([{"id": "x"}])],
        ),
        v(
            "v.prefixItems",
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}),
            &[json!(["a", 1]), json!(["a"])],
            &[json!([1, "a"])],
        ),
        v(
            "v.contains",
            json!({"type": "array", "contains": {"const": 1}}),
            &[json!([2, 1])],
            &[json!([2])],
        ),
        v(
            "v.minProperties",
            json!({"type": "object", "minProperties": 1}),
            &[json!({"a": 1})],
            &[json!({})],
        ),
        v(
            "v.maxProperties",
            json!({"type": "object", "maxProperties": 1}),
            &[json!({}), json!({"a": 1})],
            &[json!({"a": 1, "b": 2})],
        ),
        v(
            "v.propertyNames",
            json!({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}),
            &[json!({"ab": 1})],
            &[json!({"A": 1})],
        ),
        v(
            "v.patternProperties",
            json!({"type": "object", "patternProperties": {"^n": {"type": "integer"}}}),
            &[json!({"n1": 1, "o": "x"})],
            &[json!({"n1": "1"})],
        ),
        v(
            "v.additionalProperties",
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            &[json!({"a": 1}), json!({})],
            &[json!({"a": "x"})],
        ),
        v(
            "v.additionalProperties",
            json!({"type": "object", "properties": {"a": true}, "additionalProperties": false}),
            &[json!({"a": 1})],
            &[json!({"b": 1})],
        ),
        v(
            "v.unevaluatedProperties",
            json!({"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}),
            &[json!({"a": 1})],
            &[json!({"b": 1})],
        ),
        v(
            "v.dependentRequired",
            json!({"type": "object", "dependentRequired": {"a": ["b"]}}),
            &[json!({"a": 1, "b": 2}), json!({"b": 1})],
            &[json!({"a": 1})],
        ),
        v(
            "v.dependentSchemas",
            json!({"type": "object", "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}}}),
            &[json!({"a": 1, "b": "x"})],
            &[json!({"a": 1, "b": 2})],
        ),
        v(
            "v.oneOf",
            json!({"oneOf": [person, firm]}),
            &[json!({"person": "x"}), json!({"firm": "x"})],
            &[json!({"neither": 1}), json!({"person": "x", "firm": "y"})],
        ),
        v(
            "v.anyOf",
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            &[json!("x"), json!(1)],
            &[json!(true)],
        ),
        v(
            "v.not",
            json!({"not": {"type": "string"}}),
            &[json!(1)],
            &[json!("x")],
        ),
        v(
            "v.if",
            json!({"type": "object", "if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}}),
            &[json!({"a": 1, "b": 2}), json!({"a": 2})],
            &[json!({"a": 1})],
        ),
        v(
            "v.inner.present",
            json!({"type": "object", "required": ["inner"], "properties": {"inner": true}}),
            &[json!({"inner": null})],
            &[json!({})],
        ),
        v(
            "v.inner.maxLength",
            json!({"allOf": [{"type": "object", "properties": {"inner": {"type": "string", "maxLength": 2}}}, {"properties": {"other": true}}]}),
            &[json!({"inner": "ab"}), json!({})],
            &[json!({"inner": "abc"})],
        ),
        Row(
            "response/object",
            json!({"type": "object"}),
            vec![json!({})],
            vec![json!([])],
        ),
        Row(
            "body.items",
            json!({"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}),
            vec![json!([]), json!([{"id": 1}])],
            vec![json!([{"id": 1}, {}])],
        ),
        Row(
            "body.maxItems",
            json!({"type": "array", "maxItems": 1}),
            vec![json!([]), json!([1])],
            vec![json!([1, 2])],
        ),
        Row(
            "body.minProperties",
            json!({"type": "object", "minProperties": 1}),
            vec![json!({"a": 1})],
            vec![json!({})],
        ),
        Row(
            "body.additionalProperties",
            json!({"type": "object", "properties": {"a": true}, "additionalProperties": false}),
            vec![json!({"a": 1}), json!({})],
            vec![json!({"b": 1})],
        ),
        Row(
            "body.oneOf",
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            vec![json!(1)],
            vec![json!(true)],
        ),
        Row(
            "v.present",
            json!({"type": "object", "required": ["v", "secret"], "properties": {"v": true, "secret": {"type": "string", "writeOnly": true}}}),
            vec![json!({"v": 1}), json!({"v": 1, "secret": "x"})],
            vec![json!({})],
        ),
    ]
}

/// One operation for each row.
fn contract(rows: &[Row]) -> Contract {
    let paths = rows.iter().enumerate().map(|(n, row)| {
        let responses = json!({"200": {"description": "it", "content": {"application/json": {"schema": row.1}}}});
        (format!("/k{n}"), json!({"get": {"operationId": format!("k{n}"), "responses": responses}}))
    });
    let paths: serde_json::Map<String, Value> = paths.collect();
    let text =
        json!({"openapi": "3.1.0", "info": {"title": "Rows", "version": "1"}, "paths": paths});
    contract::load_text("rows.json", &text.to_string(), &|name| {
        Err(format!("{name} is not there"))
    })
    .unwrap()
}

/// What came of a server that answers each operation so.
async fn told(rows: &[Row], answer: impl Fn(&Row) -> Option<Value>) -> Told {
    let server = MockServer::start().await;
    for (n, row) in rows.iter().enumerate() {
        let Some(body) = answer(row) else { continue };
        let answer = ResponseTemplate::new(200).set_body_raw(body.to_string(), "application/json");
        Mock::given(path(format!("/k{n}")))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let mut profile = hasty();
    profile.states = Default::default();
    check_against(
        &[contract(rows)],
        &server.uri(),
        &profile,
        &["*/response/*"],
    )
    .await
}

fn ids(told: &Told, verdict: Verdict) -> Vec<String> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    those.map(|j| j.id.clone()).collect()
}

#[tokio::test]
async fn what_is_right_draws_nothing() {
    let rows = rows();
    for n in 0..3 {
        let told = told(&rows, |row| Some(row.2.get(n).unwrap_or(&row.2[0]).clone())).await;
        assert_eq!(ids(&told, Verdict::Broken), Vec::<String>::new());
        assert_eq!(ids(&told, Verdict::Inconclusive), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_is_wrong_breaks_the_clause_of_its_keyword() {
    let rows = rows();
    for n in 0..3 {
        let told = told(&rows, |row| Some(row.3.get(n).unwrap_or(&row.3[0]).clone())).await;
        let broken = ids(&told, Verdict::Broken);
        for (i, row) in rows.iter().enumerate() {
            let own: Vec<&String> = broken
                .iter()
                .filter(|id| id.starts_with(&format!("rows/k{i}/")))
                .collect();
            let by = |id: &&&String| id.ends_with(&format!("/{}", row.0)) || id.ends_with(row.0);
            assert!(
                own.iter().any(|id| by(&id)),
                "{}: {own:?} for {}",
                row.0,
                row.1
            );
            assert_eq!(own.len(), 1, "{own:?} for {}", row.1);
        }
    }
}

#[tokio::test]
async fn what_no_answer_showed_is_not_held() {
    let rows = [
        v(
            "v.maxLength",
            json!({"type": "string", "maxLength": 2}),
            &[],
            &[],
        ),
        v(
            "v.items",
            json!({"type": "array", "items": {"type": "string"}}),
            &[json!([])],
            &[],
        ),
    ];
    let told = told(&rows, |row| {
        Some(row.2.first().cloned().unwrap_or(json!({})))
    })
    .await;
    for name in ["k0/response/v.maxLength", "k1/response/v.items"] {
        let clause = told.clause(name);
        assert_eq!(clause.verdict, Verdict::Skipped, "{name}");
        assert!(clause.chosen, "{name}: {:?}", clause.reason);
    }
}
