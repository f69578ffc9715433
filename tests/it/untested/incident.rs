//! A fault of the server is told though it does not come again.

use std::sync::atomic::{AtomicBool, Ordering};

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against};

async fn pets(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> Told {
    let server = serve(answer).await;
    let file = contract(PETS);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], &server.uri(), &Profile::default(), &[]).await
}

#[tokio::test]
async fn a_fault_that_came_once_is_a_finding_of_its_own() {
    let begun = AtomicBool::new(false);
    let told = pets(move |request| {
        let first = request.method.as_str() == "POST" && !begun.swap(true, Ordering::Relaxed);
        match first {
            true => ResponseTemplate::new(500).set_body_string("starting"),
            false => honest(request),
        }
    })
    .await;
    let judged = told.clause("addPet/implied/sound-answers");
    assert_eq!(judged.verdict, Verdict::Broken);
    let finding = judged.finding.as_ref().unwrap();
    assert!(
        finding.got.starts_with("status 500, seen once in "),
        "{}",
        finding.got
    );
    assert_eq!(told.finished.broken, 1, "{:#?}", told.judged);
    assert_eq!(
        told.clause("listPets/implied/sound-answers").verdict,
        Verdict::Held
    );
}

#[tokio::test]
async fn a_fault_that_a_clause_tells_is_not_told_twice() {
    let told = pets(|request| {
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match body["kind"] == "cat" && body["age"] == 40 {
            true => ResponseTemplate::new(500),
            false => honest(request),
        }
    })
    .await;
    assert_eq!(
        told.clause("addPet/accepts/age.maximum").verdict,
        Verdict::Broken
    );
    assert_eq!(
        told.clause("addPet/implied/sound-answers").verdict,
        Verdict::Skipped
    );
}
