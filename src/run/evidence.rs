//! What a run has seen the target accept and refuse: a refusal shows something only beside an
//! acceptance, and an acceptance only where the target refuses anything at all.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::Lane;
use super::driver::{Driver, Stop};
use super::event::Untested;
use super::fixtures::Doubtful;
use super::taught::says_exists;
use crate::clause::{Check, Clause, Seen, Stimulus, judge};
use crate::contract::{Operation, Place};
use crate::exchange::{Case, Step};
use crate::generate::{Control, Settings, Skip};
use crate::wire::{self, Nature};

/// Tries of a control that draws a state which nobody asked for, where a reset ends it.
const TRIES: usize = 2;
/// Characters of what a refusal says that are told.
const SAID: usize = 100;
/// Pause between two tries where time alone ends it.
const PAUSE: Duration = Duration::from_millis(100);

/// A control that differs from others: its operation, base, and the place that it fills.
pub(super) type Key = (String, String, String);

/// What came of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answered {
    /// It was accepted.
    Accepted,
    /// It was refused, or drew no answer: what came, in words, and the status.
    Refused(String, Option<u16>),
    /// It could not be made.
    Unmade(Skip),
}

/// Times that a case of a clause is sent once more with new names.
const RENEWED: usize = 2;

/// Requests of an operation that lets nobody in: they show whether it fails before it looks who calls.
const SHUT: usize = 24;

/// What one contract's part of a run has seen.
#[derive(Default)]
pub(super) struct Evidence {
    /// What the last refusal of an operation's control with a status said of its reason.
    said: RefCell<BTreeMap<(String, String), String>>,
    controls: RefCell<BTreeMap<Key, Answered>>,
    /// Which control a clause has.
    keys: RefCell<BTreeMap<usize, Key>>,
    /// Operations of which a valid request was accepted.
    tested: RefCell<BTreeSet<String>>,
    /// Operations that refused a request of theirs.
    refusing: RefCell<BTreeSet<String>>,
    /// Fixtures that no accepted request has held yet.
    pub(super) doubtful: RefCell<Doubtful>,
    /// Whether a path that the contract does not have is answered with success.
    pub(super) catch_all: Cell<bool>,
    /// How often a case of a clause was sent once more with new names.
    renewed: RefCell<BTreeMap<usize, usize>>,
    /// Requests that were sent to operations that let nobody in.
    shut: RefCell<BTreeMap<String, usize>>,
    /// Whether everything is answered alike.
    pub(super) alike: Cell<bool>,
    /// Whether the target only says "later".
    pub(super) put_off: Cell<bool>,
}

impl Evidence {
    /// What the last refusal of an operation's control, told in these words, says of its reason, in parentheses.
    fn said_of(&self, operation: &str, told: &str) -> String {
        let key = (operation.to_owned(), told.to_owned());
        match self.said.borrow().get(&key).map(String::as_str) {
            None | Some("") => String::new(),
            Some(said) => format!(" (it says: {said})"),
        }
    }

    /// Nothing was seen yet, so that nothing shows that the fixtures exist.
    pub(super) fn new(fixtures: Doubtful) -> Self {
        Evidence {
            doubtful: RefCell::new(fixtures),
            ..Evidence::default()
        }
    }

    /// Notes that a valid request of an operation was accepted.
    pub(super) fn accepted(&self, operation: &str) {
        if !self.tested.borrow().contains(operation) {
            self.tested.borrow_mut().insert(operation.to_owned());
        }
    }

    /// Notes that a request of an operation was refused.
    pub(super) fn refused(&self, operation: &str) {
        if !self.refusing.borrow().contains(operation) {
            self.refusing.borrow_mut().insert(operation.to_owned());
        }
    }

    /// Whether a valid request of an operation was accepted.
    pub(super) fn is_tested(&self, operation: &str) -> bool {
        self.tested.borrow().contains(operation)
    }

    /// Whether a case of a clause may be sent once more with new names: on the free lane, and alone.
    pub(super) fn renews(&self, clause: usize) -> bool {
        let mut all = self.renewed.borrow_mut();
        let times = all.entry(clause).or_default();
        *times += 1;
        *times <= RENEWED
    }

    /// Whether an operation lets nobody in, and was looked at often enough for that: what it refuses says
    /// nothing of what a request holds.
    pub(super) fn is_shut(&self, operation: &str) -> bool {
        let shut = |answered| matches!(answered, Answered::Refused(_, Some(401)));
        if self.is_tested(operation) || !self.answered(operation).is_some_and(shut) {
            return false;
        }
        let mut looks = self.shut.borrow_mut();
        let looks = looks.entry(operation.to_owned()).or_default();
        *looks += 1;
        *looks > SHUT
    }

