//! `clausal generate`: what is written, where it goes, and that a secret never is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use clausal::xml::{Limits, read};
use serde_json::Value;

use crate::support::{clausal, text};

fn lines(bytes: &[u8]) -> Vec<Value> {
    let lines = text(bytes);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn documents_come_with_their_truth() {
    let output = clausal(&[
        "generate", "xml", "--count", "300", "--seed", "5", "--no-dtd",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let all = lines(&output.stdout);
    assert_eq!(all.len(), 300);
    let mut held = 0;
    for line in &all {
        let Some(bytes) = line["bytes"].as_str() else {
            assert!(line["base64"].is_string(), "{line}");
            continue;
        };
        let is_read = read(bytes.as_bytes(), &Limits::default()).is_ok();
        match line["truth"].as_str().unwrap() {
            "well-formed" => assert!(is_read, "{line}"),
            "ill-formed" => {
                assert!(!is_read, "{line}");
                assert!(line["section"].is_string(), "{line}");
            }
            _ => continue,
        }
        held += 1;
    }
    assert!(held > 150, "{held}");
    let again = clausal(&[
        "generate", "xml", "--count", "300", "--seed", "5", "--no-dtd",
    ]);
    assert_eq!(again.stdout, output.stdout);
}

#[test]
fn one_rule_alone_is_broken_into_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/documents").display().to_string();
    let rules = text(&clausal(&["fuzz", "parser", "--rules"]).stdout);
    let rule = rules
        .lines()
        .next()
        .unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap();
    let args = [
        "generate", "xml", "--count", "4", "--rule", rule, "--out", &out,
    ];
    let output = clausal(&args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let index = lines(&fs::read(folder.path().join("new/documents/index.ndjson")).unwrap());
    assert_eq!(index.len(), 4);
    for line in index {
        assert_eq!(line["rule"], rule);
        assert!(line.get("bytes").is_none());
        let file = line["file"].as_str().unwrap();
        let bytes = fs::read(format!("{out}/{file}")).unwrap();
        assert!(read(&bytes, &Limits::default()).is_err(), "{file}");
    }
    let unknown = clausal(&["generate", "xml", "--rule", "no-such-rule"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("`no-such-rule`"));
}

#[test]
fn requests_come_with_what_they_are_to_draw() {
    let args = ["generate", "request", "--contract", "jsa", "--cases", "1"];
    let output = clausal(&args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let all = lines(&output.stdout);
    let expected: BTreeSet<_> = all.iter().filter_map(|l| l["expected"].as_str()).collect();
    assert_eq!(expected, BTreeSet::from(["accepted", "either", "refused"]));
    let mut lenient = 0;
    for line in &all {
        let id = line["clause"].as_str().unwrap();
        if id.contains("/refuses/") {
            // What a tolerant reader turns into the right type may be taken.
            let either = id.ends_with(".type") && line["expected"] == "either";
            lenient += usize::from(either);
            assert!(either || line["expected"] == "refused", "{line}");
        }
        assert!(line["path"].as_str().unwrap().starts_with('/'), "{line}");
    }
    assert!(lenient > 0, "no value that may be taken");
    let said = text(&output.stdout);
    assert!(!said.contains("reference-token"), "a secret is written");
    assert!(said.contains("$SEC"), "the header is left out");
    let unknown = clausal(&["generate", "request", "--only", "no/such/clause"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn requests_become_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display().to_string();
    let args = [
        "generate",
        "request",
        "--contract",
        "jsa",
        "--count",
        "3",
        "--out",
        &out,
    ];
    let output = clausal(&args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for line in lines(&fs::read(folder.path().join("index.ndjson")).unwrap()) {
        let file = fs::read(folder.path().join(line["file"].as_str().unwrap())).unwrap();
        let start = format!("{} {} HTTP/1.1\r\n", line["method"], line["path"]).replace('"', "");
        assert!(text(&file).starts_with(&start), "{start}{}", text(&file));
        assert!(!text(&file).contains("reference-token"));
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(["generate", "xml", "--count", "100000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    assert!(first.starts_with('{'));
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
}
