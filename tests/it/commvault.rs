//! Commvault's contract: what is written is read back, and answers that are wrong in form are told
//! with their place.

use clausal::clause::derive;
use clausal::contract::{Contract, builtin_names, open};
use clausal::exchange::{Message, Step};
use clausal::generate::{Cases, Kit, Settings};
use clausal::prove::reference_profile;
use clausal::run::event::Verdict;
use clausal::wire::{self, Writing};
use serde_json::Value;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{check_against, hasty};

fn commvault() -> Contract {
    open("commvault").unwrap()
}

fn settings(writing: Writing) -> Settings {
    Settings {
        seed: 11,
        cases: 4,
        writing,
        has_token: true,
        has_words: false,
        settle: None,
        strength: 2,
        bait: None,
    }
}

/// Every scalar as text: XML has no other values.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(n, v)| (n.clone(), as_text(v))).collect(),
        Value::Array(list) => list.iter().map(as_text).collect(),
        Value::String(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

fn messages(contract: &Contract, writing: &Writing, see: &mut dyn FnMut(&Kit<'_>, &Message)) {
    let fixtures = reference_profile().unwrap().fixtures(contract);
    let settings = settings(writing.clone());
    for operation in &contract.operations {
        let kit = Kit::new(contract, operation, fixtures.clone());
        for clause in derive(contract) {
            if clause.operation != operation.id {
                continue;
            }
            let Ok(cases) = Cases::new(&kit, &clause, &settings) else {
                continue;
            };
            for step in cases.flat_map(|c| c.steps) {
                if let Step::Send(message) = step
                    && message.operation == operation.id
                    && message.body.is_some()
                {
                    see(&kit, &message);
                }
            }
        }
    }
}

#[test]
fn every_message_is_read_back_as_it_was_in_every_way_of_writing() {
    let contract = commvault();
    let kit = |op: &str| {
        let operation = contract.operation(op).unwrap();
        Kit::new(&contract, operation, Default::default()).way_keys()
    };
    let keys: Vec<(String, usize)> = [
        "createTask",
        "createBackupset.xml",
        "drBackup.xml",
        "drBackup.json",
    ]
    .into_iter()
    .flat_map(kit)
    .collect();
    let last = Writing {
        ways: keys.iter().map(|(key, n)| (key.clone(), n - 1)).collect(),
        ..Writing::default()
    };
    for writing in [Writing::default(), last] {
        let mut count = 0;
        messages(&contract, &writing, &mut |kit, message| {
            let request = wire::encode(kit.operation, message, &writing);
            let back = wire::decode(kit.operation, &request, &writing);
            let text = String::from_utf8_lossy(request.body.as_deref().unwrap()).into_owned();
            let back = back.unwrap_or_else(|| panic!("not read back: {text}"));
            // Two values may be written alike; then the one that is read is written so again.
            let sent = message.body.as_ref().map(as_text);
            let again = back.body.as_ref();
            let again = again.map(|body| wire::write_body(kit.operation, body, &writing));
            if again != request.body {
                assert_eq!(back.body.as_ref().map(as_text), sent, "{text}");
            }
            count += 1;
        });
        assert!(count > 1000, "only {count} messages");
    }
}

/// What a clause says of a server that answers every request so.
async fn told(answer: ResponseTemplate, clause: &str) -> (Verdict, String) {
    let server = MockServer::start().await;
    // A path that is not there is not found.
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    let told = check_against(&[commvault()], &server.uri(), &profile, &[clause]).await;
    let judged = told.judged.into_iter().next().unwrap();
    let got = judged.finding.map(|f| f.got).unwrap_or_default();
    (judged.verdict, got)
}

#[tokio::test]
async fn answers_that_are_wrong_in_form_are_told_with_their_place() {
    const BACKED_UP: &str = "commvault/backupBackupset/response/";
    let xml = |text: &str| ResponseTemplate::new(200).set_body_raw(text, "application/xml");
    let started = "<TMMsg_CreateTaskResp taskId=\"77\"><jobIds val=\"1\"/></TMMsg_CreateTaskResp>";
    let bomb = format!(
        "<!DOCTYPE a [<!ENTITY b \"cccc\"><!ENTITY d \"&b;&b;\">]>\n{}",
        started.replace("77", "&d;")
    );
    for (answer, clause, words) in [
        (
            xml("<TMMsg_CreateTaskResp taskId=\"77\">\n  <jobIds val=1/>"),
            "well-formed",
            "line 2, column",
        ),
        (xml("<a b='1' b='2'/>"), "well-formed", "line 1, column 10"),
        (xml("<a>&nbsp;</a>"), "well-formed", "line 1, column 4"),
        (
            xml(&format!("{started}{started}")),
            "well-formed",
            "line 1, column",
        ),
        (xml(&bomb), "well-formed", "document type declaration"),
        (xml(""), "well-formed", "an empty body"),
        (
            ResponseTemplate::new(200).set_body_raw(started, "text/html"),
            "media-type",
            "text/html",
        ),
        (xml("<other taskId=\"77\"/>"), "root", "`other`"),
    ] {
        let (verdict, got) = told(answer, &format!("{BACKED_UP}{clause}")).await;
        assert_eq!(verdict, Verdict::Broken, "{words}: {got}");
        assert!(got.contains(words), "{words}: {got}");
    }
    let json = "{\"taskId\": 1,\n \"jobIds\": [\"3\",]}";
    let comma = ResponseTemplate::new(200).set_body_raw(json, "application/json");
    let (verdict, got) = told(comma, "commvault/drBackup.json/response/well-formed").await;
    assert_eq!(verdict, Verdict::Broken);
    assert!(got.contains("trailing comma at line 2"), "{got}");
    // The legitimate answer draws no alarm from the same clauses.
    for clause in [
        "well-formed",
        "media-type",
        "root",
        "taskId.present",
        "jobIds.items",
    ] {
        let (verdict, got) = told(xml(started), &format!("{BACKED_UP}{clause}")).await;
        assert_eq!(verdict, Verdict::Held, "{clause}: {got}");
    }
}

#[test]
fn both_contracts_are_built_in() {
    assert_eq!(builtin_names(), ["jsa", "commvault"]);
    let ids: Vec<String> = commvault().operations.into_iter().map(|o| o.id).collect();
    assert_eq!(
        ids,
        [
            "createBackupset.xml",
            "createBackupset.json",
            "backupBackupset",
            "backupBackupsetByName",
            "createTask",
            "drBackup.xml",
            "drBackup.json"
        ]
    );
}
