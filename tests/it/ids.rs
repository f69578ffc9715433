//! One id, one duty, for contracts that nobody has seen before.

use std::collections::{BTreeMap, BTreeSet};

use clausal::clause::{Clause, derive};
use clausal::contract::{Contract, load_text};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Names that a slug would make alike, and plain ones.
const NAMES: [&str; 18] = [
    "name",
    "Name",
    "a b",
    "a-b",
    "a.b",
    "a",
    "b",
    "zip",
    "",
    "日本",
    "é",
    "a/b",
    "a~b",
    "1",
    "-1",
    "~0",
    "a=b",
    "name.pattern",
];

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        proptest::sample::select(&NAMES[..]).prop_map(Value::from),
        (-2..3i64).prop_map(Value::from),
        Just(json!(1.0)),
        Just(json!(true)),
        Just(json!([1])),
        Just(json!({"a": 1})),
        Just(Value::from("x".repeat(300))),
        Just(Value::from("x".repeat(301))),
        ".{0,6}".prop_map(Value::from),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-z]*$"})),
        Just(json!({"type": "integer", "minimum": 0, "maximum": 9})),
        Just(json!({"type": "boolean"})),
        Just(json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3})),
        proptest::collection::vec(value(), 1..5).prop_map(|mut list| {
            let mut seen = Vec::new();
            list.retain(|v| {
                !seen.contains(v) && {
                    seen.push(v.clone());
                    true
                }
            });
            json!({"enum": list})
        }),
    ]
}

fn object() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 24, 5, |inner| {
        let name = proptest::sample::select(&NAMES[..]).prop_map(str::to_owned);
        proptest::collection::btree_map(name, inner, 1..5).prop_map(|members| {
            let required: Vec<&String> = members.keys().step_by(2).collect();
            json!({"type": "object", "required": required, "properties": members})
        })
    })
}

fn parameters() -> impl Strategy<Value = Vec<Value>> {
    let place = proptest::sample::select(&["query", "header", "cookie"][..]);
    let name = proptest::sample::select(&NAMES[..9]).prop_map(|n| match n {
        "" => "q".to_owned(),
        n => n.to_owned(),
    });
    let one = (place, name, any::<bool>(), leaf());
    proptest::collection::vec(one, 0..5).prop_map(|list| {
        let mut seen = BTreeSet::new();
        let mut list = list;
        list.retain(|(place, name, ..)| seen.insert((*place, name.to_lowercase())));
        let one = |(place, name, required, schema): (&str, String, bool, Value)| {
            json!({"in": place, "name": name, "required": required, "schema": schema})
        };
        list.into_iter().map(one).collect()
    })
}

fn contract() -> impl Strategy<Value = Value> {
    let operation = (parameters(), object(), object()).prop_map(|(parameters, body, answer)| {
        let media = |schema: Value| json!({"application/json": {"schema": schema}});
        json!({
            "parameters": parameters,
            "requestBody": {"required": true, "content": media(body)},
            "responses": {
                "200": {"description": "done", "content": media(answer)},
                "400": {"description": "refused"},
            },
        })
    });
    // Made-up names of these are alike.
    let path = proptest::sample::select(
        &[
            "/things", "/Things", "/things/", "/th-ings", "/th ings", "/日本",
        ][..],
    );
    proptest::collection::btree_map(path.prop_map(str::to_owned), operation, 1..4).prop_map(
        |paths| {
            let paths: BTreeMap<String, Value> = paths
                .into_iter()
                .map(|(path, o)| (path, json!({"post": o})))
                .collect();
            json!({"openapi": "3.1.0", "info": {"title": "Some", "version": "1"}, "paths": paths})
        },
    )
}

fn loaded(document: &Value) -> Option<Contract> {
    load_text("some.json", &document.to_string(), &|_| {
        Err("no files".into())
    })
    .ok()
}

/// Whether an id is made of words.
fn is_words(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/-_.=~".contains(c);
    id.chars().all(fits)
        && id.split('/').count() == 4
        && !id.contains("//")
        && !id.ends_with(['/', '='])
}

fn shared(clause: &Clause) -> bool {
    clause.cases_key() != clause.id
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]
    #[test]
    fn no_contract_gives_two_duties_one_id(document in contract()) {
        let Some(contract) = loaded(&document) else {
            return Err(TestCaseError::reject("the loader refuses it"));
        };
        let clauses = derive(&contract);
        prop_assert!(!clauses.is_empty());
        let ids: BTreeSet<&str> = clauses.iter().map(|c| c.id.as_str()).collect();
        prop_assert_eq!(ids.len(), clauses.len());
        let shared_keys: BTreeSet<String> = clauses.iter().filter(|c| shared(c)).map(Clause::cases_key).collect();
        for clause in &clauses {
            prop_assert!(is_words(&clause.id), "{}", clause.id);
            prop_assert!(!shared_keys.contains(&clause.id), "{}", clause.id);
        }
        // Ids stay when the contract is read again, and when its members change places.
        let again: Vec<String> = derive(&loaded(&document).unwrap()).into_iter().map(|c| c.id).collect();
        let first: Vec<String> = clauses.iter().map(|c| c.id.clone()).collect();
        prop_assert_eq!(again, first);
    }
}

#[test]
fn two_addresses_of_one_schema_have_clauses_of_their_own() {
    let address = json!({"type": "object", "required": ["zip"], "properties": {
        "zip": {"type": "string", "minLength": 3, "maxLength": 5}}});
    let party =
        json!({"type": "object", "required": ["address"], "properties": {"address": address}});
    let body = json!({"type": "object", "properties": {"billing": party, "shipping": party, "name": {"type": "string"}}});
    let document = json!({"openapi": "3.1.0", "info": {"title": "Sale", "version": "1"}, "paths": {"/sales": {"post": {
        "operationId": "addSale",
        "parameters": [{"in": "query", "name": "name", "schema": {"type": "string", "maxLength": 9}}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
        "responses": {"201": {"description": "stored"}, "400": {"description": "refused"}}}}}});
    let ids: Vec<String> = derive(&loaded(&document).unwrap())
        .into_iter()
        .map(|c| c.id)
        .collect();
    for id in [
        "sale/addSale/refuses/billing.address.zip.minLength",
        "sale/addSale/refuses/shipping.address.zip.minLength",
        "sale/addSale/accepts/shipping.address.zip.maxLength",
        "sale/addSale/accepts/query.name.maxLength",
        "sale/addSale/accepts/body.name.absent",
        "sale/addSale/accepts/query.name.absent",
    ] {
        assert!(ids.iter().any(|i| i == id), "{id} is missing in {ids:#?}");
    }
}
