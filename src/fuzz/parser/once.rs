//! One process for each document: the document on standard input, the answer in the exit code.

use std::io::{self, PipeReader, PipeWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::answer::{Answer, Reply, brief};
use super::child::{self, Running, SPARED, SPARED_SUSPECTS, Spent};
use super::driver::{Driver, Measured, Setting, TRIALS, Unusable, is_sanitizer, no_form, said};
use super::lastly::telling;
use super::pace::Pace;
use super::stream::{Stream, wait};

/// Exit codes up to this one are a refusal.
const LAST_REFUSAL: i32 = 63;
/// What a pipe holds without anyone reading, at least.
const PIPE: usize = 4096;
/// How much of what is printed is kept.
const KEPT: usize = 64 << 10;
/// Printing more than this is printing without end.
const ENDLESS: u64 = 64 << 20;
/// How often a process is looked at that keeps its output open.
const TICK: Duration = Duration::from_millis(10);

/// Asks by starting a process for each document.
pub(super) struct Once {
    setting: Setting,
    /// How long an answer may take.
    patience: Duration,
    pace: Pace,
}

/// One process that was asked.
struct Asked {
    reply: Reply,
    /// What was printed.
    output: Vec<u8>,
    /// Bytes of the document that were not read; told only when asked for.
    unread: u64,
    /// How long it worked.
    spent: Spent,
    /// The most memory that was seen of it.
    memory: u64,
}

impl Once {
    pub fn new(setting: Setting) -> Self {
        Once {
            patience: setting.timeout,
            pace: Pace::default(),
            setting,
        }
    }

    /// Without waiting for what is suspected to hang.
    fn ask_hastily(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let patience = self.patience;
        self.patience = self.pace.patience(document.len(), patience);
        let reply = self.ask(document);
        self.patience = patience;
        reply
    }

    fn run(&self, document: &[u8], is_trial: bool) -> io::Result<Asked> {
        let (reader, writer) = io::pipe()?;
        let watched = is_trial.then(|| reader.try_clone()).transpose()?;
        let mut feed = Feed::new(writer, document)?;
        feed.write();
        let (output, sink) = io::pipe()?;
        let (stdout, errors) = if self.setting.canonical {
            let (errors, other) = io::pipe()?;
            ([Stdio::from(sink), Stdio::from(other)], Some(errors))
        } else {
            let both = sink.try_clone()?;
            ([Stdio::from(sink), Stdio::from(both)], None)
        };
        let [stdout, stderr] = stdout;
        let began = Instant::now();
        let running = self
            .setting
            .program
            .start([Stdio::from(reader), stdout, stderr], &self.setting.watch)?;
        let gauge = running.gauge();
        let mut output = Stream::new(output)?;
        let mut errors = errors.map(Stream::new).transpose()?;
        let stop = self.follow(&running, began, &mut feed, &mut output, &mut errors);
        let took = began.elapsed();
        let spent = gauge.spent(took);
        let unread = watched.map_or(Ok(0), rustix::io::ioctl_fionread)?;
        let ended = running.end()?;
        let words = errors.as_ref().map_or(&output.held, |errors| &errors.held);
        let words = String::from_utf8_lossy(words);
        let answer = match (stop, ended.memory) {
            (_, Some(bytes)) => Answer::Memory(bytes),
            (Some(why), None) => Answer::Hang(why),
            (None, None) => self.meaning(ended.status, &words, &output.held),
        };
        Ok(Asked {
            reply: Reply::new(answer, took),
            output: words.as_bytes().to_vec(),
            unread,
            spent,
            memory: ended.peak,
        })
    }

    /// Feeds and reads the process until it has ended; tells why when it had to be given up.
    fn follow(
        &self,
        running: &Running,
        began: Instant,
        feed: &mut Feed<'_>,
        output: &mut Stream<PipeReader>,
        errors: &mut Option<Stream<PipeReader>>,
    ) -> Option<String> {
        let canonical = self.setting.canonical;
        let mut pause = Duration::from_micros(20);
        loop {
            let is_suspicion = self.patience < self.setting.timeout;
            let spared = if is_suspicion {
                SPARED_SUSPECTS
            } else {
                SPARED
            };
            let left = running.left((self.patience, spared), began.elapsed(), Duration::ZERO);
            if left.is_zero() {
                return (!running.has_ended())
                    .then(|| format!("no end within {:?}", self.patience));
            }
            let is_closed = output.is_closed() && errors.as_ref().is_none_or(Stream::is_closed);
            if is_closed {
                // Whoever closes everything is about to end, or does not want to be heard.
                if running.has_ended() {
                    return None;
                }
                std::thread::sleep(pause.min(left));
                pause = (pause * 2).min(TICK);
                feed.write();
                continue;
            }
            let fds = [output.fd(), errors.as_ref().and_then(Stream::fd)];
            wait(fds, feed.fd(), left.min(TICK));
            feed.write();
            let mut came = output.read();
            if !canonical {
                output.keep_first(KEPT);
            }
            if let Some(errors) = errors {
                came |= errors.read();
                errors.keep_first(KEPT);
            }
            let printed = output.came + errors.as_ref().map_or(0, |errors| errors.came);
            if printed > ENDLESS {
                return Some(format!("it printed more than {} MiB", ENDLESS >> 20));
            }
            // Something it started may keep the output open.
            if !came && running.has_ended() {
                while output.read() || errors.as_mut().is_some_and(Stream::read) {
                    if output.came > ENDLESS {
                        break;
                    }
                }
                return None;
            }
        }
    }

    fn meaning(&self, status: ExitStatus, words: &str, output: &[u8]) -> Answer {
        let line = brief(&telling(words));
        match status.code() {
            Some(0) if self.setting.canonical => Answer::Accept(Some(output.to_vec())),
            Some(0) => Answer::Accept(None),
            Some(1..=LAST_REFUSAL) if !is_sanitizer(words) => Answer::Reject(line),
            _ => {
                // A core dump is no matter.
                let status = ExitStatus::from_raw(status.into_raw() & !0x80);
                let how = child::shown(status);
                Answer::Crash(if line.is_empty() {
                    how
                } else {
                    format!("{how}: {line}")
                })
            }
        }
    }

    fn failed(e: &io::Error) -> Unusable {
        Unusable(format!("the command cannot be started: {e}"))
    }
}

impl Driver for Once {
    fn try_out(&mut self) -> Result<(), Unusable> {
        let mut asked = Vec::new();
        for document in TRIALS {
            asked.push(self.run(document, true).map_err(|e| Once::failed(&e))?);
        }
        let is_same = |test: fn(&Answer) -> bool| asked.iter().all(|a| test(&a.reply.answer));
        let first = &asked[0];
        let said = said(&first.output);
        let how = first.reply.answer.shown();
        if is_same(|a| matches!(a, Answer::Hang(_))) {
            return Err(Unusable(format!(
                "the command does not end on the simplest document `<a/>` ({how}){said}"
            )));
        }
        if is_same(Answer::is_breakdown) {
            return Err(Unusable(format!(
                "the command breaks down on the simplest document `<a/>`: {how}"
            )));
        }
        if asked
            .iter()
            .any(|a| a.reply.answer == Answer::Accept(Some(Vec::new())))
        {
            return Err(no_form("accepts a document and prints nothing"));
        }
        let lengths = TRIALS.map(|document| document.len() as u64);
        if asked
            .iter()
            .zip(lengths)
            .all(|(a, length)| a.unread == length)
        {
            return Err(Unusable(format!(
                "the command ends without reading its standard input ({how}){said}\n(hint: many parsers read standard input when the file is called `-`)"
            )));
        }
        Ok(())
    }

    fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        let mut replies = Vec::with_capacity(documents.len());
        for document in documents {
            if self.setting.end.has_come() {
                break;
            }
            let reply = self.ask_hastily(document)?;
            self.pace.learn(&[document], std::slice::from_ref(&reply));
            replies.push(reply);
            if replies.last().is_some_and(|r| r.answer.is_breakdown()) {
                break;
            }
        }
        Ok(replies)
    }

    fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let asked = self.run(document, false).map_err(|e| Once::failed(&e))?;
        Ok(asked.reply)
    }

    fn measure(&mut self, document: &[u8]) -> Result<Measured, Unusable> {
        let asked = self.run(document, false).map_err(|e| Once::failed(&e))?;
        Ok(Measured {
            reply: asked.reply,
            spent: asked.spent,
            memory: asked.memory,
        })
    }

    fn usual(&self) -> Option<Duration> {
        self.pace.usual(self.setting.timeout)
    }

    fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A document on its way into a pipe.
struct Feed<'d> {
    writer: Option<PipeWriter>,
    rest: &'d [u8],
}

impl<'d> Feed<'d> {
    fn new(writer: PipeWriter, document: &'d [u8]) -> io::Result<Self> {
        if document.len() > PIPE {
            rustix::io::ioctl_fionbio(&writer, true)?;
        }
        Ok(Feed {
            writer: Some(writer),
            rest: document,
        })
    }

    /// Writes what the pipe takes; at the end, or when nobody reads any more, it is closed.
    fn write(&mut self) {
        while let Some(writer) = &mut self.writer {
            if self.rest.is_empty() {
                self.writer = None;
                return;
            }
            match writer.write(self.rest) {
                Ok(count) => self.rest = &self.rest[count..],
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => self.writer = None,
            }
        }
    }

    fn fd(&self) -> Option<std::os::fd::BorrowedFd<'_>> {
        self.writer.as_ref().map(AsFd::as_fd)
    }
}
