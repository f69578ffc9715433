//! Running a plan: lanes, workers, retries, shrinking; emits events.

mod alone;
mod bait;
mod driver;
pub mod event;
mod facts;
mod finding;
mod free;
mod mask;
pub mod plan;
mod preflight;
mod shrink;
mod tally;
mod ways;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant, SystemTime};

use crate::clause::{Clause, Judgement, Level, Seen, derive, judge};
use crate::contract::Contract;
use crate::exchange::{Case, Taken};
use crate::generate::{Kit, Settings};
use crate::target::{Profile, Secrets, StatesHook, Target};
use crate::wire::Writing;

use bait::Bait;
use driver::{Driver, Stop};
use event::{Event, Exchanged, Finished, Progress, ReadingTaken, Started, Verdict};
use plan::{Pattern, PatternError, Unit};
use tally::Tally;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of every random choice.
    pub seed: u64,
    /// Random cases a clause, on top of the enumerated ones.
    pub cases: usize,
    /// Workers for clauses that leave the target's state alone.
    pub jobs: usize,
    /// Which clauses; all when empty.
    pub only: Vec<Pattern>,
    /// The least firm level that is judged.
    pub level: Level,
    /// How many option values are tried together: 2 or 3.
    pub strength: usize,
    /// When the run ends, finished or not.
    pub time_limit: Option<Duration>,
    /// Whether each exchange is told as an event.
    pub exchanges: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 0,
            cases: 16,
            jobs: 16,
            only: Vec::new(),
            level: Level::Implied,
            strength: 2,
            time_limit: None,
            exchanges: false,
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Every clause has its verdict.
    Complete,
    /// The target could not be reached any more.
    Lost(String),
    /// The time was up.
    TimeUp,
}

/// Checks a target against contracts and tells events; the last one is `Finished`.
///
/// # Errors
/// A pattern that matches nothing.
pub async fn check(
    contracts: &[Contract],
    profile: &Profile,
    target: &Target,
    shown: &str,
    options: &Options,
    emit: &mut dyn FnMut(Event),
) -> Result<Ended, PatternError> {
    let all: Vec<Clause> = contracts.iter().flat_map(derive).collect();
    let selected = plan::select(all, &options.only, options.level)?;
    let began = Instant::now();
    emit(Event::Started(Started {
        target: shown.to_owned(),
        contracts: contracts.iter().map(|c| c.name.clone()).collect(),
        clauses: selected.len(),
        seed: options.seed,
        began: SystemTime::now() - target.elapsed(),
        facts: facts::of(contracts),
    }));
    emit(Event::Progress(Progress::default()));
    let deadline = options.time_limit.map(|limit| began + limit);
    let totals = Totals::new(emit, target, profile);
    if options.exchanges {
        target.record();
    }
    let mut ended = match target.reachable().await {
        Ok(()) => Ended::Complete,
        Err(failure) => Ended::Lost(failure.to_string()),
    };
    let reached = ended == Ended::Complete;
    for contract in contracts {
        let clauses: Vec<Clause> = selected
            .iter()
            .filter(|c| c.contract == contract.name)
            .cloned()
            .collect();
        if clauses.is_empty() {
            continue;
        }
        let lane = Lane::new(contract, clauses, profile, options, deadline, &totals);
        if ended == Ended::Complete {
            ended = lane.run(target).await;
        }
        lane.tell_rest();
    }
    totals.exchanged();
    let mut finished = totals.finished(shown, options.seed, began.elapsed(), contracts, &ended);
    if !reached && let Ended::Lost(why) = &ended {
        finished.stopped = Some(format!("the target cannot be reached: {why}"));
    }
    mask::finished(&mut finished, &totals.secrets);
    emit(Event::Finished(Box::new(finished)));
    Ok(ended)
}

/// What is counted over all contracts of a run.
struct Totals<'e> {
    emit: RefCell<&'e mut dyn FnMut(Event)>,
    target: &'e Target,
    counts: RefCell<BTreeMap<Verdict, usize>>,
    readings: RefCell<BTreeMap<String, BTreeSet<String>>>,
    notes: RefCell<Vec<String>>,
    profile: &'e Profile,
    secrets: Secrets,
    /// Requests at the last progress, and when that was.
    told: Cell<(u64, Instant)>,
}

