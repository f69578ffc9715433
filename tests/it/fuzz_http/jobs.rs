//! Workers side by side: they find the same, and what only happens among them is no finding.

use std::fs;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use super::server::{Say, answer, begin, begin_single};
use super::{found, mortal, odd, reference, report};

const JOBS: [&str; 2] = ["--jobs", "4"];

#[test]
fn several_workers_leave_a_sound_server_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let server = reference(&[]);
    let told = report(folder.path(), &server.url(), 0, &JOBS);
    assert_eq!(told["findings"], json!([]), "{told}");
    assert_eq!(told["jobs"], 4);
    assert!(told["requests"].as_u64().unwrap() >= 1500, "{told}");
    assert!(told["statuses"]["201"].is_number(), "{told}");
}

#[test]
fn several_workers_find_each_fault_once_and_alone() {
    let folder = tempfile::tempdir().unwrap();
    let faulty = reference(&["huge-number-crashes"]);
    let told = report(folder.path(), &faulty.url(), 1, &JOBS);
    assert!(
        found(&told)
            .iter()
            .all(|f| f["outcome"] == "fault" && f["repeats"] == true),
        "{told}"
    );
    for (outcome, url) in [
        (
            "hang",
            odd("\"name\"", || Say::Wait(Duration::from_secs(3))),
        ),
        ("dropped", odd("\"name\"", || Say::Close(String::new()))),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let options = ["--jobs", "4", "--requests", "60", "--timeout", "600ms"];
        let told = report(folder.path(), &url, 1, &options);
        let mut seen = std::collections::BTreeSet::new();
        for finding in found(&told) {
            assert_eq!(finding["outcome"], outcome, "{finding}");
            assert_eq!(finding["repeats"], true, "{finding}");
            let key = format!("{} {}", finding["place"], finding["got"]);
            assert!(seen.insert(key), "twice: {told}");
        }
    }
}

#[test]
fn what_only_load_causes_is_no_finding() {
    for (name, said) in [
        ("fault", answer(500, "Connection: close\r\n", "locked")),
        ("dropped", String::new()),
        ("no-http", "locked".to_owned()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let busy = Arc::new(AtomicUsize::new(0));
        let url = begin(move |_| {
            let others = busy.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(3));
            let say = match others {
                0 => Say::Close(answer(400, "Connection: close\r\n", "")),
                _ => Say::Close(said.clone()),
            };
            busy.fetch_sub(1, Ordering::SeqCst);
            say
        });
        let told = report(
            folder.path(),
            &url,
            0,
            &["--jobs", "4", "--requests", "300"],
        );
        assert_eq!(told["findings"], json!([]), "{name}: {told}");
        let notes = told["notes"].to_string();
        assert!(
            notes.contains(&format!("once, and not again: {name}")),
            "{name}: {notes}"
        );
    }
}

#[test]
fn a_server_of_one_connection_at_a_time_is_no_finding_for_several_workers() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin_single(|_| Say::Keep(answer(400, "", "")));
    let options = ["--jobs", "3", "--requests", "60", "--timeout", "500ms"];
    let told = report(folder.path(), &url, 0, &options);
    assert_eq!(told["findings"], json!([]), "{told}");
}

#[test]
fn requests_that_were_on_their_way_when_a_server_ended_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--jobs", "3", "--timeout", "2s", "--out", "out"];
    let told = report(folder.path(), &mortal(), 1, &options);
    let gone = found(&told).iter().filter(|f| f["outcome"] == "gone");
    assert_eq!(gone.count(), 1, "{told}");
    assert!(told["notes"].to_string().contains("gone-beside-"), "{told}");
    let beside = |n: usize| folder.path().join(format!("out/gone-beside-{n}.http"));
    assert!(!fs::read(beside(1)).unwrap().is_empty());
    assert!(beside(2).exists() && !beside(3).exists());
}

#[test]
fn one_worker_sends_the_same_requests_for_the_same_seed() {
    let sent = |seed: &str| {
        let folder = tempfile::tempdir().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let kept = log.clone();
        let url = begin(move |request| {
            let lines = request.lines().filter(|l| !l.starts_with("Host: "));
            kept.lock()
                .unwrap()
                .push(lines.collect::<Vec<_>>().join("\n"));
            Say::Keep(answer(400, "", ""))
        });
        report(
            folder.path(),
            &url,
            0,
            &["--requests", "150", "--seed", seed],
        );
        let mut log = log.lock().unwrap().clone();
        assert!(log.len() > 100, "{}", log.len());
        log.truncate(100);
        log
    };
    assert_eq!(sent("7"), sent("7"));
    assert_ne!(sent("7"), sent("8"));
}
