//! What stands in a cell: a status with its code, a name that is none, values in a sentence. Each row is read or told.

use clausal::page::{Draft, draft, read};
use serde_json::{Value, json};

fn made(page: &str) -> Draft {
    draft(&read(page), "the page").unwrap_or_else(|e| panic!("{e}: {page}"))
}

/// A page whose table of codes has these heads and rows.
fn coded(heads: &str, rows: &[&str]) -> Draft {
    let rule = "|--".repeat(heads.split('|').count());
    made(&format!(
        "# Keys\n\n`POST /keys`\n\n| Parameter | Type | Required | Description |\n|--|--|--|--|\n| region | string | yes | Where. |\n\n## Errors\n\n| {heads} |\n{rule}|\n{}\n",
        rows.iter()
            .map(|r| format!("| {r} |\n"))
            .collect::<String>()
    ))
}

/// `status code` of each code of the first operation.
fn codes(draft: &Draft) -> Vec<String> {
    let operation = &draft.document["paths"]["/keys"]["post"]["responses"];
    let mut all = Vec::new();
    for (status, response) in operation.as_object().unwrap() {
        for entry in response["x-errors"].as_array().into_iter().flatten() {
            all.push(format!(
                "{status} {}",
                entry["code"].to_string().trim_matches('"')
            ));
        }
    }
    all
}

#[test]
fn a_code_beside_its_status_in_one_cell_is_read() {
    let draft = coded(
        "Status | Reason",
        &[
            "200 OK | Made.",
            "400 InvalidArgument | The `region` is required.",
            "404 - NoSuchKey | There is no such key.",
            "`NoSuchBucket` (404) | There is no such bucket.",
            "HTTP 409 / 1015 | Another one is busy.",
            "404 Not Found: NoSuchRegion | The region is unknown.",
            "400 `missing` | It is not there.",
            "`403` `AccessDenied` | No.",
            "422 BAD_NAME | The name is bad.",
            "HTTP 422, code 23 | The key is bad.",
            "404 NOT_FOUND | It is gone.",
        ],
    );
    assert_eq!(
        codes(&draft),
        [
            "400 InvalidArgument",
            "400 missing",
            "403 AccessDenied",
            "404 NoSuchKey",
            "404 NoSuchBucket",
            "404 NoSuchRegion",
            "404 NOT_FOUND",
            "409 1015",
            "422 BAD_NAME",
            "422 23",
        ],
        "{:#?}",
        draft.told
    );
    let told = draft.told.join("\n");
    assert!(!told.contains("not understood"), "{told}");
    let draft = coded(
        "Error code | Description",
        &[
            "NoSuchBucket (404) | There is no such bucket.",
            "RegionMissing (HTTP 400) | The `region` is required.",
            "AccessDenied [403 Forbidden] | No.",
            "busy, 409 | Another one is busy.",
            "Slow down | Later.",
        ],
    );
    assert_eq!(
        codes(&draft),
        [
            "400 RegionMissing",
            "403 AccessDenied",
            "404 NoSuchBucket",
            "409 busy",
            "4XX Slow down"
        ],
        "{:#?}",
        draft.told
    );
}

#[test]
fn what_may_be_the_name_of_a_status_is_no_code_and_is_told() {
    for (row, why) in [
        ("400, 404 | Things.", "may both be statuses"),
        ("404 Gone away | Things.", "a code of several words"),
        ("404 NotFound | Things.", "what HTTP calls the status"),
        ("404 NOT_FOUND | Things.", "what HTTP calls the status"),
        ("404 missing | Things.", "or only what it means"),
    ] {
        let draft = coded("Status | Reason", &[row, "400 | Bad."]);
        let told = draft.told.join("\n");
        assert_eq!(codes(&draft), <[String; 0]>::default(), "{row}");
        assert!(
            told.contains(why) && told.contains("row 1"),
            "{row}: {told}"
        );
    }
    for row in [
        "404 Not Found | x",
        "404 (Not Found) | x",
        "504 Gateway Timeout | x",
        "200 Success | x",
        "409 Conflict | x",
        "404 | x",
    ] {
        let draft = coded("Status | Reason", &[row, "400 Bad Request | Bad."]);
        assert_eq!(codes(&draft), <[String; 0]>::default(), "{row}");
        let told = draft.told.join("\n");
        assert!(!told.contains("not understood"), "{row}: {told}");
    }
}

