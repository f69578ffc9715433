//! Names with dots, tables inside of cells, rows that only blanks keep apart, two codes for one cause.

use clausal::page::{Draft, draft, read};
use serde_json::{Value, json};

use crate::support::root;

fn made(page: &str) -> Draft {
    draft(&read(page), "the page").unwrap_or_else(|e| panic!("{e}: {page}"))
}

fn of_file(name: &str) -> Draft {
    made(&std::fs::read_to_string(root("tests/data/pages").join(name)).unwrap())
}

/// A schema without words and sources.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(k, v)| {
                !(["description", "x-source"].contains(&k.as_str()) && v.is_string())
            });
            kept.map(|(k, v)| (k.clone(), bare(v))).collect()
        }
        Value::Array(list) => list.iter().map(bare).collect(),
        other => other.clone(),
    }
}

fn body(draft: &Draft) -> Value {
    let schemas = draft.document["components"]["schemas"].as_object().unwrap();
    bare(schemas.values().next().unwrap())
}

/// A page whose table of members has these rows: name, type, required, words.
fn page(rows: &[&str], more: &str) -> Draft {
    made(&format!(
        "# Users\n\n`POST /users`\n\n## Request body\n\n| Field | Type | Required | Description |\n|--|--|--|--|\n{}\n\n{more}",
        rows.iter()
            .map(|r| format!("| {r} |\n"))
            .collect::<String>()
    ))
}

#[test]
fn names_with_dots_are_members_of_members() {
    let draft = page(
        &[
            "`user` | object | yes | Who.",
            "`user.name` | string | yes | At most 40 characters.",
            "`user.address.city` | string | no | Where.",
            "`items[].sku` | string | yes | What.",
            "`items[].quantity` | integer | no | Minimum 1.",
            "`tags[]` | string | no | Max 10 characters.",
            "`plain` | string | no | As it is.",
        ],
        "| Status | Code | Description |\n|--|--|--|\n| 400 | U1 | `user.name` must not exceed 40 characters. |\n| 400 | U2 | The quantity must be at least 1. |\n",
    );
    let expected = json!({"type": "object", "required": ["user", "items"], "properties": {
        "user": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "maxLength": 40},
            "address": {"type": "object", "properties": {"city": {"type": "string"}}}}},
        "items": {"type": "array", "items": {"type": "object", "required": ["sku"], "properties": {
            "sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1}}}},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 10}},
        "plain": {"type": "string"}}});
    assert_eq!(body(&draft), expected, "{:#}", body(&draft));
    let errors = &draft.document["paths"]["/users"]["post"]["responses"]["400"]["x-errors"];
    assert_eq!(
        errors[0]["when"],
        json!({"breaks": "maxLength", "at": "/body/user/name"})
    );
    assert_eq!(
        errors[1]["when"],
        json!({"breaks": "minimum", "at": "/body/items/0/quantity"})
    );
    assert!(
        draft
            .told
            .iter()
            .any(|t| t.contains("`items` has no row of its own")),
        "{:?}",
        draft.told
    );
}

#[test]
fn a_name_with_dots_that_a_sample_shows_whole_is_one_name() {
    let sample = "```json\n{\"user.name\": \"Ann\"}\n```\n";
    let draft = page(&["`user.name` | string | yes | Who."], sample);
    assert!(
        body(&draft)["properties"].get("user.name").is_some(),
        "{:#}",
        body(&draft)
    );
    // What is a text has no members.
    let draft = page(
        &[
            "`user` | string | yes | Who.",
            "`user.name` | string | no | Name.",
        ],
        "",
    );
    assert_eq!(
        body(&draft)["properties"]["user"],
        json!({"type": "string"})
    );
    let told = |t: &String| t.contains("`user.name`") && t.contains("left out");
    assert!(draft.told.iter().any(told), "{:?}", draft.told);
}

