//! From a page to a check that runs: a server that keeps to the page is silent, one that breaks a rule is told.

use std::collections::BTreeSet;
use std::sync::Mutex;

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{clausal, root, text};

/// The server of the page on parcels; `loose` takes a reference twice.
struct Parcels {
    taken: Mutex<BTreeSet<String>>,
    loose: bool,
}

fn no(code: &str) -> ResponseTemplate {
    ResponseTemplate::new(422).set_body_json(json!({"code": code}))
}

impl Respond for Parcels {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        if !request.headers.contains_key("X-Access-Token") {
            return ResponseTemplate::new(401);
        }
        let media = request
            .headers
            .get("content-type")
            .and_then(|m| m.to_str().ok())
            .unwrap_or_default();
        if !media.to_ascii_lowercase().starts_with("application/json") {
            return ResponseTemplate::new(415);
        }
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return ResponseTemplate::new(400).set_body_json(json!({"code": "body.bad"}));
        };
        match body.get("weight") {
            None | Some(Value::Null) => return no("weight.blank"),
            Some(Value::String(text)) if text.is_empty() => return no("weight.blank"),
            Some(weight) => match weight.as_f64() {
                None => return no("weight.bad"),
                Some(weight) if weight > 30.0 => return no("weight.too_heavy"),
                Some(_) => {}
            },
        }
        if !["DE", "FR", "NL"]
            .iter()
            .any(|c| body.get("country") == Some(&json!(c)))
        {
            return no("country.invalid");
        }
        match body.get("reference") {
            None => {}
            Some(Value::String(text)) if text.chars().count() > 20 => {
                return no("reference.too_long");
            }
            Some(Value::String(text)) => {
                let new = self.taken.lock().unwrap().insert(text.clone());
                if !new && !self.loose {
                    return no("reference.taken");
                }
            }
            Some(_) => return no("reference.bad"),
        }
        ResponseTemplate::new(201).set_body_json(json!({"id": "p1"}))
    }
}

async fn checked(loose: bool) -> String {
    let server = MockServer::start().await;
    let parcels = Parcels {
        taken: Mutex::default(),
        loose,
    };
    Mock::given(method("POST"))
        .and(path("/2024/parcels"))
        .respond_with(parcels)
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("clausal.toml").display().to_string();
    let page = root("tests/data/pages/parcels.html").display().to_string();
    let url = server.uri();
    let run = move || {
        let made = clausal(&["init", &page, "-o", &profile]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let written = std::fs::read_to_string(&profile).unwrap();
        let line = "# headers = { X-Tenant = \"env:TENANT\" }";
        assert!(written.contains(line), "{written}");
        std::fs::write(
            &profile,
            written.replace(line, "headers = { X-Access-Token = \"t\" }"),
        )
        .unwrap();
        let contract = folder.path().join("openapi.yaml").display().to_string();
        let arguments = [
            "check",
            "--contract",
            &contract,
            "--profile",
            &profile,
            "--target",
            &url,
            "--seed",
            "7",
            "--include",
            "createParcel",
            "--allow-untested",
        ];
        let only = ["422", "race"].iter().flat_map(|part| ["--only", part]);
        let out = clausal(&arguments.into_iter().chain(only).collect::<Vec<_>>());
        text(&out.stdout) + &text(&out.stderr)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_may_be_left_out_clashes_only_where_it_is_sent() {
    let told = checked(false).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    assert!(told.contains("held"), "{told}");
    let told = checked(true).await;
    assert!(
        told.contains("422-reference.taken/a-parcel-with-that-reference-exists"),
        "{told}"
    );
    assert!(told.contains("createParcel/race/name"), "{told}");
}
