//! Drives any XML parser with documents whose well-formedness is known beforehand, and tells which
//! rule of XML 1.0 it got wrong, with the smallest document that shows it.
//!
//! The parser is a command. Either it is started for each document, which stands on its standard
//! input, and answers by its exit code: 0 accepted, 1 to 63 refused, anything else a crash. Or it is
//! started once and speaks the persistent protocol: frames of a length (4 bytes, little end first)
//! and so many bytes come in, and for each a line goes out: `accept`, `accept BASE64` with the
//! canonical form, `reject REASON`, `crash REASON` or `unsupported REASON`.
//!
//! Everything of a process is bounded: its time, its memory, what it prints, and what it leaves.

mod answer;
mod bait;
mod breakdowns;
mod child;
mod construct;
mod desk;
mod difference;
mod driver;
mod expect;
mod files;
mod finding;
mod growth;
mod guide;
mod input;
mod issue;
mod known;
mod lastly;
mod link;
mod mask;
mod mutate;
mod once;
mod pace;
mod pair;
mod pieces;
mod position;
pub mod report;
mod shrink;
mod source;
mod stream;
mod tally;
mod worker;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use answer::{Answer, Reply};
pub use driver::Unusable;
pub use expect::{Expect, ExpectError, Outcome};
pub use finding::{Finding, Growth};
pub use growth::{Cost, Point};
pub use issue::issue;
pub use known::{Deviation, Known, KnownError, built_in};
pub use tally::{Count, Tally};

pub(super) use files::{quoted, read, slug};
pub(super) use mask::{is_alike, masked};
pub(super) use mutate::mutated;

use child::{Program, Watch};
use driver::{Driver, End, Setting};
use finding::Findings;
use growth::{Grower, Measured};
use guide::Guide;
use worker::{Run, Worker};

/// The part of a run in which growth is measured, beside all else.
const GROWTH: f64 = 0.7;

/// What is run, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The command and its arguments.
    pub command: Vec<OsString>,
    /// One process for many documents.
    pub persistent: bool,
    /// Compare the canonical forms too.
    pub canonical: bool,
    /// What the parser claims.
    pub expect: Expect,
    /// How long the run takes; making findings smaller may add a tenth, at least two seconds, and making
    /// sure of what hangs up to ten.
    pub time: Duration,
    /// How many documents at most; those of the corpus do not count.
    pub documents: Option<u64>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How much a process and all that it starts may hold, in bytes.
    pub memory: u64,
    /// Seed of every random choice. With more than one job the share of each depends on their speed.
    pub seed: u64,
    /// Processes side by side.
    pub jobs: usize,
    /// Where findings and kept inputs go and inputs are taken from first.
    pub corpus: Option<PathBuf>,
    /// Where findings go instead.
    pub out: Option<PathBuf>,
    /// Only these files are tried.
    pub only: Vec<PathBuf>,
    /// Another parser that is to say the same.
    pub against: Option<Vec<OsString>>,
    /// Each document is also given in pieces.
    pub chunks: bool,
    /// Documents also name things outside of them.
    pub bait: bool,
    /// Families of documents whose growth is measured; all when none is named.
    pub grow: Vec<String>,
    /// Whether growth is measured.
    pub growth: bool,
    /// With large and deep documents.
    pub stress: bool,
    /// With changed bytes of inputs that drew new answers.
    pub mutants: bool,
    /// About how large documents are, in bytes.
    pub size: usize,
    /// Kill processes that lose their parent: only for a program without other children.
    pub adopts: bool,
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// The command answers.
    Started,
    /// Work went on.
    Progress {
        /// Documents with an answer.
        documents: u64,
        /// Since the start.
        took: Duration,
        /// Findings so far.
        findings: usize,
        /// Kinds of answers so far.
        kinds: usize,
    },
    /// Something was found.
    Found(&'e Finding),
}

