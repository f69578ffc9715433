//! The reference server in a process of its own, and reports as tests look at them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A server that ends with the test.
pub struct Served {
    child: Child,
    pub url: String,
}

/// Starts `clausal serve` on a free port.
pub fn serve(more: &[&str]) -> Served {
    let mut child = command(&[&["serve", "--port", "0"], more].concat())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    // Nobody reads on, and the pipe holds the few lines that follow.
    child.stdout = Some(out.into_inner());
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(url.starts_with("http://"), "{line}");
    Served { child, url }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The command, with nothing of the surroundings.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command
        .args(args)
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

pub fn report(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Verdicts by clause.
pub fn verdicts(report: &Value) -> BTreeMap<String, String> {
    let clauses = report["clauses"].as_array().unwrap();
    let one = |c: &Value, name: &str| c[name].as_str().unwrap().to_owned();
    let all: BTreeMap<_, _> = clauses
        .iter()
        .map(|c| (one(c, "id"), one(c, "verdict")))
        .collect();
    assert_eq!(all.len(), clauses.len(), "a clause stands twice");
    all
}

/// Readings by id, less the one that tells how far a deleted backup was when it was looked at.
pub fn readings(report: &Value) -> BTreeMap<String, Value> {
    let list = report["readings"].as_array().unwrap();
    let all = list
        .iter()
        .map(|r| (r["id"].as_str().unwrap().to_owned(), r["taken"].clone()));
    let mut all: BTreeMap<_, _> = all.collect();
    assert!(all.len() > 10, "{all:?}");
    assert!(all.remove("JSA-11").is_some());
    all
}
