//! A run that is asked to end tells what it has.

#![cfg(unix)]

use std::process::{Command, Stdio};
use std::time::Duration;

use super::{ping, reply, serve};

#[test]
fn a_signal_ends_the_run_with_reports() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let (url, seen) = serve(|_| {
            std::thread::sleep(Duration::from_millis(30));
            reply(200, "", "{}")
        });
        let json = folder.path().join("out.json");
        let child = Command::new(env!("CARGO_BIN_EXE_clausal"))
            .args(["check", "--contract", &ping(&folder), "--target", &url])
            .args(["--cases", "1000000", "--jobs", "1"])
            .args(["--report", &format!("json={}", json.display())])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        while seen.lock().unwrap().len() < 8 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let killed = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        let out = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&out.stdout);
        assert_eq!(out.status.code(), Some(130), "{told}");
        assert!(told.contains("the run was interrupted"), "{told}");
        let report = std::fs::read_to_string(&json).unwrap();
        assert!(report.contains("the run was interrupted"), "{report}");
    }
}
