//! Changes that change something: of all that may be changed, and of one member each.

use super::{Role, Walk};
use crate::clause::kept::Related;
use crate::exchange::{Message, Step};
use crate::generate::{Newness, Settings};
use crate::run::Lane;

impl Lane<'_> {
    /// A change that was put at the end of a walk and says nothing says all that it may.
    pub(super) fn say_something(&self, walk: &mut Walk, from: usize, settings: &Settings) {
        let known = self.known_at_first(walk);
        if let Some(Step::Follow { message, .. }) = walk.steps.get_mut(from)
            && (says_nothing(message) || repeats(message, &known))
        {
            let known = Some(serde_json::Value::Object(known));
            let kit = &self.kits[&message.operation];
            let fuller = kit.changes(settings, message, known.as_ref());
            if let Some(fuller) = fuller.into_iter().next() {
                *message = fuller;
            }
        }
    }

    /// What a thing holds that was made just now: what was sent, and the defaults of what was not.
    fn known_at_first(&self, walk: &Walk) -> serde_json::Map<String, serde_json::Value> {
        let mut known = serde_json::Map::new();
        if let Some(Step::Send(made)) = walk.last(Role::Make) {
            let members = self.kits[&made.operation].operation.members();
            let told = members.iter().filter_map(|m| {
                let default = m.schema.default.clone()?;
                Some((m.name.clone(), default))
            });
            known.extend(told);
            if let Some(serde_json::Value::Object(own)) = &made.body {
                known.extend(own.clone());
            }
        }
        known
    }

    /// Changes of a part: of all that may be changed, and of one member each.
    pub(super) fn patches(
        &self,
        walk: &Walk,
        found: &Related<'_>,
        settings: &Settings,
    ) -> Vec<Message> {
        let Some((operation, _)) = self.confirmed(found.patch) else {
            return Vec::new();
        };
        let kit = &self.kits[&operation.id];
        let Ok(plain) = kit.making(settings, Newness::Texts, None) else {
            return Vec::new();
        };
        let mut all = kit.changes(settings, &plain, known(walk).as_ref());
        if !says_nothing(&plain) {
            all.insert(0, plain);
        }
        all
    }
}

/// What was last sent of the thing.
fn known(walk: &Walk) -> Option<serde_json::Value> {
    let mut known = serde_json::Map::new();
    for role in [Role::Make, Role::Change] {
        if let Some(Step::Send(m) | Step::Follow { message: m, .. }) = walk.last(role)
            && let Some(serde_json::Value::Object(own)) = &m.body
        {
            known.extend(own.clone());
        }
    }
    Some(known.into())
}

/// Whether a change says what is there already.
fn repeats(message: &Message, known: &serde_json::Map<String, serde_json::Value>) -> bool {
    let body = message.body.as_ref().and_then(|b| b.as_object());
    let same = |(name, value): (&String, &serde_json::Value)| known.get(name) == Some(value);
    body.is_some_and(|b| !b.is_empty() && b.iter().all(same))
}

fn says_nothing(message: &Message) -> bool {
    let body = message.body.as_ref();
    body.is_some_and(|b| b.as_object().is_some_and(serde_json::Map::is_empty))
}
