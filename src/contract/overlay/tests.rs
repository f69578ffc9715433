use super::Overlay;
use crate::contract::{Contract, ContractError, Weight, load_overlaid};

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    post:
      operationId: order
      x-errors: [{theirs: true}]
      tags: [old, kept]
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
      responses:
        '201': {description: made}
        '400': {description: refused}
components:
  schemas:
    Order:
      type: object
      required: [note]
      properties:
        note: {type: string, maxLength: 9}
        count: {type: integer}
";

fn overlaid(overlay: &str) -> Result<Contract, ContractError> {
    let overlay = Overlay::new("codes.yaml", overlay)?;
    load_overlaid("shop.yaml", DOCUMENT, &[overlay], &|_| Err(String::new()))
}

fn actions(actions: &str) -> Result<Contract, ContractError> {
    overlaid(&format!(
        "overlay: 1.1.0\ninfo: {{title: codes, version: '1'}}\nactions:\n{actions}"
    ))
}

fn told(actions: &str) -> String {
    self::actions(actions).unwrap_err().to_string()
}

#[test]
fn codes_live_beside_a_document() {
    let contract = actions(
        "  - target: $.paths['/orders'].post.responses['400']
    update:
      x-errors:
        - {code: TOO_LONG, when: {breaks: maxLength, at: /body/note}}
        - {code: NO_NUMBER, when: {breaks: type, at: /body/count}}
",
    )
    .unwrap();
    let operation = &contract.operations[0];
    let rules: Vec<_> = operation.responses.iter().flat_map(|r| &r.errors).collect();
    assert_eq!(rules.len(), 2);
    assert_eq!(&*rules[0].at.file, "codes.yaml");
    assert_eq!((rules[0].at.line, rules[1].at.line), (7, 8));
    let pointer = "/paths/~1orders/post/responses/400/x-errors/1";
    assert_eq!(rules[1].at.pointer, pointer);
}

#[test]
fn what_is_wrong_in_an_overlay_is_told_at_its_line() {
    let wrong = "  - target: $.paths['/orders'].post.responses['400']
    update:
      x-errors:
        - {code: TOO_LONG, when: {breaks: maxLength, at: /body/nota}}
";
    let told = told(wrong);
    assert!(told.contains("codes.yaml:7:"), "{told}");
    assert!(told.contains("/body/nota"), "{told}");
    let misspelt = wrong.replace("x-errors", "x-error");
    let told = self::told(&misspelt);
    assert!(told.contains("did you mean `x-errors`"), "{told}");
    assert!(told.contains("codes.yaml:6:"), "{told}");
}

#[test]
fn maps_are_merged_lists_joined_and_values_replaced() {
    let contract = actions(
        "  - target: $.components.schemas.Order
    update:
      required: [count]
      properties: {note: {maxLength: 4}, more: {$ref: '#/components/schemas/Note'}}
  - target: $.components.schemas
    update: {Note: {type: string, minLength: 2}}
  - target: $.components.schemas.Order.properties.count.type
    update: string
  - {target: \"$.paths.*.post.tags[?@ == 'old']\", remove: true}
  - target: $.paths['/orders'].post.tags
    update: new
",
    )
    .unwrap();
    let operation = &contract.operations[0];
    assert_eq!(operation.tags, ["kept", "new"]);
    let body = operation.body.as_ref().unwrap();
    let text = body.media[0].schema.json.to_string();
    for part in ["\"note\",\"count\"", "\"maxLength\":4", "\"minLength\":2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_node_is_copied() {
    let contract = actions(
        "  - target: $.paths
    update: {/returns: {post: {operationId: giveBack}}}
  - {target: \"$.paths['/returns'].post\", copy: \"$.paths['/orders'].post\"}
  - target: $.paths['/returns'].post
    update: {operationId: giveBack}
",
    )
    .unwrap();
    assert_eq!(contract.operations.len(), 2);
    assert_eq!(contract.operations[1].responses.len(), 2);
    let told =
        told("  - {target: $.info, copy: '$.paths.*.*'}\n  - {target: $.info, copy: $.nothing}\n");
    assert!(told.contains("`copy` selects nothing"), "{told}");
}

#[test]
fn what_matches_nothing_is_noted() {
    let contract = actions("  - {target: $.paths.nowhere, update: {x: 1}}\n").unwrap();
    let note = contract
        .notes
        .iter()
        .find(|n| n.message.contains("matches nothing"));
    let note = note.expect("a note");
    assert_eq!(note.weight, Weight::Warning);
    assert_eq!(
        (&*note.location.file, note.location.line),
        ("codes.yaml", 4)
    );
}

#[test]
fn what_is_no_overlay_is_refused() {
    for (text, words) in [
        ("a: 1", "this is no overlay"),
        ("overlay: 2.0.0\nactions: [{target: $}]", "not known"),
        ("overlay: 1.0.0\nactions: []", "nothing to be done"),
        ("overlay: 1.0.0", "has no `actions`"),
        ("overlay: 1.0.0\nactions: [{update: 1}]", "needs a `target`"),
        ("overlay: 1.0.0\nactions: [{target: paths}]", "no JSONPath"),
        ("overlay: 1.0.0\nactions: [{target: 7}]", "not a number"),
        (
            "overlay: 1.0.0\nactions: [{target: $, remove: true}]",
            "cannot be removed",
        ),
        (
            "overlay: 1.0.0\nactions: [{target: $.info, update: [1]}]",
            "cannot be laid over",
        ),
        (
            "overlay: 1.0.0\nactions: [{target: '$..*', update: {a: 1}}]",
            "together",
        ),
        (
            "overlay: 1.0.0\nactions: [{target: $, update: 1, copy: $}]",
            "not both",
        ),
        ("overlay: [", "error"),
    ] {
        let error = overlaid(text).expect_err(text).to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn a_document_that_copies_itself_has_an_end() {
    let copies = "  - {target: $.components, copy: $}\n".repeat(200);
    let told = told(&copies);
    assert!(told.contains("than"), "{told}");
}

#[test]
fn an_overlay_says_which_document_it_is_for() {
    let overlay = |extends: &str| {
        let text = format!("overlay: 1.0.0\nextends: {extends}\nactions: [{{target: $}}]");
        Overlay::new("o.yaml", &text).unwrap()
    };
    assert!(overlay("./shop.yaml").is_for("docs/shop.yaml"));
    assert!(overlay("https://a.example/x/shop.yaml").is_for("shop.yaml"));
    assert!(overlay("jsa").is_for("jsa"));
    assert!(!overlay("./shop.yaml").is_for("pets.yaml"));
}
