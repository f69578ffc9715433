//! The rules of the house that a reader of the imports can hold.

use std::fs;
use std::path::Path;

use crate::support::root;

/// Modules in the order data flows; a module may import those before it.
const ORDER: [&str; 19] = [
    "alike", "dice", "contract", "rule", "exchange", "curl", "xml", "wire", "clause", "generate",
    "coverage", "page", "target", "learn", "run", "report", "prove", "fuzz", "cli",
];

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path
                .strip_prefix(root("src"))
                .unwrap()
                .to_string_lossy()
                .into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    sources(&root("src"), &mut found);
    assert!(found.len() > 50, "only {} sources were read", found.len());
    found
}

fn module(name: &str) -> &str {
    name.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Modules that a source names as `crate::NAME`.
fn imports(text: &str) -> Vec<String> {
    let parts = text.split("crate::").skip(1);
    let mut names: Vec<String> = parts
        .flat_map(|p| match p.strip_prefix('{') {
            Some(list) => list
                .split('}')
                .next()
                .unwrap()
                .split(',')
                .map(|n| n.trim().to_owned())
                .collect(),
            None => vec![p.to_owned()],
        })
        .map(|p| {
            p.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn imports_point_backwards() {
    let place = |name: &str| ORDER.iter().position(|m| *m == name);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in all() {
        let Some(own) = place(module(&name)) else {
            continue;
        };
        for import in imports(&text) {
            let Some(other) = place(&import) else {
                continue;
            };
            seen += 1;
            if other > own {
                wrong.push(format!("{name} imports {import}"));
            }
        }
    }
    assert!(seen > 100, "only {seen} imports were read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reference_server_imports_nothing_of_the_checker() {
    let mut seen = 0;
    for (name, text) in all().iter().filter(|(n, _)| module(n) == "reference") {
        seen += 1;
        let foreign: Vec<_> = imports(text)
            .into_iter()
            .filter(|i| i != "reference")
            .collect();
        assert!(foreign.is_empty(), "{name} imports {foreign:?}");
    }
    assert!(seen > 10);
}

#[test]
fn reports_see_events_and_exchanges_only() {
    for (name, text) in all().iter().filter(|(n, _)| module(n) == "report") {
        let foreign: Vec<_> = imports(text)
            .into_iter()
            .filter(|i| !matches!(i.as_str(), "run" | "exchange" | "report" | "curl" | "alike"))
            .collect();
        assert!(foreign.is_empty(), "{name} imports {foreign:?}");
        assert!(
            !text.contains("crate::run::") || text.contains("crate::run::event"),
            "{name} sees more than events"
        );
    }
}

#[test]
fn no_source_is_over_800_lines() {
    for (name, text) in all() {
        let lines = text.lines().count();
        assert!(lines <= 800, "{name} has {lines} lines: make it a folder");
    }
}

#[test]
fn only_the_command_line_prints_or_exits() {
    for (name, text) in all().iter().filter(|(n, _)| module(n) != "cli") {
        for word in ["println!(", "eprintln!(", "print!(", "process::exit("] {
            let hit = text
                .lines()
                .find(|l| l.contains(word) && !l.trim_start().starts_with("//"));
            assert!(hit.is_none(), "{name}: {hit:?}");
        }
    }
}

#[test]
fn snapshots_live_in_their_folder() {
    fn stray(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !matches!(name.as_str(), "target" | ".git" | "snapshots") {
                stray(&path, found);
            } else if name.ends_with(".snap") || name.ends_with(".snap.new") {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    stray(&root(""), &mut found);
    assert!(found.is_empty(), "{found:?}");
}
