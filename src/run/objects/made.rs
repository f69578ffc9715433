//! Making things: the plain request of a producer, newer from try to try.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Instant;

use super::{KEPT, Object, Sends};
use crate::contract::ties::{Kind, Origin, Tie};
use crate::exchange::{Case, Failure, Message, Step, Taken};
use crate::generate::{Newness, Settings};
use crate::run::Lane;
use crate::run::driver::Stop;
use crate::wire;

/// Tries of one producer before it is given up.
const TRIES: usize = 3;
/// How far parents are made for parents.
const DEEPEST: usize = 4;

/// Why a thing could not be made, in words; `Err` ends the run.
pub(super) type Made = Result<Result<Rc<Object>, String>, Stop>;

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

impl<'r> Lane<'r> {
    /// Makes a thing by the producer of a tie, or finds one where it lists them.
    pub(super) fn make<'a, S: Sends>(
        &'a self,
        sender: &'a mut S,
        settings: &'a Settings,
        tie: &'a Tie,
        above: &'a [&'a str],
    ) -> Boxed<'a, Made> {
        Box::pin(async move {
            let producer = tie.producer.as_str();
            if above.len() >= DEEPEST || above.contains(&producer) {
                return Ok(Err(format!("{producer} needs what only it could give")));
            }
            if let Some(why) = self.objects.given_up(producer) {
                return Ok(Err(why));
            }
            let mut above = above.to_vec();
            above.push(producer);
            while self.objects.given_up(producer).is_none() {
                self.provide(sender, settings, producer, &above).await?;
                let newness = self.objects.newness(producer);
                let made = self.kits[producer].making(settings, newness, name_of(tie));
                let message = match made {
                    Ok(message) => self.named_now(producer, &message),
                    Err(skip) => {
                        self.objects.failed(producer, newness, &skip.reason);
                        continue;
                    }
                };
                let object = match self.send_one(sender, settings, message).await? {
                    Ok(object) => object,
                    Err(why) => {
                        self.objects.failed(producer, newness, &why);
                        // Its own parents may be there no more.
                        self.objects.lose(producer, true);
                        continue;
                    }
                };
                self.objects.succeeded(producer, newness);
                if tie.kind == Kind::Listed && wire::entries(&object.response) == 0 {
                    let why = format!("{producer} lists nothing");
                    // It may list something once there is something.
                    return Ok(Err(why));
                }
                return Ok(Ok(object));
            }
            let why = self.objects.given_up(producer);
            Ok(Err(why.unwrap_or_default()))
        })
    }

    /// Sends a request that is to make something.
    async fn send_one<S: Sends>(
        &self,
        sender: &mut S,
        settings: &Settings,
        message: Message,
    ) -> Made {
        let kit = &self.kits[&message.operation];
        let operation = kit.operation;
        let request = wire::encode(operation, &message, &settings.writing);
        let exchange = sender.pass(&request).await?;
        self.ledger
            .note(self.contract, operation, &exchange, &self.prefix);
        let case = Case {
            index: 0,
            about: "what others need is made".into(),
            steps: vec![Step::Send(message.clone())],
            tag: None,
        };
        let taken = [Taken {
            step: 0,
            exchanges: vec![exchange],
            visited: false,
        }];
        self.observe(&operation.id, &case, &taken, false);
        let seen = self.seen(&operation.id, &case, &taken);
        let [taken] = &taken;
        Ok(match taken.exchanges.first().map(|e| &e.answer) {
            Some(Ok(response)) if seen.is_success(response) && response.status < 300 => {
                self.evidence.accepted(&operation.id);
                Ok(self.objects.keep(message, response.clone()))
            }
            Some(Ok(response)) => {
                let words = crate::clause::judge::words(&seen, response);
                Err(format!("{} answered {words}", operation.id))
            }
            Some(Err(Failure::Unreachable(why))) => return Err(Stop::Lost(why.clone())),
            Some(Err(failure)) => Err(format!("{}: {failure}", operation.id)),
            None => Err("no request was sent".into()),
        })
    }
}

/// The place of a producer's request that holds a name of our own.
fn name_of(tie: &Tie) -> Option<&str> {
    match tie.fills.first() {
        Some((_, Origin::Sent(at))) if tie.kind == Kind::Named => Some(at),
        _ => None,
    }
}

impl super::Objects {
    /// Why a producer is not asked again.
    pub(super) fn given_up(&self, producer: &str) -> Option<String> {
        self.tried.borrow().get(producer)?.given_up.clone()
    }

    /// Lets a producer be asked again that was given up: its requests are others now.
    pub(in crate::run) fn try_again(&self, producer: &str) {
        self.tried.borrow_mut().remove(producer);
    }

    /// The same for every one.
    pub(in crate::run) fn try_all_again(&self) {
        self.tried.borrow_mut().clear();
    }

    /// Has what is made for an operation say more than it must: all that it may at first, and then about a half;
    /// whether anything is made for it.
    pub(in crate::run) fn asks_for_fuller(&self, operation: &str, first: bool) -> bool {
        let ties = self.ties.to(operation).iter();
        let made = ties.filter(|t| t.kind != Kind::Listed && self.given_up(&t.producer).is_none());
        let producers: Vec<&str> = made.map(|t| t.producer.as_str()).collect();
        let mut tried = self.tried.borrow_mut();
        let newness = if first { Newness::Whole } else { Newness::All };
        for producer in &producers {
            tried.entry((*producer).to_owned()).or_default().newness = Some(newness);
        }
        !producers.is_empty()
    }

    /// What is made for an operation says as much as it did before it was asked for more.
    pub(in crate::run) fn asks_for_plain(&self, operation: &str) {
        let mut tried = self.tried.borrow_mut();
        for tie in self.ties.to(operation) {
            if let Some(own) = tried.get_mut(&tie.producer) {
                own.newness = None;
            }
        }
    }

    pub(super) fn newness(&self, producer: &str) -> Newness {
        let tried = self.tried.borrow();
        let known = tried.get(producer).and_then(|t| t.newness);
        known.unwrap_or(Newness::Plain)
    }

    fn failed(&self, producer: &str, newness: Newness, why: &str) {
        let mut all = self.tried.borrow_mut();
        let tried = all.entry(producer.to_owned()).or_default();
        tried.failures += 1;
        tried.newness = Some(match newness {
            Newness::Plain => Newness::Texts,
            Newness::Texts | Newness::Whole | Newness::All => Newness::All,
        });
        if tried.failures >= TRIES {
            tried.given_up = Some(why.to_owned());
        }
    }

    fn succeeded(&self, producer: &str, newness: Newness) {
        let mut all = self.tried.borrow_mut();
        let tried = all.entry(producer.to_owned()).or_default();
        tried.failures = 0;
        tried.newness = Some(newness);
    }

    /// Keeps what a request made.
    pub(super) fn keep(&self, message: Message, response: crate::exchange::Response) -> Rc<Object> {
        let object = Rc::new(Object {
            producer: message.operation.clone(),
            message,
            response,
            entry: 0,
            gone: Cell::new(false),
            last: RefCell::default(),
            since: Some(Instant::now()),
        });
        let mut pool = self.pool.borrow_mut();
        let own = pool.entry(object.producer.clone()).or_default();
        own.retain(|o| !o.gone.get());
        if own.len() < KEPT {
            own.push(Rc::clone(&object));
        }
        object
    }
}
