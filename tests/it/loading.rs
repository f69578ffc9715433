//! Documents as other people write them: each loads, and what is passed over is noted.

use clausal::contract::{Contract, Weight, load_text};
use serde_json::json;

fn no_files(_: &str) -> Result<String, String> {
    Err("there is no such file".to_owned())
}

fn loaded(text: &str) -> Contract {
    match load_text("api.yaml", text, &no_files) {
        Ok(contract) => contract,
        Err(error) => panic!("{error}"),
    }
}

/// A document whose only operation takes a body of this schema.
fn with(version: &str, schema: &str, components: &str) -> String {
    format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    post:\n      operationId: a\n      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}\n      responses: {{'200': {{description: fine}}}}\ncomponents:\n  schemas:\n{components}"
    )
}

fn body(contract: &Contract) -> &clausal::contract::Schema {
    contract.operations[0].schema_at("/body").unwrap()
}

fn words(contract: &Contract) -> Vec<String> {
    let notes = contract.notes.iter();
    notes
        .map(|n| format!("{}: {}", n.weight.word(), n.message))
        .collect()
}

#[test]
fn a_schema_may_stand_inside_itself() {
    let node = "    Node: {type: object, required: [name], properties: {name: {type: string}, next: {$ref: '#/components/schemas/Node'}, all: {type: array, items: {$ref: '#/components/schemas/Node'}}}}\n";
    let contract = loaded(&with("3.1.0", "{$ref: '#/components/schemas/Node'}", node));
    assert_eq!(words(&contract), ["note: this schema stands inside itself"]);
    let whole = body(&contract);
    assert!(whole.property("next").unwrap().schema.cut && !whole.cut);
    let validator = whole.validator(true).unwrap();
    for (value, valid) in [
        (
            json!({"name": "a", "next": {"name": "b", "next": {"name": "c"}}}),
            true,
        ),
        (
            json!({"name": "a", "next": {"name": "b", "next": {"name": 1}}}),
            false,
        ),
        (
            json!({"name": "a", "all": [{"name": "b", "all": [{}]}]}),
            false,
        ),
    ] {
        assert_eq!(validator.is_valid(&value), valid, "{value}");
    }
    assert!(!clausal::clause::derive(&contract).is_empty());
}

/// A circle that no value gets through would never end.
#[test]
fn a_schema_that_is_itself_judges_nothing() {
    for circle in [
        "    A: {allOf: [{$ref: '#/components/schemas/A'}], type: object}\n",
        "    A: {properties: {c: {$ref: '#/components/schemas/C'}}, anyOf: [{$ref: '#/components/schemas/B'}]}\n    B: {oneOf: [{$ref: '#/components/schemas/C'}]}\n    C: {not: {$ref: '#/components/schemas/A'}}\n",
        "    A: {$ref: '#/components/schemas/B', minProperties: 1}\n    B: {$ref: '#/components/schemas/A', maxProperties: 3}\n",
    ] {
        let contract = loaded(&with("3.1.0", "{$ref: '#/components/schemas/A'}", circle));
        let validator = body(&contract).validator(true).unwrap();
        let _ = validator.is_valid(&json!({"c": {}}));
    }
}

#[test]
fn chains_of_references_are_walked_once() {
    let mut chain = String::new();
    for n in 0..2_000 {
        chain += &format!("    A{n}: {{$ref: '#/components/schemas/A{}'}}\n", n + 1);
    }
    chain += "    A2000: {type: integer}\n";
    let begin = std::time::Instant::now();
    for version in ["3.0.3", "3.1.0"] {
        let contract = loaded(&with(version, "{$ref: '#/components/schemas/A0'}", &chain));
        let types = &body(&contract).types;
        assert!(types == &["integer"] || version == "3.1.0", "{types:?}");
    }
    assert!(begin.elapsed().as_secs() < 20);
}

/// More may stand beside each reference of a chain; a judge takes each on the stack.
#[test]
fn long_chains_with_words_beside_are_judged() {
    let mut chain = String::new();
    for n in 0..5_000 {
        chain += &format!(
            "    A{n}: {{$ref: '#/components/schemas/A{}', maxLength: {}}}\n",
            n + 1,
            n + 3
        );
    }
    chain += "    A5000: {type: string}\n";
    let contract = loaded(&with("3.1.0", "{$ref: '#/components/schemas/A0'}", &chain));
    let validator = body(&contract).validator(true).unwrap();
    assert!(!validator.is_valid(&json!("four")));
    assert!(validator.is_valid(&json!("abc")));
}