#[test]
fn a_row_without_a_status_and_a_code_is_told() {
    let draft = coded(
        "Status | Code | Description",
        &[
            " | | Nothing is there.",
            "400 | 7 | Bad.",
            "later | | Wait.",
            "404 | 8 | No.",
        ],
    );
    let told = draft.told.join("\n");
    assert!(told.contains("(row 1), because it has neither"), "{told}");
    assert!(
        told.contains("(row 3), because it begins with no status"),
        "{told}"
    );
}

const ROWS: &str = "# Orders

`POST /orders`

| Parameter | Type | Required | Description |
|--|--|--|--|
| name | string | yes | The name. |
| Who it is for | object | no | It is for them. |
| kind (required) | string | | Possible values are: A, B, and C. |
| tone *deprecated* | string | no | One of `soft`, `hard`; defaults to `soft` |
| speed | string | no | Valid values: SLOW \\| FAST |
| mode | string | no | One of fast, slow. Default is fast |
| contact | string | no | Either email or phone. |
| charset | string | no | Allowed values: letters, digits, and hyphens. |
| host | string | no | Must be one of the known hosts. |
| colour | string | no | Possible values include red, blue. |
| unit | string | no | The unit (seconds or minutes). |
| days | integer | no | Valid values: 1-10 |
| addr | string | no | Address of the host (IP or FQDN). |
| level | string | no | One of `low` or `high`, depending on the plan |
| tint | string | no | Valid values: `DARK \\| LIGHT` |
";

fn members(draft: &Draft) -> &Value {
    &draft.document["components"]["schemas"]["NewOrder"]["properties"]
}

