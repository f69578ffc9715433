//! The lane of clauses that need the target to themselves: one case at a time, from baseline.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::Lane;
use super::driver::{Driver, Ran, Stop};
use super::free::Later;
use super::objects::is_looked_at_again;
use super::patience::hung;
use super::plan::Unit;
use super::readings::shown_by;
use super::survey::Begun;
use crate::clause::judge::{is_overload, is_unavailable, refuses_by_state};
use crate::clause::{Judgement, Raw, Seen, Stimulus, Then, Valid};
use crate::exchange::{Case, Exchange};
use crate::generate::{Settings, Skip, dice::Dice, nonce, refresh};
use crate::target::retry_after;
use crate::wire::{self, Nature};

/// How often a case is tried when a state that nobody asked for answers.
const ATTEMPTS: u32 = 3;
/// Longest wait that a target may ask for with Retry-After.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// First pause before another try where the target cannot be reset; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// Longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A clause of this lane that was broken this often needs no more cases.
const ENOUGH: usize = 2;

/// Operations of a target that answers everything alike which are looked at all the same.
const A_FEW: usize = 12;

pub(super) type Judged = Vec<(usize, Judgement, Vec<(String, String)>)>;

impl<'r> Lane<'r> {
    /// Tries again what met an unasked-for state on the free lane, and makes its findings small. Returns the
    /// units that are better finished last.
    pub(super) async fn after_free(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        later: Later,
    ) -> Result<Vec<usize>, Stop> {
        // A case on the free lane may have left what only waiting shows.
        driver.dirty = true;
        for (unit, case) in later {
            if let Some(reason) = self.not_tried(unit) {
                self.unsettled(unit, &reason);
            } else if !self.enough(unit) {
                self.settle(driver, settings, unit, case).await?;
            }
        }
        // Where time alone heals what a success keeps busy, controls come last.
        let mut last = Vec::new();
        for (number, unit) in self.units.iter().enumerate().filter(|(_, u)| u.free) {
            let operation = self.kit(unit.clauses[0]).operation;
            let costly = !driver.resets() && operation.occupies.is_some();
            let open = |c: &usize| self.hangs_on_control(*c) && !self.has_control(*c);
            match costly && unit.clauses.iter().any(open) {
                true => last.push(number),
                false => self.finish(driver, settings, number).await?,
            }
        }
        Ok(last)
    }

