//! Codes in OpenAPI documents, in the forms in which vendors write them.

use clausal::contract::{Overlay, load_overlaid, load_text};
use clausal::page::{codes_of_document, yaml};
use serde_json::Value;

/// A document whose one operation has the answer for refusals, and what else it says, as given.
fn document(refusal: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Mail, version: '1'}}
{more}paths:
  /letters:
    post:
      operationId: send
      requestBody: {{content: {{application/json: {{schema: {{type: object, required: [subject], properties: {{subject: {{type: string, minLength: 1, maxLength: 60}}, box_id: {{type: integer}}}}}}}}}}}}
      responses:
        '201': {{description: sent}}
        '400': {refusal}
"
    )
}

/// Code and keyword of each entry, with the place of the codes.
fn found(refusal: &str, more: &str) -> (String, String) {
    let text = document(refusal, more);
    let none = |_: &str| Err(String::new());
    let contract = load_text("mail.yaml", &text, &none).unwrap();
    let overlay = codes_of_document(&contract, &text, "mail.yaml").overlay;
    let overlay = overlay.unwrap_or_else(|| panic!("no codes: {text}"));
    let actions = overlay["actions"].as_array().unwrap();
    let entries = actions
        .iter()
        .filter_map(|a| a["update"]["x-errors"].as_array())
        .flatten();
    let one = |entry: &Value| {
        let when = match &entry["when"] {
            Value::Array(all) => &all[0],
            one => one,
        };
        let cause = when
            .get("breaks")
            .or(when.get("unknown"))
            .and_then(Value::as_str)
            .unwrap_or("open");
        format!("{} {cause}", entry["code"].to_string().trim_matches('"'))
    };
    let all: Vec<String> = entries.map(one).collect();
    (
        all.join(", "),
        actions[0]["update"]["x-error-code"]["at"].to_string(),
    )
}

#[test]
fn codes_are_read_in_the_forms_that_vendors_use() {
    let content =
        |body: &str| format!("{{description: no, content: {{application/json: {body}}}}}");
    for (refusal, more, wanted, place) in [
        (
            content("{schema: {properties: {error: {properties: {code: {enum: [SUBJECT_TOO_LONG, ODD_ONE]}}}}}}"),
            "",
            "SUBJECT_TOO_LONG maxLength, ODD_ONE open",
            "[\"/error/code\"]",
        ),
        (
            content("{schema: {oneOf: [{description: The subject is required, properties: {code: {const: E1}}}, {properties: {code: {const: E2}}}]}}"),
            "",
            "E1 required, E2 open",
            "[\"/code\"]",
        ),
        (
            content("{examples: {a: {value: {type: 'https://e.example/empty', title: The subject must not be empty, status: 400}}, b: {value: {type: 'about:blank', title: no}}}}"),
            "",
            "https://e.example/empty required",
            "[\"/type\"]",
        ),
        (
            content("{example: {errors: [{code: '0042', message: The box was not found}]}}"),
            "",
            "0042 box",
            "[\"/errors/0/code\"]",
        ),
        (
            "{description: \"Refused:\\n\\n- `LONG_ONE`: subject must be at most 60 characters\\n- `SHUT_DOWN`: come back\"}".into(),
            "",
            "LONG_ONE maxLength, SHUT_DOWN open",
            "[\"/code\"]",
        ),
    ] {
        let (got, at) = found(&refusal, more);
        assert_eq!((got.as_str(), at.as_str()), (wanted, place), "{refusal}");
    }
}

#[test]
fn an_extension_names_codes_that_the_document_describes_elsewhere() {
    let more = "x-errors: {no_box: {description: The box does not exist, status: 400}, blank: {description: The subject is required}}\n";
    let text = document("{description: no}", more).replace(
        "      operationId: send\n",
        "      operationId: send\n      x-endpoint-errors: [no_box, blank]\n",
    );
    let none = |_: &str| Err(String::new());
    let contract = load_text("mail.yaml", &text, &none).unwrap();
    let vendor = codes_of_document(&contract, &text, "mail.yaml");
    assert_eq!((vendor.codes, vendor.tied), (2, 2), "{:#?}", vendor.overlay);
}

#[test]
fn codes_of_the_answer_for_all_other_statuses_are_kept() {
    let text = document("{description: no}", "").replace("'400'", "default");
    let content = "{description: no, content: {application/json: {schema: {properties: {code: {enum: [SUBJECT_TOO_LONG, ODD_ONE]}}}}}}";
    let text = text.replace("default: {description: no}", &format!("default: {content}"));
    assert!(
        text.contains("default: {description: no, content"),
        "{text}"
    );
    let none = |_: &str| Err(String::new());
    let contract = load_text("mail.yaml", &text, &none).unwrap();
    let vendor = codes_of_document(&contract, &text, "mail.yaml");
    assert_eq!((vendor.codes, vendor.tied), (2, 1), "{:#?}", vendor.overlay);
    let overlay = yaml(&vendor.overlay.unwrap());
    assert!(overlay.contains("responses['default']"), "{overlay}");
    let overlay = Overlay::new("codes.yaml", &overlay).unwrap();
    let contract = load_overlaid("mail.yaml", &text, &[overlay], &none).unwrap();
    let listed: Vec<String> = clausal::clause::derive(&contract)
        .into_iter()
        .map(|c| c.id)
        .collect();
    assert!(
        listed.iter().any(|id| id.contains("SUBJECT_TOO_LONG")),
        "{listed:#?}"
    );
}

#[test]
fn a_code_beside_its_status_is_read_in_descriptions_as_well() {
    let words = [
        "| Status | Reason |",
        "|--|--|",
        "| 400 SubjectMissing | The subject is required. |",
        "| 400, 404 | Other things. |",
    ];
    let lines: String = words
        .iter()
        .map(|line| format!("        {line}\n"))
        .collect();
    let text = document("{description: no}", "").replace(
        "      operationId: send\n",
        &format!("      operationId: send\n      description: |\n{lines}"),
    );
    let none = |_: &str| Err(String::new());
    let contract = load_text("mail.yaml", &text, &none).unwrap();
    let vendor = codes_of_document(&contract, &text, "mail.yaml");
    assert_eq!((vendor.codes, vendor.tied), (1, 1), "{:#?}", vendor.overlay);
    let told = vendor.told.join("\n");
    assert!(told.contains("POST /letters: row 2 of a table"), "{told}");
}
