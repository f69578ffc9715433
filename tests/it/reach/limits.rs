//! Limits of a profile, and the pauses that a target asks for.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{ping, reply, serve};
use crate::support::{clausal, text};

fn write(folder: &tempfile::TempDir, profile: &str) -> String {
    let path = folder.path().join("profile.toml");
    std::fs::write(&path, profile).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn requests_keep_their_distance() {
    let folder = tempfile::tempdir().unwrap();
    let times = std::sync::Arc::new(Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&times);
    let (url, _) = serve(move |_| {
        kept.lock().unwrap().push(Instant::now());
        reply(200, "", "{}")
    });
    let profile = write(&folder, "[limits]\nrequests_per_second = 20.0\n");
    let contract = ping(&folder);
    let args = ["check", "--contract", &contract, "--profile", &profile];
    clausal(&[&args[..], &["--target", &url]].concat());
    let times = times.lock().unwrap();
    assert!(times.len() > 4, "{} requests", times.len());
    // The pace counts from when requests are let go; when they arrive may waver, the sum may not.
    let span = times[times.len() - 1] - times[0];
    let least = Duration::from_millis(45) * u32::try_from(times.len() - 1).unwrap();
    assert!(span >= least, "{} requests in {span:?}", times.len());
}

#[test]
fn retry_after_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let count = AtomicUsize::new(0);
    let pause = std::sync::Arc::new(Mutex::new((None, None)));
    let kept = std::sync::Arc::clone(&pause);
    let (url, _) = serve(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => {
            kept.lock().unwrap().0 = Some(Instant::now());
            reply(503, "Retry-After: 1\r\n", "{}")
        }
        _ => {
            kept.lock().unwrap().1.get_or_insert(Instant::now());
            reply(200, "", "{}")
        }
    });
    let contract = ping(&folder);
    let args = ["check", "--contract", &contract, "--target", &url];
    let out = clausal(
        &[
            &args[..],
            &["--jobs", "1", "--only", "ping/ping/response/status-code"],
        ]
        .concat(),
    );
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stdout));
    let (asked, next) = *pause.lock().unwrap();
    let waited = next.unwrap() - asked.unwrap();
    assert!(waited >= Duration::from_millis(950), "{waited:?}");
}

#[test]
fn the_total_time_ends_the_run_and_names_what_was_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let (url, _) = serve(|_| {
        std::thread::sleep(Duration::from_millis(40));
        reply(200, "", "{}")
    });
    let profile = write(&folder, "[limits]\ntotal_ms = 100\nconnections = 1\n");
    let contract = ping(&folder);
    let args = ["check", "--contract", &contract, "--profile", &profile];
    let out = clausal(&[&args[..], &["--target", &url, "--cases", "500"]].concat());
    let told = text(&out.stdout);
    assert!(told.contains("the time limit was reached"), "{told}");
    assert!(told.contains("ping/ping/"), "{told}");
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    for (limit, word) in [
        ("timeout_ms = 0", "timeout_ms"),
        ("connections = 0", "connections"),
        ("requests_per_second = 0.0", "requests_per_second"),
        ("requests_per_second = -1.0", "requests_per_second"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let profile = write(&folder, &format!("[limits]\n{limit}\n"));
        let out = clausal(&[
            "check",
            "--target",
            "http://127.0.0.1:1",
            "--profile",
            &profile,
        ]);
        assert_eq!(out.status.code(), Some(2), "{limit}");
        assert!(text(&out.stderr).contains(word), "{}", text(&out.stderr));
    }
}
