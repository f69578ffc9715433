//! What refusals said that a target asks for beside its document: valid requests keep to it, so that what
//! lies behind is tested. It is none of the contract's rules, so nothing is held against it.

use serde_json::{Map, Value, json};

use super::{Kit, Maker, Settings};
use crate::contract::Shared;
use crate::exchange::{Case, Message, Step};
use crate::rule::holds;

/// Rules that a target told, beside those of its document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learnt {
    /// Schemas of places: the body, or a parameter.
    pub schemas: Vec<(String, Value)>,
    /// Parameters of the query that the document does not list, with a value each.
    pub unlisted: Vec<(String, Value)>,
}

impl Learnt {
    /// These rules and others.
    #[must_use]
    pub fn and(&self, more: Learnt) -> Learnt {
        let mut both = self.clone();
        both.schemas.extend(more.schemas);
        both.unlisted.extend(more.unlisted);
        both
    }
}

impl Kit<'_> {
    /// From now on valid requests keep to what a target asks for; nothing forgets it again.
    pub fn learn(&self, learnt: Option<Learnt>) {
        *self.learnt.borrow_mut() = learnt;
    }

    /// A valid message that keeps to rules which a target told; none where nothing fits both.
    pub fn taught(&self, settings: &Settings, plain: &Message, learnt: &Learnt) -> Option<Message> {
        let mut dice = self.dice_for(settings, &format!("{} taught", self.operation.id));
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let mut message = plain.clone();
        let kept = maker.bend(&mut message, learnt);
        maker.keep_to_prose(&mut message, "");
        kept.then_some(message)
    }

    /// A valid message with all that was learnt of the target.
    pub fn heeded(&self, settings: &Settings, mut message: Message) -> Message {
        let mut dice = super::Dice::new(super::nonce(), "heeded", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        maker.heed(&mut message);
        message
    }

    /// From now on the texts of a place are new each time, since one of a request was taken; whether that is news
    /// for the request, which may be older than what was learnt.
    pub fn learn_unique(&self, at: &str, sent: Option<&Message>) -> bool {
        let text = sent.and_then(|s| s.get(at)?.as_str());
        if let Some(text) = text {
            let mut worn = self.worn.borrow_mut();
            if *worn.entry(at.to_owned()).or_insert_with(|| text.to_owned()) == text
                && self.unique.borrow().contains(at)
            {
                return true;
            }
        }
        let texts = self.operation.schema_at(at).is_some_and(|s| {
            s.allows("string") && s.enumeration.is_empty() && s.constant.is_none()
        });
        texts && at.starts_with("/body/") && self.unique.borrow_mut().insert(at.to_owned())
    }

    /// Whether a case sends what a target refuses by a rule that its document lacks.
    pub fn breaks_learnt(&self, case: &Case) -> bool {
        let learnt = self.learnt.borrow();
        let Some(learnt) = learnt.as_ref() else {
            return false;
        };
        let breaks = |message: &Message| {
            let unlike = |(at, more): &(String, Value)| {
                let shared = self.operation.schema_at(at).map(|s| &s.shared);
                let value = message.get(at);
                shared.is_some_and(|shared| !value.is_some_and(|v| holds(more, v, shared)))
            };
            message.operation == self.operation.id && learnt.schemas.iter().any(unlike)
        };
        case.steps.iter().any(|step| match step {
            Step::Send(message) | Step::Follow { message, .. } => breaks(message),
            _ => false,
        })
    }
}

impl Maker<'_, '_, '_> {
    /// Makes a valid message keep to what a target told.
    pub(super) fn heed(&mut self, message: &mut Message) {
        let unique = self.kit.unique.borrow().clone();
        for at in &unique {
            let (Some(schema), Some(Value::String(_))) =
                (self.kit.operation.schema_at(at), message.get(at))
            else {
                continue;
            };
            if let Ok(new) = self.fresh(&self.kit.prefix, schema, at)
                && holds(&schema.json, &new, &schema.shared)
            {
                message.set(at, Some(new));
            }
        }
        let learnt = self.kit.learnt.borrow().clone();
        if let Some(learnt) = learnt {
            self.bend(message, &learnt);
        }
        self.keep_to_prose(message, "");
    }

    /// The same for any rules; whether all of them could be kept.
    fn bend(&mut self, message: &mut Message, learnt: &Learnt) -> bool {
        let mut all = true;
        for (at, more) in &learnt.schemas {
            let Some(schema) = self.kit.operation.schema_at(at) else {
                all = false;
                continue;
            };
            let shared = &schema.shared;
            let old = message.get(at).cloned();
            if old.as_ref().is_some_and(|old| holds(more, old, shared)) {
                continue;
            }
            let both = json!({"allOf": [*schema.json, more]});
            let tame = self.kit.is_tame(at);
            let made = self.instances(schema).tamed(tame);
            let Ok(made) = { made }.holding(&both, "", true) else {
                all = false;
                continue;
            };
            let mended = old.map(|old| mend(old, &made, more, shared));
            let fits = mended.filter(|value| holds(&both, value, shared));
            message.set(at, Some(fits.unwrap_or(made)));
        }
        for (name, value) in &learnt.unlisted {
            message.set(&format!("/query/{name}"), Some(value.clone()));
        }
        all
    }
}

/// A value with as little of another one, which fits a schema, as makes it fit.
fn mend(old: Value, made: &Value, schema: &Value, shared: &Shared) -> Value {
    if holds(schema, &old, shared) {
        return old;
    }
    let (Value::Object(mut members), Value::Object(other)) = (old, made) else {
        return made.clone();
    };
    let empty = Map::new();
    let asked = schema.get("properties").and_then(Value::as_object);
    for (name, inner) in asked.unwrap_or(&empty) {
        match (members.remove(name), other.get(name)) {
            (_, None) => {}
            (Some(old), Some(made)) => {
                members.insert(name.clone(), mend(old, made, inner, shared));
            }
            (None, Some(made)) => {
                members.insert(name.clone(), made.clone());
            }
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    #[test]
    fn only_what_does_not_fit_is_changed() {
        let document =
            json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}});
        let contract =
            contract::load_text("t.json", &document.to_string(), &|_| Err(String::new()));
        assert!(contract.is_ok());
        let schema = json!({"type": "object", "required": ["a", "c"], "properties": {
            "a": {"pattern": "^x"}, "b": false, "c": {"type": "object", "properties": {"d": {"minimum": 5}}}}});
        let old = json!({"a": "y", "b": 1, "c": {"d": 1, "e": 2}, "f": 3});
        let made = json!({"a": "x", "c": {"d": 5}});
        assert_eq!(
            mend(old, &made, &schema, &Shared::default()),
            json!({"a": "x", "c": {"d": 5, "e": 2}, "f": 3})
        );
    }
}
