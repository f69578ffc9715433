//! Running a plan: lanes, workers, retries, shrinking; emits events.

mod allow;
mod alone;
mod bait;
mod cause;
mod cleanup;
mod clock;
mod driver;
pub mod event;
mod evidence;
mod facts;
mod finding;
mod first;
mod fixtures;
mod follow;
pub mod forecast;
mod foretell;
mod found;
mod free;
mod identity;
mod incident;
pub mod journal;
mod keep;
mod knock;
mod ledger;
mod mask;
mod memory;
mod next;
mod objects;
mod order;
mod patience;
mod plainly;
pub mod plan;
mod preflight;
mod readings;
mod recall;
mod replay;
mod saved;
mod shard;
mod shrink;
mod slow;
mod snapshot;
mod sound;
mod survey;
mod tally;
mod taught;
mod totals;
mod turn;
mod unserved;
mod ways;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime};

use crate::clause::judge::rests_on_refusal;
use crate::clause::{Check, Clause, Judgement, Level, Seen, Stimulus, derive, judge};
use crate::contract::{Contract, Operation};
use crate::exchange::{Case, Taken};
use crate::generate::{Kit, Settings, run_prefix};
use crate::target::{Profile, Target};
use crate::wire::Writing;

pub use identity::Identity;
pub use memory::{Done, Entry, Memory, Readings, Settled, Tell};
pub use replay::{Replayed, replay};
pub use saved::{Saved, SavedError};
pub use shard::Shard;
pub use snapshot::{Snapshots, changes};

use allow::Allowances;
use bait::Bait;
use clock::Clock;
use driver::{Driver, Stop};
use event::{Event, Judged, Progress, Started, Verdict};
use evidence::Evidence;
use incident::Incidents;
use ledger::Ledger;
use objects::Objects;
use patience::Patience;
use plan::{Pattern, PatternError, Unit};
use survey::Begun;
use tally::Tally;
use totals::Totals;

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
    /// Whether what the run created is deleted where the contract says how.
    pub cleanup: bool,
    /// Ends the run early once it is true, with reports on what was judged.
    pub stop: Option<Arc<AtomicBool>>,
    /// Which part of the clauses; all when none.
    pub shard: Option<Shard>,
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
            cleanup: false,
            stop: None,
            shard: None,
            exchanges: false,
        }
    }
}

/// Said when bytes came that no request had asked for.
const STRAYS: &str = "the target sent bytes beyond the end of an answer, which might be taken for \
    the answer to another request: from then on each request had a connection of its own";
/// Cases of each free unit that come before what needs the target to itself.
const FIRST_LOOK: usize = 2;
/// Said when there was no time to leave the target as it was.
const NOT_LEFT: &str = "the target was not brought back to baseline: its hook, or what was to be deleted, drew no \
    answer when the run had to end";
/// Said when the target went away behind what says that it ends it.
const GONE: &str = "the target was lost behind an operation that ends it, as its name says: it was asked last, and \
    what else is said of it was not tested";
/// What that may take.
const LEAVING: Duration = Duration::from_secs(1);

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Every clause has its verdict.
    Complete,
    /// The target could not be reached any more.
    Lost(String),
    /// The time was up.
    TimeUp,
    /// Somebody asked for an end.
    Interrupted,
    /// Every answer is the same, so that nothing could be tested.
    Useless(String),
}

impl Ended {
    fn of(stop: Stop) -> Self {
        match stop {
            Stop::TimeUp => Ended::TimeUp,
            Stop::Interrupted => Ended::Interrupted,
            Stop::Useless(why) => Ended::Useless(why),
            Stop::Lost(why) | Stop::Unready(why) | Stop::Unsupported(why) => Ended::Lost(why),
        }
    }
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
    let memory = Memory::default();
    check_with(contracts, profile, target, shown, options, &memory, emit).await
}

