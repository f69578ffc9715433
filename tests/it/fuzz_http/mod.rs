//! `clausal fuzz http` against the reference server, sound and faulty, and against small servers
//! that hang, drop connections or end.
#![cfg(unix)]

mod jobs;
mod reports;
mod server;
mod silent;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clausal::reference::{self, Server};
use serde_json::Value;

use self::server::{Say, answer, begin, serve};
use crate::support::{clausal, root, text};

fn reference(defects: &[&str]) -> Server {
    reference::start(reference::Options {
        defects: defects.iter().map(ToString::to_string).collect(),
        ..reference::Options::default()
    })
    .unwrap()
}

fn fuzz(folder: &Path, url: &str, options: &[&str]) -> Output {
    let profile = root("src/prove.toml").display().to_string();
    // A run ends after so many requests and not after a time: machines differ.
    let usual = [["--seed", "1"], ["--time", "120s"], ["--requests", "1500"]];
    let usual = usual.iter().filter(|own| !options.contains(&own[0]));
    Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(["fuzz", "http", "--contract", "jsa"])
        .args(usual.flatten())
        .args(["--profile", &profile, "--target", url])
        .args(["--report", "json=report.json"])
        .args(options)
        .env_clear()
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Runs and gives the JSON report.
fn report(folder: &Path, url: &str, code: i32, options: &[&str]) -> Value {
    let output = fuzz(folder, url, options);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}\n{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap()
}

/// A server that answers every request, but for those with this word does something else.
fn odd(word: &'static str, say: fn() -> Say) -> String {
    begin(move |request| match request.contains(word) {
        true => say(),
        false => Say::Close(answer(400, "Connection: close\r\n", "")),
    })
}

/// The findings of a report.
fn found(told: &Value) -> &[Value] {
    told["findings"].as_array().unwrap()
}

#[test]
fn a_sound_server_is_left_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let server = reference(&[]);
    let told = report(folder.path(), &server.url(), 0, &["--requests", "2000"]);
    assert_eq!(told["findings"], serde_json::json!([]));
    let sent = told["requests"].as_u64().unwrap();
    assert!((2000..2100).contains(&sent), "{told}");
    assert!(told["kinds"].as_u64().unwrap() > 5, "{told}");
    assert!(told["statuses"]["401"].is_number(), "{told}");
    assert!(told["statuses"]["201"].is_number(), "{told}");
}

#[test]
fn odd_input_that_crashes_is_found_written_and_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let faulty = reference(&["huge-number-crashes"]);
    let told = report(folder.path(), &faulty.url(), 1, &["--corpus", "corpus"]);
    let found = told["findings"].as_array().unwrap();
    let first = found.iter().find(|f| f["outcome"] == "fault").unwrap();
    assert_eq!(first["repeats"], true, "{first}");
    let file = first["file"].as_str().unwrap();
    assert!(file.starts_with("corpus/findings/"), "{file}");
    let bytes = fs::read(folder.path().join(file)).unwrap();
    assert_eq!(text(&bytes), first["request"].as_str().unwrap());
    for entry in fs::read_dir(folder.path().join("corpus/kept")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(
            !text(&bytes).contains("reference-token"),
            "a secret is written"
        );
    }
    assert!(
        !text(&bytes).contains("reference-token"),
        "a secret is written"
    );
    // The file shows it again, and shows nothing on a sound server.
    report(folder.path(), &faulty.url(), 1, &["--try", file]);
    let sound = reference(&[]);
    let told = report(folder.path(), &sound.url(), 0, &["--try", file]);
    assert_eq!(told["requests"], 1);
}

#[test]
fn a_hang_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let url = odd("clausal", || Say::Wait(Duration::from_secs(2)));
    let options = ["--requests", "30", "--timeout", "300ms"];
    let told = report(folder.path(), &url, 1, &options);
    let hang = found(&told)
        .iter()
        .find(|f| f["outcome"] == "hang")
        .unwrap();
    assert_eq!(hang["got"], "no complete answer within 300 ms");
    assert!(hang["answer"].is_null(), "{hang}");
}

#[test]
fn a_dropped_connection_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let url = odd("\"name\"", || Say::Close(String::new()));
    let told = report(folder.path(), &url, 1, &["--requests", "600"]);
    let is_it =
        |f: &&Value| f["outcome"] == "dropped" && f["place"].as_str().unwrap().starts_with("POST");
    let dropped = found(&told).iter().find(is_it).unwrap();
    let request = dropped["request"].as_str().unwrap();
    assert!(
        request.ends_with("\r\n\r\n\"name\""),
        "it is not small: {request}"
    );
}

