use serde_json::Value;

use super::{Draft, NoTables, draft, is_page, read};

const HTML: &str = r#"<!doctype html><html><head><style>td{}</style><title>x</title></head><body>
<nav><ul><li>GET /elsewhere</li></ul></nav>
<h1>Library API</h1><h2>POST /shelves/{shelfId}/loans</h2><p>Lends a book to a reader.</p>
<h3>Parameters</h3>
<table><thead><tr><th>Name</th><th>In</th><th>Type</th><th>Required</th><th>Description</th></tr></thead>
<tr><td><code>shelfId</code></td><td>path</td><td>integer</td><td>yes</td><td>The shelf.</td></tr>
<tr><td>X-Desk</td><td>header</td><td>string</td><td>no</td><td>Which desk. Allowed values: <code>north</code>, <code>south</code></td></tr>
<tr><td>title</td><td>body</td><td>string</td><td>yes</td><td>What is lent.</td></tr>
<tr><td>reader_id</td><td>body</td><td>long</td><td>yes</td><td>Who takes it.</td></tr>
<tr><td>kind</td><td>body</td><td>string</td><td>no</td><td>How. Valid values are:<ul><li>LENT, for days</li><li>SOLD, for good</li></ul></td></tr>
</table>
<pre>{"title": "Emma", "reader_id": 12}</pre>
<h3>Errors</h3>
<table><tr><th>HTTP status</th><th>Error code</th><th>Meaning</th></tr>
<tr><td>201</td><td></td><td>The book is lent.</td></tr>
<tr><td rowspan="3">400</td><td>TITLE_MISSING</td><td>The <code>title</code> is required.</td></tr>
<tr><td>TITLE_LONG</td><td>'title' is longer than 40 characters.</td></tr>
<tr><td>BAD_KIND</td><td>`kind` must be one of LENT or SOLD</td></tr>
<tr><td>404</td><td>NO_READER</td><td>The reader does not exist.</td></tr>
<tr><td>409</td><td>TWICE</td><td>A loan with this title already exists.</td></tr>
<tr><td>503</td><td>TIRED</td><td>Try again tomorrow.</td></tr></table>
<pre>{"error": {"type": "NO_READER", "text": "no"}}</pre></body></html>"#;

fn made(text: &str) -> Draft {
    draft(&read(text), "library.html").unwrap()
}

fn at<'v>(draft: &'v Draft, pointer: &str) -> &'v Value {
    let found = draft.document.pointer(pointer);
    found.unwrap_or_else(|| panic!("{pointer}: {:#}", draft.document))
}

/// A page whose table of codes has these heads and rows.
fn coded(heads: [&str; 2], rows: &[[&str; 2]]) -> Draft {
    let row =
        |tag: &str, [a, b]: &[&str; 2]| format!("<tr><{tag}>{a}</{tag}><{tag}>{b}</{tag}></tr>");
    let rows: String = rows.iter().map(|r| row("td", r)).collect();
    made(&format!(
        "<html><body><h1>POST /customers</h1><table><tr><th>Parameter</th><th>Type</th></tr><tr><td>phone</td><td>string</td></tr></table><h2>Errors</h2><table>{}{rows}</table></body></html>",
        row("th", &heads)
    ))
}

#[test]
fn codes_of_several_words_are_read_where_the_head_calls_them_codes() {
    let rows = [
        ["Missing phone", "phone is required"],
        ["Not Found", "Nothing is there."],
    ];
    let draft = coded(["Error code", "Description"], &rows);
    assert_eq!(draft.codes, 1, "{:#?}", draft.told);
    let document = draft.document.to_string();
    assert!(
        document.contains("\"code\":\"Missing phone\""),
        "{document}"
    );
}

