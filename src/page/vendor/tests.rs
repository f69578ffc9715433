use serde_json::Value;

use super::{Vendor, codes};
use crate::contract::{Overlay, load_overlaid, load_text};
use crate::page::yaml;

/// A document with an answer for 400, the rest of it as given.
fn document(response: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Mail, version: '1'}}
paths:
  /letters:
    post:
      operationId: send
{more}      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [subject]
              properties:
                subject: {{type: string, minLength: 1, maxLength: 60}}
                box_id: {{type: integer}}
      responses:
        '201': {{description: sent}}
        '400':
          description: refused
{response}"
    )
}

fn found(text: &str) -> Vendor {
    let none = |_: &str| Err(String::new());
    let contract = load_text("mail.yaml", text, &none).unwrap();
    let vendor = codes(&contract, text, "mail.yaml");
    if let Some(overlay) = &vendor.overlay {
        let overlay = Overlay::new("codes.yaml", &yaml(overlay)).unwrap();
        if let Err(error) = load_overlaid("mail.yaml", text, &[overlay], &none) {
            panic!("{error}\n{}", yaml(vendor.overlay.as_ref().unwrap()));
        }
    }
    vendor
}

fn errors(vendor: &Vendor) -> Vec<Value> {
    let overlay = vendor.overlay.as_ref().expect("codes");
    overlay["actions"][1]["update"]["x-errors"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn an_enum_of_the_schema_gives_a_set() {
    let text = document(
        "          content:
            application/problem+json:
              schema: {allOf: [{type: object, properties: {error: {type: object, properties: {code: {enum: [A_1, A_2]}}}}}]}
",
        "",
    );
    let vendor = found(&text);
    assert_eq!((vendor.codes, vendor.tied), (2, 0));
    assert_eq!(
        vendor.overlay.as_ref().unwrap()["actions"][0]["update"]["x-error-code"]["at"][0],
        "/error/code"
    );
    assert_eq!(errors(&vendor)[1]["when"], "untested");
}

#[test]
fn named_examples_are_tied_by_their_words() {
    let text = document(
        "          content:
            application/json:
              examples:
                TooLong: {summary: The subject must not exceed 60 characters, value: {code: LONG, message: no}}
                noBox: {value: {code: NO_BOX, message: The box does not exist}}
                other: {value: {code: ODD, message: Something went wrong}}
                wrong: {value: {code: SHORT, message: 'The subject must not exceed 50 characters'}}
",
        "",
    );
    let vendor = found(&text);
    assert_eq!((vendor.codes, vendor.tied), (4, 2), "{:#?}", vendor.overlay);
    let errors = errors(&vendor);
    assert_eq!(errors[0]["when"]["breaks"], "maxLength");
    assert_eq!(errors[1]["when"]["unknown"], "box");
    assert!(errors[0]["source"].as_str().unwrap().contains("inferred"));
    assert_eq!(errors[2]["when"], "untested");
}

#[test]
fn tables_extensions_and_back_quotes_are_read() {
    let table = "      description: |
        Sends.

        | Status | Code | Description |
        |---|---|---|
        | 400 | `subject_missing` | The subject is required. |
        | 418 | `teapot` | No. |
";
    let vendor = found(&document("", table));
    assert_eq!((vendor.codes, vendor.tied), (1, 1), "{:#?}", vendor.overlay);
    let extension = "      x-endpoint-errors: [{status: 400, code: BAD_BOX, description: 'The box does not exist'}, LONELY]\n";
    // What gives no status means the one refusal that there is.
    assert_eq!(found(&document("", extension)).codes, 2);
    let ticked = document("", "").replace(
        "description: refused",
        "description: \"`M_FORBIDDEN`: not allowed, `M_TOO_LARGE`\"",
    );
    assert_eq!(found(&ticked).codes, 2);
}

#[test]
fn a_shared_answer_takes_a_set_once() {
    let shared = document("", "").replace(
        "        '400':
          description: refused
",
        "        '400': {$ref: '#/components/responses/Bad'}
components:
  responses:
    Bad:
      description: refused
      content: {application/json: {schema: {properties: {code: {enum: [X_1, X_2]}}}}}
",
    );
    let vendor = found(&shared);
    assert_eq!(vendor.codes, 2);
    assert_eq!(
        vendor.overlay.unwrap()["actions"][1]["target"],
        "$.components.responses['Bad']"
    );
}

#[test]
fn a_list_for_the_whole_document_ties_nothing() {
    let text =
        document("", "") + "components: {schemas: {ErrorCode: {type: string, enum: [a, b, c]}}}\n";
    let vendor = found(&text);
    assert!(vendor.overlay.is_none());
    assert!(
        vendor.told[0].contains("lists 3 codes"),
        "{:?}",
        vendor.told
    );
    assert!(found(&document("", "")).told.is_empty());
}