impl<'e> Totals<'e> {
    fn new(emit: &'e mut dyn FnMut(Event), target: &'e Target, profile: &'e Profile) -> Self {
        Totals {
            emit: RefCell::new(emit),
            target,
            counts: RefCell::default(),
            readings: RefCell::default(),
            notes: RefCell::default(),
            profile,
            secrets: profile.secrets(),
            told: Cell::new((0, Instant::now())),
        }
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.counts.borrow().get(&verdict).copied().unwrap_or(0)
    }

    fn emit(&self, event: Event) {
        (self.emit.borrow_mut())(event);
    }

    /// Tells the exchanges since the last call, if they were asked for.
    fn exchanged(&self) {
        for mut recorded in self.target.take_recorded() {
            mask::exchange(&mut recorded.exchange, &self.secrets);
            let headers = match recorded.exchange.request.anonymous {
                true => Vec::new(),
                false => self.profile.shown_headers(&recorded.contract),
            };
            self.emit(Event::Exchanged(Box::new(Exchanged {
                base: format!("{}{}", self.target.address(), recorded.base),
                contract: recorded.contract,
                secret_headers: headers.into_iter().map(|(name, _)| name).collect(),
                exchange: recorded.exchange,
            })));
        }
    }

    /// Tells the progress, though not for every single request.
    fn progress(&self) {
        self.exchanged();
        let requests = self.target.requests();
        let (told, at) = self.told.get();
        if requests >= told + 1000 || at.elapsed() >= Duration::from_millis(100) {
            self.told.set((requests, Instant::now()));
            let judged = self.counts.borrow().values().sum();
            self.emit(Event::Progress(Progress {
                judged,
                broken: self.count(Verdict::Broken),
                requests,
            }));
        }
    }

    fn read(&self, readings: Vec<(String, String)>) {
        let mut all = self.readings.borrow_mut();
        for (id, alternative) in readings {
            all.entry(id).or_default().insert(alternative);
        }
    }

    fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    fn finished(
        &self,
        shown: &str,
        seed: u64,
        took: Duration,
        contracts: &[Contract],
        ended: &Ended,
    ) -> Finished {
        let about = |id: &str| {
            contracts
                .iter()
                .find_map(|c| c.readings.get(id))
                .map(|r| r.about.clone())
                .unwrap_or_default()
        };
        Finished {
            target: shown.to_owned(),
            seed,
            took,
            requests: self.target.requests(),
            held: self.count(Verdict::Held),
            broken: self.count(Verdict::Broken),
            inconclusive: self.count(Verdict::Inconclusive),
            skipped: self.count(Verdict::Skipped),
            readings: self
                .readings
                .borrow()
                .iter()
                .map(|(id, taken)| ReadingTaken {
                    id: id.clone(),
                    about: about(id),
                    taken: taken.iter().cloned().collect(),
                })
                .collect(),
            stopped: match ended {
                Ended::Complete => None,
                Ended::Lost(why) => Some(format!("the target was lost: {why}")),
                Ended::TimeUp => Some("the time limit was reached".into()),
            },
            notes: self.notes.borrow().clone(),
        }
    }
}

/// One contract's part of a run.
struct Lane<'r> {
    contract: &'r Contract,
    clauses: Vec<Clause>,
    units: Vec<Unit>,
    kits: BTreeMap<String, Kit<'r>>,
    profile: &'r Profile,
    options: &'r Options,
    deadline: Option<Instant>,
    totals: &'r Totals<'r>,
    tallies: RefCell<Vec<Tally>>,
    told: RefCell<BTreeSet<usize>>,
    /// The base that answers.
    base: RefCell<String>,
    /// What entities of hostile documents name.
    bait: Option<Bait>,
}

impl<'r> Lane<'r> {
    fn new(
        contract: &'r Contract,
        clauses: Vec<Clause>,
        profile: &'r Profile,
        options: &'r Options,
        deadline: Option<Instant>,
        totals: &'r Totals<'r>,
    ) -> Self {
        let fixtures = profile.fixtures(contract);
        let kits = contract
            .operations
            .iter()
            .map(|o| (o.id.clone(), Kit::new(contract, o, fixtures.clone())))
            .collect();
        let tallies = clauses.iter().map(|_| Tally::default()).collect();
        Lane {
            contract,
            units: plan::units(&clauses),
            clauses,
            kits,
            profile,
            options,
            deadline,
            totals,
            tallies: RefCell::new(tallies),
            told: RefCell::default(),
            base: RefCell::default(),
            bait: Bait::lay_out(),
        }
    }