    /// Whether any control of an operation was sent.
    pub(super) fn has_any(&self, operation: &str) -> bool {
        self.controls
            .borrow()
            .keys()
            .any(|(own, ..)| own == operation)
    }

    /// Forgets what came of the controls of an operation, and hands it out.
    pub(super) fn forget_controls(&self, operation: &str) -> Vec<(Key, Answered)> {
        let mut controls = self.controls.borrow_mut();
        let own = controls.iter().filter(|((own, ..), _)| own == operation);
        let own = own.map(|(key, answered)| (key.clone(), answered.clone()));
        let own: Vec<_> = own.collect();
        own.iter().for_each(|(key, _)| drop(controls.remove(key)));
        own
    }

    /// Remembers what came of controls.
    pub(super) fn keep_controls(&self, known: Vec<(Key, Answered)>) {
        self.controls.borrow_mut().extend(known);
    }

    /// What came of the controls of an operation.
    pub(super) fn answered(&self, operation: &str) -> Option<Answered> {
        let controls = self.controls.borrow();
        let own = controls.iter().filter(|((o, ..), _)| o == operation);
        // What was refused says more than what could not be made.
        own.map(|(_, answered)| answered)
            .max_by_key(|answered| !matches!(answered, Answered::Unmade(_)))
            .cloned()
    }
}

impl<'r> Lane<'r> {
    /// Sends a control from baseline, unless one like it was sent.
    pub(super) async fn try_control(
        &self,
        driver: &mut Driver<'r>,
        operation: &str,
        control: Result<Control, Skip>,
    ) -> Result<(Key, Answered), Stop> {
        let proved = control.and_then(|control| {
            let kit = &self.kits[operation];
            match kit.unproven(&control.message, &self.writing.borrow()) {
                Some(skip) => Err(skip),
                None => Ok(control),
            }
        });
        let control = match proved {
            Ok(control) => control,
            Err(skip) => {
                let key = (operation.to_owned(), String::new(), skip.reason.clone());
                let answered = Answered::Unmade(skip);
                let mut controls = self.evidence.controls.borrow_mut();
                controls.insert(key.clone(), answered.clone());
                return Ok((key, answered));
            }
        };
        let key = (operation.to_owned(), control.base, control.place);
        let known = self.evidence.controls.borrow().get(&key).cloned();
        if let Some(known) = known {
            return Ok((key, known));
        }
        let kit = &self.kits[operation];
        let mut message = control.message;
        let began = Instant::now();
        let mut tries = 0;
        let answered = loop {
            driver.clean().await?;
            let case = Case {
                index: 0,
                about: "control".into(),
                steps: vec![Step::Send(message.clone())],
                tag: None,
            };
            let (case, ran) = self.carry(driver, kit, &case).await?;
            self.observe(operation, &case, &ran.taken, false);
            let seen = self.seen(operation, &case, &ran.taken);
            let last = ran.taken.last().and_then(|t| t.exchanges.last());
            let response = match last.map(|e| &e.answer) {
                Some(Ok(response)) if seen.is_success(response) => {
                    self.evidence.accepted(operation);
                    let own = self.profile.contracts.get(&self.contract.name);
                    if !own.is_some_and(|c| c.has_credentials()) {
                        kit.let_in();
                    }
                    break Answered::Accepted;
                }
                Some(Ok(response)) => response,
                Some(Err(failure)) => break Answered::Refused(failure.to_string(), None),
                None => break Answered::Refused("no request was sent".into(), None),
            };
            if tries == 0 && self.learns_what_exists(&seen).is_some() {
                // Once more, with values that nobody used.
                tries += 1;
                message = kit.heeded(&self.settings(driver.writing.clone()), message);
                continue;
            }
            // A state that nobody asked for may end: by a reset at once, else by time.
            driver.dirty = true;
            tries += 1;
            let time = began.elapsed() < self.profile.limits.settle && self.patience.waits();
            let again = match driver.resets() {
                true => tries < TRIES,
                false => time,
            };
            if !(again && judge::names_state(&seen, response)) {
                if key.2.is_empty() {
                    self.keep_refusal(operation, &case, &ran.taken, response.status);
                }
                if let Some(exchange) = last {
                    let said = self.said(&exchange.request, response);
                    let said: String = said.chars().take(SAID).collect();
                    self.evidence
                        .said
                        .borrow_mut()
                        .insert((operation.to_owned(), judge::words(&seen, response)), said);
                }
                break Answered::Refused(judge::words(&seen, response), Some(response.status));
            }
            if !driver.resets() {
                tokio::time::sleep(PAUSE).await;
            }
        };
        if matches!(&answered, Answered::Refused(_, Some(429 | 503))) {
            // What says "later" is asked again when it is needed.
            return Ok((key, answered));
        }
        let mut controls = self.evidence.controls.borrow_mut();
        controls.insert(key.clone(), answered.clone());
        Ok((key, answered))
    }

