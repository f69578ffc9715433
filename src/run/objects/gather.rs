//! What the requests of an operation name: from what is there, else made for it.

use std::rc::Rc;

use super::{Object, Sends, Slot, Values};
use crate::contract::Operation;
use crate::contract::ties::{Kind, Tie};
use crate::exchange::Message;
use crate::generate::Settings;
use crate::run::Lane;
use crate::run::driver::Stop;
use crate::wire;

/// What was gathered, and what is lacking.
#[derive(Default)]
struct Gathered {
    values: Values,
    objects: Vec<Rc<Object>>,
    lacking: Vec<String>,
}

impl<'r> Lane<'r> {
    /// Sees to it that requests of an operation name what exists, as far as its ties tell how.
    pub(in crate::run) async fn provide<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &str,
        above: &[&str],
    ) -> Result<(), Stop> {
        if let Some(values) = sender.values() {
            self.objects.hooked.hear(values);
        }
        if !self.objects.names(operation) || !self.objects.wants(operation) {
            return Ok(());
        }
        let Some(kit) = self.kits.get(operation) else {
            return Ok(());
        };
        let gathered = self.gather(sender, settings, kit.operation, above).await?;
        for (at, value) in &gathered.values {
            if kit.standing(at).is_none() {
                kit.stand(at, Some(value.clone()));
            }
        }
        self.objects.settle(operation, gathered);
        if self.objects.uses_up(operation) {
            self.forbid(kit.operation);
        }
        Ok(())
    }

    /// What uses things up is never sent with a made-up name, which may be somebody's.
    fn forbid(&self, operation: &Operation) {
        let kit = &self.kits[&operation.id];
        let ties = self.objects.ties.to(&operation.id).iter();
        for at in ties.map(Tie::at).filter(|at| at.starts_with("/path/")) {
            let lacks = kit.standing(at).is_none();
            kit.lack(at, lacks.then(|| self.nothing_named(operation)));
        }
    }

    async fn gather<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &Operation,
        above: &[&str],
    ) -> Result<Gathered, Stop> {
        let mut all = self.objects.given_now(&operation.id);
        let kit = &self.kits[&operation.id];
        for (at, value) in self.objects.hooked.given(&operation.id) {
            let free = all.values.iter().all(|(p, _)| *p != at);
            if let Some(value) = kit.fitted(&at, &value).filter(|_| free) {
                all.values.push((at, value));
                all.objects.push(Rc::new(Object::default()));
            }
        }
        let ties = self.objects.ties.to(&operation.id);
        let mut places: Vec<&str> = Vec::new();
        for tie in ties {
            if !places.contains(&tie.at()) {
                places.push(tie.at());
            }
        }
        let bold = self.objects.bold.borrow().contains(&operation.id);
        let fresh = self.objects.wants_fresh(&operation.id);
        for (number, at) in places.into_iter().enumerate() {
            if all.values.iter().any(|(p, _)| p == at) {
                continue;
            }
            let own = fresh && number == 0 && at.starts_with("/path/");
            let mut lacking = Vec::new();
            for tie in ties.iter().filter(|t| t.at() == at && (bold || !t.weak)) {
                match self.by_tie(sender, settings, tie, own, above).await? {
                    Ok((values, object)) => {
                        for (place, value) in values {
                            if !all.values.iter().any(|(p, _)| *p == place) {
                                all.values.push((place, value));
                            }
                        }
                        all.objects.push(object);
                        lacking.clear();
                        break;
                    }
                    Err(why) => lacking.push(why),
                }
            }
            if at.starts_with("/path/") {
                all.lacking.extend(lacking);
            }
        }
        Ok(all)
    }

    /// What a tie gives: of a thing that is there, else of one that is made for it.
    async fn by_tie<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        tie: &Tie,
        fresh: bool,
        above: &[&str],
    ) -> Result<Result<(Values, Rc<Object>), String>, Stop> {
        if fresh && tie.kind == Kind::Listed && self.objects.uses_up(&tie.operation) {
            // What the run did not make is not its own to use up.
            return Ok(Err("only things of somebody else are there".into()));
        }
        let kit = &self.kits[&tie.operation];
        if !fresh && let Some(object) = self.objects.there(&tie.producer) {
            let given = given(kit, tie, &object);
            if let Ok(values) = given {
                self.ripen(&tie.operation, &object).await;
                return Ok(Ok((values, object)));
            }
        }
        let object = match self.make(sender, settings, tie, above).await? {
            Ok(object) => object,
            Err(why) => return Ok(Err(why)),
        };
        self.ripen(&tie.operation, &object).await;
        if fresh && tie.kind != Kind::Listed {
            self.objects.take(&object);
            self.prepare(sender, settings, &tie.operation, &object)
                .await?;
        }
        match given(kit, tie, &object) {
            Ok(values) => Ok(Ok((values, object))),
            Err(why) => {
                let why = format!("{}: {why}", tie.producer);
                Ok(Err(why))
            }
        }
    }

    /// A message with what the operation's requests name now in place of what they named before.
    pub(in crate::run) fn named_now(&self, operation: &str, message: &Message) -> Message {
        let mut message = message.clone();
        self.objects.rename(operation, &mut message);
        message
    }
}

