//! Carrying out the steps of one case, with the server to itself: states, sends, polls, deletes;
//! and bringing the target back to baseline.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::Value;

mod current;
mod state;
mod watch;

use watch::pause_after;
pub(super) use watch::{is_short, request_for};

use super::free::silence;
use crate::clause::lifecycle::created_id;
use crate::contract::{Contract, Operation};
use crate::exchange::{
    Case, Credential, Exchange, Failure, Message, Request, Response, Step, Taken,
};
use crate::generate::Kit;
use crate::target::{Connection, HookAnswer, StatesHook, Target};
use crate::wire::{self, Writing};

use super::clock::Clock;
use super::follow::Follow;
use super::ledger::Ledger;
use super::objects::Versions;

/// Hangs in a row from one question whether the target is still there to the next; the first hang
/// after an answer is one.
const SILENT: usize = 4;
/// Hangs of a target from which on a single one is nothing new.
const OFTEN: u64 = 8;
/// Longest time, after the end of what was deleted, in which something may still be busy with it.
const LETS_GO: Duration = Duration::from_secs(2);
/// Things the run created that are waited for.
const MOST_CREATED: usize = 1_000;

/// What is said of a state that nothing brings about.
pub(super) const NOT_BROUGHT_ABOUT: &str = "cannot be brought about";

/// Why a case was not carried out to its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// The target cannot be brought into a state that the case needs.
    Unsupported(String),
    /// A state could not be brought about this time.
    Unready(String),
    /// No connection can be made any more.
    Lost(String),
    /// The time of the run is up.
    TimeUp,
    /// Somebody asked for an end.
    Interrupted,
    /// Every answer is the same, so that nothing can be tested: why, most likely.
    Useless(String),
}

/// What came of a case.
#[derive(Debug, Default)]
pub struct Ran {
    /// What came, by step.
    pub taken: Vec<Taken>,
    /// Why a state may have ended before the request that needed it.
    pub lapsed: Option<String>,
    /// Messages as they were sent, by step.
    pub sent: BTreeMap<usize, Message>,
}

/// Something the run created and has not seen finished.
struct Created {
    operation: String,
    id: Value,
    /// Whether it was waited for as long as the profile allows: then it is only looked at.
    waited: bool,
}

