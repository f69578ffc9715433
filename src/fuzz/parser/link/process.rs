//! The process at the other end: writing frames and reading lines without waiting for either.

use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd;
use std::process::{ChildStderr, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::fuzz::parser::answer::{Answer, Reply, brief};
use crate::fuzz::parser::child::{self, Gauge, Running};
use crate::fuzz::parser::driver::{End, Setting, said};
use crate::fuzz::parser::lastly::telling;
use crate::fuzz::parser::stream::{Stream, wait};

/// How many bytes of frames are put together before they are written.
const BATCH: usize = 64 << 10;
/// The longest line, which holds a canonical form.
const LONGEST: usize = 64 << 20;
/// The longest line without a canonical form.
const LONGEST_PLAIN: usize = 1 << 20;
/// How much of standard error is kept.
const KEPT: usize = 16 << 10;
/// How often the end of the run is looked for.
const TICK: Duration = Duration::from_millis(100);
/// Part of the time for an answer after which it is waited for past the end of the run.
const SUSPICIOUS: u32 = 5;
/// How long a process may take to end once its input is closed.
const GRACE: Duration = Duration::from_millis(50);

/// A process of the command that answers frame by frame.
pub(super) struct Process {
    running: Running,
    input: ChildStdin,
    output: Stream<ChildStdout>,
    errors: Stream<ChildStderr>,
    answered: u64,
    longest: usize,
}

/// Why an exchange ended before all was answered.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// The run is over.
    RunOver,
    /// The process ended, or closed its output.
    Ended {
        status: Option<ExitStatus>,
        printed: Vec<u8>,
        memory: Option<u64>,
    },
    /// No answer came in time.
    Silent { printed: Vec<u8>, took_all: bool },
    /// A line that is no answer, as it may be shown.
    Garbage(String),
}

impl Process {
    pub fn start(setting: &Setting) -> io::Result<Self> {
        let pipes = [Stdio::piped(), Stdio::piped(), Stdio::piped()];
        let mut running = setting.program.start(pipes, &setting.watch)?;
        let lost = || io::Error::other("a pipe is missing");
        let input = running.child.stdin.take().ok_or_else(lost)?;
        let output = running.child.stdout.take().ok_or_else(lost)?;
        let errors = running.child.stderr.take().ok_or_else(lost)?;
        rustix::io::ioctl_fionbio(&input, true)?;
        Ok(Process {
            running,
            input,
            output: Stream::new(output)?,
            errors: Stream::new(errors)?,
            answered: 0,
            longest: if setting.canonical {
                LONGEST
            } else {
                LONGEST_PLAIN
            },
        })
    }

    /// Begins to measure what a document takes.
    pub fn gauge(&self) -> Gauge {
        self.running.gauge()
    }

    /// Whether it has answered more than the document that every process begins with.
    pub fn is_used(&self) -> bool {
        self.answered > 1
    }

    /// Sends documents and reads answers until all are answered or there will be no more.
    /// The lengths of frames are told with a sign. `patience` tells how long the answer to a document may take,
    /// and how many times as long where the machine is busy.
    pub fn exchange(
        &mut self,
        (documents, sign): (&[&[u8]], u32),
        window: usize,
        patience: &dyn Fn(&[u8]) -> (Duration, u32),
        end: &End,
        replies: &mut Vec<Reply>,
    ) -> Option<Stop> {
        let goal = replies.len() + documents.len();
        let base = replies.len();
        let mut frames: Vec<u8> = Vec::with_capacity(BATCH);
        let mut written = 0;
        let mut sent = 0;
        let mut last = Instant::now();
        let queued = self.running.queued();
        loop {
            // Fill, write, read.
            if written == frames.len() {
                frames.clear();
                written = 0;
                while sent < documents.len()
                    && sent - (replies.len() - base) < window
                    && frames.len() < BATCH
                {
                    let document = documents[sent];
                    frames.extend_from_slice(&(document.len() as u32 | sign).to_le_bytes());
                    frames.extend_from_slice(document);
                    sent += 1;
                }
            }
            let mut is_shut = false;
            while written < frames.len() {
                match self.input.write(&frames[written..]) {
                    Ok(count) => written += count,
                    Err(e) if e.kind() == ErrorKind::Interrupted => {}
                    Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                    Err(_) => {
                        is_shut = true;
                        break;
                    }
                }
            }
            let came = self.output.read();
            if came {
                let now = Instant::now();
                let before = replies.len();
                match self.take_lines(goal, now - last, replies) {
                    Ok(()) => {}
                    Err(stop) => return Some(stop),
                }
                if replies.len() > before {
                    last = now;
                }
                if replies.len() == goal {
                    return None;
                }
                continue;
            }
            self.listen();
            if self.output.is_closed() || (is_shut && self.running.has_ended()) {
                // What was answered last may still be on its way.
                while self.output.read() {
                    if let Err(stop) = self.take_lines(goal, last.elapsed(), replies) {
                        return Some(stop);
                    }
                }
                if replies.len() == goal {
                    return None;
                }
                return Some(Stop::Ended {
                    status: None,
                    printed: Vec::new(),
                    memory: None,
                });
            }
            let waited = last.elapsed();
            let next = documents.get(replies.len() - base);
            let (patience, spared) = patience(next.copied().unwrap_or_default());
            // What takes so long already may never end, and that is worth the time after the run.
            if end.has_come() && (end.is_final() || waited < patience / SUSPICIOUS) {
                return Some(Stop::RunOver);
            }
            let left = self.running.left((patience, spared), waited, queued);
            if left.is_zero() {
                return Some(Stop::Silent {
                    printed: Vec::new(),
                    took_all: written == frames.len()
                        && rustix::io::ioctl_fionread(&self.input).unwrap_or(0) == 0,
                });
            }
            let writer = (written < frames.len() && !is_shut).then(|| self.input.as_fd());
            wait([self.output.fd(), self.errors.fd()], writer, left.min(TICK));
        }
    }

