//! Drives a server on this machine with requests that its contracts give, changed ones, and ones
//! that are no HTTP, and tells what no request may do to it: a fault of the 500s, no answer in time,
//! a connection that ends without an answer, or the end of the server.
//!
//! Answers are told apart by status and words; a request that drew a new kind is changed further.

mod answer;
mod chunks;
mod files;
mod finding;
mod gate;
mod input;
mod judge;
mod link;
mod malformed;
mod mutate;
mod queue;
pub mod report;
mod run;
mod shared;
mod shrink;
mod source;
mod worker;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::contract::Contract;
use crate::target::{Address, Profile};

pub use finding::Finding;
pub use judge::Outcome;
pub use run::run;

/// What is driven, and how.
#[derive(Clone)]
pub struct Options {
    /// Where the server is; on the loopback interface.
    pub address: Address,
    /// What its requests are.
    pub contracts: Vec<Contract>,
    /// Headers, fixtures and path prefixes.
    pub profile: Profile,
    /// How long the run takes; looking into findings may add some seconds.
    pub time: Duration,
    /// After how many requests it ends, even if time is left; looking into findings takes some more.
    pub requests: Option<u64>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Seed of every random choice. With more than one job the share of each depends on their speed.
    pub seed: u64,
    /// Workers side by side, each with a connection of its own; 0 counts as 1.
    pub jobs: usize,
    /// Where findings and kept requests go and requests are taken from first.
    pub corpus: Option<PathBuf>,
    /// Where findings go instead.
    pub out: Option<PathBuf>,
    /// Only these files are tried.
    pub only: Vec<PathBuf>,
    /// Options of the command line that shows a finding again.
    pub again: String,
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// Work went on: requests so far.
    Progress(u64),
    /// Something was found.
    Found(&'e Finding),
}

/// What a run came to.
#[derive(Debug)]
pub struct Summary {
    /// The target, for people.
    pub target: String,
    /// The seed.
    pub seed: u64,
    /// Workers side by side.
    pub jobs: usize,
    /// Requests that were sent, those that only ask whether the server lives excepted.
    pub requests: u64,
    /// Well-formed requests of the contracts that drew an answer.
    pub answered: u64,
    /// Those of them that were put off (429 or 503).
    pub put_off: u64,
    /// How often each status came; `0` stands for no answer where none was due.
    pub statuses: BTreeMap<u16, u64>,
    /// How many requests there were of each operation, and of none ("HTTP").
    pub places: BTreeMap<String, u64>,
    /// How long it took.
    pub took: Duration,
    /// Kinds of answers that were told apart.
    pub kinds: usize,
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// Requests with faults beyond those that are reported one by one.
    pub more: u64,
    /// What happened that is no finding.
    pub notes: Vec<String>,
}

impl Summary {
    /// Why nothing can be said of the server: nothing was sent, or it always asked for less work.
    pub fn untested(&self) -> Option<&'static str> {
        if !self.findings.is_empty() {
            None
        } else if self.requests == 0 {
            Some("nothing was tested")
        } else if self.answered > 0 && self.answered == self.put_off {
            Some("nothing was tested: every request of the contracts was put off (429 or 503)")
        } else {
            None
        }
    }

    /// The findings of an operation.
    pub(crate) fn findings_of(&self, place: &str) -> impl Iterator<Item = &Finding> + Clone {
        self.findings.iter().filter(move |f| f.place == place)
    }
}

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line is wrong, or a file or folder cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The server is not there or does not answer.
    #[error("{0}")]
    Unreachable(String),
}
