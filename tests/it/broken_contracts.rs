//! Every contract in `contracts/broken/` is refused with the message that lies beside it, and every
//! one in `contracts/noted/` is loaded with the notes that lie beside it.
//!
//! `CLAUSAL_BLESS=1 cargo test --test it` writes the messages anew; read them before you commit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clausal::contract::{Contract, ContractError, load_file, load_text};

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("contracts")
        .join(kind)
}

fn names(kind: &str, ending: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder(kind))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

fn text_of(kind: &str, name: &str) -> String {
    std::fs::read_to_string(folder(kind).join(format!("{name}.yaml"))).unwrap()
}

fn load(kind: &str, name: &str) -> Result<Contract, ContractError> {
    let text = text_of(kind, name);
    let no_file = |_: &str| Err("there is no such file".to_owned());
    load_text(&format!("{name}.yaml"), &text, &no_file)
}

/// Holds what is said of each contract of a folder to the text beside it.
fn golden(kind: &str, say: impl Fn(&str) -> Result<String, String>) {
    let bless = std::env::var_os("CLAUSAL_BLESS").is_some_and(|v| v == "1");
    let contracts = names(kind, "yaml");
    assert!(contracts.len() >= 25, "only {} contracts", contracts.len());
    let mut wrong = Vec::new();
    for name in &contracts {
        let message = match say(name) {
            Ok(message) => message,
            Err(why) => {
                wrong.push(format!("{name}: {why}"));
                continue;
            }
        };
        let golden = folder(kind).join(format!("{name}.txt"));
        if bless {
            std::fs::write(&golden, &message).unwrap();
        }
        match std::fs::read_to_string(&golden) {
            Ok(wanted) if wanted == message => {}
            Ok(wanted) => wrong.push(format!("{name}: wanted\n{wanted}got\n{message}")),
            Err(_) => wrong.push(format!("{name}: has no {name}.txt; got\n{message}")),
        }
    }
    for name in names(kind, "txt").difference(&contracts) {
        wrong.push(format!("{name}.txt: has no {name}.yaml"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_broken_contract_draws_its_message() {
    golden("broken", |name| match load("broken", name) {
        Ok(_) => Err("loads, and should be refused".to_owned()),
        Err(error) => Ok(format!("{error}\n")),
    });
}

#[test]
fn every_noted_contract_is_loaded_with_its_notes() {
    golden("noted", |name| match load("noted", name) {
        Ok(contract) if contract.notes.is_empty() => Err("draws no note".to_owned()),
        Ok(contract) => {
            let notes: Vec<String> = contract.notes.iter().map(ToString::to_string).collect();
            Ok(format!("{}\n", notes.join("\n\n")))
        }
        Err(error) => Err(format!("is refused: {error}")),
    });
}

/// What is dropped is told with what is lost by it.
#[test]
fn every_note_says_where_and_what_it_costs() {
    for name in names("noted", "yaml") {
        for note in load("noted", &name).unwrap().notes {
            assert!(note.hint.is_some(), "{name}: {note}");
            assert!(note.location.line > 0, "{name}: {note}");
        }
    }
}

#[test]
fn every_problem_says_where_and_what_to_do() {
    for name in names("broken", "yaml") {
        let error = load("broken", &name).unwrap_err();
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
    assert!(message.contains("at most 32 MiB"), "{message}");
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
    for (name, text, wanted) in [
        ("aliases", bomb(), "aliases written out"),
        ("deep", deep, "nests deeper than 128"),
        ("block", block, "nests deeper than 128"),
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

/// A schema of ten of ten of ..., thirty deep, is judged as a whole and described down to a depth.
#[test]
fn schemas_that_references_make_huge_are_loaded() {
    let mut wide = "openapi: 3.1.0\ninfo: {title: t}\npaths: {/: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A30'}}}}, responses: {}}}}\ncomponents:\n  schemas:\n    A0: {type: string}\n".to_owned();
    for n in 0..30 {
        let all: String = (0..10)
            .map(|m| format!("m{m}: {{$ref: '#/components/schemas/A{n}'}}, "))
            .collect();
        wide.push_str(&format!("    A{}: {{properties: {{{all}}}}}\n", n + 1));
    }
    let begin = Instant::now();
    let contract = load_text("wide.yaml", &wide, &|_| Err(String::new())).unwrap();
    let schema = contract.operations[0].schema_at("/body/m3/m9").unwrap();
    assert_eq!(schema.properties.len(), 10);
    let whole = contract.operations[0].schema_at("/body").unwrap();
    assert!(whole.size < 10_000, "{}", whole.size);
    let validator = whole.validator(true).unwrap();
    let nest =
        |inner: serde_json::Value| (0..30).fold(inner, |inner, _| serde_json::json!({"m0": inner}));
    assert!(validator.is_valid(&nest("text".into())));
    assert!(!validator.is_valid(&nest(1.into())));
    assert!(!clausal::clause::derive(&contract).is_empty());
    assert!(begin.elapsed() < Duration::from_secs(60));
    assert!(contract.notes[0].message.contains("describes more than"));
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
