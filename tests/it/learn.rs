//! `clausal learn`: the codes of a running server, beside the contract.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{clausal, text};

/// The reference's operation without a word on codes.
const BARE: &str = "openapi: 3.1.0
info: {title: Backups, version: '1'}
servers: [{url: /api}]
paths:
  /backup_and_restore/backups:
    post:
      operationId: create
      parameters:
        - {name: backup_type, in: header, required: true, schema: {type: string, enum: [CONFIG, DATA]}}
      requestBody:
        required: true
        content:
          application/json:
            example: {name: monday, configuration_id: 1}
            schema:
              type: object
              required: [name, configuration_id]
              properties:
                name: {type: string, minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9_.-]*$'}
                configuration_id: {type: integer, format: int64, const: 1}
                description: {type: string, maxLength: 255}
                host_id: {type: integer, format: int64, enum: [53]}
      responses:
        '201': {description: made}
        '422': {description: refused}
";

#[test]
fn every_code_of_the_reference_that_needs_no_state_is_found() {
    let begun = Instant::now();
    let out = clausal(&["learn", "--contract", "jsa"]);
    let took = begun.elapsed();
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    assert!(
        told.contains("The code stands at /code; errors are application/json"),
        "{told}"
    );
    assert!(told.contains("answered as the contract says"), "{told}");
    assert!(!told.contains("Contradicts"), "{told}");
    assert!(took.as_secs() < 5, "{took:?}");
}

#[test]
fn codes_are_learnt_where_the_document_has_none_and_the_overlay_holds() {
    let folder = tempfile::tempdir().unwrap();
    let contract = folder.path().join("bare.yaml");
    // What a list forbids cannot be an id that does not exist.
    let bare = BARE.replace(", const: 1", "").replace(", enum: [53]", "");
    fs::write(&contract, bare).unwrap();
    let contract = contract.display().to_string();
    let overlay = folder.path().join("codes.yaml").display().to_string();
    let profile = folder.path().join("clausal.toml");
    fs::write(
        &profile,
        "[contracts.backups]\nheaders = { SEC = \"reference-token\" }\n",
    )
    .unwrap();
    let profile = profile.display().to_string();
    let server = clausal::reference::start(clausal::reference::Options::default()).unwrap();
    let url = server.url();
    let out = clausal(&[
        "learn",
        "--contract",
        &contract,
        "--target",
        &url,
        "--profile",
        &profile,
        "-o",
        &overlay,
    ]);
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    let written = fs::read_to_string(&overlay).unwrap();
    for code in [1002, 1003, 1004, 1006, 1007, 1008, 1009] {
        assert!(
            written.contains(&format!("code: {code}")),
            "{code}\n{told}\n{written}"
        );
    }
    let laid = ["--contract", &contract, "--overlay", &overlay];
    let listed = text(&clausal(&[&["clauses"][..], &laid].concat()).stdout);
    assert!(
        listed.contains("backups/create/422-1003/name.maxLength"),
        "{listed}"
    );
    let again = clausal(&[
        "learn",
        "--contract",
        &contract,
        "--target",
        &url,
        "--profile",
        &profile,
        "-o",
        &overlay,
    ]);
    assert_eq!(again.status.code(), Some(2), "{}", text(&again.stderr));
}

/// Refuses everything, with another code each time.
struct Fickle(AtomicU64);

impl Respond for Fickle {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let next = self.0.fetch_add(1, Ordering::Relaxed);
        ResponseTemplate::new(422)
            .set_body_json(serde_json::json!({"code": 5000 + next, "message": "no"}))
    }
}

