//! What is made in the background is ready after a while: status 202 says no more than that something was begun
//! (RFC 9110, section 15.3.3).

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::Object;
use crate::contract::Operation;
use crate::generate::Settings;
use crate::run::Lane;
use crate::run::driver::{Driver, Stop};
use crate::run::evidence::Answered;

/// Pauses before what was refused is tried once more; together they are the longest that anything is waited for.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(600),
    Duration::from_millis(900),
];
/// How much longer than what was seen to be enough is waited.
const SPARE: Duration = Duration::from_millis(50);

impl<'r> Lane<'r> {
    /// Tries what was refused with a documented conflict on the same thing once more, and again, where that thing is
    /// made in the background; what is taken then is waited for from now on.
    pub(in crate::run) async fn await_ripeness(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        refused: &[&'r Operation],
    ) -> Result<(), Stop> {
        for operation in refused {
            let id = operation.id.as_str();
            let conflicts = matches!(
                self.evidence.answered(id),
                Some(Answered::Refused(_, Some(409 | 425)))
            );
            let Some(object) = self.objects.begun_for(id).filter(|_| conflicts) else {
                continue;
            };
            let known = self.evidence.forget_controls(id);
            let mut taken = false;
            for pause in PAUSES {
                tokio::time::sleep(pause).await;
                taken = self.plain_again(driver, settings, id, &mut 0).await?;
                if taken {
                    self.objects.ripens(id, &object);
                    break;
                }
            }
            if !taken {
                self.evidence.forget_controls(id);
                self.evidence.keep_controls(known);
            }
        }
        Ok(())
    }

    /// Waits until a thing is as old as an operation needs it to be.
    pub(super) async fn ripen(&self, operation: &str, object: &Object) {
        let wanted = self.objects.ripe.borrow().get(operation).copied();
        if let (Some(wanted), Some(since)) = (wanted, object.since) {
            tokio::time::sleep(wanted.saturating_sub(since.elapsed())).await;
        }
    }
}

impl super::Objects {
    /// What the requests of an operation name, where a request has only begun to make it.
    fn begun_for(&self, operation: &str) -> Option<Rc<Object>> {
        let slots = self.slots.borrow();
        let mut all = slots.get(operation)?.objects.iter();
        let begun = |o: &&Rc<Object>| o.response.status == 202 && o.since.is_some();
        all.find(begun).cloned()
    }

    /// Notes that a thing is old enough for an operation by now.
    fn ripens(&self, operation: &str, object: &Object) {
        let longest = PAUSES.iter().sum();
        let age = object.since.map(|s: Instant| s.elapsed() + SPARE);
        if let Some(age) = age {
            let mut ripe = self.ripe.borrow_mut();
            ripe.insert(operation.to_owned(), age.min(longest));
        }
    }
}
