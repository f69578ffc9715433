//! A finding as a file: everything that is needed to show it again, and no secret.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::identity::hex;
use super::tally::Shown;
use super::{Lane, mask};
use crate::clause::Stimulus;
use crate::exchange::{Case, Failure, Response, Taken, plain, whole};
use crate::generate::Bait;
use crate::target::{MASK, Secrets};
use crate::wire::Writing;

/// Longest part of a file name that tells the clause.
const LONGEST_NAME: usize = 120;

/// A finding as a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Version of clausal that found it.
    pub clausal: String,
    /// Clause id.
    pub clause: String,
    /// Name of the contract.
    pub contract: String,
    /// The duty in one sentence.
    pub duty: String,
    /// Document and section.
    pub source: String,
    /// Every outcome that would have been right.
    pub expected: String,
    /// What came.
    pub got: String,
    /// Target as shown to people.
    pub target: String,
    /// Seed of the run.
    pub seed: u64,
    /// Base of every request.
    pub base: String,
    /// How messages were written.
    pub writing: Writing,
    /// Fixtures that the profile gave.
    pub fixtures: BTreeMap<String, Value>,
    /// Ids of things that existed then, by the place that names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<(String, Value)>,
    /// What documents named as a bait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bait: Option<Bait>,
    /// States and requests, in order, as they are done again.
    pub case: Case,
    /// Whether values of the case were masked, so that it may not be sent as it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
    /// Which exchange shows it: step, place in the step.
    pub shown: (usize, usize),
    /// What was sent and what came, by step, byte by byte; the profile's headers excepted.
    pub taken: Vec<Taken>,
}

/// Why a file is no finding.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The file or folder cannot be read.
    #[error("failed to read `{}`: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is something else.
    #[error("`{}` is no finding: {why}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
}

impl Saved {
    /// Reads a finding.
    ///
    /// # Errors
    /// The file cannot be read, or is no finding.
    pub fn load(path: &Path) -> Result<Self, SavedError> {
        let text = std::fs::read(path).map_err(|source| SavedError::File {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text).map_err(|why| SavedError::Other {
            path: path.to_owned(),
            why,
        })
    }

    /// Reads a finding from the bytes of its file.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|e| e.to_string())
    }

    /// Reads every finding in a folder, in the order of their names.
    ///
    /// # Errors
    /// The folder or a file cannot be read, or a `.json` file is no finding.
    pub fn load_all(folder: &Path) -> Result<Vec<Self>, SavedError> {
        let file = |source| SavedError::File {
            path: folder.to_owned(),
            source,
        };
        let entries = std::fs::read_dir(folder).map_err(file)?;
        let paths: io::Result<Vec<PathBuf>> = entries.map(|e| e.map(|e| e.path())).collect();
        let mut paths = paths.map_err(file)?;
        paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
        paths.sort();
        paths.iter().map(|p| Self::load(p)).collect()
    }

    /// Writes the finding into a folder, in place of an earlier one about the same clause.
    ///
    /// # Errors
    /// The folder cannot be made, or the file cannot be written.
    pub fn store(&self, folder: &Path) -> io::Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(file_name(&self.clause));
        let text = plain::json(&serde_json::to_string_pretty(self)?) + "\n";
        whole::write(&path, text.as_bytes())?;
        Ok(path)
    }

    /// Whether this is the same answer, as far as it does not differ from try to try.
    pub(super) fn is_like(&self, got: &str, taken: &[Taken], shown: (usize, usize)) -> bool {
        let kind = |taken: &[Taken], at| match answer(taken, at) {
            Some(Ok(response)) => Some((response.status, None)),
            Some(Err(failure)) => Some((0, Some(std::mem::discriminant(failure)))),
            None => None,
        };
        steady(&self.got) == steady(got) && kind(&self.taken, self.shown) == kind(taken, shown)
    }

    /// The case, with another bait.
    pub(super) fn case_with(&self, bait: Option<&Bait>) -> Case {
        let (Some(old), Some(new)) = (&self.bait, bait) else {
            return self.case.clone();
        };
        let Ok(mut value) = serde_json::to_value(&self.case) else {
            return self.case.clone();
        };
        every_text(&mut value, &|text| {
            text.replace(&old.file, &new.file)
                .replace(&old.mark, &new.mark)
                .replace(&old.address, &new.address)
        });
        serde_json::from_value(value).unwrap_or_else(|_| self.case.clone())
    }

    /// Without any secret. What finds its clause and its operations again stays as it is.
    fn masked(mut self, secrets: &Secrets) -> Self {
        for exchange in self.taken.iter_mut().flat_map(|t| &mut t.exchanges) {
            mask::exchange(exchange, secrets);
        }
        let texts = [&mut self.duty, &mut self.expected, &mut self.got];
        texts.into_iter().for_each(|t| *t = secrets.mask(t));
        // A target may have named a thing by what it was sent.
        let objects = self.objects.iter_mut().map(|(_, value)| value);
        for value in self.fixtures.values_mut().chain(objects) {
            mask::value(value, secrets);
        }
        self.case.about = secrets.mask(&self.case.about);
        for step in &mut self.case.steps {
            self.masked |= mask::step(step, secrets);
        }
        self
    }

    /// Whether a case holds what was masked when it was written down.
    pub(super) fn is_masked_in(&self, case: &Case) -> bool {
        let holds = |text: &str| text.contains(MASK);
        self.masked && serde_json::to_string(&case.steps).is_ok_and(|text| holds(&text))
    }
}

