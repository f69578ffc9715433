//! Doing again what once showed a clause broken.

use std::collections::BTreeMap;

use super::allow::Allowances;
use super::clock::Clock;
use super::driver::{Driver, Stop};
use super::saved::Saved;
use super::{Lane, Memory, Options, Totals, turn};
use crate::clause::{Clause, Judgement, derive};
use crate::contract::Contract;
use crate::exchange::{Case, Message, Step};
use crate::generate::{Kit, Settings};
use crate::target::{Profile, Target};

/// Why a finding is not sent as it was.
const MASKED: &str = "the finding holds a secret, which was masked when it was written down";

/// What came of a finding that was tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replayed {
    /// The target keeps the clause now.
    Fixed,
    /// The same answer, and the clause is broken.
    StillBroken,
    /// Another answer, and the clause is broken.
    Changed {
        /// What came this time.
        got: String,
    },
    /// It could not be tried, or nothing can be said.
    Untried(String),
}

/// Tries a finding again, byte by byte; says too whether names had to be renewed, as they were taken.
/// Headers are the profile's, and so are the fixtures where they differ from those of the finding.
///
/// # Errors
/// The target cannot be reached.
pub async fn replay(
    contract: &Contract,
    profile: &Profile,
    target: &Target,
    saved: &Saved,
) -> Result<(Replayed, bool), String> {
    let clauses: Vec<Clause> = derive(contract)
        .into_iter()
        .filter(|c| c.id == saved.clause)
        .collect();
    if clauses.is_empty() {
        let why = "the contract has no such clause any more";
        return Ok((Replayed::Untried(why.into()), false));
    }
    target.reachable().await.map_err(|e| e.to_string())?;
    let memory = Memory::default();
    let options = Options {
        seed: saved.seed,
        ..Options::default()
    };
    let mut quiet = |_| {};
    let totals = Totals::new(&mut quiet, target, profile, Allowances::none(), &memory);
    let lane = Lane::new(
        contract,
        clauses,
        profile,
        &options,
        Clock::default(),
        &totals,
    );
    match lane.again(target, saved).await {
        Ok(done) => Ok(done),
        Err(Stop::Unsupported(why) | Stop::Unready(why)) => Ok((Replayed::Untried(why), false)),
        Err(Stop::TimeUp | Stop::Interrupted) => {
            Ok((Replayed::Untried("the time was up".into()), false))
        }
        Err(Stop::Lost(why) | Stop::Useless(why)) => Err(why),
    }
}

impl<'r> Lane<'r> {
    async fn again(&self, target: &Target, saved: &Saved) -> Result<(Replayed, bool), Stop> {
        let hook = turn::hook(target, self.profile, None).map_err(|e| Stop::Lost(e.to_string()))?;
        let own = self.profile.contracts.get(&self.contract.name);
        let base = own.and_then(|c| c.base.clone());
        let base = base.unwrap_or_else(|| saved.base.clone());
        let mut driver = Driver::new(self.contract, target, &base, hook, Clock::default());
        driver.carry(self.profile.writing(self.contract));
        driver.versions = std::rc::Rc::clone(&self.objects.versions);
        driver.settle_on(&base, saved.writing.clone());
        let settings = self.settings(driver.writing.clone());
        let case = self.renewed(saved);
        if saved.is_masked_in(&case) {
            return Ok((Replayed::Untried(MASKED.into()), false));
        }
        let _turn = self.turn().await?;
        let (done, ran, judged) = self
            .until_settled(&mut driver, &settings, 0, case.clone())
            .await?;
        driver.dirty = true;
        if driver.resets() {
            drop(driver.clean().await);
        }
        let outcome = match judged.into_iter().next().map(|(_, judgement, _)| judgement) {
            Some(Judgement::Held) => Replayed::Fixed,
            Some(Judgement::Broken(_)) if ran.lapsed.is_some() => {
                Replayed::Untried(ran.lapsed.unwrap_or_default())
            }
            Some(Judgement::Broken(broken)) => {
                // As the finding was written down.
                let got = self.totals.secrets.mask_quoted(&broken.got);
                match saved.is_like(&got, &ran.taken, broken.shown) {
                    true => Replayed::StillBroken,
                    false => Replayed::Changed { got },
                }
            }
            Some(Judgement::Inconclusive(why)) => Replayed::Untried(why),
            Some(Judgement::Retry(broken)) => Replayed::Untried(format!(
                "{}, though nothing asked for that state",
                broken.got
            )),
            Some(Judgement::Unseen(why)) => Replayed::Untried(why),
            None => Replayed::Untried("nothing was judged".into()),
        };
        Ok((outcome, done != case))
    }

