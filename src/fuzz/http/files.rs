//! Files: requests of findings with what is known of them, and inputs to try first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::finding::Finding;
use super::input::{Due, HTTP, Input, is_whole};
use crate::exchange::whole;
use crate::fuzz::parser::{quoted, read, slug};
use crate::report::harmless_json;
use crate::target::Profile;

/// Inputs of a corpus that are tried at most.
const MOST: usize = 5_000;

/// Writes the request of a finding, and beside it what is known of it; `options` are those that a
/// command line needs to show it again.
pub(super) fn save(
    folder: &Path,
    finding: &mut Finding,
    due: Due,
    key: &str,
    options: &str,
) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let hash = Sha256::digest(format!("{} {key}", finding.place));
    let name = format!(
        "{}-{}-{:02x}{:02x}.http",
        finding.outcome.name(),
        slug(&finding.place),
        hash[0],
        hash[1]
    );
    let path = folder.join(name);
    finding.again = format!("clausal fuzz http{options} --try {}", quoted(&path));
    whole::write(&path, &finding.bytes)?;
    let known = json!({
        "outcome": finding.outcome.name(),
        "place": finding.place,
        "about": finding.about,
        "due": due.name(),
        "expected": finding.outcome.expected(),
        "got": finding.got,
        "again": finding.again,
    });
    whole::write(
        &path.with_extension("json"),
        harmless_json(&format!("{known:#}\n")).as_bytes(),
    )?;
    finding.file = Some(path);
    Ok(())
}

/// Writes a request of another worker that may have brought the server down.
pub(super) fn beside(folder: &Path, input: &Input, number: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    write(folder, &format!("gone-beside-{number}"), input)
}

/// Keeps an input that drew a new kind of answer.
pub(super) fn keep(folder: &Path, input: &Input) -> io::Result<()> {
    let hash = Sha256::digest(&input.bytes);
    let name: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
    write(folder, &name, input)
}

fn write(folder: &Path, name: &str, input: &Input) -> io::Result<()> {
    let path = folder.join(format!("{name}.http"));
    whole::write(&path, &input.bytes)?;
    let known = json!({ "place": input.place, "about": input.about, "due": input.due.name() });
    whole::write(
        &path.with_extension("json"),
        harmless_json(&format!("{known:#}\n")).as_bytes(),
    )
}

/// One input, with what is known of it; values of the profile's headers become marks.
pub(super) fn load(path: &Path, profile: &Profile) -> io::Result<Input> {
    let bytes = profile.marked(&read(path)?);
    let known: Value = fs::read(path.with_extension("json"))
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default();
    let guessed = if is_whole(&bytes) {
        Due::Answer
    } else {
        Due::Any
    };
    let text = |name: &str, other: &str| known[name].as_str().unwrap_or(other).to_owned();
    Ok(Input {
        due: known["due"].as_str().and_then(Due::of).unwrap_or(guessed),
        about: text("about", "a request from a file"),
        place: text("place", HTTP),
        bytes,
    })
}

/// Every input below a folder, in the order of their names.
pub(super) fn load_folder(folder: &Path, profile: &Profile) -> io::Result<Vec<Input>> {
    let mut folders = vec![folder.to_owned()];
    let mut inputs = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)?.map(|e| e.map(|e| e.path()));
        let mut paths = entries.collect::<io::Result<Vec<PathBuf>>>()?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|e| e != "json") && inputs.len() < MOST {
                inputs.extend(load(&path, profile).ok());
            }
        }
    }
    Ok(inputs)
}
