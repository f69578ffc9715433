//! One process for many documents: frames on its standard input, a line back for each.
//!
//! Many frames are on their way at once. When the process ends or falls silent, any of the
//! documents without an answer may be to blame, as a process may hold its answers back; so these
//! are asked again, each alone, until one does it again.

mod process;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::{Answer, Reply};
use super::child::{SPARED, SPARED_SUSPECTS, Spent};
use super::driver::{Course, Driver, Measured, Setting, TRIALS, Unusable, no_form, said};
use super::pace::Pace;
use process::{Process, Stop};

/// The length of a frame with this added is that of a document in pieces.
const IN_PIECES: u32 = 1 << 31;
/// How many frames are on their way at most.
const WINDOW: usize = 1024;
/// How many times longer the first answer of a process may take: interpreters start slowly.
const FIRST: u32 = 10;
/// It needs no more than this, or the time of any answer when that is longer.
const LONGEST_FIRST: Duration = Duration::from_secs(30);
/// How long it may take, past the end of the run, to find out which document stopped the process.
const LONGEST_BLAME: Duration = Duration::from_secs(5);
/// After so many ends without an answer in between, the simplest document is tried.
const FRUITLESS: u32 = 16;

/// Asks one process at a time.
pub(super) struct Link {
    setting: Setting,
    /// How long an answer may take.
    patience: Duration,
    pace: Pace,
    /// How many frames are on their way: fewer where the process ends often, so that fewer documents
    /// may be to blame.
    window: usize,
    process: Option<Process>,
    /// What is added to the lengths of frames: a sign for documents in pieces.
    sign: u32,
    /// Ends of processes since the last answer.
    fruitless: u32,
    /// Ends that no document brings about alone.
    unexplained: u32,
    last_unexplained: String,
    restarts: u32,
}

impl Link {
    pub fn new(setting: Setting) -> Self {
        Link {
            patience: setting.timeout,
            pace: Pace::default(),
            window: WINDOW,
            setting,
            process: None,
            sign: 0,
            fruitless: 0,
            unexplained: 0,
            last_unexplained: String::new(),
            restarts: 0,
        }
    }

    /// Asks with so many frames on their way; what was answered before a stop is in `replies`. Whoever is
    /// hasty does not wait for what is suspected to hang.
    fn exchange(
        &mut self,
        documents: &[&[u8]],
        window: usize,
        hasty: bool,
        replies: &mut Vec<Reply>,
    ) -> Result<Option<Stop>, Unusable> {
        let mut stop = None;
        if self.process.is_none() {
            let mut process = Process::start(&self.setting)
                .map_err(|e| Unusable(format!("the command cannot be started: {e}")))?;
            // Interpreters start slowly, which is no document's fault.
            let (warm, time) = (&mut Vec::new(), self.first());
            stop = process.exchange(
                (&TRIALS[..1], 0),
                1,
                &|_| (time, SPARED),
                &self.setting.end,
                warm,
            );
            self.process = Some(process);
        }
        let before = replies.len();
        if let (None, Some(process)) = (&stop, &mut self.process) {
            let (pace, most, all) = (self.pace, self.patience, self.setting.timeout);
            let patience = |document: &[u8]| {
                let time = match hasty {
                    true => pace.patience(document.len(), most),
                    false => most,
                };
                // Less than all the time tells a suspicion only.
                (time, if time < all { SPARED_SUSPECTS } else { SPARED })
            };
            let documents = (documents, self.sign);
            stop = process.exchange(documents, window, &patience, &self.setting.end, replies);
        }
        if replies.len() > before {
            self.fruitless = 0;
            self.pace.learn(documents, &replies[before..]);
        }
        let Some(stop) = stop else { return Ok(None) };
        if matches!(stop, Stop::RunOver) {
            // Answers that are still to come belong to documents that nobody asks for any more.
            self.process = None;
            return Ok(Some(stop));
        }
        let stop = match self.process.take() {
            Some(process) => process.end(stop),
            None => stop,
        };
        if let Stop::Garbage(line) = &stop {
            return Err(Unusable(format!(
                "the command answered {line}, which is none of accept, reject, crash and unsupported\n(hint: what the parser prints must not go to standard output)"
            )));
        }
        self.restarts += 1;
        self.fruitless += 1;
        Ok(Some(stop))
    }

    /// How long the first answer of a process may take.
    fn first(&self) -> Duration {
        let timeout = self.setting.timeout;
        timeout.max(LONGEST_FIRST.min(timeout * FIRST))
    }

