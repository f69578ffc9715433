//! The smallest input that shows a fault.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::answer::Reply;
use super::breakdowns::is_slow;
use super::construct;
use super::driver::{Driver, TRIALS, Unusable};
use super::expect::{Expect, Key, Outcome, Verdict, judge};
use super::input::Input;

/// How many inputs are tried for one finding at most.
const TRIES: usize = 20_000;
/// How many are asked in a row where each is cheap and nothing is expected to break down.
const ROW: usize = 64;
/// Where a parser hangs, smaller documents are given this part of the time for an answer.
const HASTE: u32 = 20;
/// And no less than this many times what the simplest document takes.
const AS_USUAL: u32 = 5;
/// And no less than this.
const SHORTEST: Duration = Duration::from_millis(20);

/// A document of a family that is longer than this is not made smaller by bytes.
const LONG: usize = 1000;

/// What is needed to tell whether an input shows the fault.
pub(super) struct Shrink<'r> {
    pub key: &'r Key,
    pub expect: &'r Expect,
    pub canonical: bool,
    /// Each input takes a process.
    pub is_costly: bool,
    /// How long an answer may take.
    pub timeout: Duration,
    /// The time for it is up.
    pub is_over: &'r dyn Fn() -> bool,
    /// Nothing can be asked any more.
    pub is_end: &'r dyn Fn() -> bool,
}

