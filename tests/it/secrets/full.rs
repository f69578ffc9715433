//! A disk that takes no more, and a reader who has gone.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};

use crate::reach::{ping, reply, serve};
use crate::support::text;

/// Runs the command where no file may have more than a few blocks, as on a full disk.
fn limited(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("sh")
        .args(["-c", "ulimit -f 4; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_clausal"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), told)
}

/// Files of a folder and of those in it.
fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path().is_dir() {
            true => all.extend(files(&entry.path())),
            false => all.push(entry.file_name().to_string_lossy().into_owned()),
        }
    }
    all
}

#[test]
fn a_file_that_does_not_fit_is_an_error_with_its_name_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let contract = ping(&folder);
    let (url, _) = serve(|_| reply(500, "", &"oh ".repeat(4_000)));
    let at = |name: &str| folder.path().join(name).display().to_string();
    for format in ["json", "html", "junit", "har", "sarif", "md"] {
        let path = at(&format!("report.{format}"));
        let spec = format!("{format}={path}");
        let run = ["check", "--contract", &contract, "--target", &url];
        let (code, told) = limited(&[&run[..], &["--report", &spec]].concat());
        assert_eq!(code, Some(2), "{format}: {told}");
        assert!(told.contains(&path), "{format}: {told}");
    }
    let findings = at("findings");
    let run = ["check", "--contract", &contract, "--target", &url];
    let (code, told) = limited(&[&run[..], &["--findings", &findings]].concat());
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("findings"), "{told}");
    let left = files(folder.path());
    assert_eq!(left, ["ping.yaml"], "nothing is there by half");
}

#[test]
fn a_standard_error_that_nobody_reads_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let contract = ping(&folder);
    let (url, _) = serve(|_| reply(500, "", "{}"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let learn = ["learn", "--contract", &contract, "--target", &url];
    let status = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(learn)
        .stdout(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_ne!(status.code(), Some(101), "no panic");
    assert!(status.code().is_some(), "{status}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_printed_and_does_not_fit_is_an_error() {
    for args in [
        &["schema"][..],
        &["coverage", "--format", "json"],
        &["clauses"],
        &["generate", "xml", "--count", "3"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_clausal"))
            .args(args)
            .stdout(full.unwrap())
            .output()
            .unwrap();
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains("No space left"), "{args:?}: {told}");
        // Whoever has read enough has got what was wanted.
        let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}
