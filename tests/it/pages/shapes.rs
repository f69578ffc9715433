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