fn answer(taken: &[Taken], (step, place): (usize, usize)) -> Option<&Result<Response, Failure>> {
    let mut steps = taken.iter().filter(|t| t.step == step);
    steps
        .find_map(|t| t.exchanges.get(place))
        .map(|e| &e.answer)
}

/// What was got, less what another try changes: texts in quotes, and numbers other than statuses
/// and codes.
fn steady(got: &str) -> String {
    let mut out = String::new();
    for (number, piece) in got.split('"').enumerate() {
        if number % 2 == 1 {
            out.push('"');
            continue;
        }
        for word in piece.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
            let core = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let digits = core.bytes().filter(u8::is_ascii_digit).count();
            match digits > 0 && !(digits == core.len() && matches!(digits, 3 | 4)) {
                true => out.push_str(&word.replace(core, "#")),
                false => out.push_str(word),
            }
        }
    }
    out
}

fn file_name(clause: &str) -> String {
    format!("{}.json", stem(clause))
}

/// A name that any file system takes, the same one for the same id.
pub(super) fn stem(clause: &str) -> String {
    let safe = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '=' => c,
        _ => '.',
    };
    let name: String = clause.chars().map(safe).take(LONGEST_NAME).collect();
    // Letter case and other characters tell clauses apart too, though not in every file system.
    let hash = hex(&Sha256::digest(clause)[..4]);
    format!("{}-{hash}", name.trim_matches('.'))
}

fn every_text(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(list) => list.iter_mut().for_each(|v| every_text(v, change)),
        Value::Object(map) => map.values_mut().for_each(|v| every_text(v, change)),
        _ => {}
    }
}

impl Lane<'_> {
    /// Writes the finding of a clause where findings are kept.
    pub(super) fn keep_finding(&self, clause: usize) {
        let Some(folder) = &self.totals.memory.findings else {
            return;
        };
        let Some(shown) = self.tallies.borrow()[clause].shown.clone() else {
            return;
        };
        let saved = self
            .saved(clause, shown.read().into_owned())
            .masked(&self.totals.secrets);
        if let Err(error) = saved.store(folder) {
            let folder = folder.display();
            let why = format!("findings could not be written to `{folder}`: {error}");
            self.totals.memory.unwritten.borrow_mut().push(why.clone());
            self.totals.note(why);
        }
    }

    fn saved(&self, clause: usize, shown: Shown) -> Saved {
        let clause = &self.clauses[clause];
        Saved {
            clausal: env!("CARGO_PKG_VERSION").into(),
            clause: clause.id.clone(),
            contract: clause.contract.clone(),
            duty: clause.duty.clone(),
            source: clause.source.clone(),
            expected: shown.broken.expected,
            got: shown.broken.got,
            target: self.totals.target.address().to_string(),
            seed: self.options.seed,
            base: self.base.borrow().clone(),
            writing: self.writing.borrow().clone(),
            fixtures: self.profile.fixtures(self.contract),
            objects: self.objects.named_in(&clause.operation, &shown.case),
            bait: match &clause.stimulus {
                Stimulus::Hostile(_) => self.bait.as_ref().map(|b| b.named.clone()),
                _ => None,
            },
            case: shown.case,
            masked: false,
            shown: shown.broken.shown,
            taken: shown.taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{file_name, steady};

    #[test]
    fn names_of_files_are_safe_and_apart() {
        let one = file_name("pets/addPet/422-1004/name.pattern");
        assert!(
            one.starts_with("pets.addPet.422-1004.name.pattern-"),
            "{one}"
        );
        let odd = file_name("pets/get/a\\b:c*\u{e4}/..");
        assert!(
            odd.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-_=".contains(&b)),
            "{odd}"
        );
        assert_ne!(file_name("a/b"), file_name("a.b"));
        assert!(file_name(&"x".repeat(1000)).len() < 200);
    }

    #[test]
    fn an_answer_is_like_another_whatever_its_ids_and_times() {
        assert_eq!(
            steady("status 201 with id 15"),
            steady("status 201 with id 7")
        );
        assert_eq!(
            steady("the name \"clausal-x1\" again"),
            steady("the name \"b\" again")
        );
        assert_ne!(
            steady("status 422 with code 1003"),
            steady("status 422 with code 1004")
        );
        assert_ne!(steady("status 201"), steady("status 500"));
    }
}
