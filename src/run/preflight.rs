//! Readings that every request depends on: which base answers, and how the body is wrapped.

use std::time::{Duration, Instant};

use super::Lane;
use super::driver::{Driver, Stop};
use crate::clause::{Clause, Judgement, Seen, Stimulus, by_operation, judge};
use crate::generate::{Cases, Settings};
use crate::wire::Writing;

/// Looks that may hang.
const HANGS: u64 = 3;
/// Tries of a look that is put off (429 or 503), the pause between them, and how long they may take.
const TRIES: usize = 8;
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(5);
/// Rules that are asked about at most.
const PROBES: usize = 3;

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
        let mut operations = self.contract.operations.iter();
        if bases.len() < 2 && operations.all(|o| o.wrapper.is_none()) {
            return Ok((first, plain));
        }
        let probes = by_operation(self.contract).flatten().filter(|c| {
            matches!(&c.stimulus, Stimulus::Breaks { keyword, at, .. }
                if at.starts_with("/body/") && matches!(keyword.as_str(), "pattern" | "maxLength" | "enum" | "maximum"))
                && c.id.split('/').nth(2).is_some_and(|family| family.starts_with(|c: char| c.is_ascii_digit()))
        });
        let mut answered = None;
        // A target may have its fault in the very rule that is asked about: another rule may tell.
        for probe in probes.take(PROBES) {
            let probe = &probe;
            let wrapper = self.kits[&probe.operation].operation.wrapper.as_ref();
            let wrapped = wrapper.map(|w| Writing {
                wrapper: [(probe.operation.clone(), w.name.clone())].into(),
                ..Writing::default()
            });
            let writings: Vec<Writing> = std::iter::once(plain.clone()).chain(wrapped).collect();
            if bases.len() < 2 && writings.len() < 2 {
                break;
            }
            for (base, writing) in bases
                .iter()
                .flat_map(|b| writings.iter().map(move |w| (b, w)))
            {
                // Where every look hangs, the first ways stand, and what follows tells the rest.
                if self.hangs() >= HANGS {
                    break;
                }
                driver.settle_on(base, writing.clone());
                let asked = self.ask_patiently(driver, probe, writing).await?;
                // A target that says nothing but "later" tells no way of writing.
                if matches!(asked, Some((_, Some(429 | 503)))) {
                    return Ok((answered.unwrap_or(first), plain));
                }
                match asked {
                    Some((true, _)) => {
                        self.report_readings(self.kits[&probe.operation].operation, base, writing);
                        return Ok((base.clone(), writing.clone()));
                    }
                    Some((false, Some(status))) if status != 404 => {
                        answered.get_or_insert_with(|| base.clone());
                    }
                    _ => {}
                }
            }
        }
        Ok((answered.unwrap_or(first), plain))
    }

    /// The same, and again while the answer is "later".
    async fn ask_patiently(
        &self,
        driver: &mut Driver<'_>,
        probe: &Clause,
        writing: &Writing,
    ) -> Result<Option<(bool, Option<u16>)>, Stop> {
        let began = Instant::now();
        let mut tries = 1;
        loop {
            let asked = self.ask(driver, probe, writing).await?;
            let later = matches!(asked, Some((_, Some(429 | 503))));
            if !later || tries == TRIES || began.elapsed() > LONGEST {
                return Ok(asked);
            }
            tries += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Sends a probe's plainest case: whether it was answered as documented, and the status.
    async fn ask(
        &self,
        driver: &mut Driver<'_>,
        probe: &Clause,
        writing: &Writing,
    ) -> Result<Option<(bool, Option<u16>)>, Stop> {
        let kit = &self.kits[&probe.operation];
        let settings = Settings {
            cases: 0,
            ..self.settings(writing.clone())
        };
        let Some(case) = Cases::new(kit, probe, &settings)
            .ok()
            .and_then(|mut cases| cases.next())
        else {
            return Ok(None);
        };
        let ran = driver.carry_out(kit, &case).await?;
        let last = ran.taken.last().and_then(|t| t.exchanges.last());
        let status = last.and_then(|e| e.answer.as_ref().ok()).map(|r| r.status);
        let seen = Seen {
            contract: self.contract,
            operation: kit.operation,
            case: &case,
            taken: &ran.taken,
            fixture: &|name| kit.fixture(name),
        };
        Ok(Some((
            matches!(judge(probe, &seen).0, Judgement::Held),
            status,
        )))
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
        let wrapped = operation.wrapper.as_ref().and_then(|w| {
            alternative(
                &w.reading,
                usize::from(writing.wrapper.contains_key(&operation.id)),
            )
        });
        self.totals.read(root.into_iter().chain(wrapped).collect());
    }
}
