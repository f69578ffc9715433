//! What a PUT made is asked about once more where it showed something broken.

use std::time::Duration;

use crate::clause::{Judgement, Stimulus};
use crate::exchange::Case;
use crate::generate::Cases;
use crate::run::Lane;
use crate::run::alone::Judged;
use crate::run::driver::{Driver, Ran, Stop};

/// How long a target is given until a write shows: nothing promises that it does with its answer.
const PATIENCE: Duration = Duration::from_millis(300);

impl<'r> Lane<'r> {
    /// Makes another thing under a new name, with time between a write and what is asked about it: only
    /// what both showed is broken.
    pub(in crate::run) async fn upsert_again(
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
        let clause = &self.clauses[first];
        let again = match &clause.stimulus {
            Stimulus::Moves(_) | Stimulus::Below(_) => {
                let cases = self.walked_cases(clause, &settings).ok();
                cases.and_then(|c| c.into_iter().find(|own| own.tag == case.tag))
            }
            _ => {
                let cases = Cases::new(kit, clause, &settings).ok();
                cases.and_then(|mut cases| cases.find(|own| own.tag == case.tag))
            }
        };
        let Some(again) = again else {
            return Ok(());
        };
        self.observe(&kit.operation.id, case, &ran.taken, true);
        driver.pause = PATIENCE;
        let second = self.carry(driver, kit, &again).await;
        driver.pause = Duration::ZERO;
        let (again, second) = second?;
        for (clause, judgement, readings) in judged.iter_mut() {
            let (mut other, more) = self.judge(*clause, &again, &second.taken);
            if broken(&other) && !broken(judgement) {
                let once = "it was broken once, and not when it was tried again";
                other = Judgement::Unseen(once.to_owned());
            }
            (*judgement, *readings) = (other, more);
        }
        (*case, *ran) = (again, second);
        Ok(())
    }
}
