//! A run that is asked to end tells what it has.

#![cfg(unix)]

use std::process::{Command, Stdio};
use std::time::Duration;

use super::{ping, reply, serve};
use crate::support::is_heeded;

#[test]
fn a_signal_ends_the_run_with_reports() {
    let all = ["INT", "TERM", "HUP"].into_iter();
    for signal in all.filter(|signal| is_heeded(signal)) {
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

/// Whatever hangs, and wherever: the run ends soon after it was asked to, with its reports.
#[test]
fn the_end_waits_for_no_answer() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    // Connections are taken and kept, and nothing is ever said.
    std::thread::spawn(move || {
        let kept: Vec<_> = silent.incoming().collect();
        drop(kept);
    });
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml");
    std::fs::write(
        &profile,
        format!("[limits]\ntimeout_ms = 60000\n[states]\nurl = \"{url}/states\"\n"),
    )
    .unwrap();
    let json = folder.path().join("out.json");
    for (limit, signal) in [(Some("1s"), None), (None, Some("TERM"))] {
        let began = std::time::Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
        command
            .args(["check", "--contract", &ping(&folder), "--target", &url])
            .args(["--report", &format!("json={}", json.display()), "--profile"])
            .arg(&profile)
            .stdout(Stdio::piped());
        if let Some(limit) = limit {
            command.args(["--time-limit", limit]);
        }
        let child = command.spawn().unwrap();
        if let Some(signal) = signal {
            std::thread::sleep(Duration::from_secs(1));
            let killed = Command::new("kill")
                .args([&format!("-{signal}"), &child.id().to_string()])
                .status();
            assert!(killed.unwrap().success());
        }
        let out = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&out.stdout);
        assert!(began.elapsed() < Duration::from_secs(4), "{told}");
        assert!(told.contains("Stopped early:"), "{told}");
        let report = std::fs::read_to_string(&json).unwrap();
        assert!(report.contains("\"stopped\""), "{report}");
        std::fs::remove_file(&json).unwrap();
    }
}