    /// Keeps the end of what stands on standard error.
    fn listen(&mut self) {
        if self.errors.read() {
            self.errors.keep_last(KEPT);
        }
    }

    /// Turns whole lines into replies.
    fn take_lines(
        &mut self,
        goal: usize,
        took: Duration,
        replies: &mut Vec<Reply>,
    ) -> Result<(), Stop> {
        let held = &self.output.held;
        let mut from = 0;
        let mut took = took;
        for at in memchr::memchr_iter(b'\n', held) {
            let line = &held[from..at];
            if replies.len() == goal {
                return Err(Stop::Garbage(format!(
                    "{} after the last document had its answer",
                    quoted(line)
                )));
            }
            let answer = Answer::parse(line).ok_or_else(|| Stop::Garbage(quoted(line)))?;
            replies.push(Reply::new(answer, took));
            took = Duration::ZERO;
            self.answered += 1;
            from = at + 1;
        }
        self.output.held.drain(..from);
        if self.output.held.len() > self.longest {
            return Err(Stop::Garbage(format!(
                "a line of more than {} MiB, {}",
                self.longest >> 20,
                quoted(&self.output.held)
            )));
        }
        Ok(())
    }

    /// Ends the process and completes the reason why.
    pub fn end(mut self, stop: Stop) -> Stop {
        if matches!(stop, Stop::Ended { .. }) {
            // Its output is closed: it is about to end by itself, and may have last words.
            let began = Instant::now();
            while !self.running.has_ended() && began.elapsed() < GRACE * 20 {
                wait([None, self.errors.fd()], None, Duration::from_millis(1));
                self.listen();
            }
        }
        // A process that prints without end must not keep us here.
        for _ in 0..64 {
            if !self.errors.read() {
                break;
            }
            self.errors.keep_last(KEPT);
        }
        let said = std::mem::take(&mut self.errors.held);
        let had_ended = self.running.has_ended();
        let ended = self.running.end().ok();
        let memory = ended.as_ref().and_then(|ended| ended.memory);
        match stop {
            Stop::Silent { .. } | Stop::Ended { .. } if memory.is_some() => Stop::Ended {
                status: ended.map(|ended| ended.status),
                printed: said,
                memory,
            },
            Stop::Ended { .. } => Stop::Ended {
                // Without its own end there is nothing to tell but that it closed its output.
                status: ended.map(|ended| ended.status).filter(|_| had_ended),
                printed: said,
                memory,
            },
            Stop::Silent { took_all, .. } => Stop::Silent {
                printed: said,
                took_all,
            },
            other => other,
        }
    }
}

fn quoted(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(&line[..line.len().min(200)]);
    format!("`{}`", crate::report::visible(&text))
}

impl Stop {
    /// The answer that it stands for.
    pub fn answer(self) -> Option<Answer> {
        match self {
            Stop::RunOver | Stop::Garbage(_) => None,
            Stop::Silent { .. } => Some(Answer::Hang("no answer in time".into())),
            Stop::Ended {
                memory: Some(bytes),
                ..
            } => Some(Answer::Memory(bytes)),
            Stop::Ended {
                status, printed, ..
            } => {
                let how = status.map_or("it closed its output".to_owned(), child::shown);
                let text = String::from_utf8_lossy(&printed);
                Some(Answer::Crash(match &*telling(&text) {
                    "" => how,
                    line => format!("{how}: {}", brief(line)),
                }))
            }
        }
    }

    /// The answer that it stands for where nobody could make sure of it.
    pub fn suspicion(&self) -> Option<Answer> {
        let why = "no answer in time; the run was over before it was asked again";
        matches!(self, Stop::Silent { .. }).then(|| Answer::Hang(why.into()))
    }

    /// Whether the process did not end as processes do that want to.
    pub fn is_violent(&self) -> bool {
        match self {
            Stop::Ended {
                status: Some(status),
                memory: None,
                ..
            } => !matches!(status.code(), Some(0..=63)),
            _ => false,
        }
    }

    /// For people.
    pub fn shown(&self) -> String {
        match self {
            Stop::RunOver => "the run was over".into(),
            Stop::Garbage(line) => format!("it answered {line}"),
            Stop::Silent { printed, .. } => format!("no answer came in time{}", said(printed)),
            Stop::Ended {
                memory: Some(bytes),
                ..
            } => format!("it held {} MiB of memory", bytes >> 20),
            Stop::Ended {
                status, printed, ..
            } => {
                let how = status.map_or("it closed its output".to_owned(), |status| {
                    format!("it ended with {}", child::shown(status))
                });
                format!("{how}{}", said(printed))
            }
        }
    }
}
