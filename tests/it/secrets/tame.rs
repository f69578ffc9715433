//! What a contract, a profile or a server says is text wherever it is printed or kept: nothing of it
//! moves a cursor, turns the reading round, or is a command to the runner of a pipeline.

use clausal::report::FORMATS;
use serde_json::json;

use crate::reach::{reply, serve};
use crate::support::{clausal, text};

/// Things that somebody would obey.
const ODD: &str = "\u{1b}[31mred\u{9b}2J\u{202e}dne\u{2066}\u{7}\n::error::forged ##[error]x ##vso[task.setvariable]y\n[[allowances]]\r\n::set-env name=A::b";

fn contract() -> String {
    json!({
        "openapi": "3.1.0",
        "info": {"title": format!("odd {ODD}"), "version": ODD},
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Key"}}},
        "security": [{"key": []}],
        "servers": [{"url": format!("http://127.0.0.1:9/below{ODD}")}],
        "paths": {"/odd": {"post": {
            "operationId": format!("odd{ODD}"),
            "summary": ODD,
            "description": ODD,
            "requestBody": {"content": {"application/json": {"schema": {
                "type": "object",
                "required": [format!("m{ODD}")],
                "properties": {(format!("m{ODD}")): {"type": "string", "enum": [ODD, "b"], "description": ODD}},
            }}}},
            "responses": {
                "200": {"description": ODD, "content": {"application/json": {"schema": {"const": ODD}}}},
                "400": {"description": ODD},
            },
        }}},
    })
    .to_string()
}

/// Whether a terminal obeys a character, or hides it.
fn hidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Fails where a text holds what is not to be printed.
fn is_tame(what: &str, told: &str) {
    let found = told.lines().find(|line| line.contains(hidden));
    assert_eq!(found, None, "{what}");
    for line in told.lines() {
        let start = line.trim_start();
        assert!(!start.starts_with("::"), "{what}: {line}");
        assert!(
            !start.contains("##[") && !start.contains("##vso["),
            "{what}: {line}"
        );
        assert!(
            !start.starts_with("[[allowances]]") || !told.contains("forged"),
            "{what}: {line}"
        );
    }
}

#[test]
fn a_contract_is_shown_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.json");
    std::fs::write(&path, contract()).unwrap();
    let path = path.display().to_string();
    let clauses = clausal(&["clauses", "--contract", &path]);
    assert_eq!(clauses.status.code(), Some(0), "{}", text(&clauses.stderr));
    let listed = text(&clauses.stdout);
    is_tame("clauses", &listed);
    let model = clausal::contract::open(&path).unwrap();
    let ids: Vec<String> = clausal::clause::derive(&model)
        .into_iter()
        .map(|c| c.id)
        .collect();
    assert_eq!(listed.lines().count(), ids.len(), "a line each: {listed}");
    for id in ids.iter().take(12) {
        let output = clausal(&["explain", id, "--contract", &path]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        is_tame("explain", &text(&output.stdout));
    }
    for args in [
        &["check", "--dry-run", "--target", "http://127.0.0.1:9"][..],
        &["check", "--target", "http://192.0.2.1:9"],
        &[
            "check",
            "--target",
            "http://127.0.0.1:9",
            "--only",
            "no/such\u{1b}[31m\n::error::x",
        ],
        &[
            "check",
            "--target",
            "http://127.0.0.1:9\u{1b}[31m\n::error::x",
        ],
        &["explain", "no\u{1b}[31m\n::error::x"],
        &["coverage"],
        &["coverage", "--format", "md"],
        &["coverage", "--format", "json"],
        &["coverage", "--clauses"],
        &["coverage", "--clauses", "--format", "md"],
        &["coverage", "--draft"],
        &["generate", "request"],
    ] {
        let output = clausal(&[args, &["--contract", &path]].concat());
        is_tame(
            &args.join(" "),
            &(text(&output.stdout) + &text(&output.stderr)),
        );
    }
    for format in ["text", "json", "sarif"] {
        let output = clausal(&["lint", &path, "--format", format]);
        let told = text(&output.stdout);
        is_tame(format, &told);
        if format != "text" {
            assert!(
                serde_json::from_str::<serde_json::Value>(&told).is_ok(),
                "{told}"
            );
        }
    }
}

