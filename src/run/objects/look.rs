//! A case after it was sent: what its answers tell of the things that it named.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Object, Slot};
use crate::contract::ties::Kind;
use crate::exchange::{Case, Message, Step, Taken};
use crate::run::Lane;

/// Times that a thing which was just made may be found no more: then the operation has reasons of its own.
const STRIKES: usize = 1;

impl Lane<'_> {
    /// Whether an answer says that what the request named is not there.
    pub(in crate::run) fn may_be_gone(
        &self,
        operation: &str,
        case: &Case,
        taken: &[Taken],
    ) -> bool {
        if !self.objects.stands(operation) || self.objects.struck(operation) {
            return false;
        }
        taken.iter().any(|one| {
            let names = match case.steps.get(one.step) {
                Some(Step::Send(m)) => {
                    m.operation == operation && self.objects.is_about(operation, m)
                }
                _ => false,
            };
            let mut answers = one.exchanges.iter().filter_map(|e| e.answer.as_ref().ok());
            let worn = self.objects.was_used_by(operation);
            let says_so = |status| match status {
                404 | 410 => true,
                // What was closed once may not be closed again.
                400 | 403 | 409 | 422 => worn,
                _ => false,
            };
            names && answers.any(|r| says_so(r.status))
        })
    }

    /// Notes what was done to the things that a case named.
    pub(in crate::run) fn look(&self, operation: &str, case: &Case, taken: &[Taken]) {
        let accepted = taken.iter().any(|one| {
            let own = matches!(
                case.steps.get(one.step),
                Some(Step::Send(_) | Step::Raw(_) | Step::Race(_))
            );
            let mut answers = one.exchanges.iter().filter_map(|e| e.answer.as_ref().ok());
            own && answers.any(|r| (200..300).contains(&r.status))
        });
        let unknown = taken
            .iter()
            .flat_map(|t| &t.exchanges)
            .any(|e| e.answer.is_err());
        if accepted {
            self.objects.confirm(operation, case);
        }
        if accepted || unknown {
            self.objects.worked(operation);
        }
        if case.about != "control" || !self.objects.producers.contains(operation) {
            return;
        }
        for one in taken {
            let answer = one.exchanges.first().and_then(|e| e.answer.as_ref().ok());
            if let (Some(Step::Send(message)), Some(response)) = (case.steps.get(one.step), answer)
                && (200..300).contains(&response.status)
                && message.operation == operation
                && !self.objects.names_itself(operation)
            {
                self.objects.keep(message.clone(), response.clone());
            }
        }
    }
}

impl super::Objects {
    /// Whether what an operation makes is what its own path names: its plain request may name what was
    /// there before.
    fn names_itself(&self, operation: &str) -> bool {
        let mut ties = self.ties.from(operation);
        ties.any(|t| t.kind == Kind::Named)
    }

    /// Notes that a request which named what exists was accepted.
    fn confirm(&self, operation: &str, case: &Case) {
        let names = case.steps.iter().any(|step| match step {
            Step::Send(m) => m.operation == operation && self.is_about(operation, m),
            _ => false,
        });
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(operation).filter(|_| names) else {
            return;
        };
        let mut confirmed = self.confirmed.borrow_mut();
        let own = confirmed.entry(operation.to_owned()).or_default();
        own.extend(slot.objects.iter().map(|o| o.producer.clone()));
    }

    /// Whether an operation that is no reading one was accepted on what its requests name.
    pub(super) fn was_used_by(&self, operation: &str) -> bool {
        let slots = self.slots.borrow();
        let objects = slots.get(operation).map_or(&[][..], |s| &s.objects);
        self.acts.contains(operation) && objects.iter().any(|o| *o.last.borrow() == operation)
    }

    fn struck(&self, operation: &str) -> bool {
        let slots = self.slots.borrow();
        slots.get(operation).is_some_and(|s| s.strikes >= STRIKES)
    }

    /// Whether a message names, in its path, what the operation's requests name, and nothing else.
    fn is_about(&self, operation: &str, message: &Message) -> bool {
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(operation) else {
            return false;
        };
        let mut path = slot
            .values
            .iter()
            .filter(|(at, _)| at.starts_with("/path/"));
        path.all(|(at, value)| message.get(at) == Some(value))
    }

    fn worked(&self, operation: &str) {
        let slots = self.slots.borrow();
        let objects = slots.get(operation).map_or(&[][..], |s| &s.objects);
        for object in objects {
            object.last.replace(operation.to_owned());
            let own = self.wears.contains(operation) && !self.is_shared(object);
            if own || self.uses_up(operation) {
                object.gone.set(true);
                let values = slots.get(operation).map_or(&[][..], |s| &s.values);
                values.iter().for_each(|(_, v)| self.hooked.spend(v));
            }
        }
        if self.empties.contains(operation) {
            self.each(&slots, &|object| object.gone.set(true));
        } else if self.uses_up(operation)
            && let Some((_, value)) = slots.get(operation).and_then(|s| s.values.first())
        {
            // What was made below a thing, as its path says, goes with it.
            self.each(&slots, &|object| {
                let mut path = object.message.parameters.iter();
                if path.any(|(at, held)| at.starts_with("/path/") && held == value) {
                    object.gone.set(true);
                }
            });
        }
    }

    /// Whether other operations may name a thing, too.
    fn is_shared(&self, object: &Rc<Object>) -> bool {
        let pool = self.pool.borrow();
        let mut own = pool.get(&object.producer).into_iter().flatten();
        own.any(|other| Rc::ptr_eq(other, object))
    }

    /// Does something to every thing that is known.
    pub(super) fn each(&self, slots: &BTreeMap<String, Slot>, act: &dyn Fn(&Object)) {
        let pool = self.pool.borrow();
        let named = slots.values().flat_map(|slot| &slot.objects);
        pool.values().flatten().chain(named).for_each(|o| act(o));
    }
}