    /// Runs every unit that is not free.
    pub(super) async fn alone_lane<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
    ) -> Result<(), Stop> {
        driver.dirty = true;
        // Where no hook brings the target back, every success keeps it busy for a while: what can be
        // judged without one comes first, and successes are hardly spent on random cases.
        let mut order: Vec<(usize, &Unit)> = self
            .units
            .iter()
            .enumerate()
            .filter(|(_, u)| !u.free && !u.done && !self.is_idle(u))
            .collect();
        let spare = !driver.resets();
        let costly = |unit: &Unit| spare && self.kit(unit.clauses[0]).operation.occupies.is_some();
        let turns = super::order::turns(&self.units, &self.clauses, self.contract);
        order.sort_by_key(|(number, unit)| match costly(unit) {
            true => (self.clauses[unit.clauses[0]].needs_success(), None),
            false => (false, Some(turns[*number])),
        });
        // What is kept of a body nested deep may bring down whatever reads it later.
        order.sort_by_key(|(_, unit)| {
            let stimulus = &self.clauses[unit.clauses[0]].stimulus;
            matches!(stimulus, Stimulus::Raw(Raw::DeepNesting))
        });
        let sparing = Settings {
            cases: settings.cases.min(1),
            ..settings.clone()
        };
        for (number, unit) in order {
            match costly(unit) {
                true => {
                    self.unit_alone(driver, &sparing, number, &Begun::default())
                        .await?
                }
                false => self.unit_alone(driver, settings, number, begun).await?,
            }
        }
        Ok(())
    }

    /// Tells the verdicts of units to which nothing is to be added.
    pub(super) async fn finish_all(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        units: Vec<usize>,
    ) -> Result<(), Stop> {
        for number in units {
            self.finish(driver, settings, number).await?;
        }
        Ok(())
    }

    /// Judges what a target that answers everything alike still shows: the form of its answers,
    /// whether plain requests are accepted, and one rule of each operation.
    pub(super) async fn a_few_alone<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        settings: &'k Settings,
        begun: &Begun<'k, 'r>,
    ) -> Result<(), Stop> {
        let (mut ruled, mut looked) = (BTreeSet::new(), BTreeSet::new());
        for (number, unit) in self.units.iter().enumerate().filter(|(_, u)| !u.done) {
            let clause = &self.clauses[unit.clauses[0]];
            // A few operations show it as well as all of them.
            looked.insert(&clause.operation);
            if looked.len() > A_FEW {
                break;
            }
            let wanted = match &clause.stimulus {
                Stimulus::Successes | Stimulus::SuccessesAs(_) => true,
                Stimulus::Valid(Valid::Random | Valid::Example(_)) => true,
                Stimulus::Breaks { .. } => ruled.insert(&clause.operation),
                _ => false,
            };
            if wanted {
                self.unit_alone(driver, settings, number, begun).await?;
            }
        }
        Ok(())
    }

    /// Runs every case of a unit, one after the other, and tells its verdicts.
    async fn unit_alone<'k>(
        &'k self,
        driver: &mut Driver<'r>,
        settings: &'k Settings,
        number: usize,
        begun: &Begun<'k, 'r>,
    ) -> Result<(), Stop> {
        let unit = &self.units[number];
        self.totals
            .turns_to(&self.clauses[unit.clauses[0]].operation);
        let clause = &self.clauses[unit.clauses[0]];
        if matches!(clause.stimulus, Stimulus::Pages(_) | Stimulus::Sorted(_)) {
            let list = self.kit(unit.clauses[0]).operation;
            self.fill_list(driver, list, settings).await?;
        }
        let cases: Result<Box<dyn Iterator<Item = Case>>, Skip> = match &clause.stimulus {
            Stimulus::Kept => self
                .kept_cases(driver, clause, settings)
                .await?
                .map(|list| Box::new(list.into_iter()) as _),
            Stimulus::Moves(_) | Stimulus::Below(_) => self
                .walked_cases(clause, settings)
                .map(|list| Box::new(list.into_iter()) as _),
            _ => self
                .cases(begun, settings, number)
                .map(|cases| Box::new(cases) as _),
        };
        match cases {
            Ok(cases) => {
                for case in cases {
                    if let Some(reason) = self.not_tried(number) {
                        self.unsettled(number, &reason);
                        break;
                    }
                    if self.enough(number) || !self.settle(driver, settings, number, case).await? {
                        break;
                    }
                }
            }
            Err(skip) => {
                for clause in &unit.clauses {
                    self.tallies.borrow_mut()[*clause].skipped = Some(skip.clone());
                }
            }
        }
        self.finish(driver, settings, number).await
    }

    async fn finish(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        unit: usize,
    ) -> Result<(), Stop> {
        for clause in &self.units[unit].clauses {
            if self.told.borrow().contains(clause) {
                continue;
            }
            self.tallies.borrow_mut()[*clause].complete = true;
            self.confirm(driver, settings, *clause).await?;
            if self.doubt(*clause).is_none() {
                self.shrink(driver, settings, *clause).await?;
            }
            self.tell(*clause);
            self.totals.progress();
        }
        Ok(())
    }

    /// Nothing can be said about a case of a unit.
    fn unsettled(&self, unit: usize, reason: &str) {
        let mut tallies = self.tallies.borrow_mut();
        for clause in &self.units[unit].clauses {
            tallies[*clause].inconclusive.push(reason.to_owned());
        }
    }

    fn enough(&self, unit: usize) -> bool {
        if self.hung_enough(unit) {
            return true;
        }
        let tallies = self.tallies.borrow();
        self.units[unit]
            .clauses
            .iter()
            .all(|c| tallies[*c].seen >= ENOUGH)
    }

    /// Carries a case out until every clause of its unit has a judgement. `false` when the unit
    /// cannot be tried on this target.
    pub(super) async fn settle(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        unit: usize,
        case: Case,
    ) -> Result<bool, Stop> {
        let began = Instant::now();
        let before = self.totals.target.requests();
        let outcome = self.until_settled(driver, settings, unit, case).await;
        let spent = self.totals.target.requests() - before;
        self.totals.progress();
        let clauses = &self.units[unit].clauses;
        let mut tallies = self.tallies.borrow_mut();
        for clause in clauses {
            // Requests that several clauses share are counted for the first of them only.
            tallies[*clause].spent(began, if clause == &clauses[0] { spent } else { 0 });
        }
        match outcome {
            Ok((case, ran, judged)) => {
                if hung(&ran.taken) {
                    self.note_hang(unit);
                }
                let operation = self.kit(clauses[0]).operation;
                let refused = self.rests_on_refusal(&operation.id, &case, &ran.taken);
                for (clause, judgement, readings) in judged {
                    let judgement = match (judgement, &ran.lapsed) {
                        (Judgement::Broken(_), Some(why)) => Judgement::Inconclusive(why.clone()),
                        (judgement, _) => judgement,
                    };
                    let kept = (&self.totals.secrets, &self.totals.shelf);
                    tallies[clause].note(judgement, (&case, &ran.taken), refused, kept);
                    let readings = shown_by(readings, &case.about);
                    tallies[clause].readings.extend(readings.iter().cloned());
                    self.totals.read(readings);
                }
                Ok(true)
            }
            Err(Stop::Unsupported(reason)) => {
                // A hook that knows nothing at all stands in the profile by mistake.
                let skip = match driver.has_deaf_hook() {
                    true => {
                        Skip::unmade(format!("{reason}, to `baseline` too: is it the right one?"))
                    }
                    false => Skip::profile(reason),
                };
                for clause in clauses {
                    tallies[*clause].skipped = Some(skip.clone());
                }
                Ok(false)
            }
            Err(Stop::Unready(reason)) => {
                drop(tallies);
                self.unsettled(unit, &reason);
                Ok(true)
            }
            Err(stop) => Err(stop),
        }
    }

    pub(super) async fn until_settled(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        unit: usize,
        first: Case,
    ) -> Result<(Case, Ran, Judged), Stop> {
        let kit = self.kit(self.units[unit].clauses[0]);
        let key = self.clauses[self.units[unit].clauses[0]].cases_key();
        let mut case = first;
        let mut attempt = 0;
        let (mut waited, mut pause) = (Duration::ZERO, FIRST_PAUSE);
        let mut slept = false;
        loop {
            let (sent, ran, judged) = self.attempt(driver, unit, &case).await?;
            case = sent;
            let retry = judged
                .iter()
                .any(|(_, j, _)| matches!(j, Judgement::Retry(_)));
            if !retry {
                if slept {
                    self.patience.waited(true);
                }
                return Ok((case, ran, judged));
            }
            attempt += 1;
            // Something has happened that was not asked for: whatever it was, it may have left a mark.
            driver.dirty = true;
            let last = ran.taken.last().and_then(|t| t.exchanges.last());
            let overloaded = all(&ran).any(is_overload);
            let met = !overloaded && self.is_refused_by_state(&case, &ran, &judged);
            if met && attempt >= ATTEMPTS {
                return Ok((case, ran, unseen(judged)));
            }
            // Without a reset only time ends a state: it is waited for as long as the profile allows.
            if last.is_some_and(asks_for_long) {
                self.patience.waited(false);
                return Ok((case, ran, judged));
            }
            let waits = !driver.resets()
                && !met
                && waited < self.profile.limits.settle
                && !overloaded
                && self.patience.waits();
            if attempt >= ATTEMPTS && !waits {
                if slept {
                    self.patience.waited(false);
                }
                if let Stimulus::State {
                    then: Then::Recover | Then::Again,
                    ..
                } = &self.clauses[self.units[unit].clauses[0]].stimulus
                    && driver.is_free()
                {
                    return Ok((case, ran, confirmed(judged)));
                }
                // 503 each time, and nothing of it beside a plain request, is no load.
                let clause = &self.clauses[self.units[unit].clauses[0]];
                let told = all(&ran).filter(|e| is_overload(e)).all(is_unavailable);
                let told = told && clause.wants_outcomes();
                return if overloaded && !told {
                    Ok((case, ran, judged))
                } else {
                    self.by_control(driver, settings, unit, case, ran, judged)
                        .await
                };
            }
            if waits {
                slept = true;
                tokio::time::sleep(pause).await;
                waited += pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            } else if overloaded && self.patience.waits() {
                slept = true;
                let wanted = last.map_or(LONGEST_WAIT, wanted_wait);
                tokio::time::sleep(wanted.min(self.profile.limits.settle)).await;
            }
            let mut dice = Dice::new(settings.seed, &key, attempt, nonce());
            case = refresh(kit, &case, &mut dice, &settings.writing);
        }
    }

    async fn attempt(
        &self,
        driver: &mut Driver<'r>,
        unit: usize,
        case: &Case,
    ) -> Result<(Case, Ran, Judged), Stop> {
        driver.clean().await?;
        let clauses = &self.units[unit].clauses;
        let (sent, mut ran) = self.carry(driver, self.kit(clauses[0]), case).await?;
        let case = &sent;
        if let (Stimulus::Hostile(_), Some(bait)) = (&self.clauses[clauses[0]].stimulus, &self.bait)
            && bait.was_visited().await
            && let Some(last) = ran.taken.last_mut()
        {
            last.visited = true;
        }
        let judged = clauses.iter().map(|c| {
            let (judgement, readings) = self.judge(*c, case, &ran.taken);
            (*c, judgement, readings)
        });
        let mut judged: Judged = judged.collect();
        let mut sent = sent;
        if is_looked_at_again(&self.clauses[clauses[0]].stimulus) {
            self.look_again(driver, unit, (&mut sent, &mut ran, &mut judged))
                .await?;
        }
        let case = &sent;
        self.plainly(driver, unit, (case, &ran, &mut judged))
            .await?;
        let told = judged
            .iter()
            .any(|(_, j, _)| matches!(j, Judgement::Broken(_)));
        let operation = self.kit(clauses[0]).operation;
        self.observe(&operation.id, case, &ran.taken, told);
        self.note_success(unit, case, &ran.taken);
        Ok((sent, ran, judged))
    }

    /// Whether all that is to be tried again was refused as it should be, though for a state: however often it
    /// is, nothing is wrong with that.
    fn is_refused_by_state(&self, case: &Case, ran: &Ran, judged: &Judged) -> bool {
        let mut again = judged
            .iter()
            .filter(|(_, judgement, _)| matches!(judgement, Judgement::Retry(_)));
        again.all(|(clause, ..)| {
            let kit = self.kit(*clause);
            let seen = Seen {
                contract: self.contract,
                operation: kit.operation,
                case,
                taken: &ran.taken,
                fixture: &|name| kit.fixture(name),
            };
            refuses_by_state(&self.clauses[*clause], &seen)
        })
    }

    /// The answer names a state, again and again. The same request without the fault, from the same
    /// baseline, shows whether the state is there: when it is accepted, the answer was wrong, unless
    /// what it created is the very state.
    async fn by_control(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        unit: usize,
        case: Case,
        ran: Ran,
        judged: Judged,
    ) -> Result<(Case, Ran, Judged), Stop> {
        let clause = self.units[unit].clauses[0];
        let kit = self.kit(clause);
        let Ok(control) = kit.control_of(&self.clauses[clause], settings) else {
            return Ok((case, ran, judged));
        };
        let control = Case {
            index: 0,
            about: "control".into(),
            steps: vec![crate::exchange::Step::Send(control.message)],
            tag: None,
        };
        driver.clean().await?;
        if !driver.is_free() {
            return Ok((case, ran, judged));
        }
        let accepted = |ran: &Ran| {
            let last = ran.taken.last().and_then(|t| t.exchanges.last());
            last.is_some_and(|e| {
                matches!(&e.answer, Ok(r) if
                    wire::nature(kit.operation, &self.contract.error_code, r) == Nature::Success)
            })
        };
        if !accepted(&self.carry(driver, kit, &control).await?.1) {
            return Ok((case, ran, judged));
        }
        // What the last try made may still stand under its names.
        let key = self.clauses[clause].cases_key();
        let mut dice = Dice::new(settings.seed, &key, ATTEMPTS, nonce());
        let case = refresh(kit, &case, &mut dice, &settings.writing);
        let (case, ran, judged) = self.attempt(driver, unit, &case).await?;
        if all(&ran).any(is_overload) {
            // What asks to come later is none of the load only where others are served all the while.
            driver.dirty = true;
            driver.clean().await?;
            let served = driver.is_free() && accepted(&self.carry(driver, kit, &control).await?.1);
            if !served {
                return Ok((case, ran, judged));
            }
        }
        match driver.is_free() {
            true => Ok((case, ran, confirmed(judged))),
            false => Ok((case, ran, judged)),
        }
    }
}

