//! Gives inputs to the server, judges the replies, and looks into what is wrong.

use super::answer::Reply;
use super::input::{Due, Input};
use super::judge::{Outcome, judge, kind, pause};
use super::link::Link;
use super::shared::Run;
use super::shrink::smaller;
use crate::fuzz::parser::is_alike;

/// How often an input is sent again while the server asks for less work.
const PATIENCE: usize = 2;
/// How often a plain request is sent at most before its silence counts.
const TRIES: usize = 2;

/// One worker, with a connection of its own.
pub(super) struct Worker<'w, 'r> {
    pub run: &'w Run<'r>,
    pub link: Link<'w>,
    pub number: usize,
}

impl Worker<'_, '_> {
    /// Sends an input without judging it.
    pub fn ask(&self, input: &Input) -> Reply {
        let _pass = self.run.gate.pass();
        self.link.ask(input)
    }

    /// Sends an input and judges the reply.
    pub fn give(&self, input: &Input) {
        let run = self.run;
        let reply = self.patiently(|| {
            let pass = run.gate.pass();
            let reply = self.link.ask(input);
            run.reached(self.number, input, &reply);
            drop(pass);
            run.count(input, &reply);
            reply
        });
        match judge(input, &reply, &run.options.contracts) {
            Some(Outcome::Gone) => self.refused(input, &reply),
            Some(outcome) => {
                self.look(input, reply, outcome);
                self.alive(input);
            }
            None => {
                if input.due != Due::Answer {
                    self.alive(input);
                }
                run.learn(input, &reply);
            }
        }
    }

    /// Asks again, after a pause, while the server asks for less work.
    fn patiently(&self, ask: impl Fn() -> Reply) -> Reply {
        let mut reply = ask();
        for _ in 0..PATIENCE {
            let Some(pause) = pause(&reply) else { break };
            std::thread::sleep(pause);
            if self.run.is_over(1.0) {
                break;
            }
            reply = ask();
        }
        reply
    }

    /// Whether a plain request is answered, which is sent so often at most.
    fn answers(&self, tries: usize) -> Result<(), Reply> {
        let mut reply = self.link.ask_alone(&self.run.plain);
        for _ in 1..tries {
            if matches!(reply, Reply::Answer { .. }) {
                break;
            }
            reply = self.link.ask_alone(&self.run.plain);
        }
        match reply {
            Reply::Answer { .. } => Ok(()),
            reply => Err(reply),
        }
    }

    /// Asks whether a plain request is still answered, and again alone, as a server or the machine
    /// may be busy once.
    fn alive(&self, after: &Input) {
        if self.run.is_gone() {
            return;
        }
        let pass = self.run.gate.pass();
        let is_well = self.answers(1).is_ok();
        drop(pass);
        if !is_well {
            let _alone = self.run.gate.alone();
            if let Err(reply) = self.answers(TRIES) {
                self.run.lost(self.number, after, &reply);
            }
        }
    }

    /// No connection is taken: the server is gone, unless there were too many connections.
    fn refused(&self, input: &Input, reply: &Reply) {
        let _alone = self.run.gate.alone();
        if !self.run.is_gone() && self.run.is_shared() && self.answers(TRIES).is_ok() {
            self.once(Outcome::Gone, input);
            return;
        }
        self.run.lost(self.number, input, reply);
    }

    /// Makes sure of a fault that is new while no other request is on its way, and makes its
    /// request smaller.
    fn look(&self, input: &Input, reply: Reply, outcome: Outcome) {
        let run = self.run;
        let words = kind(&reply, &input.bytes);
        let key = input.key(outcome, &words);
        if !run.claim(&key) {
            return;
        }
        let _alone = run.gate.alone();
        if outcome == Outcome::Hang || run.is_shared() {
            // What was sent before may still keep the server busy: its answer to a plain request
            // is waited for.
            let answered = self.answers(TRIES);
            if let (Outcome::Hang, Err(plain)) = (outcome, answered) {
                // Every request does the same from now on: there is nothing to make smaller.
                run.drop_claim(&key);
                run.lost(self.number, input, &plain);
                return;
            }
        }
        let judged = |input: &Input| {
            let reply = self.patiently(|| self.link.ask_alone(input));
            let verdict = judge(input, &reply, &run.options.contracts);
            let is_same = verdict == Some(outcome) && is_alike(&kind(&reply, &input.bytes), &words);
            (is_same, reply)
        };
        let (mut repeats, mut again) = judged(input);
        if repeats && outcome == Outcome::Hang {
            // A busy machine may be slow more than once.
            (repeats, again) = judged(input);
        }
        if let Reply::Refused(_) = again {
            run.drop_claim(&key);
            run.lost(self.number, input, &again);
            return;
        }
        if !repeats {
            // A fault is one whatever comes next, unless other requests may have caused it;
            // silence may be the machine's.
            if outcome != Outcome::Fault || run.is_shared() {
                run.drop_claim(&key);
                if again != Reply::Left {
                    self.once(outcome, input);
                }
                return;
            }
            run.put(key, input, run.in_words(&reply), reply.bytes(), false);
            return;
        }
        let mut shown = again;
        let mut small = smaller(input, &mut |input| {
            let (is_same, reply) = judged(input);
            if is_same {
                shown = reply;
            }
            is_same
        });
        if small.bytes != input.bytes {
            small.about += ", made smaller";
        }
        run.put(key, &small, run.in_words(&shown), shown.bytes(), true);
    }

    /// Says that something was seen once.
    fn once(&self, outcome: Outcome, input: &Input) {
        let name = outcome.name();
        let note = format!("once, and not again: {name} ({})", input.about);
        self.run.note(note);
    }
}
