//! A case before it is sent: it names what exists now.

use serde_json::Value;

use super::{Sends, Values};
use crate::contract::Place;
use crate::exchange::{Case, Message, Request, Step};
use crate::generate::{Kit, Settings};
use crate::run::Lane;
use crate::run::driver::{Driver, Ran, Stop};
use crate::wire;

/// Times that a thing was gone after an operation, before that is what the operation does.
const SUSPECT: usize = 2;

impl<'r> Lane<'r> {
    /// The case as it is to be sent now: with things that exist, and, where its requests use them up, with
    /// one for each.
    pub(in crate::run) async fn ready<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &str,
        case: &Case,
    ) -> Result<Case, Stop> {
        let mut ready = self.ready_named(sender, settings, operation, case).await?;
        if !sender.minds_versions() && self.objects.versions.names(operation) {
            self.put_versions(sender, settings, operation, &mut ready)
                .await?;
        }
        Ok(ready)
    }

    /// The same as far as it is about what exists.
    async fn ready_named<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &str,
        case: &Case,
    ) -> Result<Case, Stop> {
        if !self.objects.names(operation) {
            return Ok(case.clone());
        }
        self.know_resets();
        let mut ready = case.clone();
        let last = ready.steps.len().saturating_sub(1);
        for (number, step) in ready.steps.iter_mut().enumerate() {
            let holds = match step {
                Step::Send(m) => self.holds(operation, m),
                Step::Race(list) => list.iter().any(|m| self.holds(operation, m)),
                Step::Raw(_) => true,
                _ => false,
            };
            if !holds {
                continue;
            }
            self.provide(sender, settings, operation, &[]).await?;
            match step {
                Step::Send(message) => self.objects.rename(operation, message),
                Step::Race(list) => {
                    for message in list {
                        self.objects.rename(operation, message);
                    }
                }
                Step::Raw(request) => self.rename_raw(operation, request),
                _ => {}
            }
            // The last one is used up by its success alone.
            if number < last && self.objects.wants_fresh(operation) {
                self.objects.spend(operation);
            }
        }
        Ok(ready)
    }

    /// Has the requests of a case name the version that is there now.
    async fn put_versions<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &str,
        case: &mut Case,
    ) -> Result<(), Stop> {
        let (versions, kit) = (&self.objects.versions, &self.kits[operation]);
        let own = (self.contract, &settings.writing);
        for step in &mut case.steps {
            match step {
                Step::Send(message) => {
                    if let Some(now) = versions.now(sender, own, message, &[]).await? {
                        *message = now;
                    }
                }
                Step::Raw(request) => {
                    let Some(path) = path_of(kit, request) else {
                        continue;
                    };
                    if let Some(now) = versions.now_raw(sender, own, &path, request).await? {
                        *request = now;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a message holds something that the operation's requests named now or before.
    fn holds(&self, operation: &str, message: &Message) -> bool {
        message.operation == operation && self.objects.holds(operation, message)
    }

    /// The same for a request that is written already: its path.
    fn rename_raw(&self, operation: &str, request: &mut Request) {
        let kit = &self.kits[operation];
        let Some(before) = path_of(kit, request) else {
            return;
        };
        let mut now = before.clone();
        self.objects.rename(operation, &mut now);
        if now == before {
            return;
        }
        let writing = wire::Writing::default();
        let path = |m: &Message| {
            let target = wire::encode(kit.operation, m, &writing).target;
            target.split('?').next().unwrap_or_default().to_owned()
        };
        let (old, new) = (path(&before), path(&now));
        if let Some(rest) = request.target.strip_prefix(&old) {
            request.target = format!("{new}{rest}");
        }
    }

    /// Forgets what a reset of the target has taken away.
    fn know_resets(&self) {
        let resets = self.ledger.clears();
        if self.objects.resets.replace(resets) != resets {
            self.objects.forget();
        }
    }

    /// Carries out a case on things that exist. Where one is found no more, the case is carried out again
    /// on another, and on one that is new. Returns the case as it was sent.
    pub(in crate::run) async fn carry(
        &self,
        driver: &mut Driver<'r>,
        kit: &Kit<'r>,
        case: &Case,
    ) -> Result<(Case, Ran), Stop> {
        let operation = kit.operation.id.as_str();
        self.objects.hooked.hear(driver.values());
        if !self.objects.names(operation) {
            let ran = driver.carry_out(kit, case).await?;
            let mut sent = case.clone();
            ran.write_down(&mut sent);
            self.look(operation, &sent, &ran.taken);
            return Ok((sent, ran));
        }
        let settings = self.settings(driver.writing.clone());
        let mut sent = self.ready(driver, &settings, operation, case).await?;
        let mut ran = driver.carry_out(kit, &sent).await?;
        for all in [false, true] {
            if !self.may_be_gone(operation, &sent, &ran.taken) {
                break;
            }
            let worn = self.objects.was_used_by(operation);
            self.objects.lose(operation, all);
            let again = self.ready(driver, &settings, operation, case).await?;
            if again == sent {
                break;
            }
            self.observe(operation, &sent, &ran.taken, false);
            ran = driver.carry_out(kit, &again).await?;
            sent = again;
            let still = self.may_be_gone(operation, &sent, &ran.taken);
            if all || !still {
                self.objects.found_again(operation, worn, !still);
            }
        }
        ran.write_down(&mut sent);
        self.look(operation, &sent, &ran.taken);
        Ok((sent, ran))
    }
}

/// The path parameters of a request that is written.
pub(in crate::run) fn path_of(kit: &Kit<'_>, request: &Request) -> Option<Message> {
    let read = Request {
        body: None,
        ..request.clone()
    };
    let mut message = wire::decode(kit.operation, &read, &wire::Writing::default())?;
    let is_path = |at: &str| {
        let mut own = kit.operation.parameters.iter();
        own.any(|p| p.place == Place::Path && p.pointer() == at)
    };
    message.parameters.retain(|(at, _)| is_path(at));
    (!message.parameters.is_empty()).then_some(message)
}

impl super::Objects {
    /// The ids in a case that its operation's requests named, by place.
    pub(in crate::run) fn named_in(&self, operation: &str, case: &Case) -> Values {
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(operation) else {
            return Vec::new();
        };
        let mut named: Values = Vec::new();
        let places = slot.values.iter().map(|(at, _)| at);
        for at in places {
            let mut held = case.steps.iter().filter_map(|step| match step {
                Step::Send(m) => m.get(at),
                _ => None,
            });
            let ours = |v: &&Value| slot.issued.contains(&(at.clone(), v.to_string()));
            let raw = case.steps.iter().any(|s| matches!(s, Step::Raw(_)));
            match held.find(ours) {
                Some(value) => named.push((at.clone(), value.clone())),
                // What is written already may hold any of them.
                None if raw => {
                    let own = slot.issued.iter().filter(|(place, _)| place == at);
                    let read = own.filter_map(|(_, v)| serde_json::from_str(v).ok());
                    named.extend(read.map(|v: Value| (at.clone(), v)));
                }
                None => {}
            }
        }
        named
    }

    /// Knows ids that an earlier run named: what exists now stands in their place.
    pub(in crate::run) fn once_named(&self, operation: &str, named: &[(String, Value)]) {
        if named.is_empty() {
            return;
        }
        let mut slots = self.slots.borrow_mut();
        let slot = slots.entry(operation.to_owned()).or_default();
        let written = named.iter().map(|(at, v)| (at.clone(), v.to_string()));
        slot.issued.extend(written);
    }

    pub(super) fn holds(&self, operation: &str, message: &Message) -> bool {
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(operation).filter(|s| s.renewed > 0) else {
            // Nothing was looked for yet.
            return true;
        };
        let mut own = slot.values.iter();
        own.any(|(at, _)| {
            message
                .get(at)
                .is_some_and(|v| slot.issued.contains(&(at.clone(), v.to_string())))
        })
    }

    /// What the operation names is for the request that is sent now; the next one gets another.
    fn spend(&self, operation: &str) {
        let slots = self.slots.borrow();
        let first = slots.get(operation).and_then(|s| s.objects.first());
        if let Some(object) = first {
            object.gone.set(true);
            let values = slots.get(operation).map_or(&[][..], |s| &s.values);
            values.iter().for_each(|(_, v)| self.hooked.spend(v));
        }
    }

    /// What the operation names may be there no more.
    pub(in crate::run) fn lose(&self, operation: &str, all: bool) {
        let slots = self.slots.borrow();
        let objects = slots.get(operation).map_or(&[][..], |s| &s.objects);
        let pool = self.pool.borrow();
        let mut suspects = self.suspects.borrow_mut();
        for object in objects {
            object.gone.set(true);
            if all {
                // Others that were made before have gone with it, where a target has begun anew.
                let own = pool.get(&object.producer).into_iter().flatten();
                own.for_each(|o| o.gone.set(true));
            }
            let last = object.last.borrow();
            if last.is_empty() || *last == operation {
                continue;
            }
            let times = suspects.entry(last.clone()).or_default();
            *times += 1;
            if *times >= SUSPECT {
                self.uses_up.borrow_mut().insert(last.clone());
            }
        }
    }

    fn found_again(&self, operation: &str, worn: bool, found: bool) {
        if worn && found {
            self.uses_up.borrow_mut().insert(operation.to_owned());
        }
        let mut slots = self.slots.borrow_mut();
        if let Some(slot) = slots.get_mut(operation) {
            slot.strikes = if found { 0 } else { slot.strikes + 1 };
        }
    }
}
