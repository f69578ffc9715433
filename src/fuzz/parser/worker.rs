//! A worker: takes inputs, puts them to its process, judges the answers, and reports what is new.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

use super::answer::{Answer, Reply};
use super::construct;
use super::driver::{Driver, End, Unusable};
use super::expect::{Expect, Key, Outcome, Verdict, judge};
use super::files::{Again, quoted, save};
use super::finding::{Finding, Findings};
use super::guide::Guide;
use super::input::Input;
use super::shrink::Shrink;
use super::source::Source;
use super::tally::Tally;
use super::{Event, Options};
use crate::generate::dice::Dice;
use crate::xml::documents::{Documents, Truth};

/// Where findings go when nobody says.
const OUT: &str = "clausal-findings";
/// Bytes of a large or deep document at most: one in a thousand is such a one, and must not take
/// the time of all others.
const STRESS: usize = 256 << 10;
/// Bytes that its entities may expand to.
const EXPANSION: usize = 16 << 20;
/// Inputs that go together: many where they are on their way at once, few where each takes a
/// process.
const BATCH: [usize; 2] = [4, 1024];

/// What all workers share.
pub(super) struct Run<'r> {
    pub options: &'r Options,
    pub guide: &'r Guide,
    pub findings: Mutex<Findings>,
    pub documents: AtomicU64,
    pub left: AtomicU64,
    pub began: Instant,
    pub ends: Instant,
    pub tell: &'r (dyn Fn(Event<'_>) + Sync),
}

impl Run<'_> {
    pub fn findings(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One worker.
pub(super) struct Worker<'r> {
    run: &'r Run<'r>,
    driver: Box<dyn Driver>,
    end: Arc<End>,
    source: Source<'r>,
    tally: Tally,
    known: HashSet<u64>,
    notes: Vec<String>,
}

/// What a worker leaves.
pub(super) struct Done {
    pub tally: Tally,
    pub notes: Vec<String>,
    pub unusable: Option<Unusable>,
}

impl<'r> Worker<'r> {
    pub fn new(
        run: &'r Run<'r>,
        number: usize,
        driver: Box<dyn Driver>,
        end: Arc<End>,
        first: Vec<Input>,
    ) -> Self {
        let options = run.options;
        let mut dice = Dice::new(options.seed, "fuzz parser", number as u32, 0);
        let seed = (0..4).fold(0, |seed, _| seed << 16 | dice.below(1 << 16) as u64);
        let documents = Documents::new(
            seed,
            crate::xml::documents::Options {
                stress: options.stress,
                mutated: options.mutants,
                size: options.size,
                stress_size: STRESS,
                expansion: EXPANSION,
                ..Default::default()
            },
        );
        Worker {
            run,
            driver,
            end,
            source: Source {
                first,
                documents,
                dice,
                guide: run.guide,
                left: &run.left,
                mutants: options.mutants,
                size: BATCH[usize::from(options.persistent)],
            },
            tally: Tally::default(),
            known: HashSet::new(),
            notes: Vec::new(),
        }
    }

    /// Works until the end. Inputs are made on a thread of their own, so that the parser does not
    /// wait for them.
    pub fn run<'s>(self, scope: &'s Scope<'s, '_>, stop: &AtomicBool) -> Done
    where
        'r: 's,
    {
        let Worker {
            run,
            mut driver,
            end,
            mut source,
            mut tally,
            mut known,
            mut notes,
        } = self;
        let (sender, receiver) = sync_channel(2);
        scope.spawn(move || {
            loop {
                let batch = source.next();
                // A closed channel is the end of the run.
                if batch.is_empty() || sender.send(batch).is_err() {
                    break;
                }
            }
        });
        let mut unusable = None;
        let mut pending = Vec::new();
        for batch in receiver {
            let mut desk = Desk {
                run,
                driver: &mut *driver,
                end: &end,
                tally: &mut tally,
                known: &mut known,
                notes: &mut notes,
                pending: &mut pending,
            };
            if let Err(why) = desk.put(batch) {
                unusable = Some(why);
                stop.store(true, Ordering::Relaxed);
                break;
            }
            if end.has_come() {
                break;
            }
        }
        let mut desk = Desk {
            run,
            driver: &mut *driver,
            end: &end,
            tally: &mut tally,
            known: &mut known,
            notes: &mut notes,
            pending: &mut pending,
        };
        if let Err(why) = desk.look_into_all() {
            unusable = unusable.or(Some(why));
        }
        notes.extend(driver.notes());
        Done {
            tally,
            notes,
            unusable,
        }
    }
}