/// The values that a tie takes from a thing.
pub(super) fn given(
    kit: &crate::generate::Kit<'_>,
    tie: &Tie,
    object: &Object,
) -> Result<Values, String> {
    let mut values = Vec::new();
    for (number, (at, origin)) in tie.fills.iter().enumerate() {
        let told = wire::told(origin, &object.message, &object.response, object.entry);
        let told = told.and_then(|value| {
            let fitted = kit.fitted(at, &value);
            fitted.ok_or_else(|| format!("{value} is none that {at} takes"))
        });
        match told {
            Ok(value) => values.push((at.clone(), value)),
            Err(why) if number == 0 => return Err(why),
            Err(_) => {}
        }
    }
    Ok(values)
}

impl Lane<'_> {
    /// Has the requests of an operation go with made-up values, or with what exists again.
    pub(in crate::run) fn make_up(&self, operation: &str, made_up: bool) {
        let kit = &self.kits[operation];
        let mut slots = self.objects.slots.borrow_mut();
        let Some(slot) = slots.get_mut(operation) else {
            return;
        };
        slot.dropped = made_up;
        for (at, value) in &slot.values {
            kit.stand(at, (!made_up).then(|| value.clone()));
        }
    }
}

impl Lane<'_> {
    /// Takes even weak guesses for an operation, or no more. Whether there are any.
    pub(in crate::run) fn guess_boldly(&self, operation: &str, bold: bool) -> bool {
        let ties = self.objects.ties.to(operation);
        if !ties.iter().any(|t| t.weak) {
            return false;
        }
        match bold {
            true => self.objects.bold.borrow_mut().insert(operation.to_owned()),
            false => self.objects.bold.borrow_mut().remove(operation),
        };
        let slot = self.objects.slots.borrow_mut().remove(operation);
        for (at, _) in slot.into_iter().flat_map(|s| s.values) {
            self.kits[operation].stand(&at, None);
        }
        true
    }
}

impl super::Objects {
    /// Whether something is to be found for an operation now.
    fn wants(&self, operation: &str) -> bool {
        let slots = self.slots.borrow();
        match slots.get(operation) {
            None => true,
            Some(slot) if slot.dropped => false,
            // What could not be found is not looked for at each request.
            Some(slot) if slot.objects.is_empty() => slot.renewed == 0,
            Some(slot) => slot.objects.iter().any(|o| o.gone.get()),
        }
    }

    /// What the profile says exists; the next of its values each time that one is used up.
    fn given_now(&self, operation: &str) -> Gathered {
        let mut all = Gathered::default();
        let slots = self.slots.borrow();
        let turn = slots.get(operation).map_or(0, |slot| slot.renewed);
        for (at, values) in self.given.get(operation).into_iter().flatten() {
            if let Some(value) = values.get(turn).or(values.last()) {
                all.values.push((at.clone(), value.clone()));
                all.objects.push(Rc::new(Object::default()));
            }
        }
        all
    }

    fn settle(&self, operation: &str, gathered: Gathered) {
        let mut slots = self.slots.borrow_mut();
        let slot: &mut Slot = slots.entry(operation.to_owned()).or_default();
        for (at, value) in &gathered.values {
            slot.issued.insert((at.clone(), value.to_string()));
        }
        slot.lacking = gathered.lacking;
        slot.renewed += 1;
        if !gathered.objects.is_empty() || slot.objects.is_empty() {
            slot.values = gathered.values;
            slot.objects = gathered.objects;
        }
    }

    /// A thing of a producer that is there, the newest first.
    fn there(&self, producer: &str) -> Option<Rc<Object>> {
        let pool = self.pool.borrow();
        let own = pool.get(producer)?;
        own.iter().rev().find(|o| !o.gone.get()).cloned()
    }

    /// Takes a thing out of what is shared: it is for one use alone.
    fn take(&self, object: &Rc<Object>) {
        let mut pool = self.pool.borrow_mut();
        if let Some(own) = pool.get_mut(&object.producer) {
            own.retain(|o| !Rc::ptr_eq(o, object));
        }
    }

    /// Puts what the operation's requests name now where a message holds what they named before.
    pub(super) fn rename(&self, operation: &str, message: &mut Message) {
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(operation).filter(|s| !s.dropped) else {
            return;
        };
        for (at, value) in &slot.values {
            let Some(held) = message.get(at) else {
                continue;
            };
            if held != value && slot.issued.contains(&(at.clone(), held.to_string())) {
                message.set(at, Some(value.clone()));
            }
        }
    }
}
