use super::*;
use crate::contract::load_text;

fn ties(paths: &str) -> Vec<String> {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    let contract = load_text("t.yaml", &text, &|_| Err(String::new())).unwrap();
    let ties = Ties::of(&contract);
    let line = |t: &Tie| {
        let fills = t.fills.iter().map(|(at, o)| format!("{at} = {o}"));
        let fills: Vec<_> = fills.collect();
        format!(
            "{} <- {}: {} ({})",
            t.operation,
            t.producer,
            fills.join("; "),
            t.source
        )
    };
    ties.all().map(line).collect()
}

const ID: &str = "{name: petId, in: path, required: true, schema: {type: string}}";

#[test]
fn a_path_before_a_parameter_makes_what_it_names_and_its_parents_come_with_it() {
    let paths = format!(
        "  /pets:
    post: {{operationId: addPet, responses: {{'201': {{description: made}}}}}}
    get: {{operationId: pets, responses: {{'200': {{description: all}}}}}}
  /pets/{{id}}/toys:
    parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
    post: {{operationId: addToy, responses: {{'201': {{description: made}}}}}}
  /pets/{{petId}}/toys/{{toyId}}:
    parameters: [{ID}, {{name: toyId, in: path, required: true, schema: {{type: string}}}}]
    get: {{operationId: toy, responses: {{'200': {{description: one}}}}}}
"
    );
    let all = ties(&paths);
    assert_eq!(
        all,
        [
            "addToy <- addPet: /path/id = `id` or `pet_id` or `uuid` of its answer, or its Location (guessed: the path before it makes them)",
            "addToy <- pets: /path/id = `id` or `pet_id` or `uuid` of its answer, or its Location (guessed: the path before it lists them)",
            "toy <- addToy: /path/toyId = `toyId` or `id` or `toy_id` of its answer, or its Location; /path/petId = /path/id of its request (guessed: the path before it makes them)",
            "toy <- addPet: /path/petId = `petId` or `id` or `pet_id` of its answer, or its Location (guessed: the path before it makes them)",
            "toy <- pets: /path/petId = `petId` or `id` or `pet_id` of its answer, or its Location (guessed: the path before it lists them)",
        ]
    );
}

#[test]
fn a_link_comes_before_what_names_show() {
    let paths = format!(
        "  /things:
    post:
      operationId: make
      responses:
        '201':
          description: made
          links:
            one: {{operationId: read, parameters: {{petId: '$response.body#/made/key', odd: 7}}}}
            two: {{operationRef: '#/paths/~1pets~1{{petId}}/delete', parameters: {{path.petId: '$response.header.Location'}}}}
  /pets:
    post: {{operationId: addPet, responses: {{'201': {{description: made}}}}}}
  /pets/{{petId}}:
    parameters: [{ID}]
    get: {{operationId: read, responses: {{'200': {{description: one}}}}}}
    delete: {{responses: {{'204': {{description: gone}}}}}}
"
    );
    let all = ties(&paths);
    let first = |operation: &str| {
        let own = all.iter().find(|t| t.starts_with(operation));
        own.unwrap_or_else(|| panic!("{operation}: {all:#?}"))
            .as_str()
    };
    assert_eq!(
        first("read"),
        "read <- make: /path/petId = /made/key of its answer (link `one`)"
    );
    let deletes = all.iter().find(|t| t.contains("link `two`"));
    assert!(
        deletes.is_some_and(|t| t.contains("the end of its Location")),
        "{all:#?}"
    );
}

#[test]
fn what_names_itself_is_made_by_the_path_that_names_it() {
    let paths = format!(
        "  /pets/{{petId}}:
    parameters: [{ID}]
    put: {{operationId: put, responses: {{'200': {{description: kept}}}}}}
    get: {{operationId: read, responses: {{'200': {{description: one}}}}}}
"
    );
    assert_eq!(
        ties(&paths),
        [
            "read <- put: /path/petId = /path/petId of its request (guessed: its own path makes what it names)"
        ]
    );
}

#[test]
fn a_member_that_is_called_as_an_id_is_one() {
    let paths = "  /pets:
    post: {operationId: addPet, responses: {'201': {description: made}}}
  /orders:
    post:
      operationId: order
      requestBody: {content: {application/json: {schema: {type: object, properties: {
        pet_id: {type: integer}, valid: {type: string}, toy_ids: {type: array, items: {type: string}},
        buyer: {type: object, properties: {petUuid: {type: string, format: uuid}}}}}}}}
      responses: {'201': {description: made}}
";
    let all = ties(paths);
    let places: Vec<_> = all.iter().map(|t| t.split(" = ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "order <- addPet: /body/pet_id",
            "order <- addPet: /body/buyer/petUuid"
        ],
    );
}

#[test]
fn an_origin_is_read_as_it_was_written() {
    for origin in [
        Origin::Answer("/a/0".into()),
        Origin::Shown(vec!["petId".into(), "id".into()]),
        Origin::Location(2),
        Origin::Header("x-id".into()),
        Origin::Sent("/path/id".into()),
        Origin::Constant(serde_json::json!({"a": "x:y"})),
    ] {
        assert_eq!(Origin::read(&origin.written()), Some(origin));
    }
    assert_eq!(Origin::read("/id"), None);
}

#[test]
fn a_link_may_hold_constants_and_values_of_the_request_and_what_leads_nowhere_is_told() {
    let text = format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /things:
    post:
      operationId: make
      responses:
        '201':
          description: made
          links:
            one:
              operationId: read
              parameters:
                petId: '$request.body#/name'
                depth: 3
                nowhere: '$response.body#/id'
                word: '{{$url}}'
  /pets/{{petId}}:
    parameters: [{ID}]
    get:
      operationId: read
      parameters: [{{name: depth, in: query, schema: {{type: integer}}}}, {{name: word, in: query, schema: {{type: string}}}}]
      responses: {{'200': {{description: one}}}}
"
    );
    let contract = load_text("t.yaml", &text, &|_| Err(String::new())).unwrap();
    let ties = Ties::of(&contract);
    let own = ties.to("read").first().unwrap();
    let constant = Origin::Constant(serde_json::json!(3));
    let sent = Origin::Sent("/body/name".into());
    assert_eq!(
        own.fills,
        [
            ("/path/petId".to_owned(), sent),
            ("/query/depth".to_owned(), constant)
        ]
    );
    assert_eq!(
        ties.strays(),
        [
            "the link `one` of make: read has no parameter `nowhere`",
            "the link `one` of make: \"{$url}\" is no expression that can be followed",
        ]
    );
}