#[test]
fn anchors_ids_and_dynamic_references_lead_somewhere() {
    let all = "    Pet: {$anchor: pet, $id: 'https://example.com/pet', type: object}\n    Old: {$recursiveAnchor: true, type: object, properties: {more: {$recursiveRef: '#'}}}\n    L: {$dynamicAnchor: node, type: object, properties: {v: {type: integer}, next: {$dynamicRef: '#node'}}}\n";
    for schema in [
        "{$ref: '#pet'}",
        "{$ref: 'https://example.com/pet'}",
        "{$ref: pet}",
        "{$ref: '#/components/schemas/Old'}",
        "{$ref: '#components/schemas/L'}",
    ] {
        let contract = loaded(&with("3.1.0", schema, all));
        assert_eq!(body(&contract).types, ["object"], "{schema}");
        let errors = contract.notes.iter().filter(|n| n.weight != Weight::Note);
        assert_eq!(errors.count(), 0, "{schema}: {:?}", contract.notes);
    }
    let list = loaded(&with("3.1.0", "{$ref: '#/components/schemas/L'}", all));
    let validator = body(&list).validator(true).unwrap();
    assert!(!validator.is_valid(&json!({"next": {"next": {"v": "x"}}})));
}

#[test]
fn wrong_examples_and_defaults_are_left_out() {
    let big: String = (0..40)
        .map(|n| format!("p{n}: {{type: string}}, "))
        .collect();
    let all = format!(
        "    A: {{type: object, properties: {{n: {{type: integer, example: x, default: y}}, m: {{type: integer, examples: [1, z]}}, b: {{$ref: '#/components/schemas/B'}}}}, example: {{b: {{p1: 1}}}}}}\n    B: {{type: object, properties: {{{big}}}}}\n"
    );
    let contract = loaded(&with("3.1.0", "{$ref: '#/components/schemas/A'}", &all));
    assert_eq!(contract.notes.len(), 4, "{:?}", words(&contract));
    let n = contract.operations[0].schema_at("/body/n").unwrap();
    assert!(n.examples.is_empty() && n.default.is_none());
    let m = contract.operations[0].schema_at("/body/m").unwrap();
    assert_eq!(m.examples, [json!(1)]);
    assert!(body(&contract).examples.is_empty());
}

#[test]
fn the_dialect_of_3_0_is_read() {
    let all = "    A: {type: object, properties: {e: {type: string, nullable: true, enum: [null]}, x: {type: number, minimum: 1, exclusiveMinimum: true}, w: {type: string, enum: [1.0, on]}}}\n";
    let contract = loaded(&with("3.0.3", "{$ref: '#/components/schemas/A'}", all));
    assert!(contract.notes.is_empty(), "{:?}", words(&contract));
    let validator = body(&contract).validator(true).unwrap();
    assert!(validator.is_valid(&json!({"e": null, "x": 1.5})));
    assert!(!validator.is_valid(&json!({"x": 1})));
    let numbers = "    A: {type: string, enum: [1.0, 2]}\n    B: {type: number, minimum: 1, exclusiveMinimum: true}\n";
    let contract = loaded(&with("3.1.0", "{$ref: '#/components/schemas/A'}", numbers));
    assert_eq!(contract.notes.len(), 2, "{:?}", words(&contract));
    assert_eq!(body(&contract).enumeration, [json!("1.0"), json!("2")]);
}

#[test]
fn yaml_is_read_as_emitters_write_it() {
    let text = "openapi: 3.1.0\ninfo:\n  title: T\n  description: \"two\n  lines\"\npaths:\n  /a:\n    get:\n      parameters: [\n        {name: 'q', in: query, example: {\n        }, schema: {$ref: '#/components/schemas/Q'}}\n      ]\n      responses: {'200': {description: fine}}\ncomponents:\n  schemas:\n    Q: {$ref: '#/components/schemas/R'}\n    R:\n      $ref: '#/components/schemas/S'# so\n    S: {type: object}\n";
    let contract = loaded(text);
    assert_eq!(
        contract.operations[0].parameters[0].schema.types,
        ["object"]
    );
    // Places are those of the text as it was written.
    assert_eq!(contract.operations[0].parameters[0].at.line, 10);
    assert_eq!(contract.operations[0].parameters[0].schema.at.line, 19);
}

#[test]
fn extensions_of_others_are_left_alone() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1', x-errors: none}\npaths:\n  /a:\n    get:\n      operationId: a\n      x-tags: [a]\n      x-source: {file: a.py, $ref: 'code.py'}\n      x-errors: {a: b}\n      responses: {'200': {description: fine, x-errors: [{code: E1}], content: {application/json: {schema: {type: object, properties: {x-errors: {type: 1}}, x-unique: 'yes', x-unit: meter, x-ways: [car]}}}}}\n";
    let contract = loaded(text);
    let answer = contract.operations[0].success_response().unwrap();
    assert!(answer.errors.is_empty());
    let schema = &answer.media[0].schema;
    assert!(!schema.ext.unique && schema.ext.unit.is_none());
    assert_eq!(schema.properties[0].name, "x-errors");
    // A document that says it is written for clausal is held to them.
    let own = format!("{text}x-clausal: {{name: mine}}\n");
    let error = load_text("api.yaml", &own, &no_files).unwrap_err();
    assert!(error.to_string().contains("x-tags"), "{error}");
}

