//! The lane of clauses that leave the target's state alone: many workers side by side.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::Lane;
use super::driver::{Driver, Stop};
use super::plan::Unit;
use super::survey::Begun;
use crate::clause::Judgement;
use crate::exchange::{Case, Failure, Request, Step, Taken};
use crate::generate::{Cases, Settings};
use crate::target::{Connection, Target};
use crate::wire::{self, Nature};

/// A clause that was broken this often needs no more cases.
pub(super) const ENOUGH: usize = 8;

/// Units whose cases are open at the same time.
const AT_ONCE: usize = 512;
/// Cases of one unit that are tried again later, before it gets no more.
const AGAIN: usize = 256;

/// Cases that met a state nobody asked for, by unit: to be tried again from baseline.
pub(super) type Later = Vec<(usize, Case)>;

struct Open<'k, 'c> {
    unit: usize,
    /// Cases that were taken of it.
    taken: usize,
    cases: Cases<'k, 'c>,
    /// Cases under way.
    running: usize,
    drained: bool,
    /// Cases that drew no answer.
    unanswered: usize,
    /// Cases that are tried again later.
    again: usize,
}

struct Shared<'d, 'c, 'k> {
    /// Cases of each unit that are tried at most.
    most: usize,
    open: Vec<Open<'k, 'c>>,
    next: usize,
    later: Later,
    stop: Option<Stop>,
    /// Requests in a row without any answer in time.
    silent: usize,
    /// Whether a worker is asking the target if it is still there.
    asking: bool,
    driver: Option<&'d mut Driver<'c>>,
    /// Answers that created something although the request was wrong.
    spoilt: bool,
}

