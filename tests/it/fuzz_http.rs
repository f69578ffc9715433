//! `clausal fuzz http` against the reference server, sound and faulty, and against small servers
//! that hang, drop connections or end.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use clausal::reference::{self, Server};
use serde_json::Value;

use crate::support::{clausal, root, text};

fn server(defects: &[&str]) -> Server {
    reference::start(reference::Options {
        defects: defects.iter().map(ToString::to_string).collect(),
        ..reference::Options::default()
    })
    .unwrap()
}

fn fuzz(folder: &Path, url: &str, options: &[&str]) -> Output {
    let profile = root("src/prove.toml").display().to_string();
    Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(["fuzz", "http", "--contract", "jsa", "--seed", "1"])
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

/// A server that answers every request, but for bodies with this word does something else.
fn raw(word: &'static str, odd: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || serve(stream.unwrap(), word, odd));
        }
    });
    url
}

fn is_complete(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .split("\r\n")
        .find_map(|l| l.strip_prefix("Content-Length: "));
    let length = length.and_then(|l| l.parse::<usize>().ok()).unwrap_or(0);
    body.len() >= length
}

fn serve(mut stream: TcpStream, word: &str, odd: fn(TcpStream)) {
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let mut got = Vec::new();
    let mut part = [0; 4096];
    while let Ok(n @ 1..) = stream.read(&mut part) {
        got.extend_from_slice(&part[..n]);
        if is_complete(&text(&got)) {
            break;
        }
    }
    if text(&got).contains(word) {
        return odd(stream);
    }
    let answer = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    drop(stream.write_all(answer));
}

#[test]
fn a_sound_server_is_left_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(&[]);
    let told = report(folder.path(), &server.url(), 0, &["--time", "2s"]);
    assert_eq!(told["findings"], serde_json::json!([]));
    assert!(told["requests"].as_u64().unwrap() > 200, "{told}");
    assert!(told["kinds"].as_u64().unwrap() > 5, "{told}");
    assert!(told["statuses"]["401"].is_number(), "{told}");
    assert!(told["statuses"]["201"].is_number(), "{told}");
}

#[test]
fn odd_input_that_crashes_is_found_written_and_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let faulty = server(&["huge-number-crashes"]);
    let corpus = ["--time", "2s", "--corpus", "corpus"];
    let told = report(folder.path(), &faulty.url(), 1, &corpus);
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
    let sound = server(&[]);
    let told = report(folder.path(), &sound.url(), 0, &["--try", file]);
    assert_eq!(told["requests"], 1);
}

#[test]
fn a_hang_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let url = raw("clausal", |stream| {
        std::thread::sleep(Duration::from_secs(2));
        drop(stream);
    });
    let options = ["--time", "2s", "--timeout", "300ms"];
    let told = report(folder.path(), &url, 1, &options);
    let found = told["findings"].as_array().unwrap();
    assert!(found.iter().any(|f| f["outcome"] == "hang"), "{found:?}");
}

#[test]
fn a_dropped_connection_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let url = raw("\"name\"", drop);
    let told = report(folder.path(), &url, 1, &["--time", "2s", "--timeout", "2s"]);
    let found = told["findings"].as_array().unwrap();
    let dropped = found
        .iter()
        .find(|f| f["outcome"] == "dropped" && f["place"].as_str().unwrap().starts_with("POST"));
    let dropped = dropped.unwrap();
    let request = dropped["request"].as_str().unwrap();
    assert!(
        request.ends_with("\r\n\r\n\"name\""),
        "it is not small: {request}"
    );
}

#[test]
fn what_cannot_be_driven_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for url in ["http://192.0.2.1:80", "http://example.test"] {
        let output = fuzz(folder.path(), url, &["--time", "1s"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("on this machine"));
    }
    // A port that was just given back has nobody behind it.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let output = fuzz(folder.path(), &url, &["--time", "1s"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let wrong = clausal(&["fuzz", "http", "--report", "pdf=x"]);
    assert_eq!(wrong.status.code(), Some(2));
}
