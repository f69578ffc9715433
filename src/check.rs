//! A check from code: build it, run it against a URL or a service, look at what came out.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;

use crate::clause::Level;
use crate::contract::{self, Contract};
use crate::report::terminal::{Style, Terminal};
use crate::report::{Report, Tee};
use crate::run::event::{Event, Finished, Judged, Verdict};
use crate::run::plan::{Pattern, PatternError};
use crate::run::{self, Ended, Options};
use crate::target::{Address, AddressError, Profile, ProfileError, Target, TokenError};

/// A check to be run.
///
/// ```no_run
/// # fn main() -> Result<(), clausal::CheckError> {
/// clausal::Check::new()
///     .contract("jsa")?
///     .profile_file("clausal.toml")?
///     .only("jsa/createBackup/422-*")?
///     .run("http://127.0.0.1:9000")?
///     .assert_held();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Check {
    contracts: Vec<Contract>,
    profile: Profile,
    options: Options,
}

/// Why a check could not be run; never a finding about the target.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A contract cannot be used.
    #[error("{0}")]
    Contract(String),
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The URL is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A pattern matches nothing.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// No token could be had.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The runtime could not be started, or has panicked.
    #[error("failed to run the check: {0}")]
    Runtime(String),
}

/// What came out of a check.
#[derive(Debug)]
pub struct Checked {
    /// Every clause with its verdict, in the order they were judged.
    pub judged: Vec<Judged>,
    /// Totals, readings and notes.
    pub finished: Finished,
    /// How the run ended.
    pub ended: Ended,
    /// Whether the profile lets a run be green in which something was not tested.
    allow_untested: bool,
    report: String,
}

impl Check {
    /// Without a contract: every built-in one is checked.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a built-in contract by name, or the OpenAPI 3.1 document at a path.
    ///
    /// # Errors
    /// The contract cannot be used.
    pub fn contract(mut self, name: &str) -> Result<Self, CheckError> {
        let contract = contract::open(name).map_err(|e| CheckError::Contract(e.to_string()))?;
        self.contracts.push(contract);
        Ok(self)
    }

    /// Uses a profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Uses the profile in a file.
    ///
    /// # Errors
    /// The profile cannot be read.
    pub fn profile_file(self, path: impl AsRef<Path>) -> Result<Self, CheckError> {
        Ok(self.profile(Profile::load(path.as_ref())?))
    }

    /// Judges only clauses that this pattern, or another one, matches.
    ///
    /// # Errors
    /// The pattern is no glob.
    pub fn only(mut self, pattern: &str) -> Result<Self, CheckError> {
        self.options.only.push(Pattern::parse(pattern)?);
        Ok(self)
    }

    /// The least firm level that is judged; all are by default.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.options.level = level;
        self
    }

    /// Random cases a clause, on top of the enumerated ones; 16 by default.
    #[must_use]
    pub fn cases(mut self, cases: usize) -> Self {
        self.options.cases = cases;
        self
    }

    /// Seed of every random choice; 0 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.options.seed = seed;
        self
    }

    /// Workers for clauses that leave the target's state alone; 16 by default.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.options.jobs = jobs.max(1);
        self
    }

    /// Ends the check after this time with what was judged.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.options.time_limit = Some(limit);
        self
    }

    /// Runs the check against a server. Blocks; a runtime of one's own is neither needed nor in the
    /// way.
    ///
    /// # Errors
    /// The check could not be run.
    pub fn run(self, url: &str) -> Result<Checked, CheckError> {
        let target = Target::new(Address::parse(url)?, &self.profile)?;
        self.against(target, url)
    }

    /// Runs the check against a service of this process, such as an axum `Router`: no socket is
    /// opened. Blocks, as [`run`](Self::run) does.
    ///
    /// # Errors
    /// The check could not be run.
    pub fn run_in_process<S, O>(self, service: S) -> Result<Checked, CheckError>
    where
        S: tower_service::Service<http::Request<Full<Bytes>>, Response = http::Response<O>>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
        S::Error: std::fmt::Display + Send,
        O: http_body::Body<Data = Bytes> + Send + 'static,
        O::Error: std::fmt::Display,
    {
        let target = Target::in_process(service, &self.profile)?;
        self.against(target, "a service of this process")
    }

    fn against(mut self, target: Target, shown: &str) -> Result<Checked, CheckError> {
        if self.contracts.is_empty() {
            for name in contract::builtin_names() {
                self = self.contract(name)?;
            }
        }
        self.profile
            .check(&self.contracts, contract::builtin_names())?;
        // A thread of its own, as the caller's may be inside another runtime.
        std::thread::scope(|scope| {
            let thread = scope.spawn(|| self.on_a_runtime(&target, shown));
            thread
                .join()
                .map_err(|_| CheckError::Runtime("a thread has panicked".into()))?
        })
    }

    fn on_a_runtime(&self, target: &Target, shown: &str) -> Result<Checked, CheckError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| CheckError::Runtime(e.to_string()))?;
        let names: Vec<&str> = self.contracts.iter().map(|c| c.name.as_str()).collect();
        runtime.block_on(target.log_in(&names))?;
        let pages = Pages::default();
        let mut report = Tee::new();
        let style = Style {
            colour: false,
            width: 100,
        };
        let terminal = Terminal::new(Box::new(pages.clone()), style);
        report.add("the report", Box::new(terminal));
        let (mut judged, mut finished) = (Vec::new(), None);
        let ended = runtime.block_on(run::check(
            &self.contracts,
            &self.profile,
            target,
            shown,
            &self.options,
            &mut |event| {
                // A text in memory is always written.
                drop(report.event(&event));
                match event {
                    Event::Judged(one) => judged.push(Arc::unwrap_or_clone(one)),
                    Event::Finished(end) => finished = Some(*end),
                    _ => {}
                }
            },
        ))?;
        let finished = finished.ok_or_else(|| CheckError::Runtime("the run told no end".into()))?;
        Ok(Checked {
            judged,
            finished,
            ended,
            allow_untested: self.profile.allow_untested,
            report: pages.text(),
        })
    }
}

impl Checked {
    /// The clauses that are broken and not allowed by the profile.
    pub fn broken(&self) -> impl Iterator<Item = &Judged> {
        self.judged
            .iter()
            .filter(|j| j.verdict == Verdict::Broken && j.allowed.is_none())
    }

    /// Panics with the whole report unless the run ended well and every clause that was selected held,
    /// or was skipped because the profile chose so; with `allow_untested` in the profile, unless
    /// something was tested and every clause that was tested held.
    ///
    /// # Panics
    /// As said.
    #[track_caller]
    pub fn assert_held(&self) {
        let tested = self.finished.open == 0 && self.finished.untested.is_empty();
        let complete = self.ended == Ended::Complete
            && self.finished.held > 0
            && (tested || self.allow_untested);
        assert!(complete && self.broken().next().is_none(), "{self}");
    }
}

/// The report that the terminal would show.
impl std::fmt::Display for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.report)
    }
}

/// A text that a report writes to and a reader takes from.
#[derive(Clone, Default)]
struct Pages(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Pages {
    fn text(&self) -> String {
        let bytes = match self.0.lock() {
            Ok(bytes) => bytes,
            Err(poisoned) => poisoned.into_inner(),
        };
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl std::io::Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.lock() {
            Ok(mut own) => own.extend_from_slice(bytes),
            Err(poisoned) => poisoned.into_inner().extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