/// The same, going on from earlier runs and keeping what later ones need.
///
/// # Errors
/// A pattern that matches nothing.
pub async fn check_with(
    contracts: &[Contract],
    profile: &Profile,
    target: &Target,
    shown: &str,
    options: &Options,
    memory: &Memory,
    emit: &mut dyn FnMut(Event),
) -> Result<Ended, PatternError> {
    let began = Instant::now();
    let emit = &mut mask::before(emit, profile.secrets());
    let all: Vec<Clause> = contracts.iter().flat_map(derive).collect();
    let allowances = Allowances::new(&profile.allowances, &all)?;
    let mut selected = plan::select(all, &options.only, options.level)?;
    if profile.limits.answer.is_none() {
        selected.retain(|c| !matches!(c.check, Check::Quick));
    }
    let (mut selected, note) = turn::part(selected, options, &profile.limits);
    let identity = Identity::of(contracts, profile, shown, options);
    if let Some(journal) = &memory.journal {
        journal.begin(&identity);
    }
    emit(Event::Started(Started {
        target: shown.to_owned(),
        contracts: contracts
            .iter()
            .map(|c| c.name.clone())
            .filter(|name| selected.iter().any(|c| c.contract == *name))
            .collect(),
        clauses: selected.len(),
        seed: options.seed,
        identity: Some(Box::new(identity)),
        began: SystemTime::now() - target.elapsed(),
        facts: facts::of(contracts),
    }));
    for contract in contracts {
        if selected.iter().any(|c| c.contract == contract.name) {
            let told = first::lines(contract, profile);
            told.into_iter().for_each(|line| emit(Event::Told(line)));
        }
    }
    emit(Event::Progress(Progress::default()));
    let limits = [options.time_limit, profile.limits.total];
    let limit = limits.into_iter().flatten().min();
    let clock = Clock::new(
        limit.and_then(|limit| began.checked_add(limit)),
        options.stop.clone(),
    );
    let totals = Totals::new(emit, target, profile, allowances, memory);
    if options.exchanges {
        target.record();
    }
    if target.trusts_anybody() {
        let note =
            "INSECURE: the target's certificate was not checked, so anybody may have answered";
        totals.note(note.into());
    }
    note.into_iter().for_each(|note| totals.note(note));
    let mut ended = tokio::select! {
        reached = target.reachable() => match reached {
            Ok(()) => Ended::Complete,
            Err(failure) => Ended::Lost(failure.to_string()),
        },
        stop = clock.over() => match stop {
            Stop::TimeUp => Ended::Lost("no connection was made before the time was up".to_owned()),
            stop => Ended::of(stop),
        },
    };
    let reached = !matches!(ended, Ended::Lost(_));
    let mut last = Vec::new();
    for contract in contracts {
        // They are not few, and stand in the order of the contracts.
        let own = selected
            .iter()
            .take_while(|c| c.contract == contract.name)
            .count();
        let others = selected.split_off(own);
        let clauses = std::mem::replace(&mut selected, others);
        let (clauses, ending) = order::ending_apart(contract, clauses);
        let lane = Lane::new(contract, clauses, profile, options, clock.clone(), &totals);
        let useless = matches!(ended, Ended::Useless(_));
        let open = ended == Ended::Complete || useless;
        // Another contract may be of use on a target where one is not.
        let (own, written) = lane.work(target, open).await;
        last.push((contract, ending, written));
        if let Some(own) = own.filter(|own| !(useless && *own == Ended::Complete)) {
            ended = own;
        }
    }
    for (contract, clauses, written) in last {
        let mut lane = Lane::new(contract, clauses, profile, options, clock.clone(), &totals);
        lane.written = written;
        match lane.work(target, ended == Ended::Complete).await.0 {
            Some(own @ (Ended::TimeUp | Ended::Interrupted)) => ended = own,
            Some(Ended::Lost(_)) => totals.note(GONE.to_owned()),
            _ => {}
        }
    }
    if target.has_strays() {
        totals.note(STRAYS.to_owned());
    }
    if let Some(failure) = memory.journal.as_ref().and_then(|j| j.failure()) {
        totals.note(failure);
    }
    totals.exchanged();
    if let Some(why) = totals.of_no_use(&ended) {
        ended = Ended::Lost(why);
    }
    let mut finished = totals.finished(shown, options.seed, contracts, &ended);
    if !reached && let Ended::Lost(why) = &ended {
        finished.stopped = Some(format!("the target cannot be reached: {why}"));
    }
    emit(Event::Finished(Box::new(finished)));
    Ok(ended)
}

