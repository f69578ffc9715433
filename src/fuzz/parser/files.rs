//! Files: findings with what is known of them, and inputs to try first.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::construct;
use super::expect::Outcome;
use super::finding::Finding;
use super::input::{Input, MUTATED, Plain};
use super::mutate::SEEDS;
use crate::xml::documents::{Needs, Truth, rules};

/// Inputs of a corpus that are tried at most.
const MOST: usize = 20_000;
/// Files larger than this are no inputs.
const LARGEST: u64 = 64 << 20;

/// How the command is run again.
#[derive(Clone)]
pub(super) struct Again {
    pub command: Vec<OsString>,
    /// Options of clausal that change what is asked or expected.
    pub options: Vec<String>,
    /// Whether the document can simply be given to the command.
    pub is_plain: bool,
    /// Whether the options tell the document.
    pub is_grown: bool,
}

impl Again {
    /// A command line for a shell.
    pub fn line(&self, file: &Path) -> String {
        let command: Vec<String> = self.command.iter().map(|w| quoted(w.as_ref())).collect();
        let (command, file) = (command.join(" "), quoted(file));
        if self.is_plain {
            return format!("{command} < {file}");
        }
        let options: String = self.options.iter().map(|word| format!(" {word}")).collect();
        if self.is_grown {
            return format!("clausal fuzz parser{options} -- {command}");
        }
        format!("clausal fuzz parser{options} --try {file} -- {command}")
    }
}

/// A word for a shell.
pub(in crate::fuzz) fn quoted(word: &Path) -> String {
    let text = word.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Writes the document of a finding, and beside it what is known of it; not over those of this run.
pub(super) fn save(
    folder: &Path,
    finding: &mut Finding,
    input: &Input,
    again: &Again,
    taken: &BTreeSet<PathBuf>,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = format!("{}-{}", finding.outcome.name(), slug(&finding.rule));
    let mut path = folder.join(format!("{name}.xml"));
    // The same fault found by another run may be written over; another fault may not.
    let is_taken = |path: &Path| {
        fs::read(beside(path)).ok().is_some_and(|text| {
            let known: Value = serde_json::from_slice(&text).unwrap_or_default();
            known["masked"] != json!(super::mask::masked(&finding.got))
        })
    };
    let mut number = 2;
    let are_several =
        finding.outcome.is_breakdown() || finding.outcome == Outcome::RejectsWellFormed;
    while (taken.contains(&path) || (is_taken(&path) && are_several)) && number < 1000 {
        path = folder.join(format!("{name}-{number}.xml"));
        number += 1;
    }
    finding.again = again.line(&path);
    let truth = match input.truth() {
        Truth::WellFormed => "well-formed",
        Truth::IllFormed(_) => "ill-formed",
        Truth::Unknown => "unknown",
    };
    let needs = input.needs();
    let known = json!({
        "outcome": finding.outcome.name(),
        "rule": finding.rule,
        "section": finding.section,
        "about": finding.about,
        "expected": finding.expected,
        "got": finding.got,
        "masked": super::mask::masked(&finding.got),
        "again": finding.again,
        "truth": truth,
        "needs": {
            "dtd": needs.dtd,
            "namespaces": needs.namespaces,
            "other_encoding": needs.other_encoding,
            "stress": needs.stress,
            "fifth_edition": needs.fifth_edition,
        },
        "canonical": finding.canonical.as_ref().map(|form| STANDARD.encode(form)),
    });
    fs::write(&path, &finding.document)?;
    fs::write(beside(&path), format!("{known:#}\n"))?;
    finding.file = Some(path);
    Ok(())
}

/// Where what is known of a document stands.
pub(super) fn beside(path: &Path) -> PathBuf {
    path.with_extension("json")
}

/// A part of a file name.
pub(in crate::fuzz) fn slug(text: &str) -> String {
    let letter = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => c,
        _ => '-',
    };
    text.chars().take(60).map(letter).collect()
}

/// Every input below a folder, in the order of their names.
pub(super) fn load_folder(folder: &Path) -> io::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            let is_told = path.extension().is_some_and(|e| e == "json");
            if path.is_dir() {
                folders.push(path);
            } else if !is_told && inputs.len() < MOST && path.is_file() {
                inputs.extend(load(&path).ok());
            }
        }
    }
    Ok(inputs)
}

/// The bytes of an input.
pub(in crate::fuzz) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let about = fs::metadata(path)?;
    // A pipe might never give anything, and a device never end.
    if !about.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if about.len() > LARGEST {
        return Err(io::Error::other("the file is too large"));
    }
    fs::read(path)
}

/// One input, with what is known of it.
pub(super) fn load(path: &Path) -> io::Result<Input> {
    let bytes = read(path)?;
    let known: Option<Value> = fs::read(beside(path))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    let Some(known) = known else {
        return Ok(Input::unknown(bytes, "corpus"));
    };
    let rule = rules().into_iter().find(|rule| known["rule"] == rule.name);
    let truth = match (known["truth"].as_str(), rule) {
        (Some("well-formed"), _) => Truth::WellFormed,
        (Some("ill-formed"), Some(rule)) => Truth::IllFormed(rule),
        _ => Truth::Unknown,
    };
    let needs = |name: &str| known["needs"][name] == true;
    let canonical = known["canonical"].as_str();
    Ok(Input::Plain(Plain {
        bytes,
        truth,
        needs: Needs {
            dtd: needs("dtd"),
            namespaces: needs("namespaces"),
            other_encoding: needs("other_encoding"),
            stress: needs("stress"),
            fifth_edition: needs("fifth_edition"),
        },
        kind: "corpus",
        canonical: canonical.and_then(|text| STANDARD.decode(text).ok()),
    }))
}

/// The built-in inputs of unknown truth.
pub(super) fn seeds() -> Vec<Input> {
    let seeds = SEEDS.iter().copied();
    // What breaks off first: it takes the least, and tells most where it breaks a parser down.
    construct::stumps()
        .chain(seeds)
        .map(|seed| Input::unknown(seed.to_vec(), MUTATED))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted(Path::new("a-b/c.xml")), "a-b/c.xml");
        assert_eq!(quoted(Path::new("it's $1")), r"'it'\''s $1'");
        assert_eq!(quoted(Path::new("")), "''");
    }
}
