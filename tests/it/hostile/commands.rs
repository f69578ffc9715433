//! What holds of `check` holds of the others that ask a server.

use std::process::Command;
use std::time::{Duration, Instant};

use super::server::{serve, serve_at_once};
use crate::reach::ping;

/// Exit code, words and how long it took.
fn run(args: &[&str]) -> (Option<i32>, String, Duration) {
    let began = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(args)
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    (output.status.code(), told, began.elapsed())
}

#[test]
fn learn_from_a_server_that_is_of_no_use() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml").display().to_string();
    std::fs::write(&profile, "[limits]\ntimeout_ms = 500\nsettle_ms = 100\n").unwrap();
    let contract = ping(&folder);
    let silent = serve(|t| t.wait());
    let closing = serve_at_once(|_| ());
    let busy =
        serve(|t| t.always("HTTP/1.1 503 Busy\r\nRetry-After: 9999\r\nContent-Length: 0\r\n\r\n"));
    for (name, server) in [("silent", silent), ("closing", closing), ("busy", busy)] {
        let args = ["learn", "--contract", &contract, "--profile", &profile];
        let (code, told, took) = run(&[&args[..], &["--target", &server.url]].concat());
        assert_eq!(code, Some(3), "{name}: {told}");
        assert!(took < Duration::from_secs(30), "{name}: {took:?}");
    }
    let well = serve(|t| t.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    let args = ["learn", "--contract", &contract, "--target", &well.url];
    let (code, told, _) = run(&args);
    assert_ne!(code, Some(3), "{told}");
}

#[test]
fn a_contract_that_drips_holds_no_run_beyond_its_time() {
    let server = serve(|t| {
        t.send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
        t.drip(b" ");
    });
    let address = format!("{}/openapi.json", server.url);
    let (code, told, took) = run(&["check", "--contract", &address, "--time-limit", "1s"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(took < Duration::from_secs(5), "{took:?}: {told}");
}