#[test]
fn rows_that_are_not_understood_are_told() {
    let rows = [
        ["400 Missing phone", "Phone is missing"],
        ["404 No resource", "The key does not exist"],
        ["404 Not Found", "Nothing is there"],
        ["Could not decode JSON, syntax error", "It is no JSON"],
    ];
    let draft = coded(["Error", "Reason"], &rows);
    assert_eq!(draft.codes, 0);
    let told = draft.told.join("\n");
    assert!(
        told.contains("4 rows, 2 not understood (row 1, 2), because what stands behind"),
        "{told}"
    );
    assert!(
        told.contains("4 rows, 1 not understood (row 4), because it begins with no status"),
        "{told}"
    );
    let plain = [["400", "It is bad."], ["404", "It is gone."]];
    let told = coded(["Status", "Reason"], &plain).told.join("\n");
    assert!(!told.contains("not understood"), "{told}");
}

#[test]
fn a_page_in_html_becomes_a_contract() {
    let draft = made(HTML);
    assert_eq!(
        (draft.operations, draft.codes, draft.tied),
        (1, 6, 5),
        "{:#?}",
        draft.told
    );
    let post = "/paths/~1shelves~1{shelfId}~1loans/post";
    assert_eq!(
        at(&draft, &format!("{post}/parameters/0/schema/enum/1")),
        "south"
    );
    assert_eq!(at(&draft, &format!("{post}/parameters/1/in")), "path");
    let body = "/components/schemas/NewLoan";
    assert_eq!(at(&draft, &format!("{body}/required/1")), "reader_id");
    assert_eq!(
        at(&draft, &format!("{body}/properties/kind/enum/0")),
        "LENT"
    );
    assert_eq!(
        at(&draft, &format!("{body}/properties/title/maxLength")),
        40
    );
    assert_eq!(at(&draft, "/x-error-code/at/0"), "/error/type");
    let errors = format!("{post}/responses/400/x-errors");
    assert_eq!(at(&draft, &format!("{errors}/1/code")), "TITLE_LONG");
    assert_eq!(at(&draft, &format!("{errors}/2/when/breaks")), "enum");
    let tired = at(&draft, &format!("{post}/responses/503/x-errors/0"));
    assert_eq!(tired["when"], "untested");
    assert!(
        tired["reason"]
            .as_str()
            .unwrap()
            .contains("Try again tomorrow"),
        "{tired}"
    );
    let told = draft.told.join("\n");
    assert!(
        told.contains("TIRED") && !told.contains("NO_READER"),
        "{told}"
    );
}

#[test]
fn markdown_and_text_say_the_same() {
    let markdown = "# POST /loans

| Parameter | Type | Required | Description |
|---|---|---|---|
| title | string | yes | What is lent, up to 40 characters. |
| days | integer | no | between 1 and 30 |

| Status | Code | Description |
|---|---|---|
| 200 | | Lent. |
| 422 | 17 | The title cannot be empty. |
| 422 | 18 | `days` must be a whole number. |
";
    let text = "POST /loans

Parameter

Type

Required

Description

title

string

yes

What is lent, up to 40 characters.

days

integer

no

between 1 and 30

Status

Code

Description

200

Lent.

422

17

The title cannot be empty.

422

18

`days` must be a whole number.

See also the other page.
";
    let tabbed = "POST /loans\n\nParameter\tType\tRequired\tDescription\ntitle\tstring\tyes\tWhat is lent, up to 40 characters.\ndays\tinteger\tno\tbetween 1 and 30\n\nStatus\tCode\tDescription\n200\t\tLent.\n422\t17\tThe title cannot be empty.\n422\t18\t`days` must be a whole number.\n";
    for page in [markdown, text, tabbed] {
        let draft = made(page);
        assert_eq!(
            (draft.codes, draft.tied),
            (2, 2),
            "{page}: {:?}",
            draft.told
        );
        let title = at(&draft, "/components/schemas/NewLoan/properties/title");
        assert_eq!(
            (&title["maxLength"], &title["minLength"]),
            (&40.into(), &1.into()),
            "{page}"
        );
        let days = at(&draft, "/components/schemas/NewLoan/properties/days");
        assert_eq!(
            (&days["minimum"], &days["maximum"]),
            (&1.into(), &30.into()),
            "{page}"
        );
        let errors = at(&draft, "/paths/~1loans/post/responses/422/x-errors");
        assert_eq!(errors[1]["when"]["breaks"], "type", "{page}");
    }
}