/// A worker while it looks at one batch.
struct Desk<'d> {
    run: &'d Run<'d>,
    driver: &'d mut dyn Driver,
    end: &'d End,
    tally: &'d mut Tally,
    known: &'d mut HashSet<u64>,
    notes: &'d mut Vec<String>,
    pending: &'d mut Vec<Pending>,
}

/// A fault that was seen and not yet looked into: first the others are to be seen too.
struct Pending {
    key: Key,
    input: Input,
    reply: Reply,
    /// When it was seen, from the start of the run.
    seconds: f64,
}

impl Desk<'_> {
    fn put(&mut self, batch: Vec<Input>) -> Result<(), Unusable> {
        let options = self.run.options;
        let bytes: Vec<&[u8]> = batch.iter().map(Input::bytes).collect();
        let replies = self.driver.ask_all(&bytes)?;
        drop(bytes);
        self.run
            .documents
            .fetch_add(replies.len() as u64, Ordering::Relaxed);
        let mut is_new = false;
        for (input, reply) in batch.into_iter().zip(replies) {
            let verdict = judge(&input, &reply, &options.expect, options.canonical);
            self.tally.add(&input, verdict);
            self.run.guide.look(&input, &reply, self.known);
            if let Verdict::Wrong(outcome) = verdict {
                let key = Key::new(&input, &reply, outcome);
                if self.run.findings().claim(&key, input.name()) {
                    self.pending.push(Pending {
                        key,
                        input,
                        reply,
                        seconds: self.run.began.elapsed().as_secs_f64(),
                    });
                    is_new = true;
                }
            }
        }
        let is_late = self.run.began.elapsed() > options.time / 2;
        if !is_new || is_late {
            self.look_into_all()?;
        }
        Ok(())
    }

    /// Makes every fault that was seen small, and reports it.
    fn look_into_all(&mut self) -> Result<(), Unusable> {
        for pending in std::mem::take(self.pending) {
            self.found(pending)?;
        }
        Ok(())
    }

    /// Makes a fault as small as can be and reports it.
    fn found(&mut self, pending: Pending) -> Result<(), Unusable> {
        let Pending {
            key,
            input,
            reply,
            seconds,
        } = pending;
        let key = &key;
        let options = self.run.options;
        let time = Duration::from_secs(2).max(options.time / 10);
        let time = match key.outcome {
            Outcome::Hang => time.max(options.timeout * 20),
            // Each try may cost the start of a process.
            outcome if outcome.is_breakdown() => time.max(Duration::from_secs(10)),
            _ => time,
        };
        let (name, rule) = (input.name(), input.rule().cloned());
        let was_unknown = matches!(input.truth(), Truth::Unknown);
        let (driver, end) = (&mut *self.driver, self.end);
        let time = time.min(Duration::from_secs(20));
        let shrunk = end.with_extra(time, || {
            if end.has_come() {
                return Ok((input, reply));
            }
            // Again alone: what others sent before it, or a busy machine, may have been the cause.
            let again = driver.ask(input.bytes())?;
            let verdict = judge(&input, &again, &options.expect, options.canonical);
            let is_same = match verdict {
                Verdict::Wrong(outcome) => key.is_shown_by(&input, &again, outcome),
                _ => false,
            };
            if !is_same {
                let reply = Reply {
                    repeats: false,
                    ..reply
                };
                return Ok((input, reply));
            }
            let shrink = Shrink {
                key,
                expect: &options.expect,
                canonical: options.canonical,
                is_slow: !options.persistent,
                is_over: &|| end.has_come(),
            };
            shrink.run(driver, input, again)
        });
        let (input, reply) = shrunk?;
        if !reply.repeats && matches!(reply.answer, Answer::Hang(_) | Answer::Memory(_)) {
            // A busy machine makes a slow answer; that is no fault of the parser's.
            self.run.findings().drop_claim(key);
            self.notes.push(format!(
                "a document of {name} once {} and did not do so again",
                reply.answer.shown()
            ));
            return Ok(());
        }
        let canonical = match key.outcome {
            Outcome::WrongInfoset => input.canonical(),
            _ => None,
        };
        let expected = expected(key.outcome, options, canonical.as_deref());
        let mut finding = Finding {
            outcome: key.outcome,
            rule: name.to_owned(),
            counted: name,
            section: rule.as_ref().map_or("", |rule| rule.section).to_owned(),
            about: rule.as_ref().map_or("", |rule| rule.about).to_owned(),
            document: input.bytes().to_vec(),
            unless: Expect::unless(&input, key.outcome),
            expected,
            got: reply.answer.shown(),
            canonical,
            repeats: reply.repeats,
            seconds,
            seen: 1,
            also: Default::default(),
            file: None,
            again: String::new(),
        };
        if key.outcome == Outcome::RejectsWellFormed {
            let construct = construct::of(&finding.document);
            finding.rule = construct.name.to_owned();
            finding.section = construct.section.to_owned();
            finding.about = construct.about.to_owned();
            if self.run.findings().is_repeated(&finding) {
                return Ok(());
            }
        }
        if key.outcome == Outcome::WrongInfoset {
            finding.about = key.signature.clone();
        }
        if was_unknown {
            finding.about = "changed bytes; whether it is well-formed is not known".into();
        }
        let again = Again {
            command: options.command.clone(),
            options: words(options),
            is_plain: !options.persistent,
        };
        if let Err(e) = save(&folder(options), &mut finding, &input, &again) {
            self.notes
                .push(format!("a finding could not be written: {e}"));
        }
        (self.run.tell)(Event::Found(&finding));
        self.run.findings().put(key, finding);
        Ok(())
    }
}

