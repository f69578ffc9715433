//! Things made of more: an operation that fails on a thing which says no more than its document asks for
//! may do well on one that says more, and what lies behind is tested then.

use super::super::Lane;
use super::super::driver::{Driver, Stop};
use crate::contract::Operation;
use crate::exchange::Message;
use crate::generate::Settings;

/// Things that are tried: the first says all that it may, each other one about a half of what may be left out.
const TRIES: usize = 4;

impl<'r> Lane<'r> {
    /// Whether a plain request is accepted that names another thing, one that says more. Everything that is
    /// made for the operation from then on does so.
    pub(super) async fn takes_fuller(
        &self,
        driver: &mut Driver<'r>,
        operation: &Operation,
        settings: &Settings,
        plain: &Message,
    ) -> Result<bool, Stop> {
        for number in 0..TRIES {
            if !self.objects.asks_for_fuller(&operation.id, number == 0) {
                return Ok(false);
            }
            self.objects.lose(&operation.id, true);
            self.provide(driver, settings, &operation.id, &[]).await?;
            let message = self.named_now(&operation.id, plain);
            if self.accepts(driver, operation, &message).await? {
                self.totals.note(format!(
                    "{}: the plain request fails on a thing that says only what its document asks for, and is \
                     taken on one that says more",
                    operation.id
                ));
                return Ok(true);
            }
        }
        self.objects.asks_for_plain(&operation.id);
        Ok(false)
    }
}
