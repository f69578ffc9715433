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
    let codes: Vec<String> = create.errors().map(|(_, e)| e.code.to_string()).collect();
    assert_eq!(codes.len(), 16);
    assert_eq!(
        codes.iter().min().zip(codes.iter().max()),
        Some((&"1000".to_owned(), &"1016".to_owned()))
    );
    let answer = &create.success_response().unwrap().media[0].schema;
    assert_eq!(answer.properties.len(), 15);
    assert_eq!(create.bases.len(), 2);
    assert_eq!(create.probes.len(), 11);
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

const PLAIN: &str = r#"
openapi: 3.1.0
info: {title: My Pets!, version: '1'}
servers: [{url: 'https://{host}/v1/', variables: {host: {default: example.com}}}, {url: /}]
x-logo: {url: logo.png}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}
    put:
      x-amazon-apigateway: {any: thing}
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer, exclusiveMinimum: 0}}
        - {name: Accept, in: header, schema: {type: string}}
        - $ref: '#/components/parameters/Trace'
      requestBody: {$ref: '#/components/requestBodies/Pet'}
      responses:
        200: {description: fine}
        4XX: {$ref: '#/components/responses/Problem'}
        default: {description: else}
components:
  parameters:
    Trace: {name: trace, in: header, schema: {type: [string, 'null']}}
  requestBodies:
    Pet:
      content:
        application/xml:
          schema: {$ref: '#/components/schemas/Dog', description: a dog in XML}
          example: <dog/>
        application/json:
          schema: {$ref: '#/components/schemas/Dog', maxProperties: 9}
  responses:
    Problem: {description: a problem, content: {application/problem+json: {schema: true}}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 20}
        x-tag: {type: string, x-internal: true}
    Dog:
      allOf:
        - {$ref: '#/components/schemas/Pet'}
        - type: object
          required: [bark, age]
          properties:
            name: {type: string, minLength: 2}
            bark: {oneOf: [{type: string}, {type: integer}]}
"#;

fn no_files(_: &str) -> Result<String, String> {
    Err("there is no such file".to_owned())
}

fn loaded(name: &str, text: &str) -> contract::Contract {
    match contract::load_text(name, text, &no_files) {
        Ok(contract) => contract,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_plain_openapi_document_loads() {
    let pets = loaded("api.yaml", PLAIN);
    assert_eq!(pets.name, "my-pets");
    assert_eq!(pets.bases, ["/v1", ""]);
    let put = &pets.operations[0];
    // The body is shown in XML and in JSON: the operation is held in both.
    assert_eq!(put.id, "put-pets-id.xml");
    assert_eq!(pets.operations[1].id, "put-pets-id.json");
    assert_eq!(put.bases.len(), 1);
    assert_eq!(put.bases[0].name, "valid");
    let names: Vec<_> = put
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.required))
        .collect();
    assert_eq!(names, [("id", true), ("limit", true), ("trace", false)]);
    assert_eq!(put.parameters[1].schema.minimum, Some(1.0));
    let statuses: Vec<_> = put.responses.iter().map(|r| r.status).collect();
    assert_eq!(
        statuses,
        [StatusSet::Exact(200), StatusSet::Class(4), StatusSet::Any]
    );
    let media = &put.body.as_ref().unwrap().media;
    assert_eq!(media[0].media_type, "application/xml");
    let dog = &media[0].schema;
    assert_eq!(dog.about, "a dog in XML");
    let members: Vec<_> = dog
        .properties
        .iter()
        .map(|p| (p.name.as_str(), p.required))
        .collect();
    assert_eq!(
        members,
        [
            ("name", true),
            ("x-tag", false),
            ("bark", true),
            ("age", true)
        ]
    );
    let name = &dog.property("name").unwrap().schema;
    assert_eq!((name.min_length, name.max_length), (Some(2), Some(20)));
    assert_eq!(dog.property("bark").unwrap().schema.any_of.len(), 2);
    let other = pets.operations[1].body.as_ref().unwrap();
    let json = &other.media[0].schema.json;
    assert!(!json.to_string().contains("$ref"), "{json}");
    assert!(json.to_string().contains("x-tag"), "{json}");
    assert!(!json.to_string().contains("x-internal"), "{json}");
    let validator = jsonschema::draft202012::new(json).unwrap();
    assert!(validator.is_valid(&serde_json::json!({"name": "rex", "bark": 1, "age": 2})));
    assert!(!validator.is_valid(&serde_json::json!({"name": "r", "bark": 1, "age": 2})));
}