#[test]
fn a_page_without_tables_is_told_so() {
    for page in [
        "# Lending\n\nPOST /loans lends.",
        "<html><p>POST /loans</p>",
        "",
        "words only",
    ] {
        assert_eq!(
            draft(&read(page), "p").unwrap_err(),
            NoTables::Tables,
            "{page}"
        );
    }
    let nameless = "| Status | Code | Description |\n|---|---|---|\n| 400 | 1 | No. |\n";
    assert_eq!(
        draft(&read(nameless), "p").unwrap_err(),
        NoTables::Operation
    );
}

#[test]
fn tables_that_disagree_are_told_and_neither_is_taken() {
    let page = "# POST /loans

| Field | Type | Required | Description |
|---|---|---|---|
| title | string | no | At most 30 characters. |
| amount | integer | yes | How many. |

| Status | Code | Description |
|---|---|---|
| 400 | 7 | 'title' is longer than 40 characters |
| 400 | 8 | 'amount' must be an integer |
| 400 | 9 | The title is required. |

## Other codes

| Status | Code | Description |
|---|---|---|
| 409 | 8 | 'amount' must be an integer |
";
    let draft = made(page);
    let told = draft.told.join("\n");
    assert_eq!(draft.tied, 0, "{told}");
    for words in [
        "`maxLength` of `title` as 30 and as 40",
        "8 with 400 (table 2, row 2) and with 409 (table 3, row 1)",
        "`title` may be left out",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(
        at(
            &draft,
            "/components/schemas/NewLoan/properties/title/maxLength"
        ),
        30
    );
}

#[test]
fn codes_without_words_stay_open() {
    let rows: String = (0..100)
        .map(|n| format!("| 4{:02} | E{n} | |\n", n % 30))
        .collect();
    let page = format!(
        "POST /loans `POST /loans`\n\n| Status | Code | Description |\n|---|---|---|\n{rows}"
    );
    let draft = made(&page);
    assert_eq!((draft.codes, draft.tied), (100, 0), "{:?}", draft.told);
    let told = draft
        .told
        .iter()
        .filter(|t| t.contains("the page says nothing about it"));
    assert_eq!(told.count(), 100);
}

#[test]
fn elements_stand_where_the_sample_shows_them() {
    let page = "<h1>POST &lt;root&gt;/orders</h1><table><tr><th>Parameter</th><th>Description</th><th>Element</th></tr>
<tr><td>colour</td><td>Valid values are: red or blue</td><td>paint</td></tr><tr><td>coats</td><td>Valid values are 1 through 3.</td><td>paint</td></tr>
<tr><td>urgent</td><td>Valid values are True/False.</td><td>terms</td></tr></table>
<pre>POST &lt;root&gt;/orders HTTP/1.1\nContent-type: application/xml\n&lt;OrderRequest>\n&lt;wall>&lt;paint colour=\"red\" coats=\"2\"/>&lt;/wall>&lt;/OrderRequest></pre>";
    let draft = made(page);
    let body = at(&draft, "/components/schemas/NewOrder");
    assert_eq!(body["xml"]["name"], "OrderRequest");
    let paint = &body["properties"]["wall"]["properties"]["paint"]["properties"];
    assert_eq!(paint["colour"]["enum"], serde_json::json!(["red", "blue"]));
    assert_eq!(paint["coats"]["maximum"], 3);
    assert_eq!(paint["coats"]["xml"]["attribute"], true);
    assert_eq!(
        body["properties"]["terms"]["properties"]["urgent"]["type"],
        "boolean"
    );
    assert!(
        draft.told.join("\n").contains("`terms`"),
        "{:?}",
        draft.told
    );
}

#[test]
fn several_operations_of_a_page_have_their_own_tables() {
    let page = "## GET /books/:id\n\n| Status | Code | Description |\n|---|---|---|\n| 404 | 1 | Book not found |\n
## DELETE /books/:id\n\n| Status | Code | Description |\n|---|---|---|\n| 404 | 2 | Book not found |\n";
    let draft = made(page);
    assert_eq!(
        (draft.operations, draft.codes),
        (2, 2),
        "{:#}",
        draft.document
    );
    assert_eq!(
        at(
            &draft,
            "/paths/~1books~1{id}/delete/responses/404/x-errors/0/code"
        ),
        2
    );
}

#[test]
fn odd_pages_end() {
    let deep = "<div>".repeat(1_000) + "<table><tr><td>1</td></tr></table>";
    let wide = "<table><tr><th>Status</th><th>Code</th><th>Description</th></tr>".to_owned()
        + &"<tr><td rowspan=999999 colspan=99999>400</td></tr>".repeat(50);
    let nested = "<table><tr><td>".repeat(100);
    let pipes = "|".repeat(5000) + "\n|--|\n" + &"|a|b|\n".repeat(100);
    for page in [
        deep,
        wide,
        nested,
        pipes,
        "Parameter\n\nType\n\nDescription\n\na".into(),
        "Status\n\nCode\n\nDescription\n\n400".into(),
    ] {
        drop(draft(&read(&format!("POST /a/b\n\n{page}")), "p"));
        drop(draft(&read(&page), "p"));
    }
}

#[test]
fn documents_are_no_pages() {
    for text in [
        "openapi: 3.1.0\ninfo: {}",
        "{\"openapi\": \"3.0.0\"}",
        "# words\nswagger: '2.0'",
        "{\n  \"swagger\": \"2.0\"}",
        "{\"a\": 1}",
    ] {
        assert!(!is_page(text), "{text}");
    }
    for text in [
        "<html>",
        "# openapi is nice",
        "POST /a",
        "The openapi: of it",
    ] {
        assert!(is_page(text), "{text}");
    }
}

/// Tables in two more manners: optionality among the values, and names with their requirement beside.
#[test]
fn other_manners_of_tables_are_read() {
    let values = "<h1>POST /tool_data/sets</h1><table><tr><th>Parameter</th><th>Type</th><th>Value</th><th>Data Type</th><th>Sample</th></tr>
<tr><td>kind</td><td>query</td><td>(required)</td><td>String</td><td>String &lt;one of: SAW, AXE&gt;</td></tr>
<tr><td>name</td><td>query</td><td>(required)</td><td>String</td><td>String</td></tr>
<tr><td>note</td><td>query</td><td>(optional)</td><td>String</td><td>String</td></tr></table>
<table><tr><th>HTTP Response Code</th><th>Unique Code</th><th>Description</th></tr><tr><td>201</td><td></td><td>Made.</td></tr>
<tr><td>409</td><td>4</td><td>It could not be made, the name provided is already in use.</td></tr></table>";
    let draft = made(values);
    assert_eq!((draft.codes, draft.tied), (1, 1), "{:?}", draft.told);
    let parameters = at(&draft, "/paths/~1tool_data~1sets/post/parameters");
    assert_eq!(
        parameters[0]["schema"]["enum"],
        serde_json::json!(["SAW", "AXE"])
    );
    assert_eq!(
        (&parameters[1]["required"], &parameters[2]["required"]),
        (&true.into(), &false.into())
    );
    let words = "`POST https://api.pay.example/v2/gifts`\n\n| Attribute | Type | Details |\n|--|--|--|
| `amount` *required* | integer | How much. Maximum 500 |\n| `coin` *required* | enum | One of `gold`, `tin` |
| `friend` | string | ID of an existing friend |\n\n| Error | Status | Meaning |\n|--|--|--|
| `too_small` | 400 | The `amount` must be greater than 0 |\n| `odd_coin` | 400 | The `coin` must be one of the known coins |
| `no_friend` | 404 | The friend could not be found |\n| `slow_down` | 429 | Too many requests |\n";
    let draft = made(words);
    assert_eq!((draft.codes, draft.tied), (4, 3), "{:?}", draft.told);
    let body = at(&draft, "/components/schemas/NewGift");
    assert_eq!(body["required"], serde_json::json!(["amount", "coin"]));
    assert_eq!(body["properties"]["coin"]["enum"][1], "tin");
}
