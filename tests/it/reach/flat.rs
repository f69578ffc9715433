//! Memory stays flat, however much is asked for.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{reply, serve};
use crate::support::peak_kib;

/// The most that a run may hold beyond its documents, in KiB.
const MOST: u64 = 150 << 10;

/// Runs the command; its exit code, and the peak of its resident set in KiB.
fn peak(args: &[&str]) -> (Option<i32>, u64) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    let silent = command
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = silent.spawn().unwrap();
    let began = Instant::now();
    let mut peak = 0;
    loop {
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), peak);
        }
        assert!(
            began.elapsed() < Duration::from_secs(240),
            "it does not end"
        );
        sleep(Duration::from_millis(5));
    }
}

/// A contract of so many operations.
fn contract(folder: &tempfile::TempDir, operations: usize) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: many, version: '1'}\npaths:\n".to_owned();
    for n in 0..operations {
        write!(
            text,
            "  /things{n}:\n    get:\n      operationId: get{n}\n      parameters:\n        \
             - {{name: a, in: query, schema: {{type: integer, minimum: 1, maximum: 99}}}}\n        \
             - {{name: b, in: query, schema: {{type: string, pattern: '^[a-z]+$', maxLength: 9}}}}\n      \
             responses: {{'200': {{description: done}}, '400': {{description: no}}}}\n"
        )
        .unwrap();
    }
    let path = folder.path().join("many.yaml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Holds a run to its bound.
fn is_flat(operations: usize, answer: fn(&str) -> String, more: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (url, seen) = serve(answer);
    let json = format!("json={}", folder.path().join("r.json").display());
    let contract = contract(&folder, operations);
    let args = [
        "check",
        "--contract",
        &contract,
        "--target",
        &url,
        "--report",
        &json,
    ];
    let (code, peak) = peak(&[&args[..], more].concat());
    let sent = seen.lock().unwrap().len();
    assert!(
        code.is_some() && sent > 1_000,
        "{code:?} after {sent} requests"
    );
    assert!(peak > 0 && peak < MOST, "{peak} KiB after {sent} requests");
}

/// A server of the contract: one that takes everything is left alone at once.
fn right(request: &str) -> String {
    let mut words = request.split(' ');
    let (method, target) = (words.next(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_valid = |pair: &str| match pair.split_once('=') {
        Some(("a", value)) => matches!(value.parse(), Ok(1..=99_u64)),
        Some(("b", value)) => {
            (1..=9).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_lowercase())
        }
        _ => false,
    };
    let all = query.split('&').filter(|pair| !pair.is_empty());
    match (path.starts_with("/things"), method) {
        (false, _) => reply(404, "", ""),
        (_, Some("GET")) if { all }.all(is_valid) => reply(200, "", ""),
        (_, Some("GET")) => reply(400, "", ""),
        _ => reply(405, "Allow: GET\r\n", ""),
    }
}

#[test]
fn a_million_cases_are_made_as_they_are_sent() {
    is_flat(1, right, &["--cases", "1000000", "--time-limit", "20s"]);
}

/// Cases that are put off are not kept for ever.
#[test]
fn a_million_cases_that_are_put_off_are_not_kept() {
    let by_turns = |request: &str| match request.len() % 3 {
        0 => reply(503, "", ""),
        _ => right(request),
    };
    is_flat(1, by_turns, &["--cases", "1000000", "--time-limit", "20s"]);
}

/// Beyond what it takes to read the document, which `clausal lint` shows.
#[test]
fn thousands_of_operations_and_many_workers_are_borne() {
    const BEYOND: u64 = 110 << 10;
    let folder = tempfile::tempdir().unwrap();
    let contract = contract(&folder, 3_000);
    let (code, own) = peak(&["lint", &contract]);
    assert_eq!(code, Some(0));
    let (url, seen) = serve(right);
    let fast = ["--cases", "1", "--jobs", "64", "--time-limit", "12s"];
    let args = ["check", "--contract", &contract, "--target", &url];
    let (code, peak) = peak(&[&args[..], &fast].concat());
    let sent = seen.lock().unwrap().len();
    assert!(code.is_some() && sent > 0, "{code:?} after {sent} requests");
    assert!(peak < own + BEYOND, "{peak} KiB, and {own} KiB to read it");
}

#[test]
fn thousands_of_findings_are_borne() {
    let long = |_: &str| {
        reply(
            500,
            "X-Trace: abcdefghijklmnopqrstuvwxyz\r\n",
            &"oh ".repeat(2_000),
        )
    };
    is_flat(
        120,
        long,
        &["--cases", "1", "--jobs", "64", "--time-limit", "30s"],
    );
}

/// They are refused, as a tree of them would take hundreds of megabytes, and none is built before.
#[test]
fn documents_of_more_than_a_million_members_are_refused_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let head = r#"{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"x-many":{"#;
    let members: String = (0..1_000_010).map(|n| format!("\"m{n}\":{n},")).collect();
    let json = format!("{head}{}}}}}", members.trim_end_matches(','));
    let lines: String = (0..1_000_010).map(|n| format!("  m{n}: {n}\n")).collect();
    let yaml = format!("openapi: 3.1.0\npaths: {{}}\nx-many:\n{lines}");
    for (name, text) in [("a.json", json), ("b.yaml", yaml)] {
        let path = folder.path().join(name);
        std::fs::write(&path, &text).unwrap();
        let (code, peak) = peak(&["lint", &path.display().to_string()]);
        let own = text.len() as u64 >> 10;
        assert_eq!(code, Some(1), "{name}");
        assert!(peak < MOST + own, "{name}: {peak} KiB");
    }
}

#[test]
fn documents_a_hundred_thousand_deep_are_refused_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let deep = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(100_000), close.repeat(100_000))
    };
    let head = r#"{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"#;
    for (name, text) in [
        (
            "a.json",
            format!("{head}\"x-deep\":{}}}", deep("[", "", "]")),
        ),
        (
            "b.json",
            format!(
                "{head}\"components\":{{\"schemas\":{{\"S\":{}}}}}}}",
                deep("{\"items\":", "{}", "}")
            ),
        ),
        (
            "c.yaml",
            format!("openapi: 3.1.0\nx-deep: {}\n", deep("[", "", "]")),
        ),
        (
            "d.yaml",
            format!("openapi: 3.1.0\nx-deep: {}\n", deep("{a: ", "1", "}")),
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, &text).unwrap();
        let (code, peak) = peak(&["lint", &path.display().to_string()]);
        let own = text.len() as u64 >> 10;
        assert!(matches!(code, Some(0..=2)), "{name}: {code:?}");
        assert!(peak < MOST + own, "{name}: {peak} KiB");
    }
}