/// What a run came to.
#[derive(Debug)]
pub struct Summary {
    /// The command, for people.
    pub command: String,
    /// The seed.
    pub seed: u64,
    /// Documents with an answer.
    pub documents: u64,
    /// Documents that named something outside of them.
    pub baited: u64,
    /// Documents of families, whose growth was measured.
    pub measured: u64,
    /// How long it took.
    pub took: Duration,
    /// Kinds of answers that were told apart.
    pub kinds: usize,
    /// The findings, breakdowns first.
    pub findings: Vec<Finding>,
    /// Faults beyond those that are reported one by one.
    pub more: u64,
    /// How often each rule was tried.
    pub tally: Tally,
    /// Known deviations that were seen.
    pub known: Vec<Seen>,
    /// What happened that is no finding.
    pub notes: Vec<String>,
    /// Why the run ended early, when the command could not be tested any more.
    pub unusable: Option<Unusable>,
}

/// A known deviation that was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What is known.
    pub deviation: Deviation,
    /// The rule that the documents break, or what kind they are.
    pub rule: &'static str,
    /// How many documents showed it.
    pub count: u64,
}

impl Summary {
    /// Whether there was any answer but `unsupported`.
    pub fn has_tested(&self) -> bool {
        self.tally.tested() > 0 || self.measured + self.baited > 0
    }
}

/// Why nothing was run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line is wrong, or a folder cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The command starts and cannot be tested.
    #[error("{0}")]
    Unusable(#[from] Unusable),
}

fn folder(path: &std::path::Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(|e| {
        Error::Usage(format!(
            "failed to make the folder `{}`: {e}",
            path.display()
        ))
    })
}

/// The names of all families of documents whose growth is measured, with what grows.
pub fn families() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let own = growth::all().map(|family| (family.name(), family.section, family.about));
    own.chain([("endurance", "", "documents that one process reads")])
}