async fn learnt(server: &MockServer, contract: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bare.yaml");
    fs::write(&path, contract).unwrap();
    let (path, url) = (path.display().to_string(), server.uri());
    let run = move || clausal(&["learn", "--contract", &path, "--target", &url]);
    let out = tokio::task::spawn_blocking(run).await.unwrap();
    (out.status.code(), text(&out.stdout) + &text(&out.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_another_code_each_time_teaches_none() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(Fickle(AtomicU64::new(0)))
        .mount(&server)
        .await;
    let (code, told) = learnt(&server, BARE).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("another code each time"), "{told}");
    assert!(told.contains("Nothing new was learnt"), "{told}");
    assert!(
        told.contains("the valid request of create was refused (status 422)"),
        "{told}"
    );
}

/// Takes names of up to 100 characters, and refuses longer ones with a code that no page has.
struct Other;

impl Respond for Other {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match body["name"].as_str().is_some_and(|name| name.len() <= 100) {
            true => ResponseTemplate::new(201).set_body_json(serde_json::json!({"id": 1})),
            false => ResponseTemplate::new(422).set_body_json(serde_json::json!({"code": 77})),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_contradicts_the_contract_is_marked() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(Other)
        .mount(&server)
        .await;
    let contract = BARE.replace(
        "'422': {description: refused}",
        "'422': {description: refused, x-errors: [{code: 1003, when: {breaks: maxLength, at: /body/name}}]}",
    );
    let (code, told) = learnt(&server, &contract).await;
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("the contract says 422 with 1003, and 422 with 77 came"),
        "{told}"
    );
    assert!(told.contains("CONTRADICTS THE CONTRACT"), "{told}");
    assert!(told.contains("Accepted, though a rule is broken"), "{told}");
    // What contradicts the contract leads to the entry that says so, a rule without one to the rule itself.
    let line = |text: &str| 1 + contract.lines().position(|l| l.contains(text)).unwrap();
    let entry = format!(".yaml:{}:", line("code: 1003"));
    let marked = told.lines().filter(|l| l.contains("and 422 with 77 came"));
    assert!(
        marked.clone().count() > 1 && marked.clone().all(|l| l.contains(&entry)),
        "{told}"
    );
    let accepted = told
        .lines()
        .find(|l| l.contains("description") && l.contains("status 201"));
    let rule = format!(".yaml:{}:", line("description: {type: string"));
    assert!(accepted.is_some_and(|l| l.contains(&rule)), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_to_everything_teaches_nothing() {
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(401).set_body_json(serde_json::json!({"code": 18}));
    Mock::given(method("POST"))
        .respond_with(refusal)
        .mount(&server)
        .await;
    let (_, told) = learnt(&server, BARE).await;
    assert!(told.contains("the valid request draws the same"), "{told}");
    assert!(!told.contains("code: 18"), "{told}");
}

/// Takes names of up to 100 characters, and says in words what is wrong.
struct Wordy;

impl Respond for Wordy {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let refused = |words: &str| {
            ResponseTemplate::new(422)
                .set_body_json(serde_json::json!({"error": words, "kind": "refusal"}))
        };
        match body["name"].as_str() {
            Some(name) if name.len() <= 100 => ResponseTemplate::new(201),
            Some(_) => refused("Too long name"),
            None => refused("Missing name"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_several_words_are_learnt_where_the_contract_says() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(Wordy)
        .mount(&server)
        .await;
    let with = |place: &str, code: &str| {
        BARE.replace(
            "servers:",
            &format!("x-error-code: {{at: [{place}]}}\nservers:"),
        )
        .replace(
            "'422': {description: refused}",
            &format!("'422': {{description: refused, x-errors: [{{code: {code}, when: {{breaks: maxLength, at: /body/name}}}}]}}"),
        )
    };
    let (code, told) = learnt(&server, &with("/error", "Too long name")).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("The code stands at /error"), "{told}");
    assert!(
        told.contains("1 rules are answered as the contract says"),
        "{told}"
    );
    let (code, told) = learnt(&server, &with("/error", "Name too long")).await;
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("and 422 with Too long name came"), "{told}");
    // No other place is looked at.
    let (_, told) = learnt(&server, &with("/fault", "Too long name")).await;
    assert!(
        told.contains("no refusal holds anything at /fault"),
        "{told}"
    );
}

/// Takes names of up to 100 characters; each rule has a code, which stands where and how it is asked to.
struct Shaped(Refusal);

/// The refusal with a code.
type Refusal = fn(&str) -> ResponseTemplate;

impl Respond for Shaped {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match (body["name"].as_str(), &body["configuration_id"]) {
            (None, _) => (self.0)("41"),
            (Some(name), _) if name.is_empty() || name.len() > 100 => (self.0)("42"),
            (_, id) if *id != serde_json::json!(1) => (self.0)("43"),
            _ => ResponseTemplate::new(201).set_body_json(serde_json::json!({"id": 1})),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_learnt_of_servers_of_other_makes() {
    use serde_json::json;
    let shapes: [(Refusal, &str, &str); 6] = [
        (
            |c| {
                ResponseTemplate::new(422)
                    .set_body_json(json!({"error": {"code": format!("NAME_{c}"), "message": "no"}}))
            },
            "/error/code",
            "NAME_42",
        ),
        (
            |c| {
                ResponseTemplate::new(422)
                    .set_body_json(json!({"status": "error", "code": format!("00{c}")}))
            },
            "/code",
            "\"0042\"",
        ),
        (
            |c| {
                let body = json!({"type": format!("https://e.example/{c}"), "title": "Refused", "status": 422});
                ResponseTemplate::new(422)
                    .set_body_raw(body.to_string(), "application/problem+json")
            },
            "/type",
            "https://e.example/42",
        ),
        (
            |c| {
                ResponseTemplate::new(422)
                    .set_body_json(json!({"errors": [{"status": "422", "code": format!("e.{c}")}]}))
            },
            "/errors/0/code",
            "e.42",
        ),
        (
            |c| {
                ResponseTemplate::new(422).set_body_raw(
                    format!("<Error><Code>Bad{c}</Code></Error>"),
                    "application/xml",
                )
            },
            "/Code",
            "Bad42",
        ),
        (
            |c| {
                let answer = ResponseTemplate::new(422).set_body_json(json!({"message": "no"}));
                answer.insert_header("X-Error-Code", format!("NAME_{c}").as_str())
            },
            "header: x-error-code",
            "NAME_42",
        ),
    ];
    for (shape, place, code) in shapes {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(Shaped(shape))
            .mount(&server)
            .await;
        let (_, told) = learnt(&server, BARE).await;
        assert!(
            told.contains(&format!("The code stands at {place};")),
            "{told}"
        );
        assert!(
            told.contains(&format!("code: {code}")) || told.contains(&format!("code: \"{code}\"")),
            "{code}: {told}"
        );
        assert!(
            told.contains("{breaks: maxLength, at: /body/name}"),
            "{told}"
        );
    }
}