/// Every exchange of a case.
fn all(ran: &Ran) -> impl Iterator<Item = &Exchange> {
    ran.taken.iter().flat_map(|t| &t.exchanges)
}

/// What was to be tried again was refused each time, which shows nothing of the rule.
fn unseen(judged: Judged) -> Judged {
    let unseen = |judgement| match judgement {
        Judgement::Retry(broken) => Judgement::Unseen(format!(
            "refused as it should be, but for a state, which says nothing of the rule: {}",
            broken.got
        )),
        other => other,
    };
    judged
        .into_iter()
        .map(|(clause, judgement, readings)| (clause, unseen(judgement), readings))
        .collect()
}

/// What was to be tried again is broken after all.
fn confirmed(judged: Judged) -> Judged {
    let broken = |judgement| match judgement {
        Judgement::Retry(broken) => Judgement::Broken(broken),
        other => other,
    };
    judged
        .into_iter()
        .map(|(clause, judgement, readings)| (clause, broken(judgement), readings))
        .collect()
}

/// How long an answer asks to leave the target alone.
fn asked_wait(exchange: &Exchange) -> Option<Duration> {
    let answer = exchange.answer.as_ref().ok()?;
    retry_after(answer.header("retry-after")?)
}

/// Whether an answer puts off for longer than anybody would wait.
fn asks_for_long(exchange: &Exchange) -> bool {
    is_overload(exchange) && asked_wait(exchange).is_some_and(|wait| wait > LONGEST_WAIT)
}

/// How long the target wants to be left alone, within bounds.
fn wanted_wait(exchange: &Exchange) -> Duration {
    let asked = asked_wait(exchange).unwrap_or(Duration::from_millis(500));
    asked.min(LONGEST_WAIT)
}
