//! Requests that name what exists: values that the run has come by stand in place of made-up ones, and
//! requests that make such things are new each time.

use serde_json::Value;

use super::{Dice, Kit, Maker, Settings, Skip, nonce};
use crate::contract::{Place, Schema};
use crate::exchange::{Message, below};
use crate::rule::holds;
use crate::wire;

/// How much of a request that makes something is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Newness {
    /// Nothing: the plain request.
    Plain,
    /// Texts that are free to be chosen.
    Texts,
    /// The same, and every plain member that may be left out is there.
    Whole,
    /// Every value.
    All,
}

impl Kit<'_> {
    /// From now on, requests hold this value at a place, unless they are about the place itself; none
    /// makes one up again.
    pub fn stand(&self, at: &str, value: Option<Value>) {
        let mut objects = self.objects.borrow_mut();
        match value {
            Some(value) => drop(objects.insert(at.to_owned(), value)),
            None => drop(objects.remove(at)),
        }
    }

    /// From now on, no request that names something at a place is made, for this reason; none allows them
    /// again.
    pub fn lack(&self, at: &str, why: Option<String>) {
        let mut lacking = self.lacking.borrow_mut();
        match why {
            Some(why) => drop(lacking.insert(at.to_owned(), why)),
            None => drop(lacking.remove(at)),
        }
    }

    /// The value of something that exists, for a place.
    pub fn standing(&self, at: &str) -> Option<Value> {
        self.objects.borrow().get(at).cloned()
    }

    /// Has requests name what those of another kit of the operation name, as far as its places take that.
    pub(super) fn name_like(&self, other: &Kit<'_>) {
        for (at, value) in other.objects.borrow().iter() {
            if let Some(value) = self.fitted(at, value) {
                self.stand(at, Some(value));
            }
        }
    }

    /// A value as the schema of a place wants it; nothing where it takes no such value.
    pub fn fitted(&self, at: &str, value: &Value) -> Option<Value> {
        let schema = self.operation.schema_at(at)?;
        let fits = |v: &Value| holds(&schema.json, v, &schema.shared);
        if fits(value) {
            return Some(value.clone());
        }
        let other = match value {
            Value::Number(n) => Value::String(n.to_string()),
            Value::String(text) => text.parse::<i64>().ok()?.into(),
            _ => return None,
        };
        fits(&other).then_some(other)
    }

    /// The plain valid request, as new as is asked for; with a name of its own at the place that is
    /// given.
    ///
    /// # Errors
    /// Why none can be made.
    pub fn making(
        &self,
        settings: &Settings,
        newness: Newness,
        named: Option<&str>,
    ) -> Result<Message, Skip> {
        let mut dice = match newness {
            Newness::Plain => self.dice_for(settings, &format!("{} control", self.operation.id)),
            _ => Dice::new(nonce(), "making", 0, 0),
        };
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let base = maker.base(None).clone();
        let mut message = maker.valid(&base)?;
        match newness {
            Newness::Plain => {}
            Newness::Texts => maker.renew(&mut message),
            Newness::Whole => {
                maker.renew(&mut message);
                message = self.fuller(settings, &message, 0).unwrap_or(message);
            }
            Newness::All => {
                let body = self.operation.body.as_ref().and_then(|b| b.media.first());
                if let (Some(media), Some(_)) = (body, &message.body) {
                    let value = maker.any(&media.schema, "/body")?;
                    message.body = Some(maker.sendable(value, &media.schema, "/body"));
                }
                maker.renew(&mut message);
                maker.stand_in(&mut message);
                maker.keep_to_prose(&mut message, "");
            }
        }
        if let Some(at) = named
            && let Some(schema) = self.operation.schema_at(at)
        {
            let before = message.get(at).cloned();
            maker.renew_at(&mut message, schema, at);
            if message.get(at) == before.as_ref() {
                return Err(Skip::unmade(format!("no new name could be made for {at}")));
            }
        }
        if let Some(skip) = self.unproven(&message, &settings.writing) {
            return Err(skip);
        }
        Ok(message)
    }
}

impl Maker<'_, '_, '_> {
    /// Puts what exists at the places of a message that have such a value.
    pub(super) fn stand_in(&self, message: &mut Message) {
        for (at, value) in self.kit.objects.borrow().iter() {
            if message.get(at).is_none() {
                continue;
            }
            // Of a list of ids, one is known.
            let list = at
                .strip_suffix("/0")
                .filter(|list| list.starts_with("/body"));
            match list.and_then(|list| Some((list, message.get(list)?.as_array()?.len()))) {
                Some((list, length)) => {
                    let schema = self.kit.operation.schema_at(list);
                    let least = schema.and_then(|s| s.min_items).unwrap_or(1).max(1);
                    let all = vec![value.clone(); length.min(least as usize)];
                    message.set(list, Some(all.into()));
                }
                None => message.set(at, Some(value.clone())),
            }
        }
    }

    /// Draws anew what is free to be chosen.
    pub(super) fn renew(&mut self, message: &mut Message) {
        let kit = self.kit;
        for parameter in &kit.operation.parameters {
            let at = parameter.pointer();
            let own = parameter.place == Place::Path && kit.standing(&at).is_none();
            if own && message.get(&at).is_some() {
                self.renew_at(message, &parameter.schema, &at);
            }
        }
        if let Some(media) = kit.operation.body.as_ref().and_then(|b| b.media.first()) {
            self.renew_below(message, &media.schema, "/body", 0);
        }
    }

    fn renew_below(&mut self, message: &mut Message, schema: &Schema, at: &str, deep: usize) {
        if deep > 4 || self.kit.standing(at).is_some() {
            return;
        }
        match message.get(at) {
            Some(Value::Object(_)) => {
                for property in &schema.properties {
                    let place = below(at, &property.name);
                    self.renew_below(message, &property.schema, &place, deep + 1);
                }
                // What another alternative says of a member is not said of this one.
                let own = |branch: &&Schema| {
                    let value = message.get(at);
                    value.is_some_and(|v| holds(&branch.json, v, &branch.shared))
                };
                let branches: Vec<&Schema> = schema.any_of.iter().filter(own).collect();
                for branch in branches {
                    self.renew_below(message, branch, at, deep + 1);
                }
            }
            Some(Value::String(_)) => self.renew_at(message, schema, at),
            _ => {}
        }
    }

    fn renew_at(&mut self, message: &mut Message, schema: &Schema, at: &str) {
        let free = schema.constant.is_none() && schema.enumeration.is_empty();
        if !free || !(schema.allows("string") || schema.allows("integer")) {
            return;
        }
        let made = self.new_value(schema, at);
        let Some(made) = made.filter(|v| holds(&schema.json, v, &schema.shared)) else {
            return;
        };
        let before = message.get(at).cloned();
        message.set(at, Some(made));
        if wire::faithful(self.kit.operation, message, &self.settings.writing).is_err() {
            message.set(at, before);
        }
    }

    fn new_value(&mut self, schema: &Schema, at: &str) -> Option<Value> {
        if schema.format.is_some() || !schema.allows("string") {
            let mut instances = self.instances(schema);
            return instances.holding(&schema.json, "", false).ok();
        }
        let prefix = self.kit.prefix.clone();
        self.fresh(&prefix, schema, at).ok()
    }
}
