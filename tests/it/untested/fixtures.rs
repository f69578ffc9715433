//! A profile that names what is not there: the target is not blamed for it.

use clausal::contract;
use clausal::reference;
use clausal::run::Options;
use clausal::run::event::Verdict;
use serde_json::{Value, json};

use crate::support::{Told, check_with, hasty};

/// Checks the faithful reference server with one fixture that does not exist there.
async fn with(contract: &str, fixture: &str, value: Value, only: &[&str]) -> Told {
    let server = reference::start(reference::Options::default()).unwrap();
    let mut profile = hasty();
    let settings = profile.contracts.get_mut(contract).unwrap();
    assert!(
        settings
            .fixtures
            .insert(fixture.to_owned(), value)
            .is_some()
    );
    let options = Options {
        cases: 1,
        seed: 7,
        ..Options::default()
    };
    let contracts = [contract::open(contract).unwrap()];
    check_with(&contracts, &server.url(), &profile, only, options).await
}

fn broken(told: &Told) -> Vec<&str> {
    let those = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    those.map(|j| j.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn states_on_a_host_that_is_not_there_are_not_judged() {
    let only = [
        "jsa/createBackup/409-1011",
        "jsa/createBackup/500-1000",
        "jsa/createBackup/state",
    ];
    let told = with("jsa", "managed_host", json!(999), &only).await;
    assert_eq!(broken(&told), Vec::<&str>::new());
    let why = told
        .clause("500-1000/the-backup-engine-fails")
        .reason
        .clone();
    assert!(why.is_some_and(|why| why.contains("`managed_host = 999`")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_not_there_breaks_nothing() {
    let only = [
        "commvault/createTask/accepts",
        "commvault/createTask/reading",
        "commvault/backupBackupsetByName",
    ];
    let told = with("commvault", "client", json!("nobody"), &only).await;
    assert_eq!(broken(&told), Vec::<&str>::new());
    let named = |j: &&clausal::run::event::Judged| {
        j.reason
            .as_ref()
            .is_some_and(|why| why.contains("`client = \"nobody\"`"))
    };
    assert!(told.judged.iter().filter(named).count() > 50);
}
