//! What showed something broken about a thing is made and asked about once more: a target that began anew in
//! between has broken nothing, nor has one that keeps what it is told only after its answer.

use std::time::Duration;

use crate::clause::kept::READING;
use crate::clause::{Clause, Judgement, Stimulus};
use crate::exchange::Case;
use crate::generate::{Cases, Settings};
use crate::run::Lane;
use crate::run::alone::Judged;
use crate::run::driver::{Driver, Ran, Stop};

/// How long a target is given until a write shows: nothing promises that it does with its answer.
const PATIENCE: Duration = Duration::from_millis(300);

/// Whether what a stimulus makes is looked at once more.
pub(in crate::run) fn is_looked_at_again(stimulus: &Stimulus) -> bool {
    matches!(
        stimulus,
        Stimulus::Kept
            | Stimulus::Upsert(_)
            | Stimulus::Singleton(_)
            | Stimulus::Worded(_)
            | Stimulus::Moves(_)
            | Stimulus::Below(_)
    )
}

impl<'r> Lane<'r> {
    /// Makes another thing, with time between a write and what is asked about it: only what both showed is
    /// broken.
    pub(in crate::run) async fn look_again(
        &self,
        driver: &mut Driver<'r>,
        unit: usize,
        (case, ran, judged): (&mut Case, &mut Ran, &mut Judged),
    ) -> Result<(), Stop> {
        let broken = |j: &Judgement| matches!(j, Judgement::Broken(_));
        if !judged.iter().any(|(_, j, _)| broken(j)) {
            return Ok(());
        }
        let first = self.units[unit].clauses[0];
        let (kit, settings) = (self.kit(first), self.settings(driver.writing.clone()));
        let Some(again) = self.one_more(&self.clauses[first], case, &settings) else {
            return Ok(());
        };
        self.observe(&kit.operation.id, case, &ran.taken, true);
        driver.pause = PATIENCE;
        let second = self.carry(driver, kit, &again).await;
        driver.pause = Duration::ZERO;
        let (again, second) = second?;
        for (clause, judgement, readings) in judged.iter_mut() {
            let (mut other, mut more) = self.judge(*clause, &again, &second.taken);
            match (broken(judgement), &other) {
                (false, second) if broken(second) => {
                    let once = "it was broken once, and not when it was tried again";
                    other = Judgement::Unseen(once.to_owned());
                }
                (true, Judgement::Held) => {
                    let late = "what is written shows a little later";
                    more.push((READING.to_owned(), late.to_owned()));
                }
                _ => {}
            }
            (*judgement, *readings) = (other, more);
        }
        (*case, *ran) = (again, second);
        Ok(())
    }

    /// Another case of a clause that is like one, of a thing of its own.
    fn one_more(&self, clause: &Clause, case: &Case, settings: &Settings) -> Option<Case> {
        match &clause.stimulus {
            Stimulus::Kept => {
                let mut all = self.kept_case(clause, settings).ok()?.into_iter();
                all.find(|own| own.about == case.about)
            }
            Stimulus::Moves(_) | Stimulus::Below(_) => {
                let mut all = self.walked_cases(clause, settings).ok()?.into_iter();
                all.find(|own| own.tag == case.tag)
            }
            stimulus => {
                let kit = &self.kits[&clause.operation];
                let mut all = Cases::new(kit, clause, settings).ok()?;
                match stimulus {
                    // One of its two cases has new texts.
                    Stimulus::Worded(_) => all.find(|own| own.tag == case.tag),
                    _ => all.next(),
                }
            }
        }
    }
}
