//! Readings that every request depends on: which base answers, and how the body is wrapped.

use super::Lane;
use super::driver::{Driver, Stop};
use crate::clause::{Judgement, Stimulus, derive};
use crate::generate::{Cases, Settings};
use crate::wire::Writing;

impl Lane<'_> {
    /// Finds out what the target takes by a request that breaks one rule and changes nothing: the
    /// way of asking that draws the documented error is the target's. Falls back on the first way.
    pub(super) async fn settle_readings(
        &self,
        driver: &mut Driver<'_>,
    ) -> Result<(String, Writing), Stop> {
        let bases = self.bases();
        let plain = Writing::default();
        let first = bases.first().cloned().unwrap_or_default();
        // A rule about a value shows that the value was found; a rule about its absence does not.
        let probe = derive(self.contract).into_iter().find(|c| {
            matches!(&c.stimulus, Stimulus::Breaks { keyword, at, .. }
                if at.starts_with("/body/") && matches!(keyword.as_str(), "pattern" | "maxLength" | "enum" | "maximum"))
                && c.id.split('/').nth(2).is_some_and(|family| family.starts_with(|c: char| c.is_ascii_digit()))
        });
        let Some(probe) = probe else {
            return Ok((first, plain));
        };
        let operation = self.kits[&probe.operation].operation;
        let mut writings = vec![plain.clone()];
        writings.extend(operation.wrapper.as_ref().map(|w| Writing {
            wrapper: Some(w.name.clone()),
        }));
        if bases.len() < 2 && writings.len() < 2 {
            return Ok((first, plain));
        }
        let mut answered = None;
        for base in &bases {
            for writing in &writings {
                let settings = Settings {
                    cases: 0,
                    ..self.settings(writing.clone())
                };
                let Ok(mut cases) = Cases::new(&self.kits[&probe.operation], &probe, &settings)
                else {
                    continue;
                };
                let Some(case) = cases.next() else { continue };
                driver.settle_on(base, writing.clone());
                let ran = driver
                    .carry_out(&self.kits[&probe.operation], &case)
                    .await?;
                let status = ran
                    .taken
                    .last()
                    .and_then(|t| t.exchanges.last())
                    .and_then(|e| e.answer.as_ref().ok())
                    .map(|r| r.status);
                let seen = crate::clause::Seen {
                    contract: self.contract,
                    operation,
                    case: &case,
                    taken: &ran.taken,
                    fixture: &|name| self.kits[&probe.operation].fixture(name),
                };
                if let (Judgement::Held, _) = crate::clause::judge(&probe, &seen) {
                    self.report_readings(operation, base, writing);
                    return Ok((base.clone(), writing.clone()));
                }
                if answered.is_none() && status.is_some_and(|s| s != 404) {
                    answered = Some(base.clone());
                }
            }
        }
        Ok((answered.unwrap_or(first), plain))
    }

    fn report_readings(
        &self,
        operation: &crate::contract::Operation,
        base: &str,
        writing: &Writing,
    ) {
        let alternative = |id: &str, index: usize| {
            let reading = self.contract.readings.get(id)?;
            Some((id.to_owned(), reading.alternatives.get(index)?.clone()))
        };
        let root = operation
            .root_reading
            .as_ref()
            .and_then(|id| alternative(id, self.contract.bases.iter().position(|b| b == base)?));
        let wrapped = operation
            .wrapper
            .as_ref()
            .and_then(|w| alternative(&w.reading, usize::from(writing.wrapper.is_some())));
        self.totals.read(root.into_iter().chain(wrapped).collect());
    }
}
