//! `clausal init` writes a profile that the loader takes as it is, of any document.

use std::fs;

use clausal::contract::{self, Contract, load_file};
use clausal::target::{Profile, ProfileError};

use crate::support::{clausal, root, text};

/// What init prints for a document.
fn printed(contract: &str) -> String {
    let out = clausal(&["init", contract, "-o", "-"]);
    assert_eq!(
        out.status.code(),
        Some(0),
        "{contract}: {}",
        text(&out.stderr)
    );
    text(&out.stdout)
}

/// The profile as the loader reads it, with every variable of the environment set to `value`.
fn read(told: &str, contract: &Contract) -> Result<Profile, ProfileError> {
    let profile = Profile::parse("clausal.toml", told, &|_| Some("value".to_owned()))?;
    profile.check(std::slice::from_ref(contract), contract::builtin_names())?;
    Ok(profile)
}

/// The text with every line switched on that is only off, and not for people.
fn switched_on(told: &str) -> String {
    let mut on = String::new();
    for line in told.lines() {
        let off = line.strip_prefix("# ").filter(|rest| {
            let setting = rest.split(" #").next().unwrap_or_default();
            let key = setting.split(" = ").next().unwrap_or_default();
            let is_key = key.starts_with('"') || !key.contains(' ');
            setting.starts_with('[') || setting.contains(" = ") && is_key
        });
        on += off.unwrap_or(line);
        on.push('\n');
    }
    // A hook is one or the other.
    on.lines()
        .filter(|line| !line.starts_with("command = "))
        .fold(String::new(), |all, line| all + line + "\n")
}

fn holds(path: &str, contract: &Contract) {
    let told = printed(path);
    if let Err(error) = read(&told, contract) {
        panic!("{path}: {error}\n{told}");
    }
    let on = switched_on(&told);
    if let Err(error) = read(&on, contract) {
        panic!("{path}, with all lines on: {error}\n{on}");
    }
}

#[test]
fn what_it_writes_of_the_built_in_contracts_is_a_profile() {
    for name in contract::builtin_names() {
        holds(name, &contract::open(name).unwrap());
    }
    let told = printed("jsa");
    for line in ["# configuration_id = 1", "# token = \"env:KEY\""] {
        assert!(told.contains(line), "{told}");
    }
}

#[test]
fn what_it_writes_of_documents_with_faults_is_a_profile_that_names_them() {
    let mut seen = 0;
    for entry in fs::read_dir(root("contracts/noted")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e == "txt") {
            continue;
        }
        let Ok(contract) = load_file(&path) else {
            continue;
        };
        seen += 1;
        holds(&path.to_string_lossy(), &contract);
    }
    assert!(seen > 5, "{seen}");
}

const STRANGE: &str = r###"{"openapi": "3.1.0",
"info": {"title": "x\n[limits]\ntimeout_ms = 1 \u001b[31m ##[error]", "version": "1", "description": 7},
"servers": [{"url": "http://127.0.0.1:9/v1\n::error::x"}, {"url": "http://127.0.0.1:8/v1"}],
"components": {"securitySchemes": {
  "a \"b\" ##[group]x\u202e": {"type": "apiKey", "in": "header", "name": "X-K\n# y"},
  "::error::": {"type": "http", "scheme": "basic"}, "b1": {"type": "http", "scheme": "bearer"},
  "b2": {"type": "oauth2", "flows": {}}, "odd\n[limits]": {"type": "mutualTLS"}}},
"security": [{"a \"b\" ##[group]x\u202e": []}, {"::error::": []}, {"b1": []}, {"b2": []}],
"paths": {"/pets/{pet.id ##[x]}/{pet\nId}": {"get": {"operationId": "get\n[limits]\u0007",
   "parameters": [{"name": "pet.id ##[x]", "in": "path", "required": true,
     "schema": {"type": "string", "example": "a\"\n##[error]b"}},
    {"name": "pet\nId", "in": "path", "required": true, "schema": {"type": "integer", "example": 12}},
    {"name": "tenantId", "in": "query", "required": true, "schema": {"type": "string"}}],
   "responses": {"200": {"description": "x"}}}},
 "/kinds/{kind}": {"get": {"parameters": [{"name": "kind", "in": "path", "required": true,
    "schema": {"enum": ["a", "b"]}}], "responses": {"200": {"description": "x"}}}}}}"###;

#[test]
fn what_a_stranger_says_stays_in_its_comment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("strange.json");
    fs::write(&path, STRANGE).unwrap();
    let contract = load_file(&path).unwrap();
    holds(&path.to_string_lossy(), &contract);
    let told = printed(&path.to_string_lossy());
    for c in told.chars() {
        assert!(c == '\n' || !c.is_control() && c != '\u{202e}', "{told}");
    }
    assert!(!told.contains("##[") && !told.contains("##vso["), "{told}");
    for line in told
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let setting = line.split(" = ").next().unwrap();
        let own = ["target", "timeout_ms"].contains(&setting);
        let table = line.starts_with("[limits]")
            || line.starts_with("[states]")
            || line.starts_with("[contracts.");
        assert!(own || table, "{line}");
    }
    assert_eq!(told.matches("\n[limits]").count(), 1, "{told}");
    for words in [
        "\"pet\\U0000000AId\" = 12",
        "# tenantId = \"…\"",
        "B1_TOKEN",
        "B2_TOKEN",
        "user:env:PASSWORD",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains("# kind = "), "{told}");
}

#[test]
fn nothing_is_written_over_without_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my profile.toml");
    let name = path.to_string_lossy();
    let out = clausal(&["init", "jsa", "-o", &name]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let told = text(&out.stdout);
    assert!(told.contains("clausal check --contract jsa"), "{told}");
    assert!(told.contains("--profile '"), "{told}");
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, "# mine\n").unwrap();
    let out = clausal(&["init", "jsa", "-o", &name]);
    assert_eq!(out.status.code(), Some(2));
    assert!(
        text(&out.stderr).contains("--force"),
        "{}",
        text(&out.stderr)
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
    let out = clausal(&["init", "jsa", "-o", &name, "--force"]);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::write(&real, "# theirs\n").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let out = clausal(&["init", "jsa", "-o", &link.to_string_lossy(), "--force"]);
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&real).unwrap(), "# theirs\n");
}

#[test]
fn what_is_no_document_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("p.toml");
    let page = folder.path().join("page.html");
    fs::write(&page, "<html>no").unwrap();
    for wrong in ["nothing-like-it", &page.to_string_lossy()] {
        let out = clausal(&["init", wrong, "-o", &to.to_string_lossy()]);
        assert_eq!(out.status.code(), Some(2), "{wrong}");
        assert!(
            text(&out.stderr).starts_with("error"),
            "{}",
            text(&out.stderr)
        );
        assert!(!to.exists());
    }
}