#[test]
fn a_document_may_name_its_contract() {
    let text = with("3.1.0", "true", "    A: true\n") + "x-clausal: {name: My Pets}\n";
    assert_eq!(loaded(&text).name, "my-pets");
    let text = with("3.1.0", "true", "    A: true\n").replace("title: T", "title: ''");
    assert_eq!(loaded(&text).name, "api");
}

#[test]
fn operations_are_told_apart() {
    let long = "a-rather-long-part-of-a-path/".repeat(8);
    let one = "{get: {responses: {}}}";
    let text = format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /{long}x: {one}\n  /{long}y: {one}\n  /b: {{get: {{operationId: repos/list all, responses: {{}}}}, query: {{responses: {{}}}}, additionalOperations: {{COPY: {{operationId: repos-list-all, responses: {{}}}}}}}}\n"
    );
    let contract = loaded(&text);
    let ids: Vec<&str> = contract.operations.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ids.len(), 5);
    // Told apart by what they are, not by where they stand.
    assert!(ids[1].starts_with(&format!("{}-", ids[0])), "{ids:?}");
    assert_eq!(ids[1].len(), ids[0].len() + 9);
    assert_eq!(ids[2..], ["repos-list-all", "query-b", "repos-list-all-2"]);
    assert_eq!(contract.operations[4].method, "COPY");
}

#[test]
fn swagger_2_is_read() {
    let text = "swagger: '2.0'\ninfo: {title: Old, version: '1'}\nhost: example.com\nbasePath: /v1\nschemes: [https]\nconsumes: [application/json]\nsecurityDefinitions:\n  key: {type: apiKey, in: header, name: X-Key}\nsecurity: [{key: []}]\nparameters:\n  Pet: {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}\n  Limit: {name: limit, in: query, type: integer, maximum: 9}\npaths:\n  /pets/{id}:\n    parameters: [{name: id, in: path, required: true, type: string}]\n    put:\n      operationId: put\n      parameters: [{$ref: '#/parameters/Pet'}, {$ref: '#/parameters/Limit'}]\n      responses: {'200': {description: fine, schema: {$ref: '#/definitions/Pet'}, examples: {application/json: {name: 1}}}, '404': {$ref: '#/responses/No'}}\n    post:\n      operationId: post\n      parameters: [{name: file, in: formData, required: true, type: file}, {name: ids, in: query, type: array, items: {type: integer}, collectionFormat: pipes}]\n      responses: {'204': {description: fine}}\nresponses:\n  No: {description: none}\ndefinitions:\n  Pet: {type: object, required: [name], properties: {name: {type: string, x-nullable: true}, up: {$ref: '#/definitions/Pet'}}}\n";
    let contract = loaded(text);
    assert_eq!(contract.bases, ["/v1"]);
    let token = contract.token.as_ref().map(|t| t.header.as_str());
    assert_eq!(token, Some("X-Key"));
    let put = contract.operation("put").unwrap();
    let names: Vec<&str> = put.parameters.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["id", "limit"]);
    assert_eq!(put.parameters[1].schema.maximum, Some(9.0));
    assert!(put.body.as_ref().unwrap().required && put.secured);
    let name = put.schema_at("/body/name").unwrap();
    assert_eq!(name.types, ["string", "null"]);
    assert_eq!(
        (name.at.line, &*name.at.pointer),
        (27, "/definitions/Pet/properties/name")
    );
    assert_eq!(put.responses.len(), 2);
    assert_eq!(put.responses[0].media[0].media_type, "application/json");
    let post = contract.operation("post").unwrap();
    let form = &post.body.as_ref().unwrap().media[0];
    assert_eq!(form.media_type, "multipart/form-data");
    assert_eq!(
        form.schema.properties[0].schema.format.as_deref(),
        Some("binary")
    );
    let said = words(&contract);
    assert!(
        said.iter().any(|w| w.contains("example is not valid")),
        "{said:?}"
    );
    assert!(said.iter().all(|w| !w.starts_with("error")), "{said:?}");
}

/// A hundred thousand paths are no bomb.
#[test]
fn many_paths_are_loaded() {
    let mut text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
    for n in 0..40_000 {
        text += &format!("  /p{n}: {{get: {{responses: {{'200': {{description: fine}}}}}}}}\n");
    }
    let begin = std::time::Instant::now();
    let contract = loaded(&text);
    assert_eq!(contract.operations.len(), 25_000);
    assert_eq!(contract.notes[0].location.line, 25_004);
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
}
