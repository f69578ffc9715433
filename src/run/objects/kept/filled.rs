//! A few things in a list before its pages and orders are looked at.

use super::parameters;
use crate::contract::Operation;
use crate::exchange::{Case, Step};
use crate::generate::{Newness, Settings};
use crate::run::Lane;
use crate::run::driver::{Driver, Stop};

/// How new each of them is: numbers differ as well, so that an order shows.
const MADE: [Newness; 4] = [Newness::Texts, Newness::All, Newness::All, Newness::All];

impl<'r> Lane<'r> {
    /// Makes some things where a list will be asked for, by the operation at its path that was seen to make
    /// such things.
    pub(in crate::run) async fn fill_list(
        &self,
        driver: &mut Driver<'r>,
        list: &Operation,
        settings: &Settings,
    ) -> Result<(), Stop> {
        let bare = |path: &str| path.trim_end_matches('/').to_owned();
        let mut all = self.contract.operations.iter();
        let makes = all.find(|o| o.method == "POST" && bare(&o.path) == bare(&list.path));
        let tested = |o: &&Operation| o.occupies.is_none() && self.evidence.is_tested(&o.id);
        let Some(makes) = makes.filter(tested) else {
            return Ok(());
        };
        self.provide(driver, settings, &list.id, &[]).await?;
        let kit = &self.kits[&makes.id];
        for newness in MADE {
            let Ok(mut message) = kit.making(settings, newness, None) else {
                continue;
            };
            for (own, other) in parameters(list).into_iter().zip(parameters(makes)) {
                if let Some(value) = self.kits[&list.id].standing(&own) {
                    message.set(&other, Some(value));
                }
            }
            let mut case = Case {
                index: 0,
                about: "one more in a list".into(),
                tag: None,
                steps: vec![Step::Send(message)],
            };
            let ran = driver.carry_out(kit, &case).await?;
            ran.write_down(&mut case);
            self.observe(&makes.id, &case, &ran.taken, false);
        }
        Ok(())
    }
}