#[test]
fn rows_that_only_blanks_keep_apart_are_read() {
    let draft = of_file("webhooks.txt");
    assert_eq!((draft.codes, draft.tied), (7, 6), "{:#?}", draft.told);
    // Lines that begin with no status are none.
    let prose = "POST /a\n\nName   Type     Description\nb      string   What.\n\nWhat is said\nhere   and there\n";
    assert_eq!(made(prose).codes, 0);
}

#[test]
fn a_table_inside_of_a_cell_is_read() {
    let draft = of_file("projects.html");
    let properties = &body(&draft)["properties"];
    assert_eq!(
        properties["visibility"]["enum"],
        json!(["open", "closed"]),
        "{properties:#}"
    );
    assert!(
        draft
            .told
            .iter()
            .any(|t| t.contains("`visibility` (open, closed)")),
        "{:?}",
        draft.told
    );
    assert_eq!(
        properties["owner"]["required"],
        json!(["id"]),
        "{properties:#}"
    );
}

#[test]
fn one_cause_that_two_codes_claim_is_neither_ones() {
    let draft = of_file("accounts.md");
    let told = |code: &str| {
        let is = |t: &String| t.starts_with(&format!("code {code} is tied to no cause"));
        draft.told.iter().any(is)
    };
    for code in ["10", "11", "12", "21"] {
        assert!(told(code), "{code}: {:#?}", draft.told);
    }
    assert!(!told("13"));
    // Words that speak of what is left out alone keep that from those that speak of what is empty as well.
    let table = "| Status | Code | Description |\n|--|--|--|\n| 400 | A | name is required |\n| 400 | B | name must not be empty |\n";
    let draft = page(&["`name` | string | yes | Who."], table);
    let errors = &draft.document["paths"]["/users"]["post"]["responses"]["400"]["x-errors"];
    assert_eq!(
        errors[0]["when"],
        json!({"breaks": "required", "at": "/body/name"})
    );
    assert_eq!(
        errors[1]["when"],
        json!({"breaks": "minLength", "at": "/body/name"})
    );
}

#[test]
fn what_a_sentence_says_of_a_parameter_is_read() {
    let draft = made(
        "<h1>POST /a</h1><h2>Parameters</h2><dl><dt>one</dt><dd>Type: String. Required: Yes. What it is.</dd>\
         <dt>two</dt><dd><p>How many.</p><p>Type: Integer</p><p>Valid Range: Minimum value of 1. Maximum value of \
         200.</p><p>Required: No</p></dd></dl>",
    );
    let expected = json!({"type": "object", "required": ["one"], "properties": {
        "one": {"type": "string"}, "two": {"type": "integer", "minimum": 1, "maximum": 200}}});
    assert_eq!(body(&draft), expected, "{:#}", body(&draft));
    let draft = made(
        "# X\n\n`POST /a`\n\n## Parameters\n\n| Field | Type | Description |\n|--|--|--|\n| one | string | What. Required: No |\n| two | string | What. Required: Yes |\n",
    );
    assert_eq!(body(&draft)["required"], json!(["two"]));
}

#[test]
fn a_cell_over_the_columns_of_status_and_code_is_the_status_alone() {
    let draft = of_file("shipments.html");
    let broken = &draft.document["paths"]["/v2/shipments"]["post"]["responses"]["500"];
    assert!(
        broken.is_object() && broken.get("x-errors").is_none(),
        "{broken:#}"
    );
}

#[test]
fn an_entry_of_a_list_is_read_or_told() {
    let draft = of_file("queues.md");
    let tags = &body(&draft)["properties"]["tags"];
    assert_eq!(tags["type"], "array", "{:#}", body(&draft));
    let draft = made(
        "# X\n\nPOST /a\n\n### Parameters\n\n- `one` (string, required): What.\n- `two` [of a kind that nobody knows]: What.\n",
    );
    assert!(
        draft
            .told
            .iter()
            .any(|t| t.contains("not understood (row 2)")),
        "{:?}",
        draft.told
    );
}
