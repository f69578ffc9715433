//! What a run takes over from earlier ones, and what it keeps for later ones.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::event::Judged;
use super::journal::Journal;
use super::saved::Saved;
use super::snapshot::Snapshots;
use crate::wire::Writing;

/// Readings and the alternatives that the target was seen to take.
pub type Readings = Vec<(String, String)>;

/// Takes a line for people.
pub type Tell = Box<dyn Fn(&str)>;

/// What a run takes over from earlier ones, and what it keeps for later ones; empty by default.
#[derive(Default)]
pub struct Memory {
    /// Where verdicts are written as they fall.
    pub journal: Option<Journal>,
    /// What an earlier run had done when it ended.
    pub done: Done,
    /// Findings of earlier runs, tried before anything else.
    pub regressions: Vec<Saved>,
    /// Folder where findings are kept.
    pub findings: Option<PathBuf>,
    /// Snapshots of answers.
    pub snapshots: Option<Snapshots>,
    /// What ought to have been kept and could not be written.
    pub unwritten: RefCell<Vec<String>>,
    /// Told while the run waits for something.
    pub waiting: Option<Tell>,
}

/// What a run had done.
#[derive(Debug, Clone, Default)]
pub struct Done {
    /// How each contract's target wants to be written to.
    pub settled: BTreeMap<String, Settled>,
    /// Verdicts by clause id.
    pub judged: BTreeMap<String, Entry>,
    /// Requests that were sent.
    pub requests: u64,
    /// How long it took.
    pub took: Duration,
}

/// How a target wants to be written to, as it was found out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// Name of the contract.
    pub contract: String,
    /// Base that answers.
    pub base: String,
    /// How messages are written.
    pub writing: Writing,
    /// Readings that were seen on the way.
    pub readings: Readings,
}

/// A verdict, and what was learnt with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// The verdict.
    pub judged: Judged,
    /// Readings that its cases showed.
    pub readings: Readings,
    /// Notes for readers of the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Requests of the whole run so far.
    pub requests: u64,
    /// Time of the whole run so far.
    pub took: Duration,
}
