//! Readings about how values are written: found early, by valid requests, and used for the rest of
//! the run.

use super::Lane;
use super::driver::{Driver, Stop};
use crate::exchange::Request;
use crate::generate::Kit;
use crate::wire::{self, Nature, Writing};

/// Requests at most that look for a combination of ways which the target takes.
const LOOKS: usize = 48;

impl Lane<'_> {
    /// Finds for every operation that will be judged a base and a way of writing that the target
    /// takes; where none is taken, the first ones stand.
    pub(super) async fn settle_ways(
        &self,
        driver: &mut Driver<'_>,
        writing: &mut Writing,
    ) -> Result<(), Stop> {
        for operation in &self.contract.operations {
            let judged = self.judged.contains(&operation.id);
            let kit = &self.kits[&operation.id];
            let open = !kit.way_keys().is_empty() || operation.wrapper.is_some();
            // Where HTTP says what is a success, the first refusal shows how a target writes.
            if !judged || operation.support || operation.success.is_none() {
                continue;
            }
            if open && !self.accepts_base(driver, kit, writing).await? {
                continue;
            }
            self.settle_places(driver, kit, writing).await?;
            self.settle_rest(driver, kit, writing).await?;
            self.settle_existing(driver, kit, writing).await?;
        }
        Ok(())
    }

    /// Looks for a base that is accepted: the first one, else one that is held in reserve. Then
    /// settles what the other bases hold beyond it.
    async fn accepts_base(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        writing: &mut Writing,
    ) -> Result<bool, Stop> {
        let operation = kit.operation;
        let mut found = None;
        for (number, base) in operation.bases.iter().enumerate() {
            if number > 0 && !base.special {
                continue;
            }
            if self.combination(driver, kit, writing, &base.name).await? {
                found = Some(number);
                break;
            }
        }
        let Some(number) = found else {
            return Ok(false);
        };
        if number > 0 {
            let name = operation.bases[number].name.clone();
            writing.base.insert(operation.id.clone(), name);
        }
        for base in operation.bases.iter().skip(1).filter(|b| !b.special) {
            self.combination(driver, kit, writing, &base.name).await?;
        }
        Ok(true)
    }

    /// Looks for ways in which the plain request of a base is accepted: the first ones, the last
    /// ones, then others. What was settled before stands.
    async fn combination(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        writing: &mut Writing,
        base: &str,
    ) -> Result<bool, Stop> {
        let operation = kit.operation;
        let settings = self.settings(writing.clone());
        let Ok(message) = kit.plain_of(base, &settings) else {
            return Ok(false);
        };
        let mut keys = kit.ways_in(&message);
        keys.retain(|(key, _)| !writing.ways.contains_key(key));
        let settled =
            writing.wrapper.contains_key(&operation.id) || base != operation.bases[0].name;
        let open = !keys.is_empty() || base == operation.bases[0].name;
        if !open {
            return Ok(true);
        }
        let mut looks = 0;
        for choice in choices(&keys) {
            for wrapped in wrappings(kit) {
                if looks >= LOOKS {
                    return Ok(false);
                }
                looks += 1;
                let mut tried = writing.clone();
                for ((key, _), index) in keys.iter().zip(&choice) {
                    tried.ways.insert(key.clone(), *index);
                }
                if !settled {
                    match wrapped {
                        Some(name) => tried.wrapper.insert(operation.id.clone(), name.to_owned()),
                        None => tried.wrapper.remove(&operation.id),
                    };
                }
                let settings = self.settings(tried.clone());
                let Ok(message) = kit.plain_of(base, &settings) else {
                    break;
                };
                let request = wire::encode(operation, &message, &tried);
                if self.is_taken(driver, kit, request).await? {
                    if !settled {
                        self.report_wrapping(kit, wrapped.is_some());
                    }
                    *writing = tried;
                    return Ok(true);
                }
                if settled {
                    break;
                }
            }
        }
        Ok(false)
    }

    fn report_wrapping(&self, kit: &Kit<'_>, wrapped: bool) {
        let Some(wrapper) = &kit.operation.wrapper else {
            return;
        };
        let reading = self.contract.readings.get(&wrapper.reading);
        let shown = reading.and_then(|r| r.alternatives.get(usize::from(wrapped)));
        let shown = shown.map(|s| (wrapper.reading.clone(), s.clone()));
        self.totals.read(shown.into_iter().collect());
    }

    /// Settles where values stand: a target may pass over what stands where it does not look, so the
    /// place it reads is the one where a right value is taken and a wrong one is refused.
    async fn settle_places(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        writing: &mut Writing,
    ) -> Result<(), Stop> {
        for (at, keys) in kit.movable() {
            let open: Vec<_> = keys
                .into_iter()
                .filter(|(key, _)| !writing.ways.contains_key(key))
                .collect();
            if open.is_empty() {
                continue;
            }
            let mut found = false;
            for choice in choices(&open) {
                let mut tried = writing.clone();
                for ((key, _), index) in open.iter().zip(&choice) {
                    tried.ways.insert(key.clone(), *index);
                }
                let settings = self.settings(tried.clone());
                let Ok((right, wrong)) = kit.right_and_wrong(&at, &settings) else {
                    break;
                };
                if self.is_taken(driver, kit, right).await?
                    && !self.is_taken(driver, kit, wrong).await?
                {
                    *writing = tried;
                    found = true;
                    break;
                }
            }
            // Where the documents show every place there is, one of them is read, or ought to be.
            let schema = kit.operation.schema_at(&at);
            let firm = schema.is_some_and(|s| {
                let own = s.ext.ways.iter();
                own.filter(|w| open.iter().any(|(key, _)| *key == w.key))
                    .all(|w| w.firm)
            });
            let around = at.rsplit_once('/').map_or("", |(around, _)| around);
            let moved = kit.operation.schema_at(around);
            let still = moved.is_none_or(|s| s.ext.ways.is_empty());
            if !(found || firm && still) {
                let unread = writing.unread.entry(kit.operation.id.clone()).or_default();
                unread.push(at);
            }
        }
        Ok(())
    }

    /// Settles what the base does not hold, one key after the other.
    async fn settle_rest(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        writing: &mut Writing,
    ) -> Result<(), Stop> {
        for (key, _) in kit.way_keys() {
            if writing.ways.contains_key(&key) {
                continue;
            }
            let settings = self.settings(writing.clone());
            let Ok(requests) = kit.way_requests(&key, &settings) else {
                continue;
            };
            for (index, (_, request)) in requests.into_iter().enumerate() {
                if self.is_taken(driver, kit, request).await? {
                    writing.ways.insert(key.clone(), index);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Finds which listed values exist on the target, where that is its own affair.
    async fn settle_existing(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        writing: &mut Writing,
    ) -> Result<(), Stop> {
        if !kit.operation.combinations {
            return Ok(());
        }
        let settings = self.settings(writing.clone());
        let mut found = Vec::new();
        for (at, requests) in kit.existing_requests(&settings) {
            let mut taken = Vec::new();
            for (value, request) in requests {
                if self.is_taken(driver, kit, request).await? {
                    taken.push(value);
                }
            }
            found.push((at, taken));
        }
        writing.existing.insert(kit.operation.id.clone(), found);
        Ok(())
    }

    async fn is_taken(
        &self,
        driver: &mut Driver<'_>,
        kit: &Kit<'_>,
        request: Request,
    ) -> Result<bool, Stop> {
        if self.stops_looking() {
            return Ok(false);
        }
        let exchange = driver.send_raw(kit, &request).await?;
        // Neither access denied nor "later" says how a target reads what is written.
        let away =
            matches!(&exchange.answer, Ok(r) if matches!(r.status, 401 | 403 | 407 | 429 | 503));
        self.patience.turned_away(away);
        let place = &self.contract.error_code;
        Ok(matches!(&exchange.answer,
            Ok(r) if wire::nature(kit.operation, place, r) == Nature::Success))
    }
}

/// With the body's members at the top, then inside the wrapper.
fn wrappings<'k>(kit: &'k Kit<'_>) -> Vec<Option<&'k str>> {
    let wrapper = kit.operation.wrapper.as_ref();
    std::iter::once(None)
        .chain(wrapper.map(|w| Some(w.name.as_str())))
        .collect()
}

/// Combinations of ways: all first, all last, each one changed alone, then each pair changed.
fn choices(keys: &[(String, usize)]) -> Vec<Vec<usize>> {
    let first = vec![0; keys.len()];
    let last: Vec<usize> = keys.iter().map(|(_, n)| n.saturating_sub(1)).collect();
    let mut all = vec![first.clone(), last];
    for start in 0..keys.len() {
        for value in 1..keys[start].1 {
            let mut one = first.clone();
            one[start] = value;
            all.push(one.clone());
            for next in start + 1..keys.len() {
                for other in 1..keys[next].1 {
                    let mut two = one.clone();
                    two[next] = other;
                    all.push(two);
                }
            }
        }
    }
    // What differs in fewer places from the first one comes earlier; the order stays otherwise.
    all[2..].sort_by_key(|c| c.iter().filter(|i| **i > 0).count());
    let mut seen = Vec::new();
    all.retain(|c| {
        let new = !seen.contains(c);
        seen.push(c.clone());
        new
    });
    all
}
