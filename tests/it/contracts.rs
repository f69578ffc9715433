//! Contracts that load: the built-in one, plain OpenAPI, JSON, several files.

use clausal::contract::{self, Cause, StatusSet};

fn jsa() -> contract::Contract {
    match contract::open("jsa") {
        Ok(contract) => contract,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_jsa_contract_says_what_its_page_says() {
    let jsa = jsa();
    assert_eq!(jsa.name, "jsa");
    assert_eq!(jsa.bases, ["/api", ""]);
    assert_eq!(jsa.document, "JSA page");
    assert_eq!(jsa.token.as_ref().map(|t| t.header.as_str()), Some("SEC"));
    assert_eq!(jsa.operations.len(), 3);
    let create = jsa.operation("createBackup").unwrap();
    assert!(create.secured);
    let codes: Vec<i64> = create.errors().map(|(_, e)| e.code).collect();
    assert_eq!(codes.len(), 16);
    assert_eq!(
        codes.iter().min().zip(codes.iter().max()),
        Some((&1000, &1016))
    );
    let answer = &create.success_response().unwrap().media[0].schema;
    assert_eq!(answer.properties.len(), 15);
    assert_eq!(create.bases.len(), 2);
    assert_eq!(create.probes.len(), 10);
    let name = create.schema_at("/body/name").unwrap();
    assert_eq!(name.source, "Table 3");
    assert_eq!(name.max_length, Some(100));
    assert!(name.json.get("x-unique").is_none());
    assert_eq!(create.parameters[0].source, "Table 2");
    let get = jsa.operation("getBackup").unwrap();
    assert_eq!(get.parameters[0].name, "id");
    assert!(get.support);
}

#[test]
fn places_lead_to_the_text() {
    let jsa = jsa();
    let text = include_str!("../../contracts/jsa/openapi.yaml");
    let line_of = |part: &str| text.lines().position(|l| l.contains(part)).unwrap() + 1;
    let create = jsa.operation("createBackup").unwrap();
    for (response, rule) in create.errors() {
        assert_eq!(rule.at.line, line_of(&format!("code: {}", rule.code)));
        assert_eq!(&*rule.at.file, "contracts/jsa/openapi.yaml");
        let StatusSet::Exact(status) = response.status else {
            panic!("{response:?}");
        };
        assert!(
            rule.at
                .pointer
                .contains(&format!("/responses/{status}/x-errors/"))
        );
        assert!(
            rule.when
                .iter()
                .all(|w| !matches!(w.cause, Cause::Fixture { .. }) || w.at.line == rule.at.line)
        );
    }
    let name = create.schema_at("/body/name").unwrap();
    assert_eq!(name.at.line, line_of("        name:"));
    assert_eq!(
        name.at.pointer,
        "/components/schemas/NewBackup/properties/name"
    );
    assert_eq!(create.at.line, line_of("    post:"));
}
