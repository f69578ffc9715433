//! Other machines are sent nothing before somebody has said yes; a dry run sends nothing at all.

use super::{reply, serve};
use crate::support::{clausal, text};

#[test]
fn another_machine_needs_a_yes_and_is_told_how_much_would_be_started() {
    let out = clausal(&[
        "check",
        "--contract",
        "jsa",
        "--target",
        "http://192.0.2.1:9",
        "--profile",
        "src/prove.toml",
    ]);
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{told}");
    assert!(told.contains("192.0.2.1"), "{told}");
    assert!(told.contains("x jsa/createBackup"), "{told}");
    assert!(told.contains("--yes"), "{told}");
}

#[test]
fn a_dry_run_prints_the_plan_and_sends_nothing() {
    let (url, seen) = serve(|_| reply(200, "", "{}"));
    let out = clausal(&["check", "--contract", "jsa", "--target", &url, "--dry-run"]);
    let told = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{told}");
    assert!(told.contains("jsa/createBackup"), "{told}");
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn what_was_created_is_told_and_removed_when_asked() {
    use clausal::reference::{Options, start};
    let server = start(Options {
        backup_time: std::time::Duration::from_millis(20),
        ..Options::default()
    })
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml");
    let text_of = std::fs::read_to_string(crate::support::root("src/prove.toml")).unwrap();
    // Without the hook that would bring the server back to baseline.
    let without = text_of.replace("[states]\nurl = \"/_states\"\n", "");
    assert_ne!(text_of, without);
    std::fs::write(&profile, without).unwrap();
    let profile = profile.to_string_lossy();
    let url = server.url();
    let args = [
        "check",
        "--contract",
        "jsa",
        "--target",
        &url,
        "--profile",
        &profile,
    ];
    let only = ["--only", "jsa/createBackup/accepts/backup_type=CONFIG"];
    let out = clausal(&[&args[..], &only].concat());
    let told = text(&out.stdout);
    assert!(told.contains("Left behind:"), "{told}");
    assert!(told.contains("--cleanup"), "{told}");
    let out = clausal(&[&args[..], &only, &["--cleanup"]].concat());
    let told = text(&out.stdout);
    assert!(!told.contains("Left behind:"), "{told}");
}

const SHOP: &str = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {
    "/orders": {"get": {"operationId": "orders", "responses": {"200": {"description": "all"}}}},
    "/orders/{id}": {"delete": {"operationId": "drop\u001bOrder", "parameters": [{"name": "id", "in": "path",
        "required": true, "schema": {"type": "integer"}}], "responses": {"204": {"description": "gone"}}}},
    "/admin/purge": {"post": {"operationId": "purge all", "responses": {"202": {"description": "so be it"}}}}}}"#;

#[test]
fn what_takes_something_away_is_named_first_with_how_to_leave_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path().join("shop.json");
    std::fs::write(&shop, SHOP).unwrap();
    let shop = shop.to_string_lossy();
    let args = [
        "check",
        "--contract",
        &shop,
        "--target",
        "http://192.0.2.1:9",
    ];
    let out = clausal(&args);
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{told}");
    for words in [
        "DELETE /orders/{id}",
        "POST /admin/purge",
        "--exclude 'DELETE *' --exclude purge-all",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "{told}");
    let left = ["--exclude", "DELETE *", "--exclude", "purge-all"];
    let told = text(&clausal(&[&args[..], &left].concat()).stderr);
    assert!(told.contains("another machine"), "{told}");
    assert!(!told.contains("purge"), "{told}");
    let told = text(&clausal(&[&args[..], &["--dry-run"]].concat()).stdout);
    assert!(told.contains("DELETE /orders/{id}"), "{told}");
}
