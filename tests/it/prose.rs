//! Rules that a document tells in prose, or not at all: lists of the same length, texts that are Base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

/// Where the rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
    /// In the description.
    Prose,
    /// Only in the words of the refusal.
    Refusal,
    /// In the description; and a list of five brings the server down.
    Fault,
}

fn document(says: Says) -> String {
    let about = match says {
        Says::Refusal => "records",
        _ => "Records. All arrays must have the same length.",
    };
    format!(
        "
openapi: 3.1.0
info: {{title: Records, version: '1'}}
paths:
  /records:
    post:
      operationId: addRecords
      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, required: [ids, texts],
        description: '{about}',
        properties: {{
          ids: {{type: array, minItems: 1, maxItems: 5, items: {{type: string, maxLength: 30}}}},
          texts: {{type: array, minItems: 1, maxItems: 8, items: {{type: string, maxLength: 30}}}},
          blobs: {{$ref: '#/components/schemas/Blobs', description: base64 encoded strings}}}}}}}}}}}}
      responses: {{'200': {{description: kept}}, '400': {{description: wrong}}, '415': {{description: label}}}}
components:
  schemas:
    Blobs: {{oneOf: [{{type: array, items: {{type: string}}}}]}}
"
    )
}

fn no(why: &str) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({"error": why}))
}

fn answer(request: &Request, says: Says) -> ResponseTemplate {
    if request.url.path() != "/records" {
        return ResponseTemplate::new(404);
    }
    if request.method.as_str() != "POST" {
        return ResponseTemplate::new(405).insert_header("Allow", "POST");
    }
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with("application/json") {
        return ResponseTemplate::new(415);
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(map) = body.as_object() else {
        return no("no object");
    };
    let list = |name: &str, most: usize| -> Option<Vec<String>> {
        let list = map.get(name)?.as_array()?;
        let texts = list.iter().map(|v| v.as_str().map(str::to_owned));
        let texts = texts.collect::<Option<Vec<_>>>()?;
        let short = texts
            .iter()
            .all(|t| name == "blobs" || t.chars().count() <= 30);
        ((1..=most).contains(&texts.len()) && short).then_some(texts)
    };
    let (Some(ids), Some(texts)) = (list("ids", 5), list("texts", 8)) else {
        return no("no such list");
    };
    let blobs = match map.get("blobs") {
        None => ids.clone(),
        Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
            let texts = all.iter().filter_map(Value::as_str);
            let coded = texts.map(str::to_owned).collect::<Vec<_>>();
            if says != Says::Refusal && coded.iter().any(|t| STANDARD.decode(t).is_err()) {
                return no("it is another text");
            }
            coded
        }
        Some(_) => return no("no list"),
    };
    if ids.len() != texts.len() || ids.len() != blobs.len() {
        return no("lengths of ids, texts and blobs must match");
    }
    if says == Says::Fault && ids.len() == 5 {
        return ResponseTemplate::new(500);
    }
    ResponseTemplate::new(200)
}

async fn run(says: Says) -> Told {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(move |request: &Request| answer(request, says))
        .mount(&server)
        .await;
    let contract = load_text("records.yaml", &document(says), &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 11,
        cases: 20,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

fn broken(told: &Told) -> Vec<String> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken
        .map(|j| format!("{} {:?}", j.id, j.finding.as_ref().map(|f| &f.got)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_as_long_as_those_beside_them() {
    for says in [Says::Prose, Says::Refusal] {
        let told = run(says).await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{says:?}");
        assert_eq!(told.finished.untested, Vec::new(), "{says:?}");
        let limit = told.clause("addRecords/accepts/ids.maxItems");
        let held = limit.verdict == Verdict::Held || says == Says::Refusal;
        assert!(held, "{says:?}: {:?}", limit.reason);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_behind_the_lengths_is_tested() {
    let told = run(Says::Fault).await;
    let broken = broken(&told);
    let own = "records/addRecords/accepts/ids.maxItems";
    assert!(broken.iter().any(|b| b.starts_with(own)), "{broken:?}");
}