/// Runs until the time is over, the documents are used up, or `stop` is raised.
///
/// # Errors
/// When the command is not there or cannot be tested, or a file or folder cannot be used.
pub fn run(
    options: &Options,
    stop: &Arc<AtomicBool>,
    tell: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Summary, Error> {
    let program = Program::find(&options.command).map_err(Error::Usage)?;
    let (first, guide) = prepare(options)?;
    let watch = Watch::new(options.memory, options.adopts)
        .map_err(|e| Error::Usage(format!("failed to start: {e}")))?;
    let other = match &options.against {
        Some(command) => Some(Program::find(command).map_err(Error::Usage)?),
        None => None,
    };
    let setting = |program: &Program, end: Arc<End>| Setting {
        program: program.clone(),
        watch: watch.shared().clone(),
        timeout: options.timeout,
        canonical: options.canonical,
        end,
    };
    let plain = |program: &Program, end: Arc<End>| -> Box<dyn Driver> {
        if options.persistent {
            Box::new(link::Link::new(setting(program, end)))
        } else {
            Box::new(once::Once::new(setting(program, end)))
        }
    };
    let driver = |end: Arc<End>| -> Box<dyn Driver> {
        let mut driver = plain(&program, end.clone());
        if options.chunks {
            driver = Box::new(pieces::Pieces { driver });
        }
        if let Some(other) = &other {
            let (first, second) = (driver, plain(other, end));
            driver = Box::new(pair::Pair { first, second });
        }
        driver
    };
    let forever = Instant::now() + Duration::from_secs(1 << 30);
    driver(Arc::new(End::new(forever, options.time, stop.clone()))).try_out()?;
    tell(Event::Started);

    let began = Instant::now();
    let limit = if options.only.is_empty() {
        options.documents.unwrap_or(u64::MAX)
    } else {
        0
    };
    let run = Run {
        options,
        guide: &guide,
        findings: Mutex::new(Findings::default()),
        breakdowns: Mutex::default(),
        turn: Mutex::default(),
        documents: AtomicU64::new(0),
        baited: AtomicU64::new(0),
        measured: AtomicU64::new(0),
        left: AtomicU64::new(limit),
        began,
        ends: began + options.time,
        tell,
    };
    let mut notes = Vec::new();
    if options.bait {
        let end = Arc::new(End::new(run.ends, options.time, stop.clone()));
        notes.extend(bait::lay_out(&run, &mut *plain(&program, end))?);
    }
    let mut first = Some(first);
    let workers: Vec<Worker<'_>> = (0..options.jobs.max(1))
        .map(|number| {
            let end = Arc::new(End::new(run.ends, options.time, stop.clone()));
            let driver = driver(end.clone());
            Worker::new(&run, number, driver, end, first.take().unwrap_or_default())
        })
        .collect();
    let end = Arc::new(End::new(run.ends, options.time, stop.clone()));
    let grower = options.growth.then(|| Grower {
        run: &run,
        driver: driver(end.clone()),
        end,
        until: began + options.time.mul_f64(GROWTH),
        tally: Tally::default(),
        crashed: Vec::new(),
    });
    let (results, grown) = work(&run, workers, grower, stop);
    let took = began.elapsed();

    let mut tally = Tally::default();
    let mut unusable = None;
    for result in results {
        tally.merge(&result.tally);
        notes.extend(result.notes);
        unusable = unusable.or(result.unusable);
    }
    match grown {
        Ok(more) => {
            tally.merge(&more.tally);
            notes.extend(more.notes);
        }
        Err(why) => notes.push(format!("growth could not be measured: {why}")),
    }
    notes.extend(tally.one_sided());
    let left_out = run.breakdowns().left_out;
    if left_out > 0 {
        notes.push(format!(
            "{left_out} documents were not sent: they hold the smallest document of a breakdown that was found"
        ));
    }
    let findings = run
        .findings
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let command: Vec<_> = options
        .command
        .iter()
        .map(|w| w.to_string_lossy())
        .collect();
    let known = tally.known().filter_map(|(number, rule, count)| {
        let deviation = options.expect.known.list.get(number)?.clone();
        Some(Seen {
            deviation,
            rule,
            count,
        })
    });
    let known = known.collect();
    Ok(Summary {
        command: command.join(" "),
        seed: options.seed,
        documents: run.documents.into_inner(),
        baited: run.baited.into_inner(),
        measured: run.measured.into_inner(),
        took,
        kinds: guide.kinds(),
        more: findings.more,
        findings: findings.into_list(),
        tally,
        known,
        notes,
        unusable,
    })
}

/// The inputs to try first, and the guide.
fn prepare(options: &Options) -> Result<(Vec<input::Input>, Guide), Error> {
    let read = |path: &std::path::Path, e: io::Error| {
        Error::Usage(format!("failed to read `{}`: {e}", path.display()))
    };
    let mut kept = None;
    let mut first = Vec::new();
    for path in &options.only {
        first.push(files::load(path).map_err(|e| read(path, e))?);
    }
    if let Some(corpus) = &options.corpus {
        let folder_of_kept = corpus.join("kept");
        folder(&folder_of_kept)?;
        if options.only.is_empty() {
            first = files::load_folder(corpus).map_err(|e| read(corpus, e))?;
        }
        kept = Some(folder_of_kept);
    }
    if let Some(out) = &options.out {
        folder(out)?;
    }
    if options.only.is_empty() && options.mutants && options.documents != Some(0) {
        first.extend(files::seeds());
    }
    Ok((first, Guide::new(kept)))
}

/// What a thread came to.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Lets the workers work and tells how it goes.
fn work(
    run: &Run<'_>,
    workers: Vec<Worker<'_>>,
    grower: Option<Grower<'_>>,
    stop: &Arc<AtomicBool>,
) -> (Vec<worker::Done>, Result<Measured, Unusable>) {
    const TICK: Duration = Duration::from_millis(50);
    const TELL: Duration = Duration::from_millis(500);
    std::thread::scope(|scope| {
        let threads: Vec<_> = workers
            .into_iter()
            .map(|worker| scope.spawn(|| worker.run(scope, stop)))
            .collect();
        let grower = grower.map(|grower| scope.spawn(|| grower.work()));
        let mut told = Instant::now();
        while threads.iter().any(|thread| !thread.is_finished())
            || grower.as_ref().is_some_and(|grower| !grower.is_finished())
        {
            std::thread::sleep(
                TICK.min(
                    run.ends
                        .saturating_duration_since(Instant::now())
                        .max(Duration::from_millis(2)),
                ),
            );
            if told.elapsed() >= TELL {
                told = Instant::now();
                (run.tell)(Event::Progress {
                    documents: run.documents.load(Ordering::Relaxed),
                    took: run.began.elapsed(),
                    findings: run.findings().count(),
                    kinds: run.guide.kinds(),
                });
            }
        }
        let done = threads.into_iter().map(joined).collect();
        (done, grower.map_or_else(|| Ok(Measured::default()), joined))
    })
}
