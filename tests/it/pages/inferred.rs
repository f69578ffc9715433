//! A check of a vendor's own document, with nothing beside it: a rule is held to the code that words or the name of
//! an example tie to it. A server that keeps to the document is silent, one that swaps codes is told.

use serde_json::{Value, json};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{clausal, text};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Ledger, version: '1'}
paths:
  /accounts:
    post:
      operationId: openAccount
      description: |
        Opens an account.

        | Status | Code | Description |
        |---|---|---|
        | 400 | L-101 | `holder` must not exceed 40 characters. |
        | 400 | L-102 | `currency` must be one of EUR, USD. |
        | 400 | L-103 | `note` must not exceed 20 characters. |
        | 400 | L-109 | The request could not be understood. |
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [holder, currency]
              properties:
                holder: {type: string, minLength: 1, maxLength: 40}
                currency: {type: string, enum: [EUR, USD]}
                limit: {type: integer, minimum: 0, maximum: 1000}
                note: {type: string, maxLength: 20}
      responses:
        '201': {description: opened}
        '400':
          description: \"refused. `limit_out_of_range`: The limit must be between 0 and 1000.\"
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Error'}
              examples:
                HolderMissing: {value: {error: {code: L-100, message: holder is required}}}
                Note: {value: {error: {code: L-110, message: note must not exceed 20 characters}}}
components:
  schemas:
    Error:
      type: object
      properties: {error: {type: object, properties: {code: {type: string}, message: {type: string}}}}
      example: {error: {code: L-500, message: currency is required}}
";

/// A server of the document: `as_told` is what it makes of each code.
struct Ledger {
    as_told: fn(&'static str) -> &'static str,
    uncoded: bool,
}

impl Respond for Ledger {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let no = |code| {
            let code = (self.as_told)(code);
            let body = match self.uncoded {
                true => json!({"title": "no"}),
                false => json!({"error": {"code": code, "message": "no"}}),
            };
            ResponseTemplate::new(400).set_body_json(body)
        };
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return no("L-109");
        };
        match body.get("holder") {
            None => return no("L-100"),
            Some(Value::String(text)) if text.is_empty() => return no("L-109"),
            Some(Value::String(text)) if text.chars().count() > 40 => return no("L-101"),
            Some(Value::String(_)) => {}
            Some(_) => return no("L-109"),
        }
        match body.get("currency") {
            // Which code that draws, only a sample that operations share says, and may be wrong about it.
            None => return no("L-109"),
            Some(one) if *one == "EUR" || *one == "USD" => {}
            Some(_) => return no("L-102"),
        }
        match body.get("note") {
            None => {}
            // Two codes claim it.
            Some(Value::String(text)) if text.chars().count() > 20 => return no("L-110"),
            Some(Value::String(_)) => {}
            Some(_) => return no("L-109"),
        }
        match body.get("limit") {
            None => {}
            Some(limit) => match limit.as_i64() {
                None => return no("L-109"),
                Some(limit) if !(0..=1000).contains(&limit) => return no("limit_out_of_range"),
                Some(_) => {}
            },
        }
        ResponseTemplate::new(201)
    }
}

async fn checked(ledger: Ledger, document: &str) -> String {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(wiremock::matchers::path("/accounts"))
        .respond_with(ledger)
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vendor.yaml");
    std::fs::write(&path, document).unwrap();
    let document = path.display().to_string();
    let url = server.uri();
    let run = move || {
        let mut arguments = vec!["check", "--contract", &document, "--target", &url];
        arguments.extend([
            "--seed",
            "7",
            "--cases",
            "4",
            "--only",
            "refuses",
            "--allow-untested",
        ]);
        let out = clausal(&arguments);
        drop(folder);
        text(&out.stdout) + &text(&out.stderr)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

fn same(code: &'static str) -> &'static str {
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_a_document_are_held_without_an_overlay() {
    let ledger = |as_told, uncoded| Ledger { as_told, uncoded };
    let told = checked(ledger(same, false), DOCUMENT).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    // A refusal without any code is none with a wrong one.
    let told = checked(ledger(same, true), DOCUMENT).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    let swapped = |code| match code {
        "L-101" => "L-102",
        "L-102" => "L-101",
        "L-100" => "L-101",
        "limit_out_of_range" => "L-109",
        other => other,
    };
    let told = checked(ledger(swapped, false), DOCUMENT).await;
    for broken in [
        "refuses/holder.maxLength",
        "refuses/holder.required",
        "refuses/currency.enum",
        "refuses/limit.minimum",
        "refuses/limit.maximum",
    ] {
        assert!(told.contains(broken), "{broken}: {told}");
    }
    assert!(told.contains(" 5 broken, 0 inconclusive"), "{told}");
    assert!(told.contains("inferred"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_example_shows_the_place_only_codes_of_the_document_are_believed() {
    let shown = |line: &&str| {
        let parts = ["examples:", "HolderMissing:", "Note:", "example:"];
        !parts.iter().any(|part| line.trim_start().starts_with(part))
    };
    let bare: Vec<&str> = DOCUMENT.lines().filter(shown).collect();
    let bare = bare.join("\n") + "\n";
    let ledger = |as_told| Ledger {
        as_told,
        uncoded: false,
    };
    let told = checked(ledger(|_| "GENERAL"), &bare).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    let swapped = |code| if code == "L-101" { "L-102" } else { code };
    let told = checked(ledger(swapped), &bare).await;
    assert!(told.contains(" 1 broken, 0 inconclusive"), "{told}");
    assert!(told.contains("refuses/holder.maxLength"), "{told}");
}

#[test]
fn what_is_inferred_is_marked_and_what_is_doubtful_is_not_tied() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("vendor.yaml");
    std::fs::write(&document, DOCUMENT).unwrap();
    let document = document.display().to_string();
    let explained = |id: &str| {
        let id = format!("ledger/openAccount/refuses/{id}");
        text(&clausal(&["explain", &id, "--contract", &document]).stdout)
    };
    for (id, code) in [
        ("holder.required", "L-100"),
        ("holder.maxLength", "L-101"),
        ("currency.enum", "L-102"),
        ("limit.maximum", "limit_out_of_range"),
    ] {
        let told = explained(id);
        assert!(
            told.contains(code) && told.contains("inferred"),
            "{id}: {told}"
        );
    }
    // A code of a sample that operations share, two codes for one rule, and no words at all.
    for id in ["currency.required", "note.maxLength", "holder.minLength"] {
        let told = explained(id);
        assert!(
            !told.contains("inferred") && told.contains("refuses"),
            "{id}: {told}"
        );
    }
    let codes = text(&clausal(&["explain", "--codes", "--contract", &document]).stdout);
    assert!(codes.contains("L-101"), "{codes}");
    assert!(
        codes.contains("ledger/openAccount/refuses/holder.maxLength"),
        "{codes}"
    );
    // A contract that ties codes itself is taken at its word.
    let own = folder.path().join("codes.yaml");
    let overlay = "overlay: 1.0.0
info: {title: codes, version: '1'}
actions:
  - target: $.paths['/accounts'].post.responses['400']
    update: {x-errors: [{code: L-7, when: {breaks: maxLength, at: /body/note}}]}
";
    std::fs::write(&own, overlay).unwrap();
    let own = own.display().to_string();
    let id = "ledger/openAccount/refuses/holder.maxLength";
    let out = clausal(&["explain", id, "--contract", &document, "--overlay", &own]);
    let told = text(&out.stdout);
    assert!(
        !told.contains("inferred") && told.contains("maxLength"),
        "{told}"
    );
}