impl<'r> Lane<'r> {
    /// Runs every free unit, up to so many cases of each; adds those that must be tried again to `later`.
    pub(super) async fn free_lane<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        (target, base): (&Target, &str),
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
        (most, later): (usize, Later),
    ) -> Result<Later, Stop> {
        let free = self.units.iter().enumerate();
        let is_open = |(number, u): &(usize, &Unit)| u.free && !u.done && !begun.is_spent(*number);
        let mut free: Vec<_> = free.filter(is_open).map(|(number, _)| number).collect();
        let turns = super::order::turns(&self.units, &self.clauses, self.contract);
        free.sort_by_key(|number| turns[*number]);
        let mut later = later;
        for some in free.chunks(AT_ONCE) {
            let few = (most, later);
            later = self
                .some_free(driver, (target, base), settings, begun, some, few)
                .await?;
        }
        Ok(later)
    }

    /// Runs some of the free units.
    async fn some_free<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        (target, base): (&Target, &str),
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
        units: &[usize],
        (most, later): (usize, Later),
    ) -> Result<Later, Stop> {
        let mut open = Vec::new();
        for number in units.iter().copied() {
            match self.cases(begun, settings, number) {
                Ok(cases) => open.push(Open {
                    unit: number,
                    taken: 0,
                    cases,
                    running: 0,
                    drained: false,
                    unanswered: 0,
                    again: 0,
                }),
                Err(skip) => {
                    begun.spend(number);
                    for clause in &self.units[number].clauses {
                        self.tallies.borrow_mut()[*clause].skipped = Some(skip.clone());
                        self.tell(*clause);
                    }
                }
            }
        }
        let jobs = self
            .profile
            .limits
            .connections
            .map_or(self.options.jobs, |c| c.min(self.options.jobs))
            .max(1);
        let shared = RefCell::new(Shared {
            most,
            open,
            next: 0,
            later,
            stop: None,
            silent: 0,
            asking: false,
            driver: Some(driver),
            spoilt: false,
        });
        join_all((0..jobs).map(|_| self.worker(target, base, settings, &shared, jobs))).await;
        let shared = shared.into_inner();
        for open in shared.open {
            match open.drained {
                true => begun.spend(open.unit),
                false => begun.keep(open.unit, open.cases),
            }
        }
        match shared.stop {
            Some(stop) => Err(stop),
            None => Ok(shared.later),
        }
    }

    async fn worker(
        &self,
        target: &Target,
        base: &str,
        settings: &Settings,
        shared: &RefCell<Shared<'_, 'r, '_>>,
        jobs: usize,
    ) {
        let mut connection = target.connection(&self.contract.name, base);
        while let Some((place, unit, case)) = self.next_case(shared) {
            let began = Instant::now();
            let operation = self.kit(self.units[unit].clauses[0]).operation;
            self.totals.turns_to(&operation.id);
            let ready = self.ready(&mut connection, settings, &operation.id, &case);
            // What becomes of the target shows in the case itself.
            let case = ready.await.unwrap_or(case);
            let written = case.steps.iter().map(|step| match step {
                Step::Send(message) => Some(wire::encode(operation, message, &settings.writing)),
                Step::Raw(request) => Some(request.clone()),
                _ => None,
            });
            // Other sequences have no place here; they get the target to themselves.
            let Some(requests) = written.collect::<Option<Vec<_>>>() else {
                shared.borrow_mut().later.push((unit, case));
                self.case_done(shared, place);
                continue;
            };
            let taken = self.all(&mut connection, requests).await;
            if let Some(silence) = self.watch(shared, &taken, jobs) {
                let control = self.control(&settings.writing);
                let name = &self.contract.name;
                let (alive, _) = target.is_alive(name, base, control, &[]).await;
                self.answered(shared, alive, silence);
            }
            if let Some(exchange) = taken.first().and_then(|t| t.exchanges.first()) {
                target.remember(&self.contract.name, base, exchange);
            }
            // A request that drew no answer among others is tried again alone: whether it was its
            // fault, or the load's, or the target went away, shows there.
            if taken
                .iter()
                .flat_map(|t| &t.exchanges)
                .any(|e| e.answer.is_err())
            {
                for clause in &self.units[unit].clauses {
                    self.tallies.borrow_mut()[*clause].spent(began, 1);
                }
                self.observe_among_others(&operation.id, &case, &taken);
                {
                    let mut shared = shared.borrow_mut();
                    shared.later.push((unit, case));
                    let open = &mut shared.open[place];
                    open.unanswered += 1;
                    open.drained |= open.unanswered >= self.unanswered();
                }
                self.case_done(shared, place);
                continue;
            }
            self.look(&operation.id, &case, &taken);
            if self.may_be_gone(&operation.id, &case, &taken) {
                self.objects.lose(&operation.id, false);
                self.observe(&operation.id, &case, &taken, false);
                shared.borrow_mut().later.push((unit, case));
                self.case_done(shared, place);
                continue;
            }
            let (mut again, mut told) = (false, false);
            let refused = self.rests_on_refusal(&operation.id, &case, &taken);
            for clause in &self.units[unit].clauses {
                let (judgement, readings) = self.judge(*clause, &case, &taken);
                let mut tallies = self.tallies.borrow_mut();
                tallies[*clause].spent(began, 1);
                told |= matches!(judgement, Judgement::Broken(_));
                match judgement {
                    Judgement::Retry(_) => again = true,
                    judgement => {
                        let kept = (&self.totals.secrets, &self.totals.shelf);
                        tallies[*clause].note(judgement, (&case, &taken), refused, kept);
                        drop(tallies);
                        self.read(*clause, readings, &case.about);
                    }
                }
            }
            self.observe(&operation.id, &case, &taken, told);
            self.note_success(unit, &case, &taken);
            for exchange in taken.iter().flat_map(|t| &t.exchanges) {
                self.ledger
                    .note(self.contract, operation, exchange, &self.prefix);
            }
            self.created(shared, unit, &taken).await;
            if again {
                let mut shared = shared.borrow_mut();
                shared.later.push((unit, case));
                let open = &mut shared.open[place];
                open.again += 1;
                open.drained |= open.again >= AGAIN;
            }
            self.case_done(shared, place);
            self.totals.progress();
        }
    }

    async fn all(&self, connection: &mut Connection, requests: Vec<Request>) -> Vec<Taken> {
        let mut taken = Vec::with_capacity(requests.len());
        for (step, request) in requests.into_iter().enumerate() {
            taken.push(Taken {
                step,
                exchanges: vec![connection.send(request).await],
                visited: false,
            });
        }
        taken
    }

    /// The next case of the next unit that has one, so that units take turns.
    fn next_case(&self, shared: &RefCell<Shared<'_, 'r, '_>>) -> Option<(usize, usize, Case)> {
        let mut shared = shared.borrow_mut();
        if shared.stop.is_none() {
            shared.stop = self.clock.up();
        }
        if shared.stop.is_some() {
            return None;
        }
        for _ in 0..shared.open.len() {
            let place = shared.next % shared.open.len();
            shared.next = place + 1;
            let unit = shared.open[place].unit;
            let tallies = self.tallies.borrow();
            let clauses = &self.units[unit].clauses;
            let most = shared.most;
            let enough = clauses.iter().all(|c| tallies[*c].seen >= ENOUGH);
            let open = &mut shared.open[place];
            if enough {
                open.drained = true;
            }
            if open.drained || open.taken >= most {
                continue;
            }
            if self.evidence.is_shut(&self.clauses[clauses[0]].operation) {
                open.drained = true;
                continue;
            }
            match open.cases.next() {
                Some(case) => {
                    open.running += 1;
                    open.taken += 1;
                    return Some((place, unit, case));
                }
                None => {
                    open.drained = true;
                    if open.running == 0 {
                        drop(tallies);
                        self.unit_done(&shared.later, unit);
                    }
                }
            }
        }
        None
    }

    fn case_done(&self, shared: &RefCell<Shared<'_, 'r, '_>>, place: usize) {
        let mut shared = shared.borrow_mut();
        let open = &mut shared.open[place];
        open.running -= 1;
        if open.drained && open.running == 0 {
            let unit = open.unit;
            self.unit_done(&shared.later, unit);
        }
    }

    /// Tells the verdicts of a unit, unless it has cases left for later or findings to be shrunk.
    fn unit_done(&self, later: &Later, unit: usize) {
        if later.iter().any(|(u, _)| *u == unit) {
            return;
        }
        for clause in &self.units[unit].clauses {
            let broken = self.tallies.borrow()[*clause].is_shown();
            // A verdict that hangs on a control which was not sent yet waits for it.
            let open = self.hangs_on_control(*clause) && !self.has_control(*clause);
            if !broken && !open {
                self.tallies.borrow_mut()[*clause].complete = true;
                self.tell(*clause);
            }
        }
    }

    /// Ends the lane when the target is gone. Where it has not answered for long, tells so: then it
    /// must be asked whether it is still there, as it may hang on some requests only.
    fn watch(
        &self,
        shared: &RefCell<Shared<'_, 'r, '_>>,
        taken: &[Taken],
        jobs: usize,
    ) -> Option<String> {
        let mut shared = shared.borrow_mut();
        match taken
            .first()
            .and_then(|t| t.exchanges.first())
            .map(|e| &e.answer)
        {
            Some(Err(Failure::Unreachable(why))) if shared.stop.is_none() => {
                shared.stop = Some(Stop::Lost(why.clone()));
            }
            Some(Err(Failure::Timeout(limit))) => {
                shared.silent += 1;
                if shared.silent >= jobs.max(8) && shared.stop.is_none() && !shared.asking {
                    shared.asking = true;
                    return Some(silence(shared.silent, *limit));
                }
            }
            _ => shared.silent = 0,
        }
        None
    }

    /// Takes notice of whether a target that was silent for long has answered a plain request.
    fn answered(&self, shared: &RefCell<Shared<'_, 'r, '_>>, alive: bool, silence: String) {
        let mut shared = shared.borrow_mut();
        shared.asking = false;
        shared.silent = 0;
        if !alive && shared.stop.is_none() {
            shared.stop = Some(Stop::Lost(silence));
        }
    }

    /// A wrong request that was accepted has left something behind: the target goes back to
    /// baseline at once, lest the others meet it.
    async fn created(&self, shared: &RefCell<Shared<'_, 'r, '_>>, unit: usize, taken: &[Taken]) {
        let Some(Ok(response)) = taken
            .first()
            .and_then(|t| t.exchanges.first())
            .map(|e| &e.answer)
        else {
            return;
        };
        let operation = self.kit(self.units[unit].clauses[0]).operation;
        let accepted =
            wire::nature(operation, &self.contract.error_code, response) == Nature::Success;
        if !accepted || operation.is_stateless() {
            return;
        }
        let driver = {
            let mut shared = shared.borrow_mut();
            shared.spoilt = true;
            shared.driver.take()
        };
        // Another worker has the driver: it is cleaning already, and the rest is tried again later.
        let Some(driver) = driver else { return };
        driver.note_created(operation, response);
        let cleaned = if driver.resets() {
            match self.turn().await {
                Ok(_turn) => driver.clean().await,
                Err(stop) => Err(stop),
            }
        } else {
            Ok(())
        };
        let mut shared = shared.borrow_mut();
        driver.dirty |= shared.spoilt && !driver.resets();
        shared.driver = Some(driver);
        if let (Err(stop), None) = (cleaned, &shared.stop) {
            shared.stop = Some(stop);
        }
    }
}

/// Why a target is lost that answers nothing.
pub(super) fn silence(requests: usize, limit: Duration) -> String {
    let many = match requests {
        1 => "a request".to_owned(),
        n => format!("{n} requests in a row"),
    };
    format!(
        "no answer to {many} within {} ms, nor to a plain one",
        limit.as_millis()
    )
}
