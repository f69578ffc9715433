//! What is refused on a thing that is new may be taken once something else was done to it: what is restored
//! was deleted before, what is archived was published.

use std::rc::Rc;

use super::gather::given;
use super::{Object, Sends};
use crate::contract::Operation;
use crate::contract::ties::{Kind, Tie};
use crate::generate::{Newness, Settings};
use crate::run::Lane;
use crate::run::driver::{Driver, Stop};
use crate::run::evidence::Answered;
use crate::wire;

/// Other operations that are tried before one that was refused.
const TRIES: usize = 4;
/// How many may come before each other.
const DEEPEST: usize = 3;

impl<'r> Lane<'r> {
    /// Tries actions that were refused with a documented conflict on things that something was done to.
    pub(in crate::run) async fn prepare_refused(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        refused: &[&'r Operation],
    ) -> Result<(), Stop> {
        for operation in refused {
            let id = operation.id.as_str();
            let conflicts = matches!(
                self.evidence.answered(id),
                Some(Answered::Refused(_, Some(409)))
            );
            if !conflicts || !self.objects.wears.contains(id) || !self.objects.stands(id) {
                continue;
            }
            let known = self.evidence.forget_controls(id);
            let mut taken = false;
            for first in self.firsts(operation) {
                self.objects.prepare_by(id, Some(first));
                self.objects.lose(id, false);
                self.provide(driver, settings, id, &[]).await?;
                taken = self.plain_again(driver, settings, id, &mut 0).await?;
                if taken {
                    break;
                }
            }
            if !taken {
                self.objects.prepare_by(id, None);
                self.evidence.forget_controls(id);
                self.evidence.keep_controls(known);
            }
        }
        Ok(())
    }

    /// Operations that may come before another one on the same thing: other actions, then what deletes it.
    fn firsts(&self, operation: &Operation) -> Vec<&'r str> {
        let Some(tie) = self.made_by(&operation.id) else {
            return Vec::new();
        };
        let others = self.contract.operations.iter().filter(|o| {
            let same = self.made_by(&o.id);
            o.id != operation.id
                && self.evidence.is_tested(&o.id)
                && same.is_some_and(|t| t.producer == tie.producer)
        });
        let (deletes, others): (Vec<_>, Vec<_>) = others.partition(|o| o.method == "DELETE");
        let acts = others.into_iter().filter(|o| {
            self.objects.wears.contains(&o.id) && !self.objects.follows(&o.id, &operation.id)
        });
        let all = acts.chain(deletes).map(|o| o.id.as_str());
        all.take(TRIES).collect()
    }

    /// The tie by which an operation names what the run makes.
    fn made_by(&self, operation: &str) -> Option<&Tie> {
        let mut ties = self.objects.ties.to(operation).iter();
        ties.find(|t| t.kind != Kind::Listed && !t.weak && t.at().starts_with("/path/"))
    }

    /// Does to a new thing what must be done before an operation takes it.
    pub(super) async fn prepare<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        operation: &str,
        object: &Rc<Object>,
    ) -> Result<(), Stop> {
        for first in self.objects.before(operation) {
            let Some(tie) = self.made_by(&first) else {
                continue;
            };
            let kit = &self.kits[&first];
            let (Ok(mut message), Ok(values)) = (
                kit.making(settings, Newness::Plain, None),
                given(kit, tie, object),
            ) else {
                continue;
            };
            for (at, value) in values {
                message.set(&at, Some(value));
            }
            let own = (self.contract, &settings.writing);
            let now = self.objects.versions.now(sender, own, &message, &[]);
            let message = now.await?.unwrap_or(message);
            let request = wire::encode(kit.operation, &message, &settings.writing);
            sender.pass(&request).await?;
        }
        Ok(())
    }
}

impl super::Objects {
    /// Has something be done first to what an operation names, or nothing.
    fn prepare_by(&self, operation: &str, first: Option<&str>) {
        let mut firsts = self.firsts.borrow_mut();
        match first {
            Some(first) => drop(firsts.insert(operation.to_owned(), first.to_owned())),
            None => drop(firsts.remove(operation)),
        }
    }

    /// What is done before an operation, the first first.
    fn before(&self, operation: &str) -> Vec<String> {
        let firsts = self.firsts.borrow();
        let mut all = Vec::new();
        let mut last = operation;
        while let Some(first) = firsts.get(last).filter(|_| all.len() < DEEPEST) {
            all.push(first.clone());
            last = first;
        }
        all.reverse();
        all
    }

    /// Whether one operation is done after another one.
    fn follows(&self, operation: &str, other: &str) -> bool {
        self.before(operation).iter().any(|first| first == other)
    }
}