fn expected(outcome: Outcome, options: &Options, canonical: Option<&[u8]>) -> String {
    match outcome {
        Outcome::Crash => "an answer".into(),
        Outcome::Hang => format!("an answer within {:?}", options.timeout),
        Outcome::Memory => format!("at most {} MiB of memory", options.memory >> 20),
        Outcome::AcceptsIllFormed => "refused".into(),
        Outcome::RejectsWellFormed => "accepted".into(),
        Outcome::WrongInfoset => format!(
            "accepted, and read as {}",
            String::from_utf8_lossy(canonical.unwrap_or_default())
        ),
    }
}

fn folder(options: &Options) -> PathBuf {
    match (&options.out, &options.corpus) {
        (Some(out), _) => out.clone(),
        (None, Some(corpus)) => corpus.join("findings"),
        (None, None) => OUT.into(),
    }
}

/// The options that change what is asked or expected.
fn words(options: &Options) -> Vec<String> {
    let mut words = Vec::new();
    let mut put = |word: &str| words.push(word.to_owned());
    if options.persistent {
        put("--persistent");
    }
    if options.canonical {
        put("--compare canonical");
    }
    let expect = &options.expect;
    for (is_said, word) in [
        (expect.namespaces, "namespaces"),
        (expect.no_dtd, "no-dtd"),
        (expect.utf8_only, "utf8-only"),
        (expect.fourth_edition, "fourth-edition"),
    ] {
        if is_said {
            put(&format!("--expect {word}"));
        }
    }
    for rule in &expect.lenient {
        put(&format!("--expect lenient:{rule}"));
    }
    for word in &expect.known.words {
        put(&format!("--known {}", quoted(word.as_ref())));
    }
    words
}
