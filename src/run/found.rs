//! Below which path prefix a contract is found, where its `servers` lead nowhere on this target: many
//! documents name the address of another installation.

use super::Lane;
use super::driver::{Driver, Stop};
use crate::wire::{self, Writing};

/// Operations that are looked for at most.
const LOOKS: usize = 3;

impl<'r> Lane<'r> {
    /// The first prefix, unless every look below it draws 404 and one below another prefix, or below
    /// the target itself, does not. Looks are GET requests, which change nothing: a path that is there
    /// for another method answers 405.
    pub(super) async fn found_below(
        &self,
        driver: &mut Driver<'r>,
        first: String,
    ) -> Result<String, Stop> {
        let given = self.profile.contracts.get(&self.contract.name);
        if given.is_some_and(|own| own.base.is_some()) || first.is_empty() {
            return Ok(first);
        }
        // Where codes are tied to rules, answers that name them have told already.
        let coded = self
            .contract
            .operations
            .iter()
            .any(|o| o.errors().next().is_some());
        if coded {
            return Ok(first);
        }
        let root = String::new();
        let others = self.contract.bases.iter().chain([&root]);
        let mut bases = vec![first.clone()];
        for base in others {
            if !bases.contains(base) {
                bases.push(base.clone());
            }
        }
        for base in bases {
            driver.settle_on(&base, Writing::default());
            if self.is_anything_there(driver).await? {
                if base != first {
                    let told = if base.is_empty() { "/" } else { &base };
                    self.totals.note(format!(
                        "nothing of `{}` is found below {first}, which its `servers` name: it is asked below {told}",
                        self.contract.name
                    ));
                }
                return Ok(base);
            }
        }
        Ok(first)
    }

    async fn is_anything_there(&self, driver: &mut Driver<'r>) -> Result<bool, Stop> {
        let settings = self.settings(Writing::default());
        let own: Vec<_> = self
            .judged_operations()
            .filter(|o| o.base.is_none())
            .collect();
        // What is read with GET anyway tells most.
        let read = own.iter().filter(|o| o.method == "GET");
        let rest = own.iter().filter(|o| o.method != "GET");
        for operation in read.chain(rest).take(LOOKS) {
            let controls = self.kits[&operation.id].plain_controls(&settings);
            let Some(Ok(control)) = controls.into_iter().next() else {
                continue;
            };
            let mut request = wire::encode(operation, &control.message, &settings.writing);
            request.method = "GET".to_owned();
            request.body = None;
            request
                .headers
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            let exchange = driver.ask_entitled(request).await?;
            if exchange.answer.is_ok_and(|answer| answer.status != 404) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
