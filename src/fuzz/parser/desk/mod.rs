//! A worker's desk: a batch is put to the parser, the answers are judged, and faults are looked into.

mod found;

pub(super) use found::report;

use std::collections::HashSet;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::answer::Reply;
use super::breakdowns::{Plan, is_slow};
use super::driver::{Driver, End, Unusable};
use super::expect::{Key, Verdict, judge};
use super::input::Input;
use super::tally::Tally;
use super::worker::Run;

/// A worker while it looks at one batch.
pub(super) struct Desk<'d> {
    pub run: &'d Run<'d>,
    pub driver: &'d mut dyn Driver,
    pub end: &'d End,
    pub tally: &'d mut Tally,
    pub known: &'d mut HashSet<u64>,
    pub notes: &'d mut Vec<String>,
    pub pending: &'d mut Vec<Pending>,
}

/// A fault that was seen and not yet looked into: first the others are to be seen too.
pub(super) struct Pending {
    key: Key,
    input: Input,
    reply: Reply,
    /// When it was seen, from the start of the run.
    seconds: f64,
}

impl Desk<'_> {
    /// Puts a batch to the parser and judges what comes.
    pub fn put(&mut self, batch: Vec<Input>) -> Result<(), Unusable> {
        let mut is_new = false;
        let mut batch = batch;
        while !batch.is_empty() {
            let (is_any_known, later) = self.leave_out(&mut batch);
            let bytes: Vec<&[u8]> = batch.iter().map(Input::bytes).collect();
            let replies = self.driver.ask_all(&bytes)?;
            drop(bytes);
            self.run
                .documents
                .fetch_add(replies.len() as u64, Ordering::Relaxed);
            if replies.is_empty() && later.is_empty() {
                break;
            }
            let mut rest = batch.split_off(replies.len());
            rest.extend(later);
            for (input, reply) in std::mem::replace(&mut batch, rest).into_iter().zip(replies) {
                is_new |= self.look(input, reply, is_any_known);
            }
            // Where each costs so much, the first is to spare us the others.
            let is_breakdown = |pending: &mut Pending| pending.key.outcome.is_breakdown();
            if let Some(pending) = self.pending.pop_if(is_breakdown) {
                // While another worker looks into one, the search goes on.
                match self.run.turn.try_lock() {
                    Ok(_turn) => self.found_breakdown(pending)?,
                    Err(_) => self.pending.insert(0, pending),
                }
            }
            if self.end.has_come() {
                break;
            }
        }
        let is_late = self.run.began.elapsed() > self.run.options.time / 2;
        if !is_new || is_late {
            self.look_into_all()?;
        }
        Ok(())
    }

    /// Takes out what is not worth the time. Tells whether any breakdown is known that makes it so,
    /// and gives what comes after a sample: its answer may change what is worth the time.
    fn leave_out(&self, batch: &mut Vec<Input>) -> (bool, Vec<Input>) {
        let mut known = self.run.breakdowns();
        if known.is_empty() {
            return (false, Vec::new());
        }
        let mut all = std::mem::take(batch).into_iter();
        for input in all.by_ref() {
            let plan = known.plan(input.bytes());
            if plan != Plan::LeaveOut {
                batch.push(input);
            }
            if plan == Plan::Sample {
                break;
            }
        }
        (true, all.collect())
    }

    /// Judges an answer; whether it shows a fault that is to be looked into.
    fn look(&mut self, input: Input, reply: Reply, is_any_known: bool) -> bool {
        let options = self.run.options;
        let verdict = judge(&input, &reply, &options.expect, options.canonical);
        self.tally.add(&input, verdict);
        self.run.guide.look(&input, &reply, self.known);
        let key = match verdict {
            Verdict::Wrong(outcome) => Some(Key::new(&input, &reply, outcome)),
            _ => None,
        };
        // What is not read tells nothing.
        if is_any_known && verdict != Verdict::Unsupported {
            let breakdown = key.as_ref().filter(|key| key.outcome.is_breakdown());
            if let Some(known) = self.run.breakdowns().look(input.bytes(), breakdown) {
                self.run.findings().count_to(known, input.name());
                return false;
            }
        }
        let Some(key) = key else { return false };
        let is_new = self.run.findings().claim(&key, input.name());
        if is_new {
            self.pending.push(Pending {
                key,
                input,
                reply,
                seconds: self.run.began.elapsed().as_secs_f64(),
            });
        }
        is_new
    }

    /// Takes in the breakdown that an answer shows, to be looked into.
    pub fn look_at(&mut self, input: Input, reply: Reply) {
        let is_any_known = !self.run.breakdowns().is_empty();
        self.look(input, reply, is_any_known);
    }

    /// Looks into what hangs or takes all memory, and leaves the rest for later.
    pub fn look_into_slow(&mut self) -> Result<(), Unusable> {
        let all = std::mem::take(self.pending);
        let (slow, rest) = all
            .into_iter()
            .partition(|pending| is_slow(pending.key.outcome));
        *self.pending = slow;
        self.look_into_all()?;
        *self.pending = rest;
        Ok(())
    }

    /// Makes every fault that was seen small, and reports it.
    pub fn look_into_all(&mut self) -> Result<(), Unusable> {
        for pending in std::mem::take(self.pending) {
            let run = self.run;
            match pending.key.outcome.is_breakdown() {
                true => {
                    let _turn = run.turn.lock().unwrap_or_else(PoisonError::into_inner);
                    self.found_breakdown(pending)?;
                }
                false => self.found(pending)?,
            }
        }
        Ok(())
    }
}
