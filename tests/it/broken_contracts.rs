//! Every contract in `contracts/broken/` is refused with the message that lies beside it.
//!
//! `CLAUSAL_BLESS=1 cargo test --test it` writes the messages anew; read them before you commit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clausal::contract::{load_file, load_text};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/broken")
}

fn names(ending: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_broken_contract_draws_its_message() {
    let bless = std::env::var_os("CLAUSAL_BLESS").is_some_and(|v| v == "1");
    let contracts = names("yaml");
    assert!(contracts.len() >= 25, "only {} contracts", contracts.len());
    let mut wrong = Vec::new();
    for name in &contracts {
        let text = std::fs::read_to_string(folder().join(format!("{name}.yaml"))).unwrap();
        let file = format!("{name}.yaml");
        let outcome = load_text(&file, &text, &|_| Err("there is no such file".to_owned()));
        let Err(error) = outcome else {
            wrong.push(format!("{name}: loads, and should be refused"));
            continue;
        };
        let message = format!("{error}\n");
        let golden = folder().join(format!("{name}.txt"));
        if bless {
            std::fs::write(&golden, &message).unwrap();
        }
        match std::fs::read_to_string(&golden) {
            Ok(wanted) if wanted == message => {}
            Ok(wanted) => wrong.push(format!("{name}: wanted\n{wanted}got\n{message}")),
            Err(_) => wrong.push(format!("{name}: has no {name}.txt; got\n{message}")),
        }
    }
    for name in names("txt").difference(&contracts) {
        wrong.push(format!("{name}.txt: has no {name}.yaml"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_says_where_and_what_to_do() {
    for name in names("yaml") {
        let text = std::fs::read_to_string(folder().join(format!("{name}.yaml"))).unwrap();
        let error = load_text(&name, &text, &|_| Err("none".to_owned())).unwrap_err();
        assert!(!error.problems.is_empty(), "{name}");
        for problem in &error.problems {
            assert!(problem.hint.is_some(), "{name}: {problem}");
            assert!(problem.location.line > 0, "{name}: {problem}");
        }
    }
}

#[test]
fn a_huge_file_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.yaml");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let begin = Instant::now();
    let message = load_file(&path).unwrap_err().to_string();
    assert!(begin.elapsed() < Duration::from_secs(60));
    assert!(message.contains("100.0 MiB"), "{message}");
    assert!(message.contains("at most 8 MiB"), "{message}");
}

/// Ten aliases of ten aliases, nine deep: a thousand million nodes in a few lines.
fn bomb() -> String {
    let mut text = "openapi: 3.1.0\nx: &a0 [lol, lol]\n".to_owned();
    for n in 0..9 {
        let ten = vec![format!("*a{n}"); 10].join(", ");
        text.push_str(&format!("x{n}: &a{} [{ten}]\n", n + 1));
    }
    text
}

#[test]
fn bombs_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("openapi: 3.1.0\npaths: {}", "[".repeat(100_000));
    let block: String = (0..1000)
        .map(|n| format!("{}a:\n", " ".repeat(n)))
        .collect();
    let mut wide = "openapi: 3.1.0\ninfo: {title: t}\npaths: {/: {get: {responses: {}}}}\ncomponents:\n  schemas:\n    A0: {type: string}\n".to_owned();
    for n in 0..30 {
        let all: String = (0..10)
            .map(|m| format!("m{m}: {{$ref: '#/components/schemas/A{n}'}}, "))
            .collect();
        wide.push_str(&format!("    A{}: {{properties: {{{all}}}}}\n", n + 1));
    }
    for (name, text, wanted) in [
        ("aliases", bomb(), "aliases written out"),
        ("deep", deep, "nests deeper than 128"),
        ("block", block, "nests deeper than 128"),
        ("references", wide, "references written out"),
    ] {
        let path = folder.path().join(format!("{name}.yaml"));
        std::fs::write(&path, text).unwrap();
        let begin = Instant::now();
        let message = load_file(&path).unwrap_err().to_string();
        assert!(message.contains(wanted), "{name}: {message}");
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "{name}: {:?}",
            begin.elapsed()
        );
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.yaml");
    std::fs::write(&path, b"openapi: 3.1.0\ninfo: {title: caf\xe9}\n").unwrap();
    let message = load_file(&path).unwrap_err().to_string();
    assert!(message.contains("UTF-8"), "{message}");
    let message = load_file(folder.path()).unwrap_err().to_string();
    assert!(message.contains("folder"), "{message}");
}

#[test]
fn an_unknown_name_lists_the_known_ones() {
    let message = clausal::contract::open("jas").unwrap_err().to_string();
    assert!(message.contains("`jsa`"), "{message}");
}
