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

/// The same of a fuzzing run, which then says nothing of what was under way.
#[test]
fn fuzzing_ends_whatever_is_not_answered() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // The plain request is answered, and no other one.
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming().flatten() {
            let mut begun = [0; 7];
            if std::io::Read::read_exact(&mut &stream, &mut begun).is_ok() && &begun == b"GET / H" {
                let answer = b"HTTP/1.1 204 Done\r\nConnection: close\r\n\r\n";
                drop(std::io::Write::write_all(&mut &stream, answer));
            }
            kept.push(stream);
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let (json, out) = (folder.path().join("r.json"), folder.path().join("out"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args([
            "fuzz",
            "http",
            "--contract",
            &ping(&folder),
            "--target",
            &url,
        ])
        .args(["--timeout", "60s", "--time", "5m"])
        .args(["--report", &format!("json={}", json.display()), "--out"])
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let asked = std::time::Instant::now();
    let killed = Command::new("kill").arg(child.id().to_string()).status();
    assert!(killed.unwrap().success());
    while child.try_wait().unwrap().is_none() {
        if asked.elapsed() > Duration::from_secs(15) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("no end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(
        asked.elapsed() < Duration::from_secs(4),
        "{:?}",
        asked.elapsed()
    );
    let report = std::fs::read_to_string(&json).unwrap();
    assert!(report.contains("\"findings\": []"), "{report}");
    assert!(!out.exists(), "nothing was found");
}
