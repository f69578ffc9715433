//! Making the case of a finding small, in a bounded number of tries.

use super::Lane;
use super::driver::{Driver, Stop};
use super::keep;
use super::patience::hung;
use super::tally::{Shown, weight};
use crate::clause::Judgement;
use crate::exchange::Taken;
use crate::generate::{Settings, shrink::smaller};

/// Bytes of an answer that is asked what it says.
const READ: usize = 64 << 10;
/// Requests that one finding may cost.
const TRIES: usize = 24;

impl<'r> Lane<'r> {
    /// Looks for a smaller case that draws the same answer.
    pub(super) async fn shrink(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        clause: usize,
    ) -> Result<(), Stop> {
        let mut left = TRIES;
        loop {
            let Some(shown) = self.tallies.borrow()[clause].shown.clone() else {
                return Ok(());
            };
            let shown = shown.read();
            // A finding that hangs costs a whole timeout a try.
            if hung(&shown.taken) {
                return Ok(());
            }
            let kit = self.kit(clause);
            let mut found = false;
            for case in smaller(kit, &self.clauses[clause], &shown.case, &settings.writing) {
                if left == 0 || weight(&case) >= weight(&shown.case) {
                    break;
                }
                left -= 1;
                driver.clean().await?;
                let (case, ran) = match self.carry(driver, kit, &case).await {
                    Ok(carried) => carried,
                    Err(Stop::Unsupported(_) | Stop::Unready(_)) => continue,
                    Err(stop) => return Err(stop),
                };
                let secrets = &self.totals.secrets;
                if let (Judgement::Broken(broken), _) = self.judge(clause, &case, &ran.taken)
                    && let broken = keep::broken(*broken, secrets)
                    && broken.got == shown.broken.got
                    && self.said_at(&ran.taken, broken.shown)
                        == self.said_at(&shown.taken, shown.broken.shown)
                {
                    let shown = self.totals.pending(Shown {
                        case,
                        taken: keep::taken(&ran.taken, broken.shown, secrets),
                        broken,
                        refused: shown.refused,
                    });
                    self.tallies.borrow_mut()[clause].shown = Some(shown);
                    found = true;
                    break;
                }
            }
            if !found || left == 0 {
                return Ok(());
            }
        }
    }

    /// What the answer at a place says of why it is what it is: a smaller case is one of the same cause.
    fn said_at(&self, taken: &[Taken], (step, place): (usize, usize)) -> String {
        let exchange = taken.iter().filter(|t| t.step == step);
        let exchange = exchange.filter_map(|t| t.exchanges.get(place)).next();
        match exchange.map(|e| (&e.request, &e.answer)) {
            // A long one is not read anew at each try.
            Some((request, Ok(response))) if response.body.len() <= READ => {
                self.said(request, response)
            }
            _ => String::new(),
        }
    }
}
