//! Pages in many shapes, each with the ties that its words give: `tests/data/pages/NAME.ties` has a line for each
//! code, `status code cause place`, with `open` where the words name no cause. A wrong tie is worse than none.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::root;

/// What the draft of a page ties, a line a code.
fn ties(document: &Value) -> String {
    let mut out = String::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            out += &format!("{} {path}\n", method.to_uppercase());
            for (status, response) in operation["responses"].as_object().unwrap() {
                let errors = response.get("x-errors").and_then(Value::as_array);
                for entry in errors.into_iter().flatten() {
                    let code = entry["code"].to_string();
                    out += &format!(
                        "  {status} {} {}\n",
                        code.trim_matches('"'),
                        tie(&entry["when"])
                    );
                }
            }
        }
    }
    out
}

fn tie(when: &Value) -> String {
    let all = match when {
        Value::Array(all) => all.clone(),
        Value::String(_) => return "open".to_owned(),
        one => vec![one.clone()],
    };
    let one = |when: &Value| {
        let text = |key: &str| {
            when.get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let with = match text("with") {
            with if with.is_empty() => with,
            with => format!(":{with}"),
        };
        let cause = match () {
            () if when.get("breaks").is_some() => text("breaks") + &with,
            () if when.get("unknown").is_some() => format!("unknown:{}", text("unknown")),
            () if when.get("fixture").is_some() => "fixture".to_owned(),
            () => format!("state:{}", text("state").replace(' ', "_")),
        };
        format!("{cause} {}", text("at")).trim().to_owned()
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn drafted(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let page = clausal::page::read(&text);
    let draft = clausal::page::draft(&page, "the page")
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    ties(&draft.document)
}

#[test]
fn each_shape_of_page_is_tied_as_its_words_say() {
    let bless = std::env::var_os("CLAUSAL_BLESS").is_some();
    let mut seen = 0;
    for entry in fs::read_dir(root("tests/data/pages")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "ties") {
            continue;
        }
        seen += 1;
        let expected = path.with_extension("ties");
        let got = drafted(&path);
        if bless {
            fs::write(&expected, &got).unwrap();
        }
        let want = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(got, want, "{}", path.display());
    }
    assert!(seen > 12, "{seen}");
}

/// What a draft says of the members of its first body, by name.
fn members(page: &str) -> Value {
    let path = root("tests/data/pages").join(page);
    let page = clausal::page::read(&fs::read_to_string(&path).unwrap());
    let document = clausal::page::draft(&page, "the page").unwrap().document;
    let item = document["paths"].as_object().unwrap().values().next();
    let operation = item.and_then(|i| i.as_object()?.values().next()).unwrap();
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let reference = schema["$ref"].as_str().map(|r| r.trim_start_matches('#'));
    reference.map_or(schema, |at| document.pointer(at).unwrap())["properties"].clone()
}

#[test]
fn limits_of_types_columns_and_counts_are_those_of_schemas() {
    for (page, name, keyword, limit) in [
        ("mailboxes.html", "name", "maxLength", 50),
        ("mailboxes.html", "aliases", "maxItems", 5),
        ("instances.html", "InstanceName", "minLength", 1),
        ("instances.html", "Memo", "maxLength", 255),
        ("instances.html", "Count", "maximum", 20),
        ("instances.html", "Tags", "maxItems", 10),
        ("vouchers.txt", "code", "minLength", 8),
        ("vouchers.txt", "campaignId", "maxLength", 36),
        ("contacts.md", "lists", "maxItems", 3),
        ("orders.md", "lines", "minItems", 1),
        ("orders.md", "lines", "maxItems", 100),
        ("servers.html", "name", "maxLength", 63),
        ("kunden.html", "name", "maxLength", 80),
        ("kunden.html", "rabatt", "maximum", 50),
    ] {
        assert_eq!(members(page)[name][keyword], limit, "{page}: {name}");
    }
    // A table inside of a cell tells the members of what it is a cell of.
    let network = &members("instances.html")["Network"];
    assert_eq!(network["required"][0], "VpcId", "{network}");
    assert_eq!(network["properties"]["VpcId"]["maxLength"], 36, "{network}");
    // The width of a number, days of a date and counts of something else limit nothing.
    let quiet = members("quiet.md");
    for name in ["tags", "rate", "plan", "name"] {
        let limits = ["maxLength", "maxItems", "minLength", "maximum", "minimum"];
        let own = limits.iter().find(|key| quiet[name].get(**key).is_some());
        assert_eq!(own, None, "{name}: {quiet}");
    }
}

/// Each start of an element makes a parser look through all that are open.
#[test]
fn a_page_of_nothing_but_opened_elements_is_read_in_time() {
    let begun = std::time::Instant::now();
    for opened in [
        "<div>",
        "<b x=1>",
        "<ul><li>",
        "<dl><dd>",
        "<table><tr><td>",
        "<a href=x><div>",
    ] {
        let page = format!(
            "<html><h1>POST /a/b</h1>{}<table><tr><th>Status</th><th>Code</th><th>Description</th></tr></table>",
            opened.repeat(20_000)
        );
        drop(clausal::page::read(&page));
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