    /// Why nothing can be tested where even the simplest document has no answer.
    fn unusable(&self, document: &[u8], stop: &Stop) -> Unusable {
        let shown = String::from_utf8_lossy(document);
        let start = format!("the command cannot be tested: at the document `{shown}` ");
        Unusable(match stop {
            Stop::Silent { printed, took_all } => format!(
                "{start}no answer came within {:?}{}{}\n(hint: an answer is one line, flushed; a frame is 4 bytes of length, little end first, then the document)",
                self.first(),
                if *took_all {
                    ""
                } else {
                    ", and it never read its standard input"
                },
                said(printed)
            ),
            stop => format!("{start}{}", stop.shown()),
        })
    }

    /// After many ends in a row: does it answer anything at all?
    fn check(&mut self) -> Result<(), Unusable> {
        if self.fruitless < FRUITLESS {
            return Ok(());
        }
        self.fruitless = 0;
        self.process = None;
        self.try_out()
    }

    /// A document alone, in a process that has seen no other when `fresh`.
    fn alone(
        &mut self,
        document: &[u8],
        fresh: bool,
        hasty: bool,
    ) -> Result<Option<Reply>, Unusable> {
        if fresh && self.process.as_ref().is_some_and(Process::is_used) {
            self.process = None;
        }
        let mut replies = Vec::new();
        let stop = self.exchange(&[document], 1, hasty, &mut replies)?;
        if let Some(reply) = replies.pop() {
            return Ok(Some(reply));
        }
        Ok(stop
            .and_then(Stop::answer)
            .map(|answer| Reply::new(answer, Duration::ZERO)))
    }

    /// Finds who is to blame among documents of which one stopped the process. Gives replies up to
    /// and with that one; when none does it again, the first one has the blame.
    fn blame(&mut self, suspects: &[&[u8]], stop: Stop) -> Result<Vec<Reply>, Unusable> {
        let mut replies = Vec::new();
        for (number, document) in suspects.iter().enumerate() {
            self.check()?;
            let Some(reply) = self.alone(document, number == 0, true)? else {
                // Nothing is lost: it is told as it stands.
                replies.extend(
                    stop.suspicion()
                        .map(|answer| Reply::new(answer, Duration::ZERO)),
                );
                return Ok(replies);
            };
            let mut reply = reply;
            let mut is_breakdown = reply.answer.is_breakdown();
            if is_breakdown && number > 0 {
                // Once more without what came before, to tell its own fault from a common one.
                match self.alone(document, true, true)? {
                    // There was no time to tell, and it is told as it stands.
                    None => {
                        replies.push(reply);
                        return Ok(replies);
                    }
                    Some(again) if again.answer.is_breakdown() => reply = again,
                    Some(again) if is_calm(&reply.answer) => {
                        self.unexplained += 1;
                        self.last_unexplained = reply.answer.shown();
                        is_breakdown = false;
                        reply = again;
                    }
                    _ => reply.repeats = false,
                }
            }
            replies.push(reply);
            if is_breakdown {
                return Ok(replies);
            }
        }
        self.unexplained += 1;
        self.last_unexplained = stop.shown();
        if let (Some(first), Some(Answer::Crash(how)), true) = (
            replies.first_mut(),
            stop.clone().answer(),
            stop.is_violent(),
        ) {
            first.answer = Answer::Crash(how);
            first.repeats = false;
        }
        Ok(replies)
    }
}

impl Driver for Link {
    fn try_out(&mut self) -> Result<(), Unusable> {
        let mut failed = None;
        for document in TRIALS {
            let mut replies = Vec::new();
            let Some(stop) = self.exchange(&[document], 1, false, &mut replies)? else {
                if self.setting.canonical
                    && replies.iter().any(|r| r.answer == Answer::Accept(None))
                {
                    return Err(no_form("answers `accept` without it"));
                }
                // A parser that breaks down on one of the two can be tested, and is told so.
                return Ok(());
            };
            if matches!(stop, Stop::RunOver) {
                return Ok(());
            }
            failed = failed.or_else(|| Some(self.unusable(document, &stop)));
        }
        failed.map_or(Ok(()), Err)
    }

    fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        let mut replies = Vec::with_capacity(documents.len());
        while replies.len() < documents.len() {
            self.check()?;
            let done = replies.len();
            let window = self.window;
            let stop = self.exchange(&documents[done..], window, true, &mut replies)?;
            let came = replies.len() - done;
            let Some(stop) = stop else {
                self.window = (window + came).min(WINDOW);
                break;
            };
            if matches!(stop, Stop::RunOver) {
                break;
            }
            self.window = (window / 2).max(1);
            let from = replies.len();
            let to = documents.len().min(from + window);
            let is_certain = window == 1 && (stop.is_violent() || stop.suspicion().is_some());
            if let (true, Some(answer)) = (is_certain, stop.clone().answer()) {
                replies.push(Reply::new(answer, Duration::ZERO));
                break;
            }
            // Who is to blame is found out even where the run is over by then.
            let end = Arc::clone(&self.setting.end);
            let time = self.patience.min(LONGEST_BLAME);
            let blamed = end.with_at_least(time, || self.blame(&documents[from..to], stop))?;
            if blamed.is_empty() {
                break;
            }
            replies.extend(blamed);
            if replies.last().is_some_and(|r| r.answer.is_breakdown()) {
                break;
            }
        }
        Ok(replies)
    }

    fn usual(&self) -> Option<Duration> {
        self.pace.usual(self.setting.timeout)
    }

    fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        self.check()?;
        let is_used = self.process.as_ref().is_some_and(Process::is_used);
        let mut reply = self.alone(document, false, false)?;
        if is_used && reply.as_ref().is_some_and(|r| r.answer.is_breakdown()) {
            reply = self.alone(document, true, false)?;
        }
        Ok(reply.unwrap_or_else(over))
    }

    fn ask_in_pieces(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        self.sign = IN_PIECES;
        let mut replies = Vec::with_capacity(documents.len());
        while replies.len() < documents.len() {
            match self.ask_all(&documents[replies.len()..]) {
                Ok(more) if !more.is_empty() => replies.extend(more),
                Ok(_) => break,
                Err(why) => {
                    self.sign = 0;
                    return Err(why);
                }
            }
        }
        self.sign = 0;
        Ok(replies)
    }

    fn endure(
        &mut self,
        row: &[&[u8]],
        most: u64,
        enough: Duration,
        until: Instant,
    ) -> Result<Option<Course>, Unusable> {
        let mut course = Course::default();
        self.process = None;
        let mut worked = Duration::ZERO;
        while course.answered < most && worked < enough && Instant::now() < until {
            let began = Instant::now();
            if self.process.is_none() {
                self.exchange(&TRIALS[..1], 1, false, &mut Vec::new())?;
            }
            let Some(gauge) = self.process.as_ref().map(Process::gauge) else {
                return Ok(None);
            };
            let mut replies = Vec::new();
            let left = usize::try_from(most - course.answered).unwrap_or(usize::MAX);
            let row = &row[..row.len().min(left)];
            let stop = self.exchange(row, WINDOW, false, &mut replies)?;
            course.answered += replies.len() as u64;
            if let Some(stop) = stop {
                course.ended = (!matches!(stop, Stop::RunOver)).then(|| stop.shown());
                return Ok(Some(course));
            }
            let work = gauge.ran(began.elapsed());
            worked += work;
            course.stages.push((work, gauge.resident()));
        }
        Ok(Some(course))
    }

    fn measure(&mut self, document: &[u8]) -> Result<Measured, Unusable> {
        self.check()?;
        if self.process.is_none() {
            // What a process does to start is no document's.
            self.exchange(&TRIALS[..1], 1, false, &mut Vec::new())?;
        }
        let gauge = self.process.as_ref().map(Process::gauge);
        let reply = self.alone(document, false, false)?.unwrap_or_else(over);
        let alive = gauge.filter(|_| !reply.answer.is_breakdown());
        Ok(Measured {
            spent: match &alive {
                Some(gauge) => gauge.spent(reply.took),
                None => Spent {
                    ran: reply.took,
                    passed: reply.took,
                },
            },
            memory: alive.map_or(0, |gauge| gauge.memory()),
            reply,
        })
    }

    fn ask_fresh(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        self.check()?;
        Ok(self.alone(document, true, false)?.unwrap_or_else(over))
    }

    fn ask_quickly(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        self.check()?;
        Ok(self.alone(document, false, false)?.unwrap_or_else(over))
    }

    fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    fn notes(&self) -> Vec<String> {
        if self.unexplained == 0 {
            return Vec::new();
        }
        vec![format!(
            "{} times the process stopped and no document did that alone; the last time: {}",
            self.unexplained, self.last_unexplained
        )]
    }
}

/// What stands for the answer when there is no time for one any more.
fn over() -> Reply {
    let answer = Answer::Unsupported("the run is over".into());
    Reply::new(answer, Duration::ZERO)
}

/// Whether a breakdown may be a process that had enough: it ended as processes do that want to, or
/// what it holds or does grew over many documents.
fn is_calm(answer: &Answer) -> bool {
    match answer {
        Answer::Crash(how) => {
            let code = how.strip_prefix("exit code ");
            let code = code.map(|rest| rest.split(':').next().unwrap_or_default());
            code.is_some_and(|code| code.parse().is_ok_and(|code: u8| code < 64))
        }
        Answer::Hang(_) | Answer::Memory(_) => true,
        _ => false,
    }
}