/// Has the target to itself.
pub struct Driver<'c> {
    pub(super) contract: &'c Contract,
    pub(super) target: Target,
    base: String,
    pub(super) connection: Connection,
    hook: StatesHook,
    pub(super) writing: Writing,
    /// What goes with requests however they are written: credentials, and prefixes of operations.
    carried: Writing,
    /// Whether anything may have changed since the target was at baseline.
    pub dirty: bool,
    /// Whether the hook brings the target to baseline; unknown until it was asked.
    resets: Option<bool>,
    created: Vec<Created>,
    /// Whether something that the run created was still busy when the time for it was up.
    busy: bool,
    /// Whether something was created that keeps the target busy and cannot be asked about.
    unknown: bool,
    pub(super) ledger: Rc<Ledger>,
    /// Where requests name the version of a thing.
    pub(super) versions: Rc<Versions>,
    /// What made-up names begin with.
    prefix: String,
    /// Requests in a row without any answer in time.
    silent: usize,
    /// A plain valid request, to be sent when the target does not answer others.
    control: Option<(&'c Operation, Request)>,
    /// Plain valid requests of a few operations, for a target that has not said a word yet.
    plain: Vec<(&'c Operation, Request)>,
    /// Whether the base is still looked for: a hang says little then.
    pub looking: bool,
    pub(super) clock: Clock,
    /// How long is waited between a write and what is asked about it.
    pub(super) pause: Duration,
    /// Things a reader of the report should know.
    pub notes: Vec<String>,
}

impl<'c> Driver<'c> {
    /// A driver for one contract on one target.
    pub fn new(
        contract: &'c Contract,
        target: &Target,
        base: &str,
        hook: StatesHook,
        clock: Clock,
    ) -> Self {
        Driver {
            contract,
            target: target.clone(),
            base: base.to_owned(),
            connection: target.connection(&contract.name, base),
            hook,
            writing: Writing::default(),
            carried: Writing::default(),
            dirty: true,
            resets: None,
            created: Vec::new(),
            busy: false,
            unknown: false,
            ledger: Rc::default(),
            versions: Rc::default(),
            prefix: String::new(),
            silent: 0,
            control: None,
            plain: Vec::new(),
            looking: true,
            clock,
            pause: Duration::ZERO,
            notes: Vec::new(),
        }
    }

    /// Sends the credentials and prefixes of this writing with requests from now on.
    pub(super) fn carry(&mut self, carried: Writing) {
        self.writing = std::mem::take(&mut self.writing).carrying(&carried);
        self.carried = carried;
    }

    /// Notes in a ledger what successes create.
    pub(super) fn keep_books(&mut self, ledger: Rc<Ledger>, prefix: &str) {
        self.ledger = ledger;
        self.prefix = prefix.to_owned();
    }

    /// Takes plain valid requests, to be sent where the target has not said a word yet.
    pub(super) fn know(&mut self, plain: Vec<(&'c Operation, Request)>) {
        self.plain = plain;
    }

    /// Uses another base and way of writing from now on.
    pub fn settle_on(&mut self, base: &str, writing: Writing) {
        self.base = base.to_owned();
        self.writing = writing.carrying(&self.carried);
        self.connection = self.target.connection(&self.contract.name, base);
    }

    /// Whether the hook brings the target back to baseline.
    pub fn resets(&self) -> bool {
        self.resets == Some(true)
    }

    /// Whether there is a hook that does not even bring the target back to baseline.
    pub fn has_deaf_hook(&self) -> bool {
        self.hook.exists() && self.resets == Some(false)
    }

    /// Whether nothing that the run created keeps the target busy, as far as it can be told: only
    /// then is an answer that names a state without its cause.
    pub fn is_free(&self) -> bool {
        self.resets() || !(self.busy || self.unknown)
    }

    /// Notes what a success created, so that it can be waited for.
    pub fn note_created(&mut self, operation: &Operation, response: &Response) {
        self.dirty = true;
        let id = operation.resource.as_ref();
        let id = id.and_then(|resource| created_id(resource, response));
        match id.filter(is_short) {
            Some(id) if self.created.len() < MOST_CREATED => self.created.push(Created {
                operation: operation.id.clone(),
                id,
                waited: false,
            }),
            _ => self.unknown |= operation.occupies.is_some(),
        }
    }

    /// Brings the target back to baseline: through the hook, else by waiting until nothing that the
    /// run created is busy.
    ///
    /// # Errors
    /// The time is up, or the target is lost.
    pub async fn clean(&mut self) -> Result<(), Stop> {
        self.check_time()?;
        if !self.dirty {
            return Ok(());
        }
        if self.resets != Some(false) && self.hook.exists() {
            match self.hook.set_up("baseline", &[]).await {
                Ok(HookAnswer::Done) => {
                    let nonsense = self.hook.take_nonsense();
                    nonsense.into_iter().for_each(|why| self.note(why));
                    self.resets = Some(true);
                    self.created.clear();
                    self.busy = false;
                    self.ledger.clear();
                    self.dirty = false;
                    return Ok(());
                }
                Ok(HookAnswer::Unsupported(reason)) => {
                    self.note(format!("the target cannot be reset to baseline: {reason}"));
                    self.resets = Some(false);
                }
                Err(error) => {
                    self.note(error.to_string());
                    if self.resets.is_none() {
                        self.resets = Some(false);
                    }
                }
            }
        } else if self.resets.is_none() {
            self.resets = Some(false);
        }
        let mut busy = false;
        for mut created in std::mem::take(&mut self.created) {
            self.wait_free(&created).await?;
            // It is asked about again next time: whoever meets it must know.
            if self.busy {
                created.waited = true;
                self.created.push(created);
            }
            busy |= self.busy;
        }
        self.busy = busy;
        self.dirty = busy;
        Ok(())
    }

    /// What the hook says to exist.
    pub(super) fn values(&self) -> &serde_json::Map<String, serde_json::Value> {
        self.hook.values()
    }

    fn note(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Waits until what was written last may be read: some servers keep it only after their answer.
    async fn let_it_show(&self, message: &Message, taken: &[Taken]) -> Result<(), Stop> {
        let reads = |operation: &str| {
            let found = self.contract.operation(operation);
            found.is_some_and(|o| o.method == "GET")
        };
        let last = taken.last().and_then(|t| t.exchanges.last());
        let written = last.is_some_and(|e| e.request.method != "GET");
        if self.pause.is_zero() || !written || !reads(&message.operation) {
            return Ok(());
        }
        tokio::time::sleep(self.pause).await;
        self.check_time()
    }

    fn check_time(&self) -> Result<(), Stop> {
        match self.clock.up() {
            Some(stop) => Err(stop),
            None => Ok(()),
        }
    }

    /// Carries out a case from wherever the target is now.
    ///
    /// # Errors
    /// Why it could not be carried out to its end.
    pub async fn carry_out(&mut self, kit: &Kit<'_>, case: &Case) -> Result<Ran, Stop> {
        let mut ran = Ran::default();
        let mut lasting: Option<Created> = None;
        for (number, step) in case.steps.iter().enumerate() {
            self.check_time()?;
            self.make_control(kit);
            let exchanges = match step {
                Step::SetUp { state, params } => {
                    lasting = self.set_up(kit, state, params).await?;
                    continue;
                }
                Step::TearDown { state } => {
                    self.tear_down(state, lasting.take()).await?;
                    continue;
                }
                Step::Send(message) => {
                    let own = self.contract.operation(&message.operation);
                    let own = own.unwrap_or(kit.operation);
                    let message = &Box::pin(self.current(message, &[])).await?;
                    ran.sent.insert(number, message.clone());
                    let mut exchange = self.send(own, message).await?;
                    // Another try from baseline would lose what the steps before have brought about.
                    if number > 0
                        && let Some(wait) = self.put_off(&exchange)
                    {
                        tokio::time::sleep(wait).await;
                        exchange = self.send(own, message).await?;
                    }
                    if let (Some(created), Ok(response)) = (&lasting, &exchange.answer)
                        && (200..300).contains(&response.status)
                        && !self.is_busy(created).await
                    {
                        ran.lapsed = Some(
                            "what was created to bring the state about had ended too soon".into(),
                        );
                    }
                    if after_delete(&case.steps[..number]) {
                        exchange = self.once_free(own, message, exchange).await?;
                    }
                    vec![exchange]
                }
                Step::Raw(request) => {
                    let current = Box::pin(self.current_raw(kit, request)).await?;
                    let exchange = self.raw(&current).await?;
                    self.note_success(kit.operation, &exchange);
                    vec![exchange]
                }
                Step::Follow {
                    message,
                    fill,
                    of,
                    bare,
                    credentials,
                } => {
                    let own = Follow {
                        message,
                        fill,
                        bare,
                        credentials,
                        of: *of,
                        earlier: ran.sent.get(of),
                        next: number == of + 1,
                    };
                    self.let_it_show(message, &ran.taken).await?;
                    match self.follow(kit.operation, own, &ran.taken).await? {
                        Some((message, exchange)) => {
                            ran.sent.insert(number, message);
                            vec![exchange]
                        }
                        None => continue,
                    }
                }
                Step::Race(messages) => {
                    let mut current = Vec::with_capacity(messages.len());
                    for message in messages {
                        current.push(Box::pin(self.current(message, &[])).await?);
                    }
                    self.race(kit.operation, &current).await
                }
                Step::Poll { of, until, once } => {
                    // Nothing will come of a delete that was refused.
                    let mut deletes = ran.taken.iter().filter(|t| {
                        matches!(case.steps.get(t.step), Some(Step::Delete { of: own }) if own == of)
                    });
                    let refused = deletes.next().is_some_and(|t| {
                        t.exchanges
                            .iter()
                            .any(|e| !matches!(&e.answer, Ok(r) if (200..300).contains(&r.status)))
                    });
                    let once = &(*once || refused);
                    for exchanges in self.poll(kit, &ran.taken, *of, until, *once).await? {
                        ran.taken.push(Taken {
                            step: number,
                            exchanges,
                            visited: false,
                        });
                    }
                    continue;
                }
                Step::Knock { .. } => match self.knock(kit.operation, &ran.taken, step) {
                    Some(request) => vec![self.raw(&request).await?],
                    None => continue,
                },
                Step::Delete { of } => match self.delete(kit.operation, &ran.taken, *of).await? {
                    Some(exchange) => vec![exchange],
                    None => continue,
                },
            };
            ran.taken.push(Taken {
                step: number,
                exchanges,
                visited: false,
            });
        }
        Ok(ran)
    }

    /// Sends a request that is of no operation.
    ///
    /// # Errors
    /// The target is lost.
    pub async fn ask(&mut self, request: &Request) -> Result<Exchange, Stop> {
        self.raw(request).await
    }

    /// The same with the credentials of some operation, for a path that has none of its own.
    ///
    /// # Errors
    /// The target is lost.
    pub(super) async fn ask_entitled(&mut self, mut request: Request) -> Result<Exchange, Stop> {
        let credentials = self.carried.access.values().next().into_iter().flatten();
        credentials.for_each(|credential| credential.add(&mut request));
        self.ask(&request).await
    }

    /// Sends a request of an operation and notes what it created.
    ///
    /// # Errors
    /// The target is lost.
    pub async fn send_raw(&mut self, kit: &Kit<'_>, request: &Request) -> Result<Exchange, Stop> {
        self.make_control(kit);
        let exchange = self.raw(request).await?;
        self.note_success(kit.operation, &exchange);
        Ok(exchange)
    }

    pub(super) async fn send(
        &mut self,
        operation: &Operation,
        message: &Message,
    ) -> Result<Exchange, Stop> {
        self.send_bare(operation, message, "").await
    }

    /// Sends a message with these characters of its path as they are.
    pub(super) async fn send_bare(
        &mut self,
        operation: &Operation,
        message: &Message,
        bare: &str,
    ) -> Result<Exchange, Stop> {
        let request = wire::encode(operation, message, &self.writing).with_bare(bare);
        let exchange = self.raw(&request).await?;
        self.note_success(operation, &exchange);
        Ok(exchange)
    }

    /// Sends a message with credentials of somebody else.
    pub(super) async fn send_as(
        &mut self,
        operation: &Operation,
        message: &Message,
        credentials: &[Credential],
    ) -> Result<Exchange, Stop> {
        let mut request = wire::encode(operation, message, &self.writing);
        credentials.iter().for_each(|c| c.add(&mut request));
        let exchange = self.raw(&request).await?;
        self.note_success(operation, &exchange);
        Ok(exchange)
    }

    /// Sends a request again that was refused, as what was deleted just now may take a moment to let go
    /// of what it kept busy.
    async fn once_free(
        &mut self,
        operation: &Operation,
        message: &Message,
        mut exchange: Exchange,
    ) -> Result<Exchange, Stop> {
        let began = Instant::now();
        let ends = began + self.target.limits().settle.min(LETS_GO);
        let refused = |e: &Exchange| matches!(&e.answer, Ok(r) if (400..500).contains(&r.status));
        while refused(&exchange) && Instant::now() < ends {
            self.check_time()?;
            tokio::time::sleep(pause_after(began)).await;
            exchange = self.send(operation, message).await?;
        }
        Ok(exchange)
    }

    /// How long a target wants to be left alone that is not there for now, where that is short.
    fn put_off(&self, exchange: &Exchange) -> Option<Duration> {
        let response = exchange.answer.as_ref().ok().filter(|r| r.status == 503)?;
        let wait = response.header("retry-after")?.trim().parse().ok()?;
        let wait = Duration::from_secs(wait);
        (wait <= self.target.limits().retry_after).then_some(wait)
    }

    /// Has a plain request ready, should the next one hang.
    fn make_control(&mut self, kit: &Kit<'_>) {
        if self.control.is_none() && !self.looking {
            let own = self.contract.operation(&kit.operation.id);
            self.control = own.and_then(|operation| {
                let message = kit.control().ok()?;
                Some((operation, wire::encode(operation, &message, &self.writing)))
            });
        }
    }

    /// Asks a target that has been silent whether it is still there: one that is may hang on some
    /// requests only.
    ///
    /// # Errors
    /// It is lost.
    pub async fn still_there(&mut self) -> Result<(), Stop> {
        let never = !self.target.has_begun();
        if self.silent == 0 || (self.looking && !never) {
            return Ok(());
        }
        self.dirty = true;
        if self.resets() {
            drop(self.hook.set_up("baseline", &[]).await);
        }
        let (name, control) = (&self.contract.name, self.control.take());
        let (operation, control) = control.unzip();
        let (plain, more): (Vec<_>, Vec<_>) = match never {
            true => std::mem::take(&mut self.plain).into_iter().unzip(),
            false => Default::default(),
        };
        let target = &self.target;
        let (is_alive, drawn) = target.is_alive(name, &self.base, control, &more).await;
        for (operation, exchange) in operation.into_iter().chain(plain).zip(&drawn) {
            // It may have made something that keeps the target busy.
            self.note_success(operation, exchange);
        }
        if is_alive {
            return Ok(());
        }
        Err(Stop::Lost(silence(self.silent, self.target.patience())))
    }

    /// Sends a request; a target that takes no connections any more, or answers nothing, is lost.
    pub(super) async fn raw(&mut self, request: &Request) -> Result<Exchange, Stop> {
        let exchange = self.connection.send(request.clone()).await;
        if matches!(exchange.answer, Err(Failure::Timeout(_))) {
            self.silent += 1;
            // Who has hung often and answered in between is there: then a hang alone asks for nothing.
            let often = self.target.hangs() >= OFTEN;
            let asks = if often { 0 } else { 1 };
            // Who has not said a word yet may never do.
            if self.silent % SILENT == asks || !self.target.has_begun() {
                self.still_there().await?;
            }
        } else {
            self.silent = 0;
            let name = &self.contract.name;
            self.target.remember(name, &self.base, &exchange);
        }
        if let Err(Failure::Unreachable(why)) = &exchange.answer {
            let began = Instant::now();
            for pause in [50, 200, 800] {
                tokio::time::sleep(Duration::from_millis(pause)).await;
                if self.target.reachable().await.is_ok() {
                    return Ok(exchange);
                }
                // A peer that swallows attempts costs a time limit each.
                if began.elapsed() >= self.target.limits().timeout {
                    break;
                }
            }
            return Err(Stop::Lost(why.clone()));
        }
        Ok(exchange)
    }

    fn note_success(&mut self, operation: &Operation, exchange: &Exchange) {
        self.ledger
            .note(self.contract, operation, exchange, &self.prefix);
        match &exchange.answer {
            Ok(response) if (200..300).contains(&response.status) => {
                self.note_created(operation, response)
            }
            // Nobody knows what a request without an answer has done.
            Err(_) => self.dirty = true,
            Ok(response) if response.status >= 500 => self.dirty = true,
            Ok(_) => {}
        }
    }

    async fn race(&mut self, operation: &Operation, messages: &[Message]) -> Vec<Exchange> {
        let requests: Vec<_> = messages
            .iter()
            .map(|m| wire::encode(operation, m, &self.writing))
            .collect();
        let exchanges = self
            .target
            .race(&self.contract.name, &self.base, &requests)
            .await;
        for exchange in &exchanges {
            self.note_success(operation, exchange);
        }
        exchanges
    }
}

/// Whether the steps before end with a delete and a watch of what it does.
fn after_delete(before: &[Step]) -> bool {
    matches!(before, [.., Step::Delete { .. }, Step::Poll { .. }])
}
