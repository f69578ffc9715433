//! `clausal init` makes a contract of a page that loads and runs.

mod cells;
mod forms;
mod inferred;
mod nested;
mod runs;
mod shapes;
mod trial;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::support::{clausal, text};

/// The operation that the reference server knows, in other words than its vendor's.
const PAGE: &str = "# Saving a machine

`POST /backup_and_restore/backups`

Asks for a copy of the settings.

## Headers

| Name | Type | Required | Description |
|---|---|---|---|
| backup_type | String | yes | Which kind of copy. Allowed values: CONFIG, DATA |

## Request body

| Field | Type | Required | Description |
|---|---|---|---|
| name | String | yes | What the copy is called. |
| configuration_id | Long | yes | Which settings are copied. |
| description | String | no | Free words. |
| host_id | Long | no | Which machine. |

```json
{\"name\": \"monday\", \"configuration_id\": 1}
```

## Answers

| HTTP status | Code | Meaning |
|---|---|---|
| 201 | | The copy has begun. |
| 409 | 1005 | The `name` is already taken. |
| 409 | 1015 | A backup is already in progress. |
| 409 | 1016 | A restore is currently running. |
| 422 | 1002 | The `name` must not be null or blank. |
| 422 | 1003 | The `name` is longer than 100 characters. |
| 422 | 1004 | The `name` may contain only letters, digits, '_', '-' and '.'. |
| 422 | 1006 | `configuration_id` must not be null or empty. |
| 422 | 1007 | The configuration was not found. |
| 422 | 1008 | The `description` is longer than 255 characters. |
| 422 | 1009 | The host was not found. |
| 500 | 1000 | That did not work. |
";

fn init(folder: &std::path::Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .arg("init")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[test]
fn a_page_becomes_a_contract_that_runs_against_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let out = init(folder.path(), &["-"], PAGE);
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    assert!(
        told.contains("1 operation, 5 parameters, 11 codes, of which 10 are tied"),
        "{told}"
    );
    assert!(told.contains("code 1000 is tied to no cause"), "{told}");
    let contract = folder.path().join("openapi.yaml").display().to_string();
    let profile = folder.path().join("clausal.toml").display().to_string();
    let linted = clausal(&["lint", &contract]);
    assert_eq!(linted.status.code(), Some(0), "{}", text(&linted.stdout));
    let listed = text(&clausal(&["clauses", "--contract", &contract]).stdout);
    assert!(
        listed.contains("backup/createBackup/422-1004/name.pattern"),
        "{listed}"
    );
    let covered = clausal(&["coverage", "--contract", &contract, "-v"]);
    assert_eq!(covered.status.code(), Some(0), "{}", text(&covered.stderr));
    assert!(
        text(&covered.stdout).contains("422-1004"),
        "{}",
        text(&covered.stdout)
    );

    let server = clausal::reference::start(clausal::reference::Options::default()).unwrap();
    let written = fs::read_to_string(&profile).unwrap();
    let on = written
        .replace(
            "# headers = { X-Tenant = \"env:TENANT\" }",
            "headers = { SEC = \"reference-token\" }",
        )
        .replace("# base = ", "base = ");
    let on = on
        .replace("# host_id = 1", "host_id = 53")
        .replace("# configuration_id", "configuration_id");
    fs::write(&profile, on).unwrap();
    let only = [
        "name.maxLength",
        "name.pattern",
        "description.maxLength",
        "422-1002",
        "configuration_id",
    ];
    let mut arguments = vec![
        "check",
        "--contract",
        &contract,
        "--profile",
        &profile,
        "--target",
        &*Box::leak(server.url().into_boxed_str()),
        "--seed",
        "7",
        "--cases",
        "2",
    ];
    for part in only {
        arguments.extend(["--only", part]);
    }
    let out = clausal(&arguments);
    let told = text(&out.stdout) + &text(&out.stderr);
    assert!(
        out.status.code() == Some(0) || out.status.code() == Some(4),
        "{told}"
    );
    assert!(!told.contains("Broken:"), "{told}");
    assert!(told.contains("held"), "{told}");
}

#[test]
fn nothing_is_written_over_and_the_contract_can_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("traceability.tsv"), "mine").unwrap();
    let out = init(folder.path(), &["-"], PAGE);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        text(&out.stderr).contains("traceability.tsv"),
        "{}",
        text(&out.stderr)
    );
    assert!(!folder.path().join("openapi.yaml").exists());
    let out = init(folder.path(), &["-", "-o", "-"], PAGE);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    assert!(
        text(&out.stdout).starts_with("openapi: "),
        "{}",
        text(&out.stdout)
    );
    assert!(!folder.path().join("clausal.toml").exists());
    let out = init(folder.path(), &["-", "--force"], PAGE);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
}

#[test]
fn a_page_of_no_use_is_told_so_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (page, words) in [
        ("<html><h1>POST /a</h1><p>It works.</p></html>", "no table"),
        (
            "| Status | Code | Description |\n|---|---|---|\n| 400 | 1 | No. |\n",
            "names no operation",
        ),
        ("", "no table"),
    ] {
        let out = init(folder.path(), &["-"], page);
        assert_eq!(out.status.code(), Some(2), "{page}");
        assert!(text(&out.stderr).contains(words), "{}", text(&out.stderr));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_document_with_codes_gets_an_overlay_that_the_profile_names() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("mail.yaml");
    let yaml = "openapi: 3.0.3
info: {title: Mail, version: '1'}
paths:
  /letters:
    post:
      operationId: send
      requestBody: {content: {application/json: {schema: {type: object, properties: {subject: {type: string, maxLength: 60}}}}}}
      responses:
        '201': {description: sent}
        '400':
          description: refused
          content: {application/json: {examples: {TooLong: {value: {code: LONG, message: The subject must not exceed 60 characters}}}}}
";
    fs::write(&document, yaml).unwrap();
    let linted = text(&clausal(&["lint", &document.display().to_string()]).stdout);
    assert!(linted.contains("1 error codes stand in it"), "{linted}");
    let out = init(folder.path(), &["mail.yaml"], "");
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    assert!(
        told.contains("1 codes of the document, of which 1"),
        "{told}"
    );
    assert!(told.contains("--target URL"), "{told}");
    // A server that the document names stands in the profile.
    let served = yaml.replace("paths:", "servers: [{url: 'http://127.0.0.1:9'}]\npaths:");
    fs::write(&document, served).unwrap();
    let out = init(folder.path(), &["mail.yaml", "--force"], "");
    let told = text(&out.stdout);
    assert!(
        !told.contains("--target") && told.contains("--profile"),
        "{told}"
    );
    let profile = folder.path().join("clausal.toml").display().to_string();
    let id = "mail/send/400-LONG/subject.maxLength";
    let explained = clausal(&[
        "explain",
        id,
        "--contract",
        &document.display().to_string(),
        "--profile",
        &profile,
    ]);
    assert!(
        text(&explained.stdout).contains("LONG"),
        "{}",
        text(&explained.stderr)
    );
}
