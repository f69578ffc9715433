//! Findings: one for each kind of fault.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::judge::Outcome;

/// More kinds of faults than this are counted and not shown.
const MOST: usize = 200;

/// One fault of a server.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How it is wrong.
    pub outcome: Outcome,
    /// Method and operation, or "HTTP" for requests that are none of the contract's.
    pub place: String,
    /// What the request is: a clause and its case, or a kind of malformed HTTP.
    pub about: String,
    /// What the server did.
    pub got: String,
    /// The bytes that show it; headers of the profile stand in them as `${contract:name}`.
    pub bytes: Vec<u8>,
    /// What came for them, without secrets and cut when it is long; `None` when nothing did.
    pub answer: Option<Vec<u8>>,
    /// Whether it came again when the bytes were sent alone.
    pub repeats: bool,
    /// When it was first seen, in seconds from the start of the run.
    pub seconds: f64,
    /// How many requests showed it.
    pub seen: u64,
    /// Where the bytes were written to.
    pub file: Option<PathBuf>,
    /// A command line that shows it again.
    pub again: String,
}

impl Finding {
    /// What is to be said of it besides.
    pub fn note(&self) -> Option<&'static str> {
        (!self.repeats).then_some("it did not come again when the request was sent alone")
    }
}

/// What makes two faults the same.
pub(super) type Key = (Outcome, String, String, String);

/// How many findings may differ in what is wrong with the request alone.
const ALIKE: usize = 3;

/// All faults of a run.
#[derive(Default)]
pub(super) struct Findings {
    list: BTreeMap<Key, Entry>,
    /// Requests with faults of more kinds than are kept.
    pub more: u64,
}

#[derive(Default)]
struct Entry {
    seen: u64,
    finding: Option<Finding>,
}

impl Findings {
    /// Counts a fault; whether it is the first of its kind, so that the caller is to look into it.
    pub fn claim(&mut self, key: &Key) -> bool {
        if let Some(entry) = self.list.get_mut(key) {
            entry.seen += 1;
            return false;
        }
        let is_alike = |other: &Key| (other.0, &other.1, &other.2) == (key.0, &key.1, &key.2);
        let mut alike = self.list.iter_mut().filter(|(other, _)| is_alike(other));
        if let Some((_, last)) = alike.nth(ALIKE - 1) {
            last.seen += 1;
            return false;
        }
        if self.list.len() >= MOST {
            self.more += 1;
            return false;
        }
        let entry = Entry {
            seen: 1,
            finding: None,
        };
        self.list.insert(key.clone(), entry);
        true
    }

    /// Takes a claim back: it did not come again.
    pub fn drop_claim(&mut self, key: &Key) {
        self.list.remove(key);
    }

    /// Reports a fault.
    pub fn put(&mut self, key: Key, finding: Finding) {
        let entry = self.list.entry(key).or_default();
        entry.seen = entry.seen.max(1);
        entry.finding = Some(finding);
    }

    /// All that were reported, the worst first.
    pub fn into_list(self) -> Vec<Finding> {
        let found = self.list.into_values().filter_map(|entry| {
            let seen = entry.seen;
            entry.finding.map(|finding| Finding { seen, ..finding })
        });
        found.collect()
    }
}