#[test]
fn a_row_of_parameters_is_read_or_told() {
    let draft = made(ROWS);
    let told = draft.told.join("\n");
    let own = members(&draft);
    assert!(
        own.get("Who").is_none() && own.get("tone").is_some(),
        "{own:#}"
    );
    assert!(
        told.contains(
            "table 1: 15 rows, 1 not understood (row 2), because what stands for a name is none"
        ),
        "{told}"
    );
    let page = "# Orders\n\nGET /orders/{id}\n\n| Parameter | In | Type |\n|--|--|--|\n| id | path | string |\n| no | path | string |\n| note | body | string |\n\n| Type | Required | Notes |\n|--|--|--|\n| string | yes | x |\n";
    let told = made(page).told.join("\n");
    for words in [
        "`no` (table 1, row 2) is called one of the path",
        "`note` (table 1, row 3) is one of a body",
        "table 2 is not read, because no column is one of names",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn a_title_over_rows_is_no_row() {
    let page = "<h1>POST /orders</h1><table><tr><th>Parameter</th><th>Type</th><th>Description</th></tr>
<tr><td colspan=3>Required parameters</td></tr><tr><td>name</td><td>string</td><td>A.</td></tr>
<tr><td colspan=3>Optional parameters</td></tr><tr><td>note</td><td>string</td><td>B.</td></tr></table>
<table><tr><th>Status</th><th>Code</th><th>Description</th></tr><tr><td colspan=3>400 Bad Request</td></tr>
<tr><td></td><td>17</td><td>The note is longer than 9 characters.</td></tr>
<tr><td colspan=3>409 Conflict</td></tr><tr><td></td><td>18</td><td>It is busy.</td></tr></table>";
    let draft = made(page);
    let body = &draft.document["components"]["schemas"]["NewOrder"];
    assert_eq!(body["required"], json!(["name"]), "{body:#}");
    assert_eq!(body["properties"].as_object().unwrap().len(), 2, "{body:#}");
    let responses = &draft.document["paths"]["/orders"]["post"]["responses"];
    assert_eq!(responses["400"]["x-errors"][0]["code"], 17, "{responses:#}");
    assert_eq!(responses["409"]["x-errors"][0]["code"], 18, "{responses:#}");
    let told = draft.told.join("\n");
    assert!(!told.contains("not understood"), "{told}");
}

#[test]
fn values_in_a_sentence_are_taken_where_it_allows_no_doubt() {
    let draft = made(ROWS);
    let own = members(&draft);
    for (name, values) in [
        ("kind", json!(["A", "B", "C"])),
        ("tone", json!(["soft", "hard"])),
        ("speed", json!(["SLOW", "FAST"])),
        ("mode", json!(["fast", "slow"])),
        ("tint", json!(["DARK", "LIGHT"])),
    ] {
        assert_eq!(own[name]["enum"], values, "{name}: {own:#}");
    }
    for name in [
        "contact", "charset", "host", "colour", "unit", "days", "addr", "level",
    ] {
        assert!(own[name].get("enum").is_none(), "{name}: {own:#}");
    }
    assert_eq!(own["days"]["maximum"], 10);
    let told = draft.told.join("\n");
    assert!(
        told.contains("taken to list all values of `kind` (A, B, C), `tone` (soft, hard)"),
        "{told}"
    );
}

#[test]
fn a_column_of_defaults_is_kept_where_they_are_values() {
    let page = "# Orders\n\n`POST /orders`\n\n| Parameter | Type | Default | Description |\n|--|--|--|--|\n| limit | integer | 20 | How many. |\n| kind | string | `a` | One of `a`, `b`. |\n| wide | boolean | the setting | Whether. |\n| tone | string | c | One of `a`, `b`. |\n| note | string | none | Words. |\n";
    let draft = made(page);
    let own = members(&draft);
    assert_eq!(
        (&own["limit"]["default"], &own["kind"]["default"]),
        (&json!(20), &json!("a")),
        "{own:#}"
    );
    for name in ["wide", "tone", "note"] {
        assert!(own[name].get("default").is_none(), "{name}: {own:#}");
    }
}

#[test]
fn a_request_that_is_written_out_is_no_operation_of_its_own() {
    let table = "| Parameter | Type | Required |\n|--|--|--|\n| name | string | yes |\n\n";
    let page = format!(
        "# Orders API\n\n```\nPOST https://api.shop.example/v2/orders HTTP/1.1\nContent-Type: application/json\n\n{{\"name\": \"x\"}}\n```\n\n## POST /orders\n\n{table}```\nGET https://api.shop.example/v2/orders/42 HTTP/1.1\n```\n\n## GET /orders/{{id}}\n\n{table}```\nGET /orders/42\n```\n\n## GET /orders/latest\n\n{table}"
    );
    let draft = made(&page);
    let paths: Vec<&String> = draft.document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(
        paths,
        ["/orders", "/orders/{id}", "/orders/latest"],
        "{:#}",
        draft.document
    );
    assert_eq!(
        draft.document["servers"][0]["url"],
        "https://api.shop.example/v2"
    );
    // Where nothing else names it, what is written out is the operation.
    let alone = format!(
        "# Orders\n\n```\nPOST https://api.shop.example/v2/orders HTTP/1.1\n```\n\n{table}"
    );
    assert!(made(&alone).document["paths"].get("/v2/orders").is_some());
}

/// Parts of tables that pages merge, and terms of lists: each is read or told.
#[test]
fn cells_over_several_columns_and_terms_are_read_or_told() {
    let page = "<h1>POST /tickets</h1><table><tr><th colspan=2>Parameter</th><th>Type</th><th>Mandatory</th><th>Description</th></tr>
<tr><td colspan=2>title</td><td>String</td><td>Y</td><td>Title.</td></tr>
<tr><td rowspan=2>reporter</td><td>name</td><td>String</td><td>Y</td><td>Who.</td></tr>
<tr><td>mail</td><td>String</td><td>N</td><td>Where.</td></tr></table>";
    let draft = made(page);
    let body = &draft.document["components"]["schemas"]["NewTicket"];
    let reporter = &body["properties"]["reporter"];
    assert_eq!(
        (&reporter["type"], &reporter["required"]),
        (&json!("object"), &json!(["name"])),
        "{body:#}"
    );
    assert_eq!(body["required"], json!(["title"]), "{body:#}");
    let page = "<h1>POST /charges</h1><h2>Arguments</h2><dl>
<dt>amount <i>integer</i> <i>required</i></dt><dd>How much.</dd>
<dt>more <i>hash</i> <i>optional</i></dt><dd>Pairs.</dd>
<dt>thing <i>gadget</i> <i>optional</i></dt><dd>A thing.</dd>
<dt>Who may call this</dt><dd>Everybody.</dd></dl>
<h2>Error codes</h2><dl><dt>amount_too_long</dt><dd><p>HTTP status: 400</p><p>The amount must be an integer.</p></dd></dl>";
    let draft = made(page);
    let own = &draft.document["components"]["schemas"]["NewCharge"]["properties"];
    assert_eq!(
        (&own["more"]["type"], own["thing"].get("type")),
        (&json!("object"), None),
        "{own:#}"
    );
    assert_eq!(own.as_object().unwrap().len(), 3, "{own:#}");
    let told = draft.told.join("\n");
    assert!(told.contains("4 rows, 1 not understood (row 4)"), "{told}");
    let error = &draft.document["paths"]["/charges"]["post"]["responses"]["400"]["x-errors"][0];
    assert_eq!(error["duty"], "The amount must be an integer.", "{error:#}");
}

/// A status that leads elsewhere is no success where it comes with the code of an error.
#[test]
fn an_error_that_leads_elsewhere_is_no_success() {
    for (row, success) in [
        ("307 | Moved | It is elsewhere.", true),
        ("307 | | It is elsewhere.", false),
    ] {
        let draft = coded("Status | Code | Description", &[row, "400 | Bad | No."]);
        let responses = &draft.document["paths"]["/keys"]["post"]["responses"];
        assert_eq!(responses.get("2XX").is_some(), success, "{responses:#}");
    }
}

#[test]
fn a_pattern_without_anchors_is_told() {
    let page = "# Keys\n\n`POST /keys`\n\n| Parameter | Type | Description |\n|--|--|--|\n| a | string | A.<br>Pattern: `^[a-z]+$` |\n| b | string | B.<br>Pattern: `[a-z]+` |\n";
    let draft = made(page);
    let own = &draft.document["components"]["schemas"]["NewKey"]["properties"];
    assert_eq!(own["a"]["pattern"], "^[a-z]+$", "{own:#}");
    assert!(own["b"].get("pattern").is_none(), "{own:#}");
    assert!(
        draft.told.join("\n").contains("the pattern [a-z]+ of `b`"),
        "{:?}",
        draft.told
    );
}

/// Forms of other vendors' pages: types in descriptions, limits in types, statuses behind their names.
#[test]
fn tables_of_other_manners_are_read_whole() {
    let page = "# Shares

`PUT /shares/{shareName}`

| Name | In | Required | Type | Description |
|--|--|--|--|--|
| shareName | path | True | string minLength: 3 maxLength: 63 pattern: ^[a-z0-9]+$ | The name. |

Request body

| Fields | |
|--|--|
| `tier` | `string` Required. Either `hot` or `cool` (default). |
| `quota` | `integer` How much. |

| Mood | Weather |
|--|--|
| good | fine |

| Name | Type | Description |
|--|--|--|
| 200 OK | Share | Changed. |
| 201 Created | Share | Made. |
| Other Status Codes | Fault | An error. |

| Error code | HTTP status code | Message |
|--|--|--|
| ShareExists | Conflict (409) | It is there. |
| ShareGone | Not Found (404) | It is not there. |
";
    let draft = made(page);
    let put = &draft.document["paths"]["/shares/{shareName}"]["put"];
    let name = &put["parameters"][0]["schema"];
    assert_eq!(
        (&name["minLength"], &name["maxLength"], &name["pattern"]),
        (&json!(3), &json!(63), &json!("^[a-z0-9]+$")),
        "{put:#}"
    );
    let body = &draft.document["components"]["schemas"]["NewShare"];
    assert_eq!(body["required"], json!(["tier"]), "{body:#}");
    assert_eq!(body["properties"]["tier"]["enum"], json!(["hot", "cool"]));
    assert_eq!(body["properties"]["quota"]["type"], "integer");
    let responses = &put["responses"];
    assert_eq!(
        responses["409"]["x-errors"][0]["code"], "ShareExists",
        "{responses:#}"
    );
    assert_eq!(
        responses["404"]["x-errors"][0]["code"], "ShareGone",
        "{responses:#}"
    );
    assert!(
        responses.get("200").is_some() && responses.get("2XX").is_none(),
        "{responses:#}"
    );
    let told = draft.told.join("\n");
    for words in [
        "none of its heads is known: Mood, Weather",
        "3 rows, 1 not understood (row 3), because it begins with no status",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}
