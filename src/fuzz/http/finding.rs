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

/// What makes two faults the same.
pub(super) type Key = (Outcome, String, String);

/// All faults of a run.
#[derive(Default)]
pub(super) struct Findings {
    list: BTreeMap<Key, Finding>,
    /// Requests with faults of more kinds than are kept.
    pub more: u64,
}

impl Findings {
    /// Counts a fault that is known; whether it is new and is to be looked into.
    pub fn is_new(&mut self, key: &Key) -> bool {
        if let Some(finding) = self.list.get_mut(key) {
            finding.seen += 1;
            return false;
        }
        if self.list.len() >= MOST {
            self.more += 1;
            return false;
        }
        true
    }

    pub fn put(&mut self, key: Key, finding: Finding) {
        self.list.insert(key, finding);
    }

    /// All of them, the worst first.
    pub fn into_list(self) -> Vec<Finding> {
        self.list.into_values().collect()
    }
}
