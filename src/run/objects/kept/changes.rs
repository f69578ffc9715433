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
            && (says_nothing(self.said_of(message)) || repeats(self.said_of(message), &known))
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
            let operation = self.kits[&made.operation].operation;
            let members = operation.said_members();
            let told = members.iter().filter_map(|m| {
                let default = m.schema.default.clone()?;
                Some((m.name.clone(), default))
            });
            known.extend(told);
            let said = made.body.as_ref().map(|b| operation.said_in(b));
            if let Some(serde_json::Value::Object(own)) = said {
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
        let mut all = kit.changes(settings, &plain, self.known(walk).as_ref());
        if !says_nothing(self.said_of(&plain)) {
            all.insert(0, plain);
        }
        all
    }
}

impl Lane<'_> {
    /// What was last sent of the thing.
    fn known(&self, walk: &Walk) -> Option<serde_json::Value> {
        let mut known = serde_json::Map::new();
        for role in [Role::Make, Role::Change] {
            if let Some(Step::Send(m) | Step::Follow { message: m, .. }) = walk.last(role)
                && let Some(serde_json::Value::Object(own)) = self.said_of(m)
            {
                known.extend(own.clone());
            }
        }
        Some(known.into())
    }

    /// What a request says of the thing.
    pub(super) fn said_of<'m>(&self, message: &'m Message) -> Option<&'m serde_json::Value> {
        let operation = self.kits[&message.operation].operation;
        Some(operation.said_in(message.body.as_ref()?))
    }
}

/// Whether a change says what is there already.
fn repeats(
    body: Option<&serde_json::Value>,
    known: &serde_json::Map<String, serde_json::Value>,
) -> bool {
    let body = body.and_then(|b| b.as_object());
    let same = |(name, value): (&String, &serde_json::Value)| known.get(name) == Some(value);
    body.is_some_and(|b| !b.is_empty() && b.iter().all(same))
}

fn says_nothing(body: Option<&serde_json::Value>) -> bool {
    body.is_some_and(|b| b.as_object().is_some_and(serde_json::Map::is_empty))
}
