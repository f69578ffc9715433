use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::super::keywords::EXTENSIONS;
use super::{extensions, grammar, meaning};
use crate::contract::{load_text, plain};

fn judge() -> jsonschema::Validator {
    jsonschema::draft202012::new(&grammar()).unwrap()
}

fn faults(document: &Value) -> Vec<String> {
    let judge = judge();
    judge
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

#[test]
fn every_extension_of_the_loader_is_described_once_and_no_other() {
    let ours: Vec<&str> = EXTENSIONS.iter().map(|(name, _)| *name).collect();
    let described = extensions::names();
    assert_eq!(
        ours.iter().collect::<BTreeSet<_>>(),
        described.iter().collect::<BTreeSet<_>>()
    );
    assert_eq!(ours.len(), described.len());
    assert!(ours.iter().all(|name| meaning(name).is_some()));
    assert!(meaning("x-nothing").is_none());
}

/// Every member that the loader names is one of the schema, and the other way round.
#[test]
fn every_member_is_known_to_both() {
    let text = include_str!("../keywords.rs");
    let lists = text.split("pub(in crate::contract) const ").skip(1);
    let shapes = grammar()["$defs"].to_string();
    for list in lists {
        let name = list.split(':').next().unwrap();
        if matches!(
            name,
            "CAUSES" | "FORMS" | "NEAR" | "NEAR_CASE" | "EXPRESSIONS"
        ) {
            continue;
        }
        let members = list
            .split(';')
            .next()
            .unwrap()
            .split('"')
            .skip(1)
            .step_by(2);
        let quoted: Vec<String> = members.map(|m| format!("\"{m}\":")).collect();
        assert!(!quoted.is_empty(), "{name}");
        for member in quoted {
            assert!(shapes.contains(&member), "{name}: {member}");
        }
    }
}

#[test]
fn what_the_loader_takes_the_schema_takes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for file in [
        "contracts/jsa/openapi.yaml",
        "contracts/commvault/openapi.yaml",
    ] {
        let document = plain(&std::fs::read_to_string(root.join(file)).unwrap()).unwrap();
        assert_eq!(faults(&document), Vec::<String>::new(), "{file}");
        seen += 1;
    }
    for entry in std::fs::read_dir(root.join("contracts/commvault")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let Some(part) = plain(&text).filter(|p| p.get("post").is_some()) else {
            continue;
        };
        let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": part}});
        assert_eq!(
            faults(&document),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        seen += 1;
    }
    assert!(seen > 4, "{seen}");
}

/// Contracts that are refused for an extension: those whose fault is one of form are refused by the schema, too.
#[test]
fn what_the_loader_refuses_in_form_the_schema_refuses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/broken");
    for name in [
        "extension-misplaced",
        "extension-member-unknown",
        "when-empty",
        "when-with-two-causes",
        "when-without-cause",
        "code-is-a-list",
        "fixture-type-unknown",
        "flag-is-text",
    ] {
        let text = std::fs::read_to_string(root.join(format!("{name}.yaml"))).unwrap();
        assert!(
            load_text(name, &text, &|_| Err(String::new())).is_err(),
            "{name}"
        );
        assert!(
            !faults(&plain(&text).unwrap()).is_empty(),
            "{name}: the schema takes it"
        );
    }
}

/// Each extension, at each part that it may stand in and at one that it may not.
#[test]
fn both_say_alike_where_an_extension_may_stand() {
    let document = |at: &str, name: &str| {
        let mut document = json!({
            "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "x-clausal": {"name": "t"},
            "paths": {"/a": {"post": {"operationId": "a",
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"200": {"description": "d"}}}}},
            "components": {"securitySchemes": {"k": {"type": "http", "scheme": "basic"}}},
        });
        document.pointer_mut(at).unwrap()[name] = json!({"never": "right"});
        document
    };
    let parts = [
        ("", "the top of the document"),
        ("/info", "`info`"),
        ("/paths/~1a", "a path item"),
        ("/paths/~1a/post", "an operation"),
        ("/paths/~1a/post/parameters/0", "a parameter"),
        ("/paths/~1a/post/requestBody", "a request body"),
        ("/paths/~1a/post/responses/200", "a response"),
        ("/paths/~1a/post/parameters/0/schema", "a schema"),
    ];
    for (name, own) in EXTENSIONS {
        let own: Vec<&str> = own.iter().map(|part| part.word()).collect();
        for (at, word) in parts {
            let document = document(at, name);
            let misplaced = format!("means nothing in {word}");
            let said = load_text("t.json", &document.to_string(), &|_| Err(String::new()));
            let said = said.err().map(|e| e.to_string()).unwrap_or_default();
            let by_loader = said.contains(&misplaced);
            assert_eq!(by_loader, !own.contains(&word), "{name} at {at}: {said}");
            let by_schema = faults(&document)
                .iter()
                .any(|f| f.starts_with(&format!("{at}: ")) && f.contains("not"));
            assert!(
                !by_loader || by_schema,
                "{name} at {at}: the schema takes it"
            );
        }
    }
}
