//! Tokens from commands and logins, renewed once when the target no longer knows them.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{ping, reply, serve};
use crate::support::{clausal, text};

fn write(folder: &tempfile::TempDir, profile: &str) -> String {
    let path = folder.path().join("profile.toml");
    std::fs::write(&path, profile).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_login_gives_the_token_and_another_one_when_it_has_run_out() {
    let folder = tempfile::tempdir().unwrap();
    let logins = AtomicUsize::new(0);
    let answered = AtomicUsize::new(0);
    let (url, seen) = serve(move |request| {
        if request.starts_with("POST /login") {
            assert!(request.contains("the-password"), "{request}");
            let number = logins.fetch_add(1, Ordering::SeqCst) + 1;
            return reply(
                200,
                "",
                &format!("{{\"answer\": {{\"token\": \"token-number-{number}\"}}}}"),
            );
        }
        // The first token is good for one request.
        let first =
            request.contains("token-number-1") && answered.fetch_add(1, Ordering::SeqCst) < 1;
        match first || request.contains("token-number-2") {
            true => reply(200, "", "{\"echo\": \"token-number-2\"}"),
            false => reply(401, "", "{}"),
        }
    });
    let profile = write(
        &folder,
        "[contracts.ping.login]\npath = \"/login\"\nbody = '{\"password\": \"${PASSWORD}\"}'\n\
         token = \"/answer/token\"\nheader = \"Token\"\nprefix = \"Bearer \"\n",
    );
    let json = folder.path().join("out.json");
    let contract = ping(&folder);
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args([
            "check",
            "--contract",
            &contract,
            "--profile",
            &profile,
            "--target",
            &url,
        ])
        .args(["--report", &format!("json={}", json.display())])
        .args(["--only", "ping/ping/response/status-code", "--jobs", "1"])
        .env_clear()
        .env("PASSWORD", "the-password")
        .output()
        .unwrap();
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    let seen = seen.lock().unwrap();
    let logins = seen.iter().filter(|r| r.starts_with("POST /login")).count();
    assert_eq!(
        logins, 2,
        "one at first, one when the token had run out: {seen:#?}"
    );
    let bearing = seen.iter().filter(|r| r.contains("Bearer token-number-2"));
    assert!(bearing.count() > 0, "{seen:#?}");
    let report = std::fs::read_to_string(json).unwrap() + &told;
    for secret in ["token-number", "the-password"] {
        assert!(!report.contains(secret), "{secret} is shown: {report}");
    }
}

#[test]
fn a_login_that_is_refused_is_an_error_of_usage_and_nothing_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let (url, seen) = serve(|_| reply(403, "", "{}"));
    let login =
        "[contracts.ping.login]\npath = \"/login\"\ntoken = \"/token\"\nheader = \"Token\"\n";
    let (profile, contract) = (write(&folder, login), ping(&folder));
    let args = ["check", "--contract", &contract, "--profile", &profile];
    let out = clausal(&[&args[..], &["--target", &url]].concat());
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stdout));
    assert!(
        text(&out.stderr).contains("status 403"),
        "{}",
        text(&out.stderr)
    );
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[test]
fn a_command_gives_the_token_and_what_it_prints_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (url, seen) = serve(|_| reply(200, "", "{\"echo\": \"from-a-command\"}"));
    let profile = write(
        &folder,
        "[contracts.ping]\nheaders = { Token = \"command:echo from-a-command\" }\n",
    );
    let contract = ping(&folder);
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args([
            "check",
            "--contract",
            &contract,
            "--profile",
            &profile,
            "--target",
            &url,
        ])
        .output()
        .unwrap();
    let told = text(&out.stdout) + &text(&out.stderr);
    let seen = seen.lock().unwrap();
    assert!(
        seen.iter().any(|r| r.contains("from-a-command")),
        "{told}{seen:?}"
    );
    assert!(!told.contains("from-a-command"), "{told}");
}

#[test]
fn a_redirect_takes_no_token_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let (other, visited) = serve(|_| reply(200, "", "{}"));
    let (url, _) = serve(move |_| reply(302, &format!("Location: {other}/ping\r\n"), ""));
    let token = "[contracts.ping]\nheaders = { Token = \"do-not-carry\" }\n";
    let (profile, contract) = (write(&folder, token), ping(&folder));
    let args = ["check", "--contract", &contract, "--profile", &profile];
    let out = clausal(&[&args[..], &["--target", &url]].concat());
    let told = text(&out.stdout);
    assert_eq!(out.status.code(), Some(4), "{told}");
    assert!(
        told.contains("no valid request was accepted: status 302"),
        "{told}"
    );
    assert!(visited.lock().unwrap().is_empty());
}