    async fn run(&self, target: &Target) -> Ended {
        let hook = match StatesHook::new(target, self.profile) {
            Ok(hook) => hook,
            Err(error) => return Ended::Lost(error.to_string()),
        };
        let base = self.bases().into_iter().next().unwrap_or_default();
        let mut driver = Driver::new(self.contract, target, &base, hook, self.deadline);
        let ended = match self.stages(target, &mut driver).await {
            Ok(()) => Ended::Complete,
            Err(Stop::TimeUp) => Ended::TimeUp,
            Err(Stop::Lost(why) | Stop::Unready(why) | Stop::Unsupported(why)) => Ended::Lost(why),
        };
        // Whatever happened, the target is left at baseline if it can be.
        if !matches!(ended, Ended::Lost(_)) && driver.resets() {
            driver.dirty = true;
            drop(driver.clean().await);
        }
        for kit in self.kits.values() {
            kit.take_notes()
                .into_iter()
                .for_each(|note| self.totals.note(note));
        }
        driver
            .notes
            .into_iter()
            .for_each(|note| self.totals.note(note));
        ended
    }

    async fn stages(&self, target: &Target, driver: &mut Driver<'r>) -> Result<(), Stop> {
        driver.clean().await?;
        let (base, mut writing) = self.settle_readings(driver).await?;
        driver.settle_on(&base, writing.clone());
        self.settle_ways(driver, &mut writing).await?;
        driver.settle_on(&base, writing.clone());
        *self.base.borrow_mut() = base.clone();
        let settings = self.settings(writing);
        let later = self.free_lane(driver, target, &base, &settings).await?;
        self.alone_lane(driver, &settings, later).await
    }

    fn settings(&self, writing: Writing) -> Settings {
        Settings {
            seed: self.options.seed,
            cases: self.options.cases,
            writing,
            strength: self.options.strength,
            bait: self.bait.as_ref().map(|b| b.named.clone()),
            has_token: self
                .profile
                .contracts
                .get(&self.contract.name)
                .is_some_and(|c| c.has_headers()),
        }
    }

    /// Bases to be tried: the profile's, else the contract's.
    fn bases(&self) -> Vec<String> {
        match self
            .profile
            .contracts
            .get(&self.contract.name)
            .and_then(|c| c.base.clone())
        {
            Some(base) => vec![base],
            None => self.contract.bases.clone(),
        }
    }

    fn kit(&self, clause: usize) -> &Kit<'r> {
        &self.kits[&self.clauses[clause].operation]
    }

    /// Judges a case for one clause.
    fn judge(
        &self,
        clause: usize,
        case: &Case,
        taken: &[Taken],
    ) -> (Judgement, Vec<(String, String)>) {
        let kit = self.kit(clause);
        let seen = Seen {
            contract: self.contract,
            operation: kit.operation,
            case,
            taken,
            fixture: &|name| kit.fixture(name),
        };
        judge(&self.clauses[clause], &seen)
    }

    /// Tells the verdict of a clause, once.
    fn tell(&self, clause: usize) {
        if !self.told.borrow_mut().insert(clause) {
            return;
        }
        let mut judged = {
            let tallies = self.tallies.borrow();
            let tally = &tallies[clause];
            let mut judged = tally.judged(&self.clauses[clause]);
            judged.finding = tally
                .shown
                .as_ref()
                .map(|shown| self.finding(&self.clauses[clause], shown, tally.seen));
            judged
        };
        mask::judged(&mut judged, &self.totals.secrets);
        *self
            .totals
            .counts
            .borrow_mut()
            .entry(judged.verdict)
            .or_default() += 1;
        self.totals.emit(Event::Judged(Box::new(judged)));
    }

    fn tell_rest(&self) {
        for clause in 0..self.clauses.len() {
            self.tell(clause);
        }
    }
}