#[test]
fn an_answer_that_is_cut_or_no_http_is_found() {
    for (outcome, said) in [
        ("cut", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
        ("no-http", "<html>oops</html>"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let url = begin(move |request| match request.contains("\"name\"") {
            true => Say::Close(said.to_owned()),
            false => Say::Close(answer(400, "Connection: close\r\n", "")),
        });
        let told = report(folder.path(), &url, 1, &["--requests", "300"]);
        let outcomes: Vec<_> = found(&told).iter().map(|f| &f["outcome"]).collect();
        assert!(outcomes.iter().all(|o| **o == outcome), "{outcomes:?}");
    }
}

#[test]
fn a_server_that_ends_is_found_with_its_last_request() {
    let folder = tempfile::tempdir().unwrap();
    let told = report(folder.path(), &mortal(), 1, &["--timeout", "2s"]);
    let gone = &found(&told)[0];
    assert_eq!(gone["outcome"], "gone", "{told}");
    assert!(
        gone["request"].as_str().unwrap().contains("\"name\""),
        "{gone}"
    );
    assert!(
        told["requests"].as_u64().unwrap() < 1000,
        "it went on: {told}"
    );
}

/// One fault must not hide another one that is answered in the same words.
#[test]
fn faults_of_malformed_requests_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin(|request| {
        let is_odd = ["%zz", "Expect: 100-continue", "\r\nRange: "];
        match is_odd.iter().any(|odd| request.contains(odd)) {
            true => Say::Close(answer(
                500,
                "Connection: close\r\n",
                "Internal Server Error",
            )),
            false => Say::Keep(answer(400, "", "")),
        }
    });
    let told = report(folder.path(), &url, 1, &[]);
    let about: Vec<_> = found(&told).iter().map(|f| f["about"].as_str()).collect();
    for wanted in ["a broken percent", "a header Expect", "a header Range"] {
        let is_it = |about: &Option<&str>| about.is_some_and(|about| about.starts_with(wanted));
        assert!(about.iter().any(is_it), "{wanted}: {about:?}");
    }
    // All of one kind of words are no more than these.
    let all = begin(|_| Say::Close(answer(500, "Connection: close\r\n", "oops")));
    let told = report(folder.path(), &all, 1, &[]);
    assert!(found(&told).len() <= 6, "{told}");
}

/// Whatever is sent then hangs: the request before is not to blame for what it has.
#[test]
fn a_server_that_hangs_for_good_is_gone_and_no_request_is_made_smaller() {
    let folder = tempfile::tempdir().unwrap();
    let count = AtomicUsize::new(0);
    let url = begin(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        ..200 => Say::Keep(answer(400, "", "")),
        _ => Say::Wait(Duration::from_secs(60)),
    });
    let told = report(folder.path(), &url, 1, &["--timeout", "500ms"]);
    assert_eq!(found(&told).len(), 1, "{told}");
    assert_eq!(found(&told)[0]["outcome"], "gone", "{told}");
    assert!(told["requests"].as_u64().unwrap() < 250, "{told}");
}

/// From the first request of the contract on, too.
#[test]
fn a_server_that_hangs_on_every_request_of_the_contract_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let url = odd("POST ", || Say::Wait(Duration::from_secs(60)));
    let options = ["--timeout", "300ms", "--requests", "5"];
    let told = report(folder.path(), &url, 1, &options);
    assert!(
        found(&told).iter().any(|f| f["outcome"] == "hang"),
        "{told}"
    );
}

/// Whoever began to answer did not just end a connection that was idle.
#[test]
fn an_answer_cut_on_a_used_connection_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let count = AtomicUsize::new(0);
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n1";
    let url = begin(move |_| match count.fetch_add(1, Ordering::SeqCst) % 50 {
        49 => Say::Close(cut.to_owned()),
        _ => Say::Keep(answer(400, "", "")),
    });
    let told = report(folder.path(), &url, 0, &["--requests", "400"]);
    let notes = told["notes"].to_string();
    assert!(notes.contains("once, and not again: cut"), "{notes}");
}

/// Nobody may read what is printed to the end; the reports are written all the same.
#[test]
fn whoever_stops_reading_ends_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin(|_| Say::Close(answer(500, "Connection: close\r\n", "oops")));
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(["fuzz", "http", "--contract", "jsa", "--target", &url])
        .args(["--requests", "50", "--report", "json=report.json"])
        .env_clear()
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let told = fs::read(folder.path().join("report.json")).unwrap();
    let told: Value = serde_json::from_slice(&told).unwrap();
    assert!(!found(&told).is_empty());
}

/// A server that ends at the sixtieth request with a name.
fn mortal() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let named = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        while named.load(Ordering::SeqCst) < 60 {
            let Ok((stream, _)) = listener.accept() else {
                std::thread::sleep(Duration::from_millis(1));
                continue;
            };
            let named = named.clone();
            stream.set_nonblocking(false).unwrap();
            std::thread::spawn(move || {
                serve(stream, &|request| {
                    let is_named = request.contains("\"name\"");
                    let before = named.fetch_add(usize::from(is_named), Ordering::SeqCst);
                    match before + usize::from(is_named) {
                        ..60 => Say::Close(answer(400, "Connection: close\r\n", "")),
                        _ => Say::Close(String::new()),
                    }
                });
            });
        }
    });
    url
}

#[test]
fn what_cannot_be_driven_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for url in ["http://192.0.2.1:80", "http://example.test"] {
        let output = fuzz(folder.path(), url, &["--time", "1s"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("on this machine"));
    }
    let output = fuzz(folder.path(), "https://127.0.0.1:1", &["--time", "1s"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("reached over TLS"));
    // A port that was just given back has nobody behind it.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let output = fuzz(folder.path(), &url, &["--time", "1s"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let wrong = clausal(&["fuzz", "http", "--jobs", "0"]);
    assert_eq!(wrong.status.code(), Some(2));
}