#[test]
fn openapi_3_0_loads() {
    let text = r#"
openapi: 3.0.3
info: {title: Old, version: '1'}
paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                n: {type: integer, nullable: true, minimum: 3, exclusiveMinimum: true}
      responses: {'200': {description: fine}}
"#;
    let old = loaded("old.yaml", text);
    let n = old.operations[0].schema_at("/body/n").unwrap();
    assert_eq!(n.types, ["integer", "null"]);
    assert_eq!(n.json["exclusiveMinimum"], 3);
    assert_eq!(n.minimum, Some(4.0));
}

#[test]
fn json_text_loads() {
    let text = "{\n\t\"openapi\": \"3.1.0\",\n\t\"info\": {\"title\": \"\\ud83d\\ude00 a\\/b\", \"version\": \"1\"},\n\t\"paths\": {\"/a\": {\"get\": {\"responses\": {\"200\": {\"description\": \"\"}}}}}\n}";
    let json = loaded("api.json", text);
    assert_eq!(json.title, "\u{1f600} a/b");
    assert_eq!(json.operations[0].at.line, 4);
}

#[test]
fn references_lead_to_other_files() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    let path = write(
        "api.yaml",
        "openapi: 3.1.0\ninfo: {title: Many files, version: '1'}\npaths:\n  /a: {$ref: 'paths/a.yaml'}\ncomponents: {schemas: {Id: {type: integer}}}\n",
    );
    write(
        "paths/a.yaml",
        "post:\n  requestBody: {content: {application/json: {schema: {$ref: '../schemas/note.yaml#/Note'}}}}\n  responses: {'200': {description: fine}}\n",
    );
    write(
        "schemas/note.yaml",
        "Note:\n  type: object\n  properties:\n    id: {$ref: '../api.yaml#/components/schemas/Id'}\n    title: {$ref: '#/Title'}\nTitle: {type: string, maxLength: 9}\n",
    );
    let many = match contract::load_file(&path) {
        Ok(contract) => contract,
        Err(error) => panic!("{error}"),
    };
    let post = &many.operations[0];
    assert_eq!(post.schema_at("/body/id").unwrap().types, ["integer"]);
    let title = post.schema_at("/body/title").unwrap();
    assert_eq!(title.max_length, Some(9));
    assert!(
        title.at.file.ends_with("schemas/note.yaml"),
        "{}",
        title.at.file
    );
    assert_eq!(title.at.line, 6);
    // What lies in another file is told with that file's name.
    write("schemas/note.yaml", "Note: {type: objekt}\n");
    let notes = contract::load_file(&path).unwrap().notes;
    let place = |n: &contract::Problem| n.location.to_string().ends_with("schemas/note.yaml:1:14");
    assert!(notes.iter().any(place), "{notes:?}");
}

#[test]
fn a_shared_path_item_says_which_token_it_asks_for() {
    let text = r#"
openapi: 3.1.0
info: {title: Shared, version: '1'}
paths:
  /a: {$ref: '#/components/pathItems/A'}
components:
  securitySchemes:
    spare: {type: http, scheme: bearer}
    token: {type: apiKey, in: header, name: SEC}
  pathItems:
    A:
      get: {security: [{token: []}], responses: {'200': {description: fine}}}
      put: {security: [{}, {token: []}], responses: {'200': {description: fine}}}
"#;
    let shared = loaded("shared.yaml", text);
    assert_eq!(
        shared.token.as_ref().map(|t| t.header.as_str()),
        Some("SEC")
    );
    let secured: Vec<_> = shared.operations.iter().map(|o| o.secured).collect();
    assert_eq!(secured, [true, false]);
}