/// One contract's part of a run.
struct Lane<'r> {
    contract: &'r Contract,
    clauses: Vec<Clause>,
    /// Operations that have any of them.
    judged: BTreeSet<String>,
    units: Vec<Unit>,
    kits: BTreeMap<String, Kit<'r>>,
    profile: &'r Profile,
    options: &'r Options,
    clock: Clock,
    totals: &'r Totals<'r>,
    tallies: RefCell<Vec<Tally>>,
    told: RefCell<BTreeSet<usize>>,
    /// The base that answers.
    base: RefCell<String>,
    /// How messages are written.
    writing: RefCell<Writing>,
    /// The base and the writing that an earlier part of this run settled on.
    written: Option<(String, Writing)>,
    /// What entities of hostile documents name.
    bait: Option<Bait>,
    ledger: Rc<Ledger>,
    /// What made-up names begin with.
    prefix: String,
    patience: Patience,
    evidence: Evidence,
    incidents: Incidents,
    objects: Objects,
    refusals: unserved::Refusals,
    slow: slow::Slow,
    /// Whether the target was lost.
    lost: Cell<bool>,
}

impl<'r> Lane<'r> {
    fn new(
        contract: &'r Contract,
        clauses: Vec<Clause>,
        profile: &'r Profile,
        options: &'r Options,
        clock: Clock,
        totals: &'r Totals<'r>,
    ) -> Self {
        let fixtures = profile.fixtures(contract);
        let prefix = run_prefix(options.seed);
        let kit = |o: &'r Operation| {
            let mut kit = Kit::new(contract, o, fixtures.clone());
            kit.prefix.clone_from(&prefix);
            (o.id.clone(), kit)
        };
        let kits: BTreeMap<_, _> = contract.operations.iter().map(kit).collect();
        let tallies = clauses.iter().map(|_| Tally::default()).collect();
        let objects = Objects::new(contract, profile, &kits);
        Lane {
            contract,
            units: plan::units(&clauses),
            judged: clauses.iter().map(|c| c.operation.clone()).collect(),
            clauses,
            kits,
            profile,
            options,
            clock,
            totals,
            tallies: RefCell::new(tallies),
            told: RefCell::default(),
            base: RefCell::default(),
            writing: RefCell::default(),
            written: None,
            bait: Bait::lay_out(),
            ledger: Rc::default(),
            prefix,
            patience: Patience::new(totals.target.hangs()),
            evidence: Evidence::new(fixtures),
            incidents: Incidents::default(),
            objects,
            refusals: unserved::Refusals::default(),
            slow: slow::Slow::default(),
            lost: Cell::default(),
        }
    }

    /// Does all that there is to do, where the target is open to it, and tells every verdict: how it ended, unless
    /// nothing was sent, and how the target wants to be written to, where that was found.
    async fn work(
        mut self,
        target: &Target,
        open: bool,
    ) -> (Option<Ended>, Option<(String, Writing)>) {
        if self.clauses.is_empty() {
            return (None, None);
        }
        self.recall();
        let mut ended = None;
        if open && self.has_work() {
            // What a whole run holds is too much for many a stack.
            ended = Some(Box::pin(self.run(target)).await);
        }
        self.tell_rest();
        let totals = self.totals;
        totals.missing.borrow_mut().extend(self.missing());
        let judged = self.judged_operations().count();
        totals.operations.set(totals.operations.get() + judged);
        totals.untested.borrow_mut().extend(self.untested());
        let settled = matches!(ended, Some(Ended::Complete));
        let written = settled.then(|| (self.base.take(), self.writing.take()));
        (ended, written)
    }

    /// Why a target was lost, with the last requests before.
    fn lost_after(&self, target: &Target, why: String) -> String {
        let last = target.last_requests();
        match last.is_empty() {
            true => why,
            false => {
                let last = self.totals.secrets.mask_quoted(&last.join(", "));
                format!("{why}; the last requests before, the last one first: {last}")
            }
        }
    }

    async fn run(&self, target: &Target) -> Ended {
        let hook = match turn::hook(target, self.profile, self.options.shard) {
            Ok(hook) => hook,
            Err(error) => return Ended::Lost(error.to_string()),
        };
        let base = self.bases().into_iter().next().unwrap_or_default();
        let mut driver = Driver::new(self.contract, target, &base, hook, self.clock.clone());
        driver.keep_books(Rc::clone(&self.ledger), &self.prefix);
        driver.carry(self.profile.writing(self.contract));
        driver.versions = Rc::clone(&self.objects.versions);
        driver.know(self.plain_requests());
        // Whatever is in flight, the end of the run waits for none of it.
        let staged = tokio::select! {
            staged = Box::pin(self.stages(target, &mut driver)) => staged,
            stop = self.clock.over() => Err(stop),
        };
        let ended = match staged {
            Ok(()) => Ended::Complete,
            Err(Stop::TimeUp) if target.requests() > 0 && !target.has_begun() => {
                let took = self.totals.took();
                Ended::Lost(format!("it said nothing in the {took:.1?} of the run"))
            }
            Err(stop) => {
                if let Stop::Useless(why) = &stop {
                    self.give_up(why);
                }
                match Ended::of(stop) {
                    Ended::Lost(why) if target.has_begun() => {
                        Ended::Lost(self.lost_after(target, why))
                    }
                    ended => ended,
                }
            }
        };
        if let Some(change) = target.put_off_since() {
            let change = self.totals.secrets.mask_quoted(&change);
            self.totals.note(format!(
                "behind {change}, which was accepted, the target put off one request after the other (503): if that is \
                 what switched it off, --exclude leaves the operation out"
            ));
        }
        if let Some(change) = target.shut_since() {
            let change = self.totals.secrets.mask_quoted(&change);
            self.totals.note(format!(
                "behind {change}, which was accepted, the target let nobody in (401): if that is what ended the access \
                 of the run, --exclude leaves the operation out"
            ));
        }
        self.lost.set(matches!(ended, Ended::Lost(_)));
        self.judge_incidents();
        if ended == Ended::Complete {
            for (number, unit) in self.units.iter().enumerate() {
                if self.is_idle(unit) && !unit.done {
                    self.units[number]
                        .clauses
                        .iter()
                        .for_each(|c| self.tell(*c));
                }
            }
        }
        if !matches!(ended, Ended::Lost(_)) {
            let hurried = matches!(ended, Ended::TimeUp | Ended::Interrupted);
            let leaving = self.leave(&mut driver);
            match hurried {
                false => leaving.await,
                true => {
                    if tokio::time::timeout(LEAVING, leaving).await.is_err() {
                        self.totals.note(NOT_LEFT.to_owned());
                    }
                }
            }
        }
        let left = self.ledger.lines(self.contract);
        self.totals.left_behind.borrow_mut().extend(left);
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

    /// Leaves the target at baseline if it can be, and without what the run created if that was asked.
    async fn leave(&self, driver: &mut Driver<'r>) {
        // The end of the run is behind it, and how long this may take is the caller's affair.
        driver.clock = Clock::default();
        if driver.resets() {
            driver.dirty = true;
            if let Ok(_turn) = self.turn().await {
                drop(driver.clean().await);
            }
        }
        if self.options.cleanup {
            driver.remove_created().await;
            self.remove_made(driver).await;
        }
    }

    async fn stages(&self, target: &Target, driver: &mut Driver<'r>) -> Result<(), Stop> {
        let turn = self.turn().await?;
        driver.clean().await?;
        let (base, writing) = self.settle_writing(driver).await?;
        driver.settle_on(&base, writing);
        let writing = driver.writing.clone();
        *self.base.borrow_mut() = base.clone();
        *self.writing.borrow_mut() = writing.clone();
        driver.looking = false;
        // What is not reset keeps its names, those of earlier runs with the same seed as well.
        if !driver.resets() {
            self.kits.values().for_each(Kit::name_anew);
        }
        let settings = self.settings(writing);
        for stray in self.objects.ties.strays() {
            self.totals.note(format!("{}: {stray}", self.contract.name));
        }
        let begun = Begun::default();
        let (since, sent) = (Instant::now(), target.requests());
        if let Err(stop) = self.sound(driver, &settings).await {
            let alike = matches!(stop, Stop::Useless(_)) || self.evidence.put_off.get();
            self.evidence.alike.set(alike);
            if self.evidence.alike.get() && !self.evidence.put_off.get() {
                self.a_few_alone(driver, &settings, &begun).await?;
            }
            return Err(stop);
        }
        self.regressions(driver, &settings).await?;
        self.survey(driver, &settings, &begun).await?;
        let sent = u32::try_from(target.requests() - sent).unwrap_or(u32::MAX);
        self.foretell(&settings, &begun, since.elapsed() / sent.max(1));
        self.controls_first(driver, &settings).await?;
        drop(turn);
        // Where a success keeps something busy, all that needs none comes first. Elsewhere a look at each
        // unit does, before any of them is tried to its end.
        let busy = self
            .contract
            .operations
            .iter()
            .any(|o| o.occupies.is_some());
        let mut later = Vec::new();
        if !busy {
            let few = (FIRST_LOOK, later);
            later = self
                .free_lane(driver, (target, &base), &settings, &begun, few)
                .await?;
            let _turn = self.turn().await?;
            self.alone_lane(driver, &settings, &begun).await?;
        }
        let all = (usize::MAX, later);
        let later = self
            .free_lane(driver, (target, &base), &settings, &begun, all)
            .await?;
        let _turn = self.turn().await?;
        let last = self.after_free(driver, &settings, later).await?;
        if busy {
            self.alone_lane(driver, &settings, &begun).await?;
        }
        self.finish_all(driver, &settings, last).await?;
        self.slow_again(driver).await?;
        self.snapshots(driver, &settings).await?;
        driver.still_there().await
    }

    /// How the target wants to be written to: as an earlier run found it, else found out now.
    async fn settle_writing(&self, driver: &mut Driver<'r>) -> Result<(String, Writing), Stop> {
        if let Some(known) = self.settled() {
            return Ok(known);
        }
        let before = self.totals.readings.borrow().clone();
        let (base, mut writing) = self.settle_readings(driver).await?;
        let base = self.found_below(driver, base).await?;
        driver.settle_on(&base, writing.clone());
        self.settle_ways(driver, &mut writing).await?;
        self.keep_settled(&base, &writing, &before);
        Ok((base, writing))
    }

    fn settings(&self, writing: Writing) -> Settings {
        Settings {
            seed: self.options.seed,
            cases: self.options.cases,
            writing,
            settle: self.profile.limits.settle_given,
            strength: self.options.strength,
            bait: self.bait.as_ref().map(|b| b.named.clone()),
            has_token: self
                .profile
                .contracts
                .get(&self.contract.name)
                .is_some_and(|c| c.has_headers()),
            has_words: self
                .profile
                .contracts
                .get(&self.contract.name)
                .is_some_and(|c| c.has_words()),
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
        let (judgement, readings) = judge(&self.clauses[clause], &seen);
        let wrong = matches!(judgement, Judgement::Broken(_) | Judgement::Retry(_));
        let accepted = |b: &crate::clause::Broken| b.expected.starts_with("success");
        if let Judgement::Broken(broken) = &judgement
            && accepted(broken)
            && rests_on_refusal(&seen)
            && let Some(new) = self.learns_what_exists(&seen)
        {
            let why = "the target has what the request asks for already";
            return match new {
                // Once more, with new values.
                true => (Judgement::Retry(broken.clone()), readings),
                false => (Judgement::Unseen(why.to_owned()), readings),
            };
        }
        if let Some(broken) = self.conflicts(clause, &judgement, &seen) {
            return (Judgement::Retry(Box::new(broken)), readings);
        }
        if let Judgement::Broken(broken) = &judgement
            && accepted(broken)
            && self.is_refused_for_lengths(&seen)
        {
            let why = "the target wants lists of the same length, which no keyword says";
            return (Judgement::Unseen(why.to_owned()), readings);
        }
        if let Judgement::Broken(broken) = &judgement
            && accepted(broken)
            && rests_on_refusal(&seen)
            && let Some(other) = self.refused_for_another(clause, &seen)
        {
            let why = format!("the request is refused for {other}, which the clause is not about");
            return (Judgement::Unseen(why), readings);
        }
        // No page states what a refusal taught, so that nothing is broken by it.
        if wrong && rests_on_refusal(&seen) && kit.breaks_learnt(case) {
            let why = "the target asks for more than the contract says, which this request lacks";
            return (Judgement::Unseen(why.to_owned()), readings);
        }
        (judgement, readings)
    }

    /// Whether the judgement of a case rests on a refusal.
    fn rests_on_refusal(&self, operation: &str, case: &Case, taken: &[Taken]) -> bool {
        rests_on_refusal(&self.seen(operation, case, taken))
    }

    /// Notes that a valid request of a unit was accepted.
    fn note_success(&self, unit: usize, case: &Case, taken: &[Taken]) {
        let clause = &self.clauses[self.units[unit].clauses[0]];
        let sends_valid = matches!(
            clause.stimulus,
            Stimulus::Successes
                | Stimulus::SuccessesAs(_)
                | Stimulus::Valid(_)
                | Stimulus::Text { .. }
                | Stimulus::Combinations
        );
        if !sends_valid || self.evidence.is_tested(&clause.operation) {
            return;
        }
        let seen = self.seen(&clause.operation, case, taken);
        let answers = taken.iter().flat_map(|t| &t.exchanges);
        if answers
            .filter_map(|e| e.answer.as_ref().ok())
            .any(|r| seen.is_success(r))
        {
            self.evidence.accepted(&clause.operation);
        }
    }

    /// Puts a text before everything else that is told of the run.
    fn say_first(&self, why: &str) {
        let mut headline = self.totals.headline.borrow_mut();
        *headline = Some(match headline.take() {
            Some(other) => format!("{other}; {why}"),
            None => why.to_owned(),
        });
    }

    /// Nothing can be tested: no clause has a verdict, and all say why.
    fn give_up(&self, why: &str) {
        self.say_first(why);
        for tally in self.tallies.borrow_mut().iter_mut() {
            if tally.cases == 0 && tally.skipped.is_none() && !tally.is_shown() {
                tally.inconclusive.push(format!("not tested: {why}"));
            }
        }
    }

    /// Tells the verdict of a clause, once.
    fn tell(&self, clause: usize) {
        if let Some(judged) = self.verdict(clause) {
            self.miss_token(&judged);
            self.keep_verdict(clause, &judged);
            self.keep_finding(clause);
            self.tallies.borrow_mut()[clause].told();
            self.totals.judged(judged);
        }
    }

    /// The verdict of a clause, unless it was told.
    fn verdict(&self, clause: usize) -> Option<Judged> {
        if !self.told.borrow_mut().insert(clause) {
            return None;
        }
        let tallies = self.tallies.borrow();
        let tally = &tallies[clause];
        let mut judged = tally.judged(&self.clauses[clause]);
        let held_or_broken = matches!(judged.verdict, Verdict::Held | Verdict::Broken);
        let doubt = || self.lost_then(clause).or_else(|| self.doubt(clause));
        match Some(()).filter(|()| held_or_broken).and_then(|()| doubt()) {
            Some(why) => {
                judged.verdict = Verdict::Inconclusive;
                judged.reason = Some(keep::text(why, &self.totals.secrets));
            }
            None => {
                judged.finding = tally.shown.as_ref().map(|shown| {
                    Box::new(self.finding(&self.clauses[clause], &shown.read(), tally.seen))
                });
            }
        }
        mask::judged(&mut judged, &self.totals.secrets);
        Some(judged)
    }

    /// Tells what is left when the run ends; a later run may still judge it.
    fn tell_rest(&self) {
        for clause in 0..self.clauses.len() {
            if let Some(judged) = self.verdict(clause) {
                self.totals.judged(judged);
            }
        }
    }
}
