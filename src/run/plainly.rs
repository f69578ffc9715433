//! A message that was refused in another writing is sent plainly, too: only where that is accepted was it
//! the writing that drew the refusal, and not what the message says.

use super::Lane;
use super::alone::Judged;
use super::driver::{Driver, Ran, Stop};
use crate::clause::{Judgement, Raw, Stimulus};
use crate::exchange::{Case, Step};
use crate::generate::{dice::Dice, nonce, refresh};
use crate::wire::{self, Nature};

/// Said where the plain writing is refused as well.
const PLAIN: &str = "the same message is refused in the plain writing, too";
/// Said where the plain writing draws a fault of the server as well.
const FAILS: &str = "the target fails on the same message in the plain writing, too";
/// Said where what is to be refused is taken in the plain writing as well.
const TAKEN: &str = "the target takes what the contract rules out";

impl<'r> Lane<'r> {
    /// Takes back what another writing broke, where the plain one draws the same.
    pub(super) async fn plainly(
        &self,
        driver: &mut Driver<'r>,
        unit: usize,
        (case, ran, judged): (&Case, &Ran, &mut Judged),
    ) -> Result<(), Stop> {
        let clause = &self.clauses[self.units[unit].clauses[0]];
        let rewrites = matches!(
            clause.stimulus,
            Stimulus::Rewritten(_) | Stimulus::Raw(Raw::ChunkedBody | Raw::MediaTypeSpelling)
        );
        let broken = |(_, j, _): &(usize, Judgement, _)| matches!(j, Judgement::Broken(_));
        if !rewrites || !judged.iter().any(broken) {
            return Ok(());
        }
        let kit = self.kit(self.units[unit].clauses[0]);
        let drew = |ran: &Ran, wanted: Nature| {
            let last = ran.taken.last().and_then(|t| t.exchanges.last());
            let nature = |r| wire::nature(kit.operation, &self.contract.error_code, r);
            last.is_some_and(|e| matches!(&e.answer, Ok(r) if nature(r) == wanted))
        };
        let refused = self.rests_on_refusal(&kit.operation.id, case, &ran.taken);
        let fails = |ran: &Ran| {
            let last = ran.taken.last().and_then(|t| t.exchanges.last());
            last.is_some_and(|e| matches!(&e.answer, Ok(r) if r.status >= 500))
        };
        let failed = fails(ran);
        if !refused && !failed && !drew(ran, Nature::Success) {
            return Ok(());
        }
        let Some(Step::Raw(request)) = case.steps.last() else {
            return Ok(());
        };
        let Some(message) = wire::decode(kit.operation, request, &driver.writing) else {
            return Ok(());
        };
        // What is right to take may still be taken for something else than it says.
        if !refused && !failed && kit.proves(&message, &driver.writing, &[]) {
            return Ok(());
        }
        let plain = Case {
            index: 0,
            about: "the same message, written plainly".into(),
            steps: vec![Step::Send(message)],
            tag: None,
        };
        let mut dice = Dice::new(nonce(), "plainly", 0, 0);
        let plain = refresh(kit, &plain, &mut dice, &driver.writing);
        driver.clean().await?;
        let (plain, second) = self.carry(driver, kit, &plain).await?;
        self.observe(&kit.operation.id, &plain, &second.taken, false);
        // What the plain writing draws as well, the other one is not to blame for.
        let (alike, why) = match (failed, refused) {
            (true, _) => (fails(&second), FAILS),
            (_, true) => (drew(&second, Nature::Fault), PLAIN),
            (_, false) => (drew(&second, Nature::Success), TAKEN),
        };
        if alike {
            for (_, judgement, _) in judged.iter_mut() {
                if matches!(judgement, Judgement::Broken(_)) {
                    *judgement = Judgement::Unseen(why.to_owned());
                }
            }
        }
        Ok(())
    }
}