/// Whole documents come in one line, and columns in it count characters.
#[test]
fn places_in_a_long_line_are_right() {
    let paths: Vec<String> = (0..300)
        .map(|n| {
            format!(
                r#""/p{n}": {{"get": {{"summary": "{}", "responses": {{"200": {{"description": "", "content": {{"application/json": {{"schema": {{"properties": {{"a": {{"type": "string"}}, "b": {{"type": "string"}}}}}}}}}}}}}}}}}}"#,
                "\u{e9}".repeat(400)
            )
        })
        .collect();
    let text = format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Long", "version": "1"}}, "paths": {{{}}}}}"#,
        paths.join(", ")
    );
    let long = loaded("long.json", &text);
    let last = &long.operations[299].at;
    let wanted = text.rfind("\"get\"").unwrap();
    // An inline map stands at its brace, behind the name.
    assert_eq!(
        last.column,
        text[..wanted].chars().count() + 1 + "\"get\": ".len()
    );
    assert_eq!(last.line, 1);
}

#[test]
fn broken_json_is_called_json() {
    let error = contract::load_text(
        "api.json",
        "{\n  \"openapi\": \"3.1.0\"\n  \"info\": 1\n}",
        &no_files,
    );
    let message = error.unwrap_err().to_string();
    assert!(message.contains("well-formed JSON"), "{message}");
    assert!(message.contains("api.json:3:3"), "{message}");
}

/// Whatever is cut out of a contract or put into it, loading says yes or no.
#[test]
fn mutilated_contracts_never_panic() {
    let text: Vec<char> = include_str!("../../contracts/jsa/openapi.yaml")
        .chars()
        .collect();
    let mut seed = 7_u64;
    let mut dice = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let splinters = [
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "null",
        "\u{1f600}",
        "'",
        "\n",
        "\r\n",
        "\t",
        ": ",
        "- ",
        "$ref: '#/paths'",
    ];
    for _ in 0..300 {
        let mut broken = text.clone();
        for _ in 0..=dice(3) {
            let at = dice(broken.len());
            let end = (at + dice(12)).min(broken.len());
            let splinter = splinters[dice(splinters.len())];
            broken.splice(at..end, splinter.chars());
        }
        let broken: String = broken.into_iter().collect();
        if let Err(error) = contract::load_text("broken.yaml", &broken, &no_files) {
            assert!(!error.problems.is_empty());
            assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn anchors_aliases_and_merge_keys_are_written_out() {
    let text = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nx-common: &name {type: string, maxLength: 9}\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n          application/json:\n            schema: {type: object, properties: {a: *name, b: {<<: *name, minLength: 2, maxLength: 3}}}\n      responses: {'200': {description: fine}}\n";
    for text in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
    ] {
        let contract = loaded("a.yaml", &text);
        let post = &contract.operations[0];
        assert_eq!(post.schema_at("/body/a").unwrap().max_length, Some(9));
        let b = post.schema_at("/body/b").unwrap();
        assert_eq!((b.min_length, b.max_length), (Some(2), Some(3)));
        assert_eq!((b.at.line, post.at.line, post.at.column), (10, 6, 5));
    }
}

/// The deepest schema that is allowed fits the stack of a test's thread.
#[test]
fn deep_schemas_are_loaded() {
    let of_depth = |depth: usize| {
        let mut text = "openapi: 3.1.0\ninfo: {title: Deep, version: '1'}\npaths:\n  /a:\n    post:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A0'}}}}\n      responses: {'200': {description: fine}}\ncomponents:\n  schemas:\n".to_owned();
        for n in 0..depth {
            text.push_str(&format!("    A{n}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/A{}'}}}}}}\n", n + 1));
        }
        text + &format!("    A{depth}: {{type: string, example: a}}\n")
    };
    let deep = loaded("deep.yaml", &of_depth(60));
    assert!(
        deep.operations[0]
            .schema_at(&format!("/body{}", "/a".repeat(60)))
            .is_some()
    );
    let deeper = loaded("deep.yaml", &of_depth(200));
    let whole = deeper.operations[0].schema_at("/body").unwrap();
    let validator = whole.validator(true).unwrap();
    let nest = |n: usize, end: serde_json::Value| {
        (0..n).fold(end, |inner, _| serde_json::json!({"a": inner}))
    };
    assert!(validator.is_valid(&nest(200, "text".into())));
    assert!(!validator.is_valid(&nest(200, 1.into())));
    assert!(deeper.notes[0].message.contains("deeper than 64"));
}
