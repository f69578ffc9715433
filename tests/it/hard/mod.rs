//! What people really break, for documents of any kind: a right peer draws nothing, and each wrong one is
//! told by the clause that names the rule.
#![expect(
    clippy::result_large_err,
    reason = "a peer of a test refuses with its whole answer"
)]

mod bodies;
mod framing;
mod gaps;
mod numbers;
mod plainly;
mod taught;
mod texts;
mod tokens;
mod values;
mod versions;
mod xml;

use clausal::contract::{self, Contract};
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::Value;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_with, hasty};

type Peer = fn(&Request) -> ResponseTemplate;

/// The contract with these parts beside its head.
fn contract(parts: &Value) -> Contract {
    let mut document =
        serde_json::json!({"openapi": "3.1.0", "info": {"title": "Hard", "version": "1"}});
    let members = parts.as_object().unwrap().clone();
    document.as_object_mut().unwrap().extend(members);
    contract::load_text("hard.json", &document.to_string(), &|_| Err(String::new())).unwrap()
}

/// Checks a peer that has one path.
async fn checked(parts: &Value, profile: &str, path: &'static str, peer: Peer) -> Told {
    let server = MockServer::start().await;
    let answer = move |request: &Request| match request.url.path().starts_with(path) {
        true => peer(request),
        false => ResponseTemplate::new(404),
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    let mut profile = Profile::parse("test", profile, &|_| None).unwrap();
    profile.limits = hasty().limits;
    let options = Options {
        cases: 4,
        ..Options::default()
    };
    check_with(&[contract(parts)], &server.uri(), &profile, &[], options).await
}

/// The clauses with a verdict, without the name of the contract.
fn ids(told: &Told, verdict: Verdict) -> Vec<String> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    let mut ids: Vec<String> = those
        .map(|j| j.id.trim_start_matches("hard/").to_owned())
        .collect();
    ids.sort();
    ids
}

/// Nothing is broken, and these clauses held.
fn is_quiet(told: &Told, held: &[&str]) {
    let broken: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .map(|j| (&j.id, &j.finding))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    for name in held {
        let clause = told.clause(name);
        assert_eq!(clause.verdict, Verdict::Held, "{name}: {:?}", clause.reason);
    }
}

/// An answer of JSON.
fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body.as_bytes().to_vec(), "application/json")
}

/// A refusal of another method.
fn only(request: &Request, method: &str) -> Option<ResponseTemplate> {
    (request.method.as_str() != method)
        .then(|| ResponseTemplate::new(405).insert_header("Allow", method))
}
