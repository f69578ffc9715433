//! Requests as the specification writes them, read at the other end by other readers: a peer that keeps
//! to its document draws nothing, and one that passes over a rule of it is told.

mod access;
mod bodies;
mod parameters;

use clausal::contract::{self, Contract};
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::Value;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, check_against, hasty};

/// What a peer makes of a request for its path: the status it answers with.
type Judge = fn(&Request) -> u16;

/// The contract with these parts beside its head.
fn contract(parts: &Value) -> Contract {
    let mut document =
        serde_json::json!({"openapi": "3.1.0", "info": {"title": "Wire", "version": "1"}});
    let members = parts.as_object().unwrap().clone();
    document.as_object_mut().unwrap().extend(members);
    contract::load_text("wire.json", &document.to_string(), &|_| Err(String::new())).unwrap()
}

/// Checks a peer that takes one method below one path.
async fn checked(
    parts: &Value,
    profile: &str,
    path: &'static str,
    method: &'static str,
    judge: Judge,
) -> Told {
    let server = MockServer::start().await;
    let answer = move |request: &Request| {
        if !request.url.path().starts_with(path) {
            return ResponseTemplate::new(404);
        }
        if request.method.as_str() != method {
            return ResponseTemplate::new(405).insert_header("Allow", method);
        }
        ResponseTemplate::new(judge(request))
    };
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    let given = Profile::parse("test", profile, &|_| None).unwrap();
    let mut profile = hasty();
    profile.states = Default::default();
    profile.contracts = given.contracts;
    check_against(&[contract(parts)], &server.uri(), &profile, &[]).await
}

fn ids(told: &Told, verdict: Verdict) -> Vec<String> {
    let those = told.judged.iter().filter(|j| j.verdict == verdict);
    let mut ids: Vec<String> = those.map(|j| j.id.clone()).collect();
    ids.sort();
    ids
}

/// Nothing is broken or left open, and these clauses held.
fn is_quiet(told: &Told, held: &[&str]) {
    assert_eq!(ids(told, Verdict::Broken), Vec::<String>::new());
    assert_eq!(ids(told, Verdict::Inconclusive), Vec::<String>::new());
    for name in held {
        assert_eq!(told.clause(name).verdict, Verdict::Held, "{name}");
    }
}

/// The values of a name in the query, by another reader than ours.
fn values(request: &Request, name: &str) -> Vec<String> {
    let pairs = request.url.query_pairs();
    let own = pairs.filter(|(n, _)| n == name);
    own.map(|(_, value)| value.into_owned()).collect()
}