impl Shrink<'_> {
    fn is_shown_by(&self, input: &Input, reply: &Reply) -> bool {
        match judge(input, reply, self.expect, self.canonical) {
            Verdict::Wrong(outcome) => self.key.is_shown_by(input, reply, outcome),
            _ => false,
        }
    }

    /// Makes an input smaller while it shows the fault.
    pub fn run(
        &self,
        driver: &mut dyn Driver,
        input: Input,
        reply: Reply,
    ) -> Result<Smallest, Unusable> {
        if !is_slow(self.key.outcome) {
            return self.shrink(driver, input, reply);
        }
        // Only the smallest one is given all the time, in a process that has seen nothing else.
        if self.key.outcome == Outcome::Hang {
            let short = self.short(driver)?;
            driver.set_patience(short);
        }
        let smallest = self.shrink(driver, input.clone(), reply.clone());
        driver.set_patience(self.timeout);
        let smallest = smallest?;
        let again = driver.ask_fresh(smallest.input.bytes())?;
        if self.is_shown_by(&smallest.input, &again) {
            return Ok(Smallest {
                reply: again,
                ..smallest
            });
        }
        if (self.is_end)() {
            return Ok(Smallest::unchanged(input, reply).open());
        }
        // It was just slower than the others; the first one may be, too.
        let reply = driver.ask_fresh(input.bytes())?;
        if self.is_shown_by(&input, &reply) {
            return self.shrink(driver, input, reply);
        }
        Ok(Smallest::unchanged(input, reply).once())
    }

    /// What does not end within this time mostly never does.
    fn short(&self, driver: &mut dyn Driver) -> Result<Duration, Unusable> {
        let part = self.timeout / HASTE;
        let mut short = SHORTEST.max(driver.usual().map_or(part, |usual| usual.min(part)));
        for _ in 0..3 {
            short = short.max(driver.ask(TRIALS[0])?.took * AS_USUAL);
        }
        Ok(short.min(self.timeout))
    }

    /// Documents are made smaller by rule, so that their truth stays known; what breaks down is then
    /// made smaller byte by byte, as a breakdown is wrong whatever the document is. Where each try
    /// takes long, that comes first.
    fn shrink(
        &self,
        driver: &mut dyn Driver,
        input: Input,
        reply: Reply,
    ) -> Result<Smallest, Unusable> {
        let is_breakdown = self.key.outcome.is_wrong_anywhere();
        let by_bytes = is_slow(self.key.outcome) && !input.needs().stress;
        let mut best = (input, reply);
        let mut tries = TRIES;
        let mut tried = Tried::default();
        let simplest = best.0.simplest();
        let mut by_rule = !is_breakdown || best.0.needs().stress;
        if let Some(smaller) = self.step(driver, simplest, &best.0, &mut tries, &mut tried)? {
            best = smaller;
            by_rule |= best.0.rule().is_some();
        }
        // Making the list takes time, too.
        while !by_bytes
            && !(self.is_over)()
            && let Some(smaller) =
                self.step(driver, best.0.smaller(), &best.0, &mut tries, &mut tried)?
        {
            best = smaller;
        }
        if is_breakdown {
            best = self.sample(driver, best)?;
        }
        // Of a long document that must be long, nothing is gained.
        let is_long = best.0.family().is_some() && best.0.bytes().len() > LONG;
        if is_breakdown && is_long {
            by_rule = false;
        } else if is_breakdown {
            best = self.bytes(driver, best, &mut tries)?;
            by_rule = by_rule && !self.is_shown_by_any(driver, best.0.bytes())?;
        }
        let (input, reply) = best;
        Ok(Smallest {
            input,
            reply,
            by_rule,
            is_open: false,
        })
    }

    /// The first of these smaller documents that shows the fault.
    fn step(
        &self,
        driver: &mut dyn Driver,
        mut list: Vec<Input>,
        input: &Input,
        tries: &mut usize,
        tried: &mut Tried,
    ) -> Result<Option<(Input, Reply)>, Unusable> {
        list.retain(|smaller| smaller.truth_is(input) && !tried.has(smaller.bytes()));
        let row = if self.is_costly || self.key.outcome.is_breakdown() {
            1
        } else {
            ROW
        };
        let mut list = list.into_iter().peekable();
        while list.peek().is_some() {
            let part: Vec<Input> = list.by_ref().take(row).collect();
            if *tries < part.len() || (self.is_over)() {
                return Ok(None);
            }
            *tries -= part.len();
            part.iter().for_each(|input| tried.add(input.bytes()));
            let bytes: Vec<&[u8]> = part.iter().map(Input::bytes).collect();
            let replies = driver.ask_all(&bytes)?;
            let found = part
                .into_iter()
                .zip(replies)
                .find(|(input, reply)| self.is_shown_by(input, reply));
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Whether a well-formed document shows it too that just has what this one has.
    fn is_shown_by_any(&self, driver: &mut dyn Driver, document: &[u8]) -> Result<bool, Unusable> {
        let sample = construct::of(document).sample;
        let reply = driver.ask_quickly(sample)?;
        let input = Input::unknown(sample.to_vec(), "sample");
        Ok(self.is_shown_by(&input, &reply))
    }

    /// The shortest document that has one construct and shows it too: bytes of unknown truth cannot be
    /// made smaller by rule.
    fn sample(
        &self,
        driver: &mut dyn Driver,
        best: (Input, Reply),
    ) -> Result<(Input, Reply), Unusable> {
        let length = best.0.bytes().len();
        for sample in construct::samples() {
            if sample.len() >= length || (self.is_over)() {
                break;
            }
            let input = Input::unknown(sample.to_vec(), best.0.name());
            let reply = driver.ask_quickly(sample)?;
            if self.is_shown_by(&input, &reply) {
                return Ok((input, reply));
            }
        }
        Ok(best)
    }

    /// Leaves out ever smaller parts.
    fn bytes(
        &self,
        driver: &mut dyn Driver,
        (input, reply): (Input, Reply),
        tries: &mut usize,
    ) -> Result<(Input, Reply), Unusable> {
        let kind = input.name();
        let mut best = (input, reply);
        let mut part = best.0.bytes().len().div_ceil(2);
        while part > 0 {
            let mut at = 0;
            let mut is_smaller = false;
            while at < best.0.bytes().len() {
                if *tries == 0 || (self.is_over)() {
                    return Ok(best);
                }
                *tries -= 1;
                let bytes = best.0.bytes();
                let end = (at + part).min(bytes.len());
                let rest = Input::unknown([&bytes[..at], &bytes[end..]].concat(), kind);
                let reply = if is_slow(self.key.outcome) {
                    driver.ask_quickly(rest.bytes())?
                } else {
                    driver.ask(rest.bytes())?
                };
                if self.is_shown_by(&rest, &reply) {
                    best = (rest, reply);
                    is_smaller = true;
                } else {
                    at = end;
                }
            }
            part = match part {
                1 if is_smaller => 1,
                1 => 0,
                _ => part.div_ceil(2),
            };
        }
        Ok(best)
    }
}

/// The smallest input that was found, and what it drew.
pub(super) struct Smallest {
    pub input: Input,
    pub reply: Reply,
    /// Whether the fault goes with the rule that the input broke, and not just with something else
    /// in the document.
    pub by_rule: bool,
    /// There was no time to ask again.
    pub is_open: bool,
}

impl Smallest {
    /// An input that was not made smaller.
    pub fn unchanged(input: Input, reply: Reply) -> Self {
        Smallest {
            input,
            reply,
            by_rule: true,
            is_open: false,
        }
    }

    /// Nobody asked again.
    pub fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// What it drew did not come again.
    pub fn once(mut self) -> Self {
        self.reply.repeats = false;
        self
    }
}

/// What was tried before, so that a document that shows no fault is not given again at every step.
#[derive(Default)]
struct Tried {
    hasher: RandomState,
    seen: HashSet<u64>,
}

impl Tried {
    fn has(&self, bytes: &[u8]) -> bool {
        self.seen.contains(&self.hasher.hash_one(bytes))
    }

    fn add(&mut self, bytes: &[u8]) {
        self.seen.insert(self.hasher.hash_one(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::parser::answer::Answer;
    use crate::fuzz::parser::expect::Outcome;

    /// Breaks down on documents with `<!A` somewhere after `%`.
    struct Fragile;

    impl Driver for Fragile {
        fn try_out(&mut self) -> Result<(), Unusable> {
            Ok(())
        }

        fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
            documents
                .iter()
                .map(|document| self.ask(document))
                .collect()
        }

        fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
            let text = String::from_utf8_lossy(document);
            let breaks = text.split_once('%').is_some_and(|(_, b)| b.contains("<!A"));
            let answer = if breaks {
                Answer::Crash(format!("boom at {}", document.len()))
            } else {
                Answer::Accept(None)
            };
            Ok(Reply::new(answer, Duration::ZERO))
        }

        fn usual(&self) -> Option<Duration> {
            None
        }

        fn set_patience(&mut self, _: Duration) {}

        fn notes(&self) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn a_breakdown_is_left_with_what_it_takes() {
        let input = Input::unknown(
            b"<!DOCTYPE a [ % some more <!A b c >]><a/>".to_vec(),
            "mutated",
        );
        let reply = Fragile.ask(input.bytes()).unwrap();
        let key = Key::new(&input, &reply, Outcome::Crash);
        let shrink = Shrink {
            key: &key,
            expect: &Expect::default(),
            canonical: false,
            is_costly: false,
            timeout: Duration::from_secs(1),
            is_over: &|| false,
            is_end: &|| false,
        };
        let smallest = shrink.run(&mut Fragile, input, reply).unwrap();
        assert_eq!(smallest.input.bytes(), b"%<!A");
        assert!(!smallest.by_rule);
    }
}