    /// The case of a finding for this target: with its fixtures, and with today's bait.
    fn renewed(&self, saved: &Saved) -> Case {
        let mut case = saved.case_with(self.bait.as_ref().map(|b| &b.named));
        let now = self.profile.fixtures(self.contract);
        if let Some(clause) = self.clauses.iter().find(|c| c.id == saved.clause) {
            // What was made then is made anew.
            self.objects.once_named(&clause.operation, &saved.objects);
        }
        for step in &mut case.steps {
            match step {
                Step::Send(message) | Step::Follow { message, .. } => {
                    self.with_fixtures(message, saved, &now);
                }
                Step::Race(messages) => {
                    for message in messages {
                        self.with_fixtures(message, saved, &now);
                    }
                }
                _ => {}
            }
        }
        case
    }

    /// Puts this target's fixtures where the finding had those of its own.
    fn with_fixtures(
        &self,
        message: &mut Message,
        saved: &Saved,
        now: &BTreeMap<String, serde_json::Value>,
    ) {
        let Some(kit) = self.kits.get(&message.operation) else {
            return;
        };
        for (at, own) in places(kit) {
            let Some(value) = message.get(&at) else {
                continue;
            };
            // A place may hold its own fixture, or one of the wrong kind on purpose.
            let mut named = saved.fixtures.iter().filter(|(_, v)| *v == value);
            let name = match saved.fixtures.get(&own) == Some(value) {
                true => Some(&own),
                false => named.next().map(|(name, _)| name),
            };
            if let Some(new) = name.and_then(|name| now.get(name)) {
                let new = new.clone();
                message.set(&at, Some(new));
            }
        }
    }

    /// Does the findings of earlier runs again, before anything else is tried: what is still broken
    /// counts for its clause like any other case.
    pub(super) async fn regressions(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
    ) -> Result<(), Stop> {
        for saved in &self.totals.memory.regressions {
            let unit = self.units.iter().position(|unit| {
                !unit.done
                    && unit
                        .clauses
                        .iter()
                        .any(|c| self.clauses[*c].id == saved.clause)
            });
            if let Some(unit) = unit {
                let case = self.renewed(saved);
                if saved.is_masked_in(&case) {
                    continue;
                }
                if !self.settle(driver, settings, unit, case).await? {
                    // Whether the clause can be tried here is for its own cases to say.
                    for clause in &self.units[unit].clauses {
                        self.tallies.borrow_mut()[*clause].skipped = None;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Places of an operation that hold a fixture, with its name.
fn places(kit: &Kit<'_>) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for parameter in &kit.operation.parameters {
        if let Some(name) = &parameter.schema.ext.fixture {
            list.push((parameter.pointer(), name.clone()));
        }
    }
    if let Some(media) = kit.operation.body.as_ref().and_then(|b| b.media.first()) {
        inside(&media.schema, "/body", &mut list);
    }
    list
}

fn inside(schema: &crate::contract::Schema, at: &str, list: &mut Vec<(String, String)>) {
    if let Some(name) = &schema.ext.fixture {
        list.push((at.to_owned(), name.clone()));
    }
    for property in &schema.properties {
        inside(
            &property.schema,
            &crate::exchange::below(at, &property.name),
            list,
        );
    }
}