    /// Sees to it that the control of a clause was sent, where its verdict hangs on it.
    pub(super) async fn confirm(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        clause: usize,
    ) -> Result<(), Stop> {
        if !self.hangs_on_control(clause) || self.has_control(clause) {
            return Ok(());
        }
        self.send_control(driver, settings, clause).await
    }

    /// Sends the control of a clause, and remembers that it is this one.
    pub(super) async fn send_control(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        clause: usize,
    ) -> Result<(), Stop> {
        let control = self.kit(clause).control_of(&self.clauses[clause], settings);
        let operation = self.clauses[clause].operation.clone();
        let (key, _) = self.try_control(driver, &operation, control).await?;
        self.evidence.keys.borrow_mut().insert(clause, key);
        Ok(())
    }

    /// Remembers the control of a clause where one like it was sent already.
    pub(super) fn link_control(&self, settings: &Settings, clause: usize) {
        if !self.clauses[clause].needs_control() || self.has_control(clause) {
            return;
        }
        let control = self.kit(clause).control_of(&self.clauses[clause], settings);
        if let Ok(control) = control {
            let operation = self.clauses[clause].operation.clone();
            let key = (operation, control.base, control.place);
            if self.evidence.controls.borrow().contains_key(&key) {
                self.evidence.keys.borrow_mut().insert(clause, key);
            }
        }
    }

    /// Whether the control of a clause was sent.
    pub(super) fn has_control(&self, clause: usize) -> bool {
        self.evidence.keys.borrow().contains_key(&clause)
    }

    /// Whether the verdict of a clause rests on a refusal so far.
    pub(super) fn hangs_on_control(&self, clause: usize) -> bool {
        let tallies = self.tallies.borrow();
        let tally = &tallies[clause];
        let refused = tally.rests_on_refusal().unwrap_or(tally.refused > 0);
        refused && self.clauses[clause].needs_control()
    }

    /// Why nothing can be said of a clause although its cases were judged: the request without the
    /// fault draws a refusal too, or the target accepts whatever comes.
    pub(super) fn doubt(&self, clause: usize) -> Option<String> {
        if self.hangs_on_control(clause) {
            let absent = || self.absent_fixture(clause);
            let refused = || self.doubted_refusal(clause);
            return self.gone(clause).or_else(absent).or_else(refused);
        }
        let tallies = self.tallies.borrow();
        let tally = &tallies[clause];
        let operation = &self.clauses[clause].operation;
        let about_all = matches!(self.clauses[clause].check, Check::Sound | Check::Readable);
        if self.evidence.alike.get() && !tally.is_shown() && tally.cases > 0 && !about_all {
            return Some("the target answers everything alike, so that this shows nothing".into());
        }
        let takes_all = self.evidence.catch_all.get()
            && !self.evidence.refusing.borrow().contains(operation)
            && !about_all;
        (takes_all && !tally.is_shown() && tally.cases > 0).then(|| {
            "the target answers a path that the contract does not have with success, and has \
             refused nothing of this operation: that it accepts a request shows nothing"
                .to_owned()
        })
    }

    /// A valid request that is answered with 404 or 410 may name what is no longer there, and a documented
    /// 409, 412 or 423 tells of what is there already, where the contract does not tell what these are drawn by.
    fn gone(&self, clause: usize) -> Option<String> {
        let own = &self.clauses[clause];
        let operation = self.contract.operation(&own.operation)?;
        if operation.says_why() {
            return None;
        }
        let tallies = self.tallies.borrow();
        let shown = tallies[clause].shown.as_ref()?.read();
        let valid = own.sends_valid_requests() || matches!(own.stimulus, Stimulus::Rewritten(_));
        let wanted = ["success", "behind"];
        if !valid && !wanted.iter().any(|w| shown.broken.expected.starts_with(w)) {
            return None;
        }
        let (step, place) = shown.broken.shown;
        let taken = shown.taken.iter().filter(|t| t.step == step);
        let exchange = taken.filter_map(|t| t.exchanges.get(place)).next()?;
        let status = exchange.answer.as_ref().ok()?.status;
        let mut parameters = operation.parameters.iter();
        let names = parameters.any(|p| p.place == Place::Path);
        let asks = operation.body.is_some() || !operation.parameters.is_empty();
        if exchange.answer.as_ref().is_ok_and(says_exists) {
            return Some("the target has what the request asks for already".to_owned());
        }
        if let Some(Step::Send(message)) = shown.case.steps.get(step)
            && matches!(status, 400 | 403 | 404 | 409 | 422)
            && let Some(at) = self.names_nothing_known(&own.operation, message)
        {
            return Some(format!(
                "status {status}: {at} may have to name something that exists"
            ));
        }
        match status {
            404 | 410 if names => Some(format!(
                "status {status}: what the path names may no longer be there"
            )),
            404 | 410 if asks && operation.documented(status).is_some() => {
                Some(format!("status {status}: what it names may not be there"))
            }
            409 | 412 | 423 if operation.documented(status).is_some() => Some(format!(
                "status {status}: the contract has it for what stands otherwise by then"
            )),
            _ => None,
        }
    }