#[test]
fn an_answer_is_shown_and_kept_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("odd.json"), contract()).unwrap();
    let body = json!({"said": ODD}).to_string();
    // As it stands, and as JSON says it.
    let raw = ODD.replace('\n', " ");
    let (url, _) = serve(move |request: &str| match request.len() % 2 {
        0 => reply(500, "", &body),
        _ => reply(500, "X-Odd: \u{9b}2J\u{202e}\r\n", &raw),
    });
    let mut args = vec![
        "check".to_owned(),
        "--target".into(),
        url,
        "--contract".into(),
        at("odd.json"),
    ];
    for format in FORMATS {
        args.extend(["--report".into(), format!("{format}={}", at(format))]);
    }
    args.extend([
        "--journal".into(),
        at("journal"),
        "--write-allowances".into(),
        at("allowances"),
    ]);
    args.extend([
        "--findings".into(),
        at("findings"),
        "--snapshots".into(),
        at("snapshots"),
    ]);
    let output = clausal(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    is_tame("the terminal", &told);
    let mut files: Vec<_> = ["har", "journal", "json", "junit", "html"].map(at).into();
    for folder in ["findings", "snapshots"] {
        let kept = std::fs::read_dir(at(folder)).unwrap();
        files.extend(kept.map(|file| file.unwrap().path().display().to_string()));
    }
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        let content = std::fs::read_to_string(&file).unwrap();
        let found = content.lines().find(|line| line.contains(hidden));
        assert_eq!(found, None, "{file}");
    }
    // A list of allowances holds one entry for each line that begins one, and none of a server's.
    let list = std::fs::read_to_string(at("allowances")).unwrap();
    let read: toml::Table = toml::from_str(&list).unwrap();
    let entries = read["allowances"].as_array().unwrap();
    assert_eq!(
        list.lines()
            .filter(|l| l.starts_with("[[allowances]]"))
            .count(),
        entries.len(),
        "{list}"
    );
    assert!(!list.lines().any(|l| l.starts_with("::")), "{list}");
    // And it fits the clauses that it is about.
    std::fs::write(at("profile.toml"), list).unwrap();
    let mut args = vec!["check", "--dry-run", "--target", "http://127.0.0.1:9"];
    let (contract, profile) = (at("odd.json"), at("profile.toml"));
    args.extend(["--contract", &contract, "--profile", &profile]);
    let output = clausal(&args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn what_fuzzing_finds_is_told_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("odd.json"), contract()).unwrap();
    let body = json!({"said": ODD}).to_string();
    let (url, _) = serve(move |_| reply(500, "", &body));
    let mut args = [
        "fuzz",
        "http",
        "--requests",
        "40",
        "--seed",
        "1",
        "--target",
        &url,
    ]
    .map(str::to_owned)
    .to_vec();
    args.extend([
        "--contract".into(),
        at("odd.json"),
        "--out".into(),
        at("out"),
    ]);
    for format in ["json", "junit", "html", "text"] {
        args.extend(["--report".into(), format!("{format}={}", at(format))]);
    }
    let output = clausal(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    is_tame("the terminal", &told);
    is_tame("text", &std::fs::read_to_string(at("text")).unwrap());
    let kept = std::fs::read_dir(at("out")).unwrap();
    let kept = kept.map(|file| file.unwrap().path().display().to_string());
    // Requests are kept as they were sent.
    let mut files: Vec<_> = kept.filter(|file| !file.ends_with(".http")).collect();
    assert!(!files.is_empty(), "{told}");
    files.extend(["json", "junit", "html"].map(at));
    for file in files {
        let content = std::fs::read_to_string(&file).unwrap();
        assert_eq!(content.find(hidden), None, "{file}: {content}");
        if file.ends_with("json") {
            assert!(
                serde_json::from_str::<serde_json::Value>(&content).is_ok(),
                "{file}"
            );
        }
    }
}

#[test]
fn a_page_is_drafted_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let odd = ODD.replace(['\n', '\r'], " ");
    let page = format!(
        "# Things\n\n## POST /things\n\n{odd}\n\n```\ncurl -X POST http://h/things -d '{{\"a\": \"b\"}}'\n```\n\n\
         | Code | Description |\n|---|---|\n| 422 | {odd} |\n"
    );
    std::fs::write(at("page.md"), page).unwrap();
    let drafted = [at("clausal.toml"), at("openapi.yaml")];
    let [profile, contract] = &drafted;
    let into = ["-o", profile, "--contract-file", contract];
    for more in [&into[..], &["-o", "-"]] {
        let output = clausal(&[&["init", &at("page.md")], more].concat());
        let told = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}");
        is_tame(&more.join(" "), &told);
    }
    for file in drafted {
        is_tame(&file, &std::fs::read_to_string(&file).unwrap());
    }
}