    fn doubted_refusal(&self, clause: usize) -> Option<String> {
        let keys = self.evidence.keys.borrow();
        let controls = self.evidence.controls.borrow();
        let answered = keys.get(&clause).map(|key| controls.get(key));
        match answered {
            Some(Some(Answered::Accepted)) => None,
            Some(Some(Answered::Refused(words, status))) => {
                let valid = self.clauses[clause].sends_valid_requests();
                if valid
                    && self.tallies.borrow()[clause].is_shown()
                    && self.contradicts(&self.clauses[clause], *status)
                {
                    return None;
                }
                Some(format!("the valid request is refused too: {words}"))
            }
            Some(Some(Answered::Unmade(skip))) => Some(format!(
                "no valid request could be made beside it: {}",
                skip.reason
            )),
            Some(None) => Some(
                "the valid request was put off each time (429 or 503), so a refusal shows nothing"
                    .into(),
            ),
            None => Some(
                "the run ended before the valid request was sent that a refusal is held against"
                    .into(),
            ),
        }
    }

    /// Whether a refusal of a valid request contradicts the contract: where it tells what a refusal
    /// is drawn by, by codes that are tied to causes or by bodies of faults, the request has none of
    /// it, and the answer is not about access or what exists.
    fn contradicts(&self, clause: &Clause, status: Option<u16>) -> bool {
        let Some(operation) = self.contract.operation(&clause.operation) else {
            return false;
        };
        let own = self.profile.contracts.get(&self.contract.name);
        let entitled = !operation.secured || own.is_some_and(|c| c.has_credentials());
        let elsewhere = matches!(
            status,
            None | Some(
                300..=399
                    | 401..=405
                    | 407..=410
                    | 421
                    | 423..=429
                    | 451
                    | 500..
            )
        );
        operation.says_why() && entitled && !elsewhere
    }

    /// Operations of which no valid request was accepted.
    pub(super) fn untested(&self) -> Vec<Untested> {
        let refusing = self.evidence.refusing.borrow();
        let takes_all = |o: &Operation| self.evidence.catch_all.get() && !refusing.contains(&o.id);
        self.judged_operations()
            .filter(|o| !self.evidence.is_tested(&o.id) || takes_all(o))
            .map(|o| Untested {
                contract: self.contract.name.clone(),
                operation: o.id.clone(),
                why: match self.evidence.answered(&o.id) {
                    Some(Answered::Refused(words, status)) => format!(
                        "no valid request was accepted: {words}{}{}{}",
                        self.missing_token(o, status),
                        self.missing_object(o, status),
                        self.evidence.said_of(&o.id, &words)
                    ),

                    Some(Answered::Unmade(skip)) => skip.reason,
                    _ if takes_all(o) => {
                        "it refused nothing, and a path that the contract does not \
                        have is answered with success, too"
                            .into()
                    }
                    _ => "no valid request was sent before the run ended".into(),
                },
            })
            .collect()
    }

    /// Operations with clauses that are judged.
    pub(super) fn judged_operations(&self) -> impl Iterator<Item = &'r Operation> {
        let judged = |o: &&Operation| self.judged.contains(&o.id);
        self.contract.operations.iter().filter(judged)
    }

    /// The line of the profile that is missing, where a call is refused for want of credentials.
    pub(super) fn missing_token(&self, operation: &Operation, status: Option<u16>) -> String {
        let own = self.profile.contracts.get(&self.contract.name);
        let given = own.is_some_and(|c| c.has_credentials());
        if !matches!(status, Some(401 | 403)) || given || !operation.secured {
            return String::new();
        }
        let name = &self.contract.name;
        let header = self.contract.token.as_ref().map(|t| t.header.as_str());
        format!(
            "; the profile gives no credentials: [contracts.{name}] headers = {{ {} = \"env:TOKEN\" }}",
            header.unwrap_or("Authorization")
        )
    }

    /// A case and what came of it, for the judge.
    pub(super) fn seen<'a>(
        &'a self,
        operation: &str,
        case: &'a Case,
        taken: &'a [crate::exchange::Taken],
    ) -> Seen<'a> {
        let kit = &self.kits[operation];
        Seen {
            contract: self.contract,
            operation: kit.operation,
            case,
            taken,
            fixture: &|_| None,
        }
    }

    /// What an answer tells of the request that drew it.
    pub(super) fn nature(
        &self,
        operation: &Operation,
        response: &crate::exchange::Response,
    ) -> Nature {
        wire::nature(operation, &self.contract.error_code, response)
    }
}
